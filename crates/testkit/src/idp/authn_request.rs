use std::io::Read as _;

use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::DeflateDecoder;
use keyfold_saml::certificate::Certificate;
use keyfold_saml::redirect::Message;
use uppsala::{Document, NodeId};

const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";

/// What a service provider asked for by HTTP-Redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthnRequest {
    /// To be repeated as InResponseTo.
    pub id: String,
    /// Where to post the Response.
    pub acs_url: String,
    /// The entity id of who asks.
    pub issuer: String,
    /// To be posted along with the Response.
    pub relay_state: Option<String>,
    /// Whether the person has to sign in anew.
    pub force_authn: bool,
    /// The NameID format that is asked for.
    pub name_id_format: Option<String>,
}

impl AuthnRequest {
    /// Reads the query of a redirect URL whose signature is by the key of this certificate (PEM).
    pub fn from_signed_query(query: &str, certificate_pem: &str) -> Result<Self> {
        Message::read(query)?.verify(&Certificate::from_pem(certificate_pem)?)?;
        Self::from_query(query)
    }

    /// Reads the query of a redirect URL: `SAMLRequest=…&RelayState=…`.
    pub fn from_query(query: &str) -> Result<Self> {
        let field = |name: &str| {
            url::form_urlencoded::parse(query.as_bytes())
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.into_owned())
        };
        let encoded = field("SAMLRequest").context("no SAMLRequest in the query")?;
        let deflated = STANDARD.decode(encoded).context("SAMLRequest")?;
        let mut xml = String::new();
        DeflateDecoder::new(deflated.as_slice())
            .take(64 * 1024)
            .read_to_string(&mut xml)
            .context("inflating SAMLRequest")?;
        let document = uppsala::parse(&xml).context("SAMLRequest")?;
        let root = document.document_element().context("an empty request")?;
        let attribute = |name: &str| document.get_attribute(root, name).map(str::to_owned);
        let name = document.element(root).map(|element| element.name.local_name.clone());
        ensure!(name.as_deref() == Some("AuthnRequest"), "{name:?} is not an AuthnRequest");
        Ok(Self {
            id: attribute("ID").context("no ID")?,
            acs_url: attribute("AssertionConsumerServiceURL").context("no ACS URL")?,
            issuer: issuer(&document, root).context("no Issuer")?,
            relay_state: field("RelayState"),
            force_authn: matches!(attribute("ForceAuthn").as_deref(), Some("true" | "1")),
            name_id_format: document
                .get_elements_by_tag_name("NameIDPolicy")
                .first()
                .and_then(|&policy| document.get_attribute(policy, "Format"))
                .map(str::to_owned),
        })
    }
}

fn issuer(document: &Document<'_>, root: NodeId) -> Option<String> {
    let issuer = document.first_child_element_by_name_ns(root, ASSERTION, "Issuer")?;
    Some(document.text_content_deep(issuer))
}
