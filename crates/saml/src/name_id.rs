//! `NameID` (SAML core 2.2.3), plain or encrypted.

use uppsala::XmlWriter;

use crate::encryption;
use crate::key::ServiceProviderKey;
use crate::names;
use crate::response::{Check, Rejection};
use crate::xml::{self, Element, Limits};

/// Larger than any name, encrypted.
const LIMITS: Limits = Limits { bytes: 64 * 1024, depth: 16 };

/// Who a person is at the identity provider.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameId {
    /// Its whole text.
    pub value: String,
    /// The format URI, where one is given.
    pub format: Option<String>,
    /// Among whose names it is one. A logout request repeats it.
    pub name_qualifier: Option<String>,
    /// For which service providers it was made. A logout request repeats it.
    pub sp_name_qualifier: Option<String>,
}

impl NameId {
    pub(crate) fn write(&self, xml: &mut XmlWriter) {
        let attributes: Vec<_> = [
            ("NameQualifier", &self.name_qualifier),
            ("SPNameQualifier", &self.sp_name_qualifier),
            ("Format", &self.format),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.as_deref()?)))
        .collect();
        xml.start_element("saml:NameID", &attributes);
        xml.text(&self.value);
        xml.end_element("saml:NameID");
    }

    /// The name in `parent`, encrypted or not. What is encrypted has to stand inside of what is signed, so that nobody but
    /// the identity provider chose the bytes that are decrypted.
    pub(crate) fn read(parent: Element<'_>, keys: &[ServiceProviderKey]) -> Result<Self, Rejection> {
        let mut encrypted = parent.children_named(names::ASSERTION, "EncryptedID");
        let Some(first) = encrypted.next() else { return Self::read_plain(parent) };
        if encrypted.next().is_some() || parent.first_child(names::ASSERTION, "NameID").is_some() {
            return Err(Rejection::new(Check::Encrypted, "one name, encrypted or not", "several"));
        }
        let xml = encryption::decrypt(first, keys)?;
        let opened = |rejection: Rejection| encryption::refused("a NameID", rejection.to_string());
        let document = xml::parse(xml.as_bytes(), LIMITS).map_err(|refused| opened(refused.into()))?;
        Element::root(&document)
            .ok_or_else(|| encryption::refused("a NameID", "nothing"))
            .and_then(|wrapper| Self::read_plain(wrapper).map_err(opened))
    }

    /// The name is the whole text, whatever comments or CDATA sections stand in it: a reader that
    /// takes the first piece alone makes `admin@x<!---->.evil.example` an administrator.
    fn read_plain(parent: Element<'_>) -> Result<Self, Rejection> {
        let name = parent.only_child(names::ASSERTION, "NameID", Check::NameId)?;
        let value = name.text();
        if name.children().next().is_some() || value.trim().is_empty() {
            return Err(Rejection::new(Check::NameId, "a name, as text", value));
        }
        let attribute = |key| name.attribute(key).map(str::to_owned);
        Ok(Self {
            value,
            format: attribute("Format"),
            name_qualifier: attribute("NameQualifier"),
            sp_name_qualifier: attribute("SPNameQualifier"),
        })
    }
}
