use anyhow::{Result, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bergshamra_keys::{Key, loader};
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair};
use uppsala::XmlWriter;

use super::signing::{DSIG, SignatureTemplate, sign};
use super::{Answer, AuthnRequest, Signed, encode};

const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const BINDINGS: &str = "urn:oasis:names:tc:SAML:2.0:bindings:";
const EMAIL_ADDRESS: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";

/// The key that an identity provider signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA of 2048 bits: what JumpCloud uses.
    Rsa2048,
    /// ECDSA on P-256.
    P256,
    /// ECDSA on P-384.
    P384,
}

/// An identity provider with a key of its own.
#[derive(Clone)]
pub struct IdentityProvider {
    entity_id: String,
    sso_url: String,
    slo_url: Option<String>,
    kind: KeyKind,
    key: Key,
    key_pem: String,
    certificate_pem: String,
    certificate_der: Vec<u8>,
}

impl IdentityProvider {
    /// An identity provider with a fresh RSA key and a self-signed certificate.
    pub fn generate(entity_id: &str, sso_url: &str) -> Result<Self> {
        Self::generate_with(entity_id, sso_url, KeyKind::Rsa2048)
    }

    /// The same, with another kind of key.
    pub fn generate_with(entity_id: &str, sso_url: &str, kind: KeyKind) -> Result<Self> {
        let pair = KeyPair::generate_for(match kind {
            KeyKind::Rsa2048 => &rcgen::PKCS_RSA_SHA256,
            KeyKind::P256 => &rcgen::PKCS_ECDSA_P256_SHA256,
            KeyKind::P384 => &rcgen::PKCS_ECDSA_P384_SHA384,
        })?;
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "Stand-in directory");
        let certificate = params.self_signed(&pair)?;
        let key_pem = pair.serialize_pem();
        let key = loader::load_pem_auto(key_pem.as_bytes(), None)
            .map_err(|cause| anyhow!("loading the stand-in's key: {cause}"))?;
        Ok(Self {
            entity_id: entity_id.to_owned(),
            sso_url: sso_url.to_owned(),
            slo_url: None,
            kind,
            key,
            key_pem,
            certificate_pem: certificate.pem(),
            certificate_der: certificate.der().to_vec(),
        })
    }

    /// The Issuer of every Response.
    pub fn entity_id(&self) -> &str {
        &self.entity_id
    }

    /// Where service providers send the browser.
    pub fn sso_url(&self) -> &str {
        &self.sso_url
    }

    /// The same, with an address for single logout in its metadata.
    #[must_use]
    pub fn with_logout(mut self, slo_url: &str) -> Self {
        self.slo_url = Some(slo_url.to_owned());
        self
    }

    /// Where service providers send the browser to sign out.
    pub fn slo_url(&self) -> Option<&str> {
        self.slo_url.as_deref()
    }

    /// The private key, in PEM (PKCS #8), for another program to sign with.
    pub fn key_pem(&self) -> &str {
        &self.key_pem
    }

    /// The signing certificate, in PEM.
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }

    /// The signing certificate, in DER.
    pub fn certificate_der(&self) -> &[u8] {
        &self.certificate_der
    }

    /// The metadata document, with both bindings for signing in.
    pub fn metadata_xml(&self) -> String {
        let mut xml = XmlWriter::new();
        xml.write_declaration();
        xml.start_element("md:EntityDescriptor", &[("xmlns:md", METADATA), ("entityID", &self.entity_id)]);
        xml.start_element(
            "md:IDPSSODescriptor",
            &[("WantAuthnRequestsSigned", "false"), ("protocolSupportEnumeration", PROTOCOL)],
        );
        xml.start_element("md:KeyDescriptor", &[("use", "signing")]);
        xml.start_element("ds:KeyInfo", &[("xmlns:ds", DSIG)]);
        xml.start_element("ds:X509Data", &[]);
        xml.start_element("ds:X509Certificate", &[]);
        xml.text(&STANDARD.encode(&self.certificate_der));
        xml.end_element("ds:X509Certificate");
        xml.end_element("ds:X509Data");
        xml.end_element("ds:KeyInfo");
        xml.end_element("md:KeyDescriptor");
        if let Some(url) = &self.slo_url {
            xml.empty_element(
                "md:SingleLogoutService",
                &[("Binding", &format!("{BINDINGS}HTTP-Redirect")), ("Location", url)],
            );
        }
        xml.start_element("md:NameIDFormat", &[]);
        xml.text(EMAIL_ADDRESS);
        xml.end_element("md:NameIDFormat");
        for binding in ["HTTP-Redirect", "HTTP-POST"] {
            xml.empty_element(
                "md:SingleSignOnService",
                &[("Binding", &format!("{BINDINGS}{binding}")), ("Location", &self.sso_url)],
            );
        }
        xml.end_element("md:IDPSSODescriptor");
        xml.end_element("md:EntityDescriptor");
        xml.into_string()
    }

    /// Reads the query with which a service provider sent the browser here.
    pub fn parse_authn_request(&self, query: &str) -> Result<AuthnRequest> {
        AuthnRequest::from_query(query)
    }

    /// The form field `SAMLResponse`, in base64.
    pub fn respond(&self, answer: &Answer) -> Result<String> {
        Ok(encode(&self.respond_xml(answer)?))
    }

    /// The signed Response, as XML.
    pub fn respond_xml(&self, answer: &Answer) -> Result<String> {
        let mut xml = match answer.signed {
            Signed::Nothing | Signed::Response => self.unsigned_xml(answer, "", ""),
            Signed::Assertion | Signed::Both => {
                self.unsigned_xml(answer, "", &self.template(&answer.assertion_id, answer).to_xml())
            }
        };
        if let Some(recipient) = &answer.encrypt_name_id {
            xml = recipient.replace(&xml, "NameID", "EncryptedID")?;
        }
        // Inside first: the outer signature covers the inner one, encrypted or not.
        if matches!(answer.signed, Signed::Assertion | Signed::Both) {
            xml = self.sign(xml)?;
        }
        if let Some(recipient) = &answer.encrypt_assertion {
            xml = recipient.replace(&xml, "Assertion", "EncryptedAssertion")?;
        }
        if matches!(answer.signed, Signed::Response | Signed::Both) {
            let template = self.template(&answer.response_id, answer).to_xml();
            xml = self.sign(Answer::with_response_signature(&xml, &template))?;
        }
        Ok(xml)
    }

    /// The Response without any signature filled in. The two templates, or nothing, are put where
    /// the signatures of the Response and of the Assertion belong.
    pub fn unsigned_xml(&self, answer: &Answer, response_signature: &str, assertion_signature: &str) -> String {
        answer.to_xml(&self.entity_id, response_signature, assertion_signature)
    }

    /// Fills in the first signature template of `xml` with this provider's key.
    pub fn sign(&self, xml: String) -> Result<String> {
        sign(xml, self.key.clone())
    }

    /// The signature that this provider puts on the element with this ID.
    pub fn template(&self, id: &str, answer: &Answer) -> SignatureTemplate {
        let kind = match self.kind {
            KeyKind::Rsa2048 => "rsa",
            KeyKind::P256 | KeyKind::P384 => "ecdsa",
        };
        let mut template = SignatureTemplate::enveloped(id, kind, answer.hash);
        template.key_info = self.key_info();
        template
    }

    /// `KeyInfo` with this provider's certificate, as it usually comes along.
    pub fn key_info(&self) -> String {
        format!(
            "<ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data>",
            STANDARD.encode(&self.certificate_der)
        )
    }
}
