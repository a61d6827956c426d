use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uppsala::XmlWriter;

use crate::certificate::Certificate;
use crate::{encryption, names};

/// What a directory's administrator needs to know of this site, as an `EntityDescriptor`.
#[derive(Debug, Clone)]
pub struct ServiceProvider {
    /// Our entity id: the audience of every assertion meant for us.
    pub entity_id: String,
    /// Where Responses are posted (HTTP-POST).
    pub acs_url: String,
    /// The NameID format that we prefer.
    pub name_id_format: String,
    /// Where logout messages go (HTTP-Redirect and HTTP-POST), where single logout is offered.
    pub logout_url: Option<String>,
    /// Whose keys our signatures are to be checked with and assertions may be encrypted for, the one that signs now first.
    /// During a roll-over there are two.
    pub certificates: Vec<Certificate>,
    /// Whether every sign-in request is signed.
    pub requests_signed: bool,
}

impl ServiceProvider {
    /// The metadata document, which asks for signed assertions.
    pub fn to_xml(&self) -> String {
        let mut xml = XmlWriter::new();
        xml.write_declaration();
        xml.start_element("md:EntityDescriptor", &[("xmlns:md", names::METADATA), ("entityID", &self.entity_id)]);
        xml.start_element(
            "md:SPSSODescriptor",
            &[
                ("AuthnRequestsSigned", if self.requests_signed { "true" } else { "false" }),
                ("WantAssertionsSigned", "true"),
                ("protocolSupportEnumeration", names::PROTOCOL),
            ],
        );
        for usage in ["signing", "encryption"] {
            for certificate in &self.certificates {
                write_key(&mut xml, usage, certificate);
            }
        }
        if let Some(url) = &self.logout_url {
            for binding in [names::BINDING_REDIRECT, names::BINDING_POST] {
                xml.empty_element("md:SingleLogoutService", &[("Binding", binding), ("Location", url)]);
            }
        }
        xml.start_element("md:NameIDFormat", &[]);
        xml.text(&self.name_id_format);
        xml.end_element("md:NameIDFormat");
        xml.empty_element(
            "md:AssertionConsumerService",
            &[("Binding", names::BINDING_POST), ("Location", &self.acs_url), ("index", "0"), ("isDefault", "true")],
        );
        xml.end_element("md:SPSSODescriptor");
        xml.end_element("md:EntityDescriptor");
        xml.into_string()
    }
}

/// A `KeyDescriptor`. Those for encryption name what is opened here, the best first (metadata 2.4.1.1).
fn write_key(xml: &mut XmlWriter, usage: &str, certificate: &Certificate) {
    xml.start_element("md:KeyDescriptor", &[("use", usage)]);
    xml.start_element("ds:KeyInfo", &[("xmlns:ds", names::DSIG)]);
    xml.start_element("ds:X509Data", &[]);
    xml.start_element("ds:X509Certificate", &[]);
    xml.text(&STANDARD.encode(certificate.der()));
    xml.end_element("ds:X509Certificate");
    xml.end_element("ds:X509Data");
    xml.end_element("ds:KeyInfo");
    if usage == "encryption" {
        for algorithm in encryption::OFFERED {
            xml.empty_element("md:EncryptionMethod", &[("Algorithm", algorithm)]);
        }
    }
    xml.end_element("md:KeyDescriptor");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authn_request::name_id_format;

    #[test]
    fn metadata_names_the_addresses_and_escapes_them() {
        let provider = ServiceProvider {
            entity_id: "https://files.example.com/?a&b".into(),
            acs_url: "https://files.example.com/saml/consume".into(),
            name_id_format: name_id_format::EMAIL_ADDRESS.into(),
            logout_url: Some("https://files.example.com/saml/logout".into()),
            certificates: Vec::new(),
            requests_signed: false,
        };
        let xml = provider.to_xml();
        let document = uppsala::parse(&xml).unwrap();
        let root = document.document_element().unwrap();
        assert_eq!(document.get_attribute(root, "entityID"), Some("https://files.example.com/?a&b"));
        let acs = document.get_elements_by_tag_name("AssertionConsumerService");
        assert_eq!(document.get_attribute(acs[0], "Location"), Some("https://files.example.com/saml/consume"));
        assert!(xml.contains(r#"WantAssertionsSigned="true""#));
        assert!(xml.contains("/saml/logout"));
        let without = ServiceProvider { logout_url: None, ..provider };
        assert!(!without.to_xml().contains("SingleLogoutService"));
    }
}
