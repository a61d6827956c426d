use jiff::{SignedDuration, Timestamp};
use uppsala::XmlWriter;
use uuid::Uuid;

use super::{AuthnRequest, Hash, Person, Recipient};

const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";
const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const BASIC: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:basic";
const EMAIL_ADDRESS: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
const PASSWORD: &str = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";

/// What carries a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// The Response.
    Response,
    /// The Assertion.
    Assertion,
    /// Each of them.
    Both,
    /// Neither: a forgery.
    Nothing,
}

/// How many times the assertion says how the person signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthnStatements {
    /// As it should be.
    One,
    /// Not at all.
    None,
    /// Twice.
    Two,
}

/// Everything that a Response says. [`Answer::new`] makes a right one; each field can be made
/// wrong afterwards, and the signature still fits.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The ID of the Response.
    pub response_id: String,
    /// The ID of the Assertion.
    pub assertion_id: String,
    /// IssueInstant and AuthnInstant.
    pub now: Timestamp,
    /// InResponseTo of the Response.
    pub in_response_to: Option<String>,
    /// InResponseTo of the bearer confirmation.
    pub confirmation_in_response_to: Option<String>,
    /// Destination of the Response.
    pub destination: Option<String>,
    /// Recipient of the bearer confirmation.
    pub recipient: Option<String>,
    /// The audiences, in one restriction. Empty for no restriction.
    pub audiences: Vec<String>,
    /// Issuer of the Response, where it isn't the provider itself.
    pub response_issuer: Option<String>,
    /// Issuer of the Assertion, where it isn't the provider itself.
    pub assertion_issuer: Option<String>,
    /// The status code.
    pub status: String,
    /// The method of the subject confirmation.
    pub confirmation_method: String,
    /// NotBefore of the conditions, as text.
    pub not_before: String,
    /// NotOnOrAfter of the conditions, as text.
    pub not_on_or_after: String,
    /// NotOnOrAfter of the bearer confirmation, as text.
    pub confirmation_not_on_or_after: Option<String>,
    /// SessionNotOnOrAfter.
    pub session_not_on_or_after: Option<Timestamp>,
    /// How many authentication statements there are.
    pub authn_statements: AuthnStatements,
    /// The content of NameID, as XML: escape it, or don't.
    pub name_id_xml: String,
    /// The format of the NameID.
    pub name_id_format: String,
    /// More conditions, as XML.
    pub conditions_xml: String,
    /// The attributes and their values.
    pub attributes: Vec<(String, Vec<String>)>,
    /// What is signed.
    pub signed: Signed,
    /// With which hash function.
    pub hash: Hash,
    /// For whom the Assertion is encrypted, once it is signed.
    pub encrypt_assertion: Option<Recipient>,
    /// For whom the NameID is encrypted, before the Assertion is signed.
    pub encrypt_name_id: Option<Recipient>,
}

impl Answer {
    /// The right answer to nobody's question (from the portal's tile): `person` signed in at
    /// `now` and may use the service provider `audience` at `acs_url`. The Assertion is signed.
    pub fn new(person: &Person, audience: &str, acs_url: &str, now: Timestamp) -> Self {
        let later = |seconds| (now + SignedDuration::from_secs(seconds)).to_string();
        Self {
            response_id: fresh_id(),
            assertion_id: fresh_id(),
            now,
            in_response_to: None,
            confirmation_in_response_to: None,
            destination: Some(acs_url.to_owned()),
            recipient: Some(acs_url.to_owned()),
            audiences: vec![audience.to_owned()],
            response_issuer: None,
            assertion_issuer: None,
            status: SUCCESS.to_owned(),
            confirmation_method: BEARER.to_owned(),
            not_before: later(-30),
            not_on_or_after: later(300),
            confirmation_not_on_or_after: Some(later(300)),
            session_not_on_or_after: None,
            authn_statements: AuthnStatements::One,
            name_id_xml: escape(&person.email),
            name_id_format: EMAIL_ADDRESS.to_owned(),
            conditions_xml: String::new(),
            attributes: person.attributes(),
            signed: Signed::Assertion,
            hash: Hash::Sha256,
            encrypt_assertion: None,
            encrypt_name_id: None,
        }
    }

    /// The right answer to `request`.
    pub fn to_request(person: &Person, request: &AuthnRequest, now: Timestamp) -> Self {
        Self::new(person, &request.issuer, &request.acs_url, now).in_response_to(&request.id)
    }

    /// The same answer, to the request with this id.
    pub fn in_response_to(mut self, id: &str) -> Self {
        self.in_response_to = Some(id.to_owned());
        self.confirmation_in_response_to = Some(id.to_owned());
        self
    }

    /// The same answer, signed on another element.
    pub fn signed(mut self, signed: Signed) -> Self {
        self.signed = signed;
        self
    }

    /// The same answer, with the Assertion encrypted.
    pub fn encrypted_for(mut self, recipient: Recipient) -> Self {
        self.encrypt_assertion = Some(recipient);
        self
    }

    pub(super) fn to_xml(&self, issuer: &str, response_signature: &str, assertion_signature: &str) -> String {
        let now = self.now.to_string();
        let mut attributes = vec![
            ("xmlns:samlp", PROTOCOL),
            ("ID", self.response_id.as_str()),
            ("Version", "2.0"),
            ("IssueInstant", now.as_str()),
        ];
        push(&mut attributes, "Destination", self.destination.as_ref());
        push(&mut attributes, "InResponseTo", self.in_response_to.as_ref());
        let mut xml = XmlWriter::new();
        xml.start_element("samlp:Response", &attributes);
        let response_issuer = self.response_issuer.as_deref().unwrap_or(issuer);
        xml.start_element("saml:Issuer", &[("xmlns:saml", ASSERTION)]);
        xml.text(response_issuer);
        xml.end_element("saml:Issuer");
        xml.raw(response_signature);
        xml.start_element("samlp:Status", &[]);
        xml.empty_element("samlp:StatusCode", &[("Value", &self.status)]);
        xml.end_element("samlp:Status");
        self.write_assertion(&mut xml, issuer, assertion_signature);
        xml.end_element("samlp:Response");
        xml.into_string()
    }

    /// `xml` with a signature (template) in the place of the Response's.
    pub fn with_response_signature(xml: &str, signature: &str) -> String {
        xml.replacen("</saml:Issuer>", &format!("</saml:Issuer>{signature}"), 1)
    }

    fn write_assertion(&self, xml: &mut XmlWriter, issuer: &str, signature: &str) {
        let now = self.now.to_string();
        xml.start_element(
            "saml:Assertion",
            &[("xmlns:saml", ASSERTION), ("ID", &self.assertion_id), ("Version", "2.0"), ("IssueInstant", &now)],
        );
        xml.start_element("saml:Issuer", &[]);
        xml.text(self.assertion_issuer.as_deref().unwrap_or(issuer));
        xml.end_element("saml:Issuer");
        xml.raw(signature);
        self.write_subject(xml);
        self.write_conditions(xml);
        let statements = match self.authn_statements {
            AuthnStatements::None => 0,
            AuthnStatements::One => 1,
            AuthnStatements::Two => 2,
        };
        for _ in 0..statements {
            self.write_authn_statement(xml);
        }
        self.write_attributes(xml);
        xml.end_element("saml:Assertion");
    }

    fn write_subject(&self, xml: &mut XmlWriter) {
        xml.start_element("saml:Subject", &[]);
        xml.start_element("saml:NameID", &[("Format", &self.name_id_format)]);
        xml.raw(&self.name_id_xml);
        xml.end_element("saml:NameID");
        xml.start_element("saml:SubjectConfirmation", &[("Method", &self.confirmation_method)]);
        let mut data = Vec::new();
        let in_response_to = self.confirmation_in_response_to.as_ref();
        let end = self.confirmation_not_on_or_after.as_ref();
        push(&mut data, "InResponseTo", in_response_to);
        push(&mut data, "NotOnOrAfter", end);
        push(&mut data, "Recipient", self.recipient.as_ref());
        xml.empty_element("saml:SubjectConfirmationData", &data);
        xml.end_element("saml:SubjectConfirmation");
        xml.end_element("saml:Subject");
    }

    fn write_conditions(&self, xml: &mut XmlWriter) {
        xml.start_element(
            "saml:Conditions",
            &[("NotBefore", &self.not_before), ("NotOnOrAfter", &self.not_on_or_after)],
        );
        if !self.audiences.is_empty() {
            xml.start_element("saml:AudienceRestriction", &[]);
            for audience in &self.audiences {
                xml.start_element("saml:Audience", &[]);
                xml.text(audience);
                xml.end_element("saml:Audience");
            }
            xml.end_element("saml:AudienceRestriction");
        }
        xml.raw(&self.conditions_xml);
        xml.end_element("saml:Conditions");
    }

    fn write_authn_statement(&self, xml: &mut XmlWriter) {
        let now = self.now.to_string();
        let session_end = self.session_not_on_or_after.map(|end| end.to_string());
        let mut attributes = vec![("AuthnInstant", now.as_str()), ("SessionIndex", self.assertion_id.as_str())];
        push(&mut attributes, "SessionNotOnOrAfter", session_end.as_ref());
        xml.start_element("saml:AuthnStatement", &attributes);
        xml.start_element("saml:AuthnContext", &[]);
        xml.start_element("saml:AuthnContextClassRef", &[]);
        xml.text(PASSWORD);
        xml.end_element("saml:AuthnContextClassRef");
        xml.end_element("saml:AuthnContext");
        xml.end_element("saml:AuthnStatement");
    }

    fn write_attributes(&self, xml: &mut XmlWriter) {
        if self.attributes.is_empty() {
            return;
        }
        xml.start_element("saml:AttributeStatement", &[]);
        for (name, values) in &self.attributes {
            xml.start_element("saml:Attribute", &[("Name", name), ("NameFormat", BASIC)]);
            for value in values {
                xml.start_element(
                    "saml:AttributeValue",
                    &[
                        ("xmlns:xs", "http://www.w3.org/2001/XMLSchema"),
                        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
                        ("xsi:type", "xs:string"),
                    ],
                );
                xml.text(value);
                xml.end_element("saml:AttributeValue");
            }
            xml.end_element("saml:Attribute");
        }
        xml.end_element("saml:AttributeStatement");
    }
}

fn push<'a>(attributes: &mut Vec<(&'a str, &'a str)>, name: &'a str, value: Option<&'a String>) {
    if let Some(value) = value {
        attributes.push((name, value));
    }
}

pub(super) fn fresh_id() -> String {
    format!("_{}", Uuid::new_v4().simple())
}

fn escape(text: &str) -> String {
    let mut xml = XmlWriter::new();
    xml.text(text);
    xml.into_string()
}
