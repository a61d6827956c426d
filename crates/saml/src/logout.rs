//! Single logout (SAML core 3.7, profile 4.4): `LogoutRequest` and `LogoutResponse`, ours and theirs.

use jiff::{SignedDuration, Timestamp};
use uppsala::{Document, XmlWriter};

pub use crate::name_id::NameId;

use crate::certificate::Certificate;
use crate::key::ServiceProviderKey;
use crate::redirect::{self, Direction, Message};
use crate::response::{Check, Rejection};
use crate::xml::{self, Element, Limits};
use crate::{Error, names, signature};

const LIMITS: Limits = Limits { bytes: redirect::MAX_BYTES, depth: 32 };

/// For how long a request to sign out is good where it doesn't say so itself: a URL that lies in a log must not sign people
/// out for ever.
const MAX_AGE: SignedDuration = SignedDuration::from_mins(10);

/// The most sessions that one request may name.
const MAX_SESSION_INDEXES: usize = 64;

/// What we send: this person signed out here.
#[derive(Debug, Clone)]
pub struct LogoutRequest {
    /// Fresh and unguessable, an XML name: start it with `_`. The answer repeats it.
    pub id: String,
    /// The time of asking.
    pub issue_instant: Timestamp,
    /// Our entity id.
    pub issuer: String,
    /// The logout address of the identity provider (HTTP-Redirect).
    pub destination: String,
    /// Who, by the name that the identity provider gave them.
    pub name_id: NameId,
    /// Which of their sessions there.
    pub session_index: Option<String>,
}

impl LogoutRequest {
    /// The request as XML.
    pub fn to_xml(&self) -> String {
        let instant = self.issue_instant.to_string();
        let end = self.issue_instant.saturating_add(MAX_AGE).unwrap_or(self.issue_instant).to_string();
        let mut xml = XmlWriter::new();
        xml.start_element(
            "samlp:LogoutRequest",
            &[
                ("xmlns:samlp", names::PROTOCOL),
                ("xmlns:saml", names::ASSERTION),
                ("ID", &self.id),
                ("Version", "2.0"),
                ("IssueInstant", &instant),
                ("Destination", &self.destination),
                ("NotOnOrAfter", &end),
                ("Reason", "urn:oasis:names:tc:SAML:2.0:logout:user"),
            ],
        );
        write_issuer(&mut xml, &self.issuer);
        self.name_id.write(&mut xml);
        if let Some(index) = &self.session_index {
            xml.start_element("samlp:SessionIndex", &[]);
            xml.text(index);
            xml.end_element("samlp:SessionIndex");
        }
        xml.end_element("samlp:LogoutRequest");
        xml.into_string()
    }

    /// The URL to send the browser to. Logout messages have to be signed (profile 4.4.3.1).
    ///
    /// # Errors
    /// The destination is no address that a browser may be sent to, or the key can't be used.
    pub fn redirect_url(&self, key: &ServiceProviderKey) -> Result<String, Error> {
        redirect::url(&self.destination, Direction::Request, &self.to_xml(), None, Some(key))
    }
}

/// What became of a logout, as we answer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nobody of that name is signed in here any more.
    SignedOut,
    /// The request was not understood.
    NotUnderstood,
}

/// Our answer to the identity provider's request.
#[derive(Debug, Clone)]
pub struct LogoutResponse {
    /// Fresh, an XML name.
    pub id: String,
    /// The time of answering.
    pub issue_instant: Timestamp,
    /// Our entity id.
    pub issuer: String,
    /// Where answers to the identity provider's logout requests go (HTTP-Redirect).
    pub destination: String,
    /// The request's ID.
    pub in_response_to: String,
    /// What became of it.
    pub outcome: Outcome,
}

impl LogoutResponse {
    /// The answer as XML.
    pub fn to_xml(&self) -> String {
        let instant = self.issue_instant.to_string();
        let status = match self.outcome {
            Outcome::SignedOut => names::STATUS_SUCCESS,
            Outcome::NotUnderstood => names::STATUS_REQUESTER,
        };
        let mut xml = XmlWriter::new();
        xml.start_element(
            "samlp:LogoutResponse",
            &[
                ("xmlns:samlp", names::PROTOCOL),
                ("xmlns:saml", names::ASSERTION),
                ("ID", &self.id),
                ("Version", "2.0"),
                ("IssueInstant", &instant),
                ("Destination", &self.destination),
                ("InResponseTo", &self.in_response_to),
            ],
        );
        write_issuer(&mut xml, &self.issuer);
        xml.start_element("samlp:Status", &[]);
        xml.empty_element("samlp:StatusCode", &[("Value", status)]);
        xml.end_element("samlp:Status");
        xml.end_element("samlp:LogoutResponse");
        xml.into_string()
    }

    /// The URL to send the browser to, signed.
    ///
    /// # Errors
    /// The destination is no address that a browser may be sent to, or the key can't be used.
    pub fn redirect_url(&self, relay_state: Option<&str>, key: &ServiceProviderKey) -> Result<String, Error> {
        redirect::url(&self.destination, Direction::Response, &self.to_xml(), relay_state, Some(key))
    }
}

fn write_issuer(xml: &mut XmlWriter, issuer: &str) {
    xml.start_element("saml:Issuer", &[]);
    xml.text(issuer);
    xml.end_element("saml:Issuer");
}

/// A logout message that came in, by either binding. Nothing of it is verified.
#[derive(Debug, Clone)]
pub enum Incoming {
    /// By HTTP-Redirect: the query is signed.
    Redirect(Message),
    /// By HTTP-POST: the XML is signed.
    Post {
        /// Which of the two it is.
        direction: Direction,
        /// The XML.
        xml: Vec<u8>,
        /// What came along, unprotected.
        relay_state: Option<String>,
    },
}

/// What a message that came in claims to be. **Nothing of it is verified**: it is good to look up the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The entity id of the identity provider.
    pub issuer: Option<String>,
    /// The request that it claims to answer.
    pub in_response_to: Option<String>,
}

/// What a message that came in has to match.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// The entity id of the identity provider (Issuer).
    pub idp_entity_id: String,
    /// The pinned certificates.
    pub certificates: Vec<Certificate>,
    /// Our logout address (Destination).
    pub slo_url: String,
    /// This site's keys, for an encrypted name.
    pub decryption_keys: Vec<ServiceProviderKey>,
    /// How far the two clocks may be apart.
    pub clock_skew: SignedDuration,
}

/// An identity provider's verified word that somebody signed out there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOut {
    /// The request's ID, for the answer.
    pub id: String,
    /// Who.
    pub name_id: NameId,
    /// Which of their sessions there; all, where none is named.
    pub session_indexes: Vec<String>,
}

impl Incoming {
    /// Whether it is a question or an answer.
    pub fn direction(&self) -> Direction {
        match self {
            Self::Redirect(message) => message.direction,
            Self::Post { direction, .. } => *direction,
        }
    }

    /// What came along, for the answer to carry back.
    pub fn relay_state(&self) -> Option<&str> {
        match self {
            Self::Redirect(message) => message.relay_state.as_deref(),
            Self::Post { relay_state, .. } => relay_state.as_deref(),
        }
    }

    /// Reads whom it claims to be from. See [`Claim`].
    ///
    /// # Errors
    /// It is no XML that may be read.
    pub fn claim(&self) -> Result<Claim, Rejection> {
        let document = self.parse()?;
        let root = root(&document)?;
        Ok(Claim {
            issuer: root.first_child(names::ASSERTION, "Issuer").map(|issuer| issuer.text().trim().to_owned()),
            in_response_to: root.attribute("InResponseTo").map(str::to_owned),
        })
    }

    /// Verifies a `LogoutRequest`.
    ///
    /// # Errors
    /// Which check refused it.
    pub fn request(&self, expect: &Expectation, now: Timestamp) -> Result<SignedOut, Rejection> {
        let document = self.parse()?;
        let root = self.verified(&document, "LogoutRequest", expect)?;
        check_age(root, expect, now)?;
        let indexes = root.children_named(names::PROTOCOL, "SessionIndex").map(|index| index.text().trim().to_owned());
        let session_indexes: Vec<_> = indexes.take(MAX_SESSION_INDEXES + 1).collect();
        if session_indexes.len() > MAX_SESSION_INDEXES {
            return Err(Rejection::new(Check::Structure, format!("at most {MAX_SESSION_INDEXES} sessions"), "more"));
        }
        Ok(SignedOut {
            id: root.attribute("ID").unwrap_or_default().to_owned(),
            name_id: NameId::read(root, &expect.decryption_keys)?,
            session_indexes,
        })
    }

    /// Verifies a `LogoutResponse` to the request of this ID.
    ///
    /// # Errors
    /// Which check refused it; [`Check::Status`] where the identity provider could not sign the person out.
    pub fn response(&self, request_id: &str, expect: &Expectation) -> Result<(), Rejection> {
        let document = self.parse()?;
        let root = self.verified(&document, "LogoutResponse", expect)?;
        let found = root.attribute("InResponseTo").unwrap_or("no InResponseTo");
        if found != request_id {
            return Err(Rejection::new(Check::InResponseTo, request_id, found));
        }
        let code = root
            .first_child(names::PROTOCOL, "Status")
            .and_then(|status| status.first_child(names::PROTOCOL, "StatusCode"))
            .and_then(|code| code.attribute("Value"));
        match code {
            Some(names::STATUS_SUCCESS) => Ok(()),
            found => Err(Rejection::new(Check::Status, names::STATUS_SUCCESS, found.unwrap_or("no status"))),
        }
    }

    fn parse(&self) -> Result<Document<'_>, Rejection> {
        let xml = match self {
            Self::Redirect(message) => &message.xml,
            Self::Post { xml, .. } => xml,
        };
        Ok(xml::parse(xml, LIMITS)?)
    }

    /// The message, once its signature holds, and its issuer and destination are right.
    fn verified<'d>(
        &self,
        document: &'d Document<'d>,
        name: &str,
        expect: &Expectation,
    ) -> Result<Element<'d>, Rejection> {
        let root = root(document)?;
        if !root.is(names::PROTOCOL, name) || root.attribute("Version") != Some("2.0") {
            return Err(Rejection::new(Check::Structure, format!("a samlp:{name} of version 2.0"), root.local_name()));
        }
        match self {
            Self::Redirect(message) => message.verify(&expect.certificates)?,
            Self::Post { .. } => signature::verify_message(root, &expect.certificates)?,
        }
        let issuer = root.only_child(names::ASSERTION, "Issuer", Check::Issuer)?.text();
        if issuer.trim() != expect.idp_entity_id {
            return Err(Rejection::new(Check::Issuer, expect.idp_entity_id.as_str(), issuer));
        }
        let destination = root.attribute("Destination");
        if destination != Some(expect.slo_url.as_str()) {
            let found = destination.unwrap_or("no Destination");
            return Err(Rejection::new(Check::Destination, expect.slo_url.as_str(), found));
        }
        Ok(root)
    }
}

fn root<'d>(document: &'d Document<'d>) -> Result<Element<'d>, Rejection> {
    Element::root(document).ok_or_else(|| Rejection::new(Check::Xml, "an XML document", "nothing"))
}

fn check_age(root: Element<'_>, expect: &Expectation, now: Timestamp) -> Result<(), Rejection> {
    let issued = root.time("IssueInstant")?.ok_or_else(|| Rejection::new(Check::Time, "an IssueInstant", "none"))?;
    if issued.duration_since(now) > expect.clock_skew {
        return Err(Rejection::new(Check::NotBefore, format!("at or before {now}"), issued.to_string()));
    }
    let end = issued.saturating_add(MAX_AGE).unwrap_or(issued);
    let end = root.time("NotOnOrAfter")?.map_or(end, |said| said.min(end));
    if now.duration_since(end) >= expect.clock_skew {
        return Err(Rejection::new(Check::NotOnOrAfter, format!("after {now}"), end.to_string()));
    }
    Ok(())
}
