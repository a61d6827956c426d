//! Who a person is, out of the attributes of a verified assertion.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Attribute names and their values, in the order in which they were sent.
pub type Attributes = BTreeMap<String, Vec<String>>;

/// Which attribute names stand for what. Names compare without regard to ASCII case, and the
/// first name of a list that has a value wins, groups aside: those are gathered from all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AttributeMap {
    /// The e-mail address.
    pub email: Vec<String>,
    /// The given name.
    pub given_name: Vec<String>,
    /// The family name.
    pub family_name: Vec<String>,
    /// The name to show.
    pub display_name: Vec<String>,
    /// Directory groups: one attribute with many values, or many with one.
    pub groups: Vec<String>,
}

impl Default for AttributeMap {
    fn default() -> Self {
        const CLAIMS: &str = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";
        let claim = |name: &str| format!("{CLAIMS}{name}");
        Self {
            email: vec![
                "email".into(),
                "mail".into(),
                "emailaddress".into(),
                claim("emailaddress"),
                "urn:oid:0.9.2342.19200300.100.1.3".into(),
            ],
            given_name: vec!["firstname".into(), "givenName".into(), claim("givenname"), "urn:oid:2.5.4.42".into()],
            family_name: vec![
                "lastname".into(),
                "sn".into(),
                "surname".into(),
                claim("surname"),
                "urn:oid:2.5.4.4".into(),
            ],
            display_name: vec![
                "displayName".into(),
                "name".into(),
                "http://schemas.microsoft.com/identity/claims/displayname".into(),
                claim("name"),
                "urn:oid:2.16.840.1.113730.3.1.241".into(),
            ],
            groups: vec![
                "memberOf".into(),
                "groups".into(),
                "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups".into(),
            ],
        }
    }
}

/// The attribute names that a directory product sends unless told otherwise, for a set-up page to offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// JumpCloud.
    JumpCloud,
    /// Okta.
    Okta,
    /// Microsoft Entra ID: claim URIs.
    Entra,
    /// OneLogin.
    OneLogin,
    /// Google Workspace.
    Google,
}

impl Preset {
    /// The names.
    pub fn map(self) -> AttributeMap {
        const CLAIMS: &str = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";
        const MICROSOFT: &str = "http://schemas.microsoft.com/";
        let [email, given_name, family_name, display_name, groups] = match self {
            Self::JumpCloud => ["email", "firstname", "lastname", "displayname", "memberOf"].map(str::to_owned),
            Self::Okta => ["email", "firstName", "lastName", "displayName", "groups"].map(str::to_owned),
            Self::Entra => [
                format!("{CLAIMS}emailaddress"),
                format!("{CLAIMS}givenname"),
                format!("{CLAIMS}surname"),
                format!("{MICROSOFT}identity/claims/displayname"),
                format!("{MICROSOFT}ws/2008/06/identity/claims/groups"),
            ],
            Self::OneLogin => {
                ["User.email", "User.FirstName", "User.LastName", "displayName", "memberOf"].map(str::to_owned)
            }
            Self::Google => ["email", "firstName", "lastName", "displayName", "groups"].map(str::to_owned),
        };
        AttributeMap {
            email: vec![email],
            given_name: vec![given_name],
            family_name: vec![family_name],
            display_name: vec![display_name],
            groups: vec![groups],
        }
    }
}

/// What the attributes say of a person. Nothing in here identifies them: the NameID does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// The e-mail address.
    pub email: Option<String>,
    /// The given name.
    pub given_name: Option<String>,
    /// The family name.
    pub family_name: Option<String>,
    /// The name to show.
    pub display_name: Option<String>,
    /// Directory groups, each once, in the order in which they were sent.
    pub groups: Vec<String>,
}

/// Reads `attributes` by the names in `map`. Values are trimmed, and empty ones don't count.
pub fn profile(attributes: &Attributes, map: &AttributeMap) -> Profile {
    let first = |names: &[String]| names.iter().find_map(|name| values(attributes, name).next()).map(str::to_owned);
    let mut groups: Vec<String> = Vec::new();
    for group in map.groups.iter().flat_map(|name| values(attributes, name)) {
        if !groups.iter().any(|known| known == group) {
            groups.push(group.to_owned());
        }
    }
    Profile {
        email: first(&map.email),
        given_name: first(&map.given_name),
        family_name: first(&map.family_name),
        display_name: first(&map.display_name),
        groups,
    }
}

fn values<'a>(attributes: &'a Attributes, name: &'a str) -> impl Iterator<Item = &'a str> {
    attributes
        .iter()
        .filter(move |(key, _)| key.eq_ignore_ascii_case(name))
        .flat_map(|(_, values)| values)
        .map(|value| value.trim())
        .filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(pairs: &[(&str, &[&str])]) -> Attributes {
        pairs
            .iter()
            .map(|(name, values)| {
                let values = values.iter().map(|value| (*value).to_owned()).collect();
                ((*name).to_owned(), values)
            })
            .collect()
    }

    #[test]
    fn jumpcloud_names_are_read_in_any_case() {
        let read = profile(
            &attributes(&[
                ("Email", &["amy@example.com"]),
                ("firstname", &["Amy"]),
                ("LASTNAME", &[" Pond "]),
                ("memberOf", &["Engineering", "Partners", "Engineering"]),
            ]),
            &AttributeMap::default(),
        );
        assert_eq!(read.email.as_deref(), Some("amy@example.com"));
        assert_eq!(read.given_name.as_deref(), Some("Amy"));
        assert_eq!(read.family_name.as_deref(), Some("Pond"));
        assert_eq!(read.display_name, None);
        assert_eq!(read.groups, ["Engineering", "Partners"]);
    }

    #[test]
    fn entra_claim_uris_are_read() {
        let claims = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";
        let read = profile(
            &attributes(&[
                (&format!("{claims}emailaddress"), &["amy@example.com"]),
                (&format!("{claims}givenname"), &["Amy"]),
                (&format!("{claims}surname"), &["Pond"]),
                ("http://schemas.microsoft.com/ws/2008/06/identity/claims/groups", &["g1"]),
            ]),
            &AttributeMap::default(),
        );
        assert_eq!(read.email.as_deref(), Some("amy@example.com"));
        assert_eq!(read.family_name.as_deref(), Some("Pond"));
        assert_eq!(read.groups, ["g1"]);
    }

    #[test]
    fn own_map_replaces_the_names_and_empty_values_do_not_count() {
        let map = AttributeMap {
            email: vec!["contact".into(), "mail".into()],
            groups: vec!["teams".into()],
            ..AttributeMap::default()
        };
        let read = profile(
            &attributes(&[
                ("contact", &["  "]),
                ("mail", &["amy@example.com"]),
                ("memberOf", &["ignored"]),
                ("teams", &["", "blue"]),
            ]),
            &map,
        );
        assert_eq!(read.email.as_deref(), Some("amy@example.com"));
        assert_eq!(read.groups, ["blue"]);
    }
}
