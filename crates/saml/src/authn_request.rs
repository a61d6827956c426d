//! The question to the identity provider: who is this? (SAML core 3.4, bindings 3.4.)

use jiff::Timestamp;
use uppsala::XmlWriter;

pub use crate::names::name_id_format;

use crate::key::ServiceProviderKey;
use crate::redirect::{self, Direction};
use crate::{Error, names};

/// Whether the identity provider may answer from a session that it already has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reauthentication {
    /// A session there is enough: single sign-on.
    #[default]
    Optional,
    /// The person proves themselves anew (`ForceAuthn="true"`).
    Forced,
}

/// An `AuthnRequest`, to be sent by HTTP-Redirect and answered by HTTP-POST.
#[derive(Debug, Clone)]
pub struct AuthnRequest {
    /// Fresh and unguessable, an XML name: start it with `_`. The Response must repeat it.
    pub id: String,
    /// The time of asking.
    pub issue_instant: Timestamp,
    /// Our entity id.
    pub issuer: String,
    /// The sign-in URL of the identity provider (HTTP-Redirect).
    pub destination: String,
    /// Where the Response is to be posted.
    pub acs_url: String,
    /// The NameID format asked for; `None` leaves the choice to the identity provider.
    pub name_id_format: Option<String>,
    /// Whether a session there is enough.
    pub reauthentication: Reauthentication,
}

impl AuthnRequest {
    /// The request as XML.
    pub fn to_xml(&self) -> String {
        let instant = self.issue_instant.to_string();
        let mut attributes = vec![
            ("xmlns:samlp", names::PROTOCOL),
            ("xmlns:saml", names::ASSERTION),
            ("ID", self.id.as_str()),
            ("Version", "2.0"),
            ("IssueInstant", instant.as_str()),
            ("Destination", self.destination.as_str()),
            ("AssertionConsumerServiceURL", self.acs_url.as_str()),
            ("ProtocolBinding", names::BINDING_POST),
        ];
        if self.reauthentication == Reauthentication::Forced {
            attributes.push(("ForceAuthn", "true"));
        }
        let mut xml = XmlWriter::new();
        xml.start_element("samlp:AuthnRequest", &attributes);
        xml.start_element("saml:Issuer", &[]);
        xml.text(&self.issuer);
        xml.end_element("saml:Issuer");
        let mut policy = vec![("AllowCreate", "true")];
        if let Some(format) = &self.name_id_format {
            policy.push(("Format", format.as_str()));
        }
        xml.empty_element("samlp:NameIDPolicy", &policy);
        xml.end_element("samlp:AuthnRequest");
        xml.into_string()
    }

    /// The URL to send the browser to (HTTP-Redirect), with a signature where there is a key to sign with.
    ///
    /// `relay_state` comes back with the Response, unprotected. It is left out when empty.
    ///
    /// # Errors
    /// The destination is no address that a browser may be sent to, or the key can't be used.
    pub fn redirect_url(&self, relay_state: Option<&str>, key: Option<&ServiceProviderKey>) -> Result<String, Error> {
        redirect::url(&self.destination, Direction::Request, &self.to_xml(), relay_state, key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> AuthnRequest {
        AuthnRequest {
            id: "_4f1c".into(),
            issue_instant: "2026-11-24T08:00:00Z".parse().unwrap(),
            issuer: "https://files.example.com/saml/metadata?a=1&b=2".into(),
            destination: "https://idp.example.com/sso?tenant=7".into(),
            acs_url: "https://files.example.com/saml/consume".into(),
            name_id_format: Some(name_id_format::EMAIL_ADDRESS.into()),
            reauthentication: Reauthentication::Forced,
        }
    }

    #[test]
    fn redirect_url_keeps_the_query_and_encodes_the_relay_state() {
        let url = request().redirect_url(Some("/files?x=1&y"), None).unwrap();
        assert!(url.starts_with("https://idp.example.com/sso?tenant=7&SAMLRequest="));
        assert!(url.ends_with("&RelayState=%2Ffiles%3Fx%3D1%26y"));
    }

    #[test]
    fn redirect_url_leaves_an_empty_relay_state_out() {
        let url = request().redirect_url(Some(""), None).unwrap();
        assert!(!url.contains("RelayState"));
    }

    #[test]
    fn request_escapes_what_it_carries_and_asks_for_what_it_was_told() {
        let xml = request().to_xml();
        assert!(xml.contains("metadata?a=1&amp;b=2</saml:Issuer>"), "{xml}");
        assert!(xml.contains(r#"ForceAuthn="true""#));
        assert!(xml.contains(r#"IssueInstant="2026-11-24T08:00:00Z""#));
        let relaxed = AuthnRequest { reauthentication: Reauthentication::Optional, name_id_format: None, ..request() };
        assert!(!relaxed.to_xml().contains("ForceAuthn"));
        assert!(!relaxed.to_xml().contains("Format="));
    }

    #[test]
    fn sign_in_address_that_is_not_a_web_address_is_refused() {
        for destination in [
            "javascript:alert(1)//://",
            "ftp://idp.example.com/",
            "/sso",
            "",
            "https://idp.example.com/#part",
            "https://idp.example.com/\r\nSet-Cookie: a=b",
        ] {
            let request = AuthnRequest { destination: destination.into(), ..request() };
            assert!(matches!(request.redirect_url(None, None), Err(Error::SignInUrl(_))), "{destination}");
        }
    }
}
