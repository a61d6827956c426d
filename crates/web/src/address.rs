//! The address of the site from outside, and what follows from it.

use url::Url;

/// Where people and directories reach the site, as in `https://files.example.com`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteAddress(Url);

/// An address that can't be a site's.
#[derive(Debug, thiserror::Error)]
#[error("'{0}' is not the address of a site: give it as https://files.example.com, without a path")]
pub struct InvalidSiteAddress(String);

impl SiteAddress {
    /// Reads an address: `https`, a host, perhaps a port, no path.
    ///
    /// # Errors
    /// It is something else.
    pub fn parse(text: &str) -> Result<Self, InvalidSiteAddress> {
        let invalid = || InvalidSiteAddress(text.to_owned());
        let url = Url::parse(text).map_err(|_| invalid())?;
        let whole = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if url.scheme() == "https" && url.has_host() && whole && url.username().is_empty() {
            Ok(Self(url))
        } else {
            Err(invalid())
        }
    }

    /// The host name.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The whole address of a path of this site; `path` begins with a slash.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0.as_str().trim_end_matches('/'))
    }

    /// The entity id of this site as a SAML service provider (Audience).
    #[must_use]
    pub fn sp_entity_id(&self) -> String {
        self.join("/saml/metadata")
    }

    /// Where SAML Responses are posted.
    #[must_use]
    pub fn acs_url(&self) -> String {
        self.join("/saml/consume")
    }

    /// Where SAML logout messages go.
    #[must_use]
    pub fn slo_url(&self) -> String {
        self.join("/saml/logout")
    }

    /// The base address for SCIM clients.
    #[must_use]
    pub fn scim_base_url(&self) -> String {
        self.join("/api/scim/v2")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_site_follow_from_its_own() {
        let site = SiteAddress::parse("https://files.example.com:8443/").expect("valid");
        assert_eq!(site.acs_url(), "https://files.example.com:8443/saml/consume");
        assert_eq!(site.host(), "files.example.com");
    }

    #[test]
    fn what_is_no_address_of_a_site_is_refused() {
        for text in
            ["http://files.example.com", "https://files.example.com/a", "files.example.com", "https://a@b.example"]
        {
            assert!(SiteAddress::parse(text).is_err(), "{text}");
        }
    }
}
