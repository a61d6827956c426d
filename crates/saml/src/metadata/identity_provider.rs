use jiff::Timestamp;

use crate::certificate::Certificate;
use crate::xml::{self, Element, Limits};
use crate::{Error, names};

/// The largest metadata document that is read, in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;

const LIMITS: Limits = Limits { bytes: MAX_BYTES, depth: 32 };

/// An identity provider, as its metadata describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityProvider {
    /// Its entity id: the Issuer of every Response.
    pub entity_id: String,
    /// Where the browser is sent to sign in, by HTTP-Redirect.
    pub sso_redirect_url: Option<String>,
    /// The same, by HTTP-POST.
    pub sso_post_url: Option<String>,
    /// Where logout requests go, by HTTP-Redirect.
    pub logout_redirect_url: Option<String>,
    /// Where answers to its own logout requests go, where that is another address (ResponseLocation).
    pub logout_response_url: Option<String>,
    /// Every certificate it may sign with: during a roll-over there are two or more.
    pub certificates: Vec<Certificate>,
    /// Whether it wants our requests signed (`WantAuthnRequestsSigned`).
    pub wants_signed_requests: bool,
    /// Until when the document is good, where it says so (`validUntil`).
    pub valid_until: Option<Timestamp>,
}

/// Reads the metadata of one identity provider: an `EntityDescriptor`, or an
/// `EntitiesDescriptor` that holds only one.
///
/// A signature on the metadata is not looked at: the document is trusted for where it came from
/// (an administrator, or an https address). A certificate whose key is too weak makes the whole
/// document an error, so that it can't go unnoticed.
pub fn parse(metadata: &[u8]) -> Result<IdentityProvider, Error> {
    let document = xml::parse(metadata, LIMITS).map_err(Error::Xml)?;
    let root = Element::root(&document).ok_or_else(|| metadata_error("it is empty"))?;
    let mut providers = root
        .with_descendants()
        .filter(|element| element.is(names::METADATA, "EntityDescriptor"))
        .filter_map(|entity| {
            let role = entity.first_child(names::METADATA, "IDPSSODescriptor")?;
            Some((entity, role))
        });
    let (entity, role) = providers.next().ok_or_else(|| metadata_error("there is no IDPSSODescriptor"))?;
    if providers.next().is_some() {
        return Err(metadata_error("it describes several identity providers"));
    }
    let provider = IdentityProvider {
        entity_id: entity
            .attribute("entityID")
            .filter(|id| !id.is_empty())
            .ok_or_else(|| metadata_error("the entityID is missing"))?
            .to_owned(),
        sso_redirect_url: location(role, "SingleSignOnService", names::BINDING_REDIRECT),
        sso_post_url: location(role, "SingleSignOnService", names::BINDING_POST),
        logout_redirect_url: location(role, "SingleLogoutService", names::BINDING_REDIRECT),
        logout_response_url: address(role, "SingleLogoutService", names::BINDING_REDIRECT, "ResponseLocation"),
        certificates: certificates(role)?,
        wants_signed_requests: matches!(role.attribute("WantAuthnRequestsSigned"), Some("true" | "1")),
        valid_until: [root, entity, role]
            .into_iter()
            .filter_map(|element| element.attribute("validUntil")?.trim().parse::<Timestamp>().ok())
            .min(),
    };
    if provider.certificates.is_empty() {
        return Err(metadata_error("there is no signing certificate"));
    }
    if provider.sso_redirect_url.is_none() && provider.sso_post_url.is_none() {
        return Err(metadata_error("there is no sign-in address by HTTP-Redirect or HTTP-POST"));
    }
    Ok(provider)
}

fn metadata_error(what: &str) -> Error {
    Error::Metadata(what.to_owned())
}

fn location(role: Element<'_>, service: &'static str, binding: &str) -> Option<String> {
    address(role, service, binding, "Location")
}

fn address(role: Element<'_>, service: &'static str, binding: &str, attribute: &str) -> Option<String> {
    role.children_named(names::METADATA, service)
        .find(|endpoint| endpoint.attribute("Binding") == Some(binding))
        .and_then(|endpoint| endpoint.attribute(attribute))
        .map(|url| url.trim().to_owned())
}

/// The certificates of every `KeyDescriptor` for signing (`use="signing"`, or no `use`, which
/// stands for both: metadata 2.4.1.1), each once.
fn certificates(role: Element<'_>) -> Result<Vec<Certificate>, Error> {
    let mut found = Vec::new();
    let signing = role
        .children_named(names::METADATA, "KeyDescriptor")
        .filter(|key| matches!(key.attribute("use"), None | Some("signing")));
    for key in signing {
        for element in key.with_descendants().filter(|element| element.is(names::DSIG, "X509Certificate")) {
            let certificate = Certificate::from_base64(&element.text())?;
            if !found.contains(&certificate) {
                found.push(certificate);
            }
        }
    }
    Ok(found)
}
