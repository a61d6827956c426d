use anyhow::{Context as _, Result, anyhow};
use jiff::{SignedDuration, Timestamp};
use keyfold_saml::certificate::Certificate;
use keyfold_saml::response::{Encryption, Expectation, InResponseTo};

use crate::idp::{Answer, IdentityProvider, Person, SignatureTemplate, Signed, encode};

/// One pending sign-in that the forgeries aim at: the person's own identity provider, and an
/// attacker who has a key of their own and can change what passes by.
#[derive(Clone)]
pub struct Scene {
    /// The identity provider whose certificate is pinned.
    pub idp: IdentityProvider,
    /// One that calls itself the same, with another key.
    pub attacker: IdentityProvider,
    /// The right answer.
    pub answer: Answer,
    /// The time of the sign-in.
    pub now: Timestamp,
}

impl Scene {
    /// The entity id of the identity provider.
    pub const IDP: &str = "https://sso.jumpcloud.example/saml2/keyfold";
    /// The entity id of the service provider.
    pub const SP: &str = "https://files.example.com/saml/metadata";
    /// Where Responses are posted.
    pub const ACS: &str = "https://files.example.com/saml/consume";
    /// The request that is pending.
    pub const REQUEST: &str = "_request-7f3a";
    /// The person who really signs in.
    pub const PERSON: &str = "amy@example.com";
    /// The person whom the attacker wants to be.
    pub const TARGET: &str = "root@example.com";

    /// A scene with fresh keys.
    pub fn new() -> Result<Self> {
        let now: Timestamp = "2026-11-24T08:00:00Z".parse()?;
        let person = Person {
            email: Self::PERSON.to_owned(),
            firstname: "Amy".to_owned(),
            lastname: "Pond".to_owned(),
            groups: vec!["Engineering".to_owned(), "Partners".to_owned()],
        };
        let sso = "https://sso.jumpcloud.example/sso";
        Ok(Self {
            idp: IdentityProvider::generate(Self::IDP, sso)?,
            attacker: IdentityProvider::generate(Self::IDP, sso)?,
            answer: Answer::new(&person, Self::SP, Self::ACS, now).in_response_to(Self::REQUEST),
            now,
        })
    }

    /// What the service provider expects.
    pub fn expectation(&self) -> Result<Expectation> {
        Ok(Expectation {
            idp_entity_id: Self::IDP.to_owned(),
            certificates: Certificate::from_pem(self.idp.certificate_pem())?,
            sp_entity_id: Self::SP.to_owned(),
            acs_url: Self::ACS.to_owned(),
            in_response_to: InResponseTo::Solicited { request_id: Self::REQUEST.to_owned() },
            decryption_keys: Vec::new(),
            encryption: Encryption::Optional,
            clock_skew: Expectation::CLOCK_SKEW,
        })
    }

    /// The right answer's XML, signed on this element.
    pub fn xml(&self, signed: Signed) -> Result<String> {
        self.idp.respond_xml(&self.answer.clone().signed(signed))
    }

    /// An answer that was changed before it was signed, in full.
    pub(super) fn answered(&self, change: impl FnOnce(&mut Answer)) -> Result<String> {
        let mut answer = self.answer.clone().signed(Signed::Response);
        change(&mut answer);
        self.idp.respond(&answer)
    }

    /// The right answer, with a changed signature on the Assertion that nevertheless fits.
    pub(super) fn signed_with(&self, change: impl FnOnce(&mut SignatureTemplate)) -> Result<String> {
        let mut template = self.idp.template(&self.answer.assertion_id, &self.answer);
        change(&mut template);
        let xml = self.idp.unsigned_xml(&self.answer, "", &template.to_xml());
        Ok(encode(&self.idp.sign(xml)?))
    }

    /// The right answer, signed on the Assertion, with a text in it replaced afterwards.
    pub(super) fn altered(&self, from: &str, to: &str) -> Result<String> {
        Ok(encode(&replaced(&self.xml(Signed::Assertion)?, from, to)?))
    }

    /// The right answer with a text in it replaced before it was signed, in full.
    pub(super) fn said(&self, from: &str, to: &str) -> Result<String> {
        let template = self.idp.template(&self.answer.response_id, &self.answer).to_xml();
        let xml = replaced(&self.idp.unsigned_xml(&self.answer, &template, ""), from, to)?;
        Ok(encode(&self.idp.sign(xml)?))
    }

    /// A time so many seconds after the sign-in, as SAML writes it.
    pub(super) fn after(&self, seconds: i64) -> String {
        (self.now + SignedDuration::from_secs(seconds)).to_string()
    }
}

/// `xml` with the first `from` replaced: an error where there is none, so that no forgery turns
/// into a valid Response unnoticed.
pub(in crate::idp) fn replaced(xml: &str, from: &str, to: &str) -> Result<String> {
    if xml.contains(from) { Ok(xml.replacen(from, to, 1)) } else { Err(anyhow!("`{from}` is not in the Response")) }
}

/// The first element of this prefixed name, tags included.
pub(in crate::idp) fn element<'x>(xml: &'x str, name: &str) -> Result<&'x str> {
    let start = xml
        .find(&format!("<{name} "))
        .or_else(|| xml.find(&format!("<{name}>")))
        .with_context(|| format!("no {name}"))?;
    let end_tag = format!("</{name}>");
    let end = xml[start..].find(&end_tag).with_context(|| format!("no end of {name}"))?;
    Ok(&xml[start..start + end + end_tag.len()])
}
