//! Single logout at the identity provider: its requests, and its answers to ours.

use anyhow::{Context as _, Result, anyhow, ensure};
use jiff::Timestamp;
use keyfold_saml::certificate::Certificate;
use keyfold_saml::key::ServiceProviderKey;
use keyfold_saml::redirect::{self, Direction, Message};
use uppsala::{Document, XmlWriter};

use super::{Answer, IdentityProvider, encode};

const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";

/// How a logout message goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoutSignature {
    /// As it should be.
    Signed,
    /// Not at all: a forgery.
    Unsigned,
}

/// A service provider's word that somebody signed out there, or its answer to ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoutMessage {
    /// `LogoutRequest` or `LogoutResponse`.
    pub kind: String,
    /// Its ID.
    pub id: String,
    /// Who sends it.
    pub issuer: String,
    /// Where it was sent.
    pub destination: Option<String>,
    /// Who signs out.
    pub name_id: Option<String>,
    /// Which sessions.
    pub session_indexes: Vec<String>,
    /// Which request it answers.
    pub in_response_to: Option<String>,
    /// What became of the request.
    pub status: Option<String>,
    /// What came along.
    pub relay_state: Option<String>,
}

impl LogoutMessage {
    /// Reads the query of a redirect URL whose signature is by the key of this certificate (PEM).
    pub fn from_signed_query(query: &str, certificate_pem: &str) -> Result<Self> {
        let message = Message::read(query)?;
        message.verify(&Certificate::from_pem(certificate_pem)?)?;
        let xml = std::str::from_utf8(&message.xml)?;
        let document = uppsala::parse(xml)?;
        let root = document.document_element().context("an empty message")?;
        let attribute = |name: &str| document.get_attribute(root, name).map(str::to_owned);
        let texts = |name: &str| texts(&document, name);
        Ok(Self {
            kind: document.element(root).map(|element| element.name.local_name.to_string()).unwrap_or_default(),
            id: attribute("ID").context("no ID")?,
            issuer: texts("Issuer").pop().context("no Issuer")?,
            destination: attribute("Destination"),
            name_id: texts("NameID").pop(),
            session_indexes: texts("SessionIndex"),
            in_response_to: attribute("InResponseTo"),
            status: document
                .get_elements_by_tag_name("StatusCode")
                .first()
                .and_then(|&code| document.get_attribute(code, "Value"))
                .map(str::to_owned),
            relay_state: message.relay_state.clone(),
        })
    }
}

fn texts(document: &Document<'_>, name: &str) -> Vec<String> {
    document.get_elements_by_tag_name(name).iter().map(|&element| document.text_content_deep(element)).collect()
}

/// What an identity provider says when somebody signs out there.
#[derive(Debug, Clone)]
pub struct Logout {
    /// The ID of the message.
    pub id: String,
    /// The time of sending.
    pub now: Timestamp,
    /// The service provider's logout address.
    pub destination: String,
    /// Who.
    pub name_id: String,
    /// Which sessions; all of them where it is empty.
    pub session_indexes: Vec<String>,
    /// Issuer, where it isn't the provider itself.
    pub issuer: Option<String>,
}

impl Logout {
    /// This person, from all of their sessions.
    pub fn new(name_id: &str, destination: &str, now: Timestamp) -> Self {
        Self {
            id: super::answer::fresh_id(),
            now,
            destination: destination.to_owned(),
            name_id: name_id.to_owned(),
            session_indexes: Vec::new(),
            issuer: None,
        }
    }

    fn to_xml(&self, issuer: &str, signature: &str) -> String {
        let mut xml = start("LogoutRequest", &self.id, self.now, &self.destination, None);
        issue(&mut xml, self.issuer.as_deref().unwrap_or(issuer), signature);
        xml.start_element("saml:NameID", &[]);
        xml.text(&self.name_id);
        xml.end_element("saml:NameID");
        for index in &self.session_indexes {
            xml.start_element("samlp:SessionIndex", &[]);
            xml.text(index);
            xml.end_element("samlp:SessionIndex");
        }
        xml.end_element("samlp:LogoutRequest");
        xml.into_string()
    }
}

fn start(name: &str, id: &str, now: Timestamp, destination: &str, in_response_to: Option<&str>) -> XmlWriter {
    let now = now.to_string();
    let mut attributes = vec![
        ("xmlns:samlp", PROTOCOL),
        ("xmlns:saml", ASSERTION),
        ("ID", id),
        ("Version", "2.0"),
        ("IssueInstant", now.as_str()),
        ("Destination", destination),
    ];
    attributes.extend(in_response_to.map(|id| ("InResponseTo", id)));
    let mut xml = XmlWriter::new();
    xml.start_element(&format!("samlp:{name}"), &attributes);
    xml
}

fn issue(xml: &mut XmlWriter, issuer: &str, signature: &str) {
    xml.start_element("saml:Issuer", &[]);
    xml.text(issuer);
    xml.end_element("saml:Issuer");
    xml.raw(signature);
}

impl IdentityProvider {
    /// The key in the form that signs queries: RSA alone.
    fn query_key(&self) -> Result<ServiceProviderKey> {
        let base64: String = self.key_pem().lines().filter(|line| !line.starts_with("-----")).collect();
        let der = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, base64)?;
        Ok(ServiceProviderKey::read(&der, self.certificate_pem())?)
    }

    /// The URL that a browser is sent to with a request to sign out (HTTP-Redirect).
    pub fn logout_url(&self, logout: &Logout, relay_state: Option<&str>, signature: LogoutSignature) -> Result<String> {
        let xml = logout.to_xml(self.entity_id(), "");
        let key = self.query_key()?;
        let key = (signature == LogoutSignature::Signed).then_some(&key);
        Ok(redirect::url(&logout.destination, Direction::Request, &xml, relay_state, key)?)
    }

    /// The form field `SAMLRequest` with a request to sign out (HTTP-POST).
    pub fn logout_form(&self, logout: &Logout, answer: &Answer, signature: LogoutSignature) -> Result<String> {
        match signature {
            LogoutSignature::Unsigned => Ok(encode(&logout.to_xml(self.entity_id(), ""))),
            LogoutSignature::Signed => {
                let template = self.template(&logout.id, answer).to_xml();
                Ok(encode(&self.sign(logout.to_xml(self.entity_id(), &template))?))
            }
        }
    }

    /// The URL that a browser is sent back to with the answer to a service provider's request (HTTP-Redirect).
    pub fn logout_answer_url(
        &self,
        request: &LogoutMessage,
        destination: &str,
        status: &str,
        now: Timestamp,
        signature: LogoutSignature,
    ) -> Result<String> {
        ensure!(request.kind == "LogoutRequest", anyhow!("{} is no request", request.kind));
        let id = super::answer::fresh_id();
        let mut xml = start("LogoutResponse", &id, now, destination, Some(&request.id));
        issue(&mut xml, self.entity_id(), "");
        xml.start_element("samlp:Status", &[]);
        xml.empty_element("samlp:StatusCode", &[("Value", status)]);
        xml.end_element("samlp:Status");
        xml.end_element("samlp:LogoutResponse");
        let key = self.query_key()?;
        let key = (signature == LogoutSignature::Signed).then_some(&key);
        let relay_state = request.relay_state.as_deref();
        Ok(redirect::url(destination, Direction::Response, &xml.into_string(), relay_state, key)?)
    }
}
