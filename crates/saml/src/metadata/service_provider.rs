use uppsala::XmlWriter;

use crate::names;

/// What a directory's administrator needs to know of this site, as an `EntityDescriptor`.
#[derive(Debug, Clone)]
pub struct ServiceProvider {
    /// Our entity id: the audience of every assertion meant for us.
    pub entity_id: String,
    /// Where Responses are posted (HTTP-POST).
    pub acs_url: String,
    /// The NameID format that we prefer.
    pub name_id_format: String,
    /// Where logout requests go (HTTP-Redirect), where single logout is offered.
    pub logout_url: Option<String>,
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
                ("AuthnRequestsSigned", "false"),
                ("WantAssertionsSigned", "true"),
                ("protocolSupportEnumeration", names::PROTOCOL),
            ],
        );
        if let Some(url) = &self.logout_url {
            xml.empty_element("md:SingleLogoutService", &[("Binding", names::BINDING_REDIRECT), ("Location", url)]);
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
