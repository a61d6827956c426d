//! Which endpoint a path names, and what it takes.

use http::Method;
use keyfold_scim::{ResourceType, limits::MAX_BULK_BYTES};
use percent_encoding::percent_decode_str;

/// The longest body about people, and of everything that isn't named below, in bytes.
const MAX_BODY: usize = 1024 * 1024;
/// The longest body about a group, which may name 100,000 members.
const MAX_GROUP_BODY: usize = 16 * 1024 * 1024;

/// What a request is sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// `/Users`, `/Groups`.
    Resources(ResourceType),
    /// `/Users/{id}`, `/Groups/{id}`.
    Resource(ResourceType, String),
    /// `/.search` below the root or a type.
    Search(Vec<ResourceType>),
    /// `/Bulk`.
    Bulk,
    /// `/Me`.
    Me,
    /// `/ServiceProviderConfig`.
    ServiceProviderConfig,
    /// `/ResourceTypes`, or one of them.
    ResourceTypes(Option<String>),
    /// `/Schemas`, or one of them.
    Schemas(Option<String>),
}

impl Endpoint {
    /// The endpoint of a path below the base URL; `None` where there is none.
    pub fn parse(path: &str) -> Option<Self> {
        let segments: Vec<String> = path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        Some(match segments[..] {
            [".search"] => Self::Search(ResourceType::ALL.to_vec()),
            ["Bulk"] => Self::Bulk,
            ["Me"] => Self::Me,
            ["ServiceProviderConfig"] => Self::ServiceProviderConfig,
            ["ResourceTypes"] => Self::ResourceTypes(None),
            ["ResourceTypes", name] => Self::ResourceTypes(Some(name.to_owned())),
            ["Schemas"] => Self::Schemas(None),
            ["Schemas", urn] => Self::Schemas(Some(urn.to_owned())),
            [name] => Self::Resources(resource_type(name)?),
            [name, ".search"] => Self::Search(vec![resource_type(name)?]),
            [name, id] => Self::Resource(resource_type(name)?, id.to_owned()),
            _ => return None,
        })
    }

    /// The methods that it has.
    pub fn methods(&self) -> &'static [Method] {
        match self {
            Self::Resources(_) => &[Method::GET, Method::POST],
            Self::Resource(..) => &[Method::GET, Method::PUT, Method::PATCH, Method::DELETE],
            Self::Search(_) | Self::Bulk => &[Method::POST],
            Self::Me => &[Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE],
            Self::ServiceProviderConfig | Self::ResourceTypes(_) | Self::Schemas(_) => &[Method::GET],
        }
    }

    /// The longest body that it takes, in bytes.
    pub fn body_limit(&self) -> usize {
        match self {
            Self::Resources(ResourceType::Group) | Self::Resource(ResourceType::Group, _) => MAX_GROUP_BODY,
            Self::Bulk => MAX_BULK_BYTES,
            Self::Resources(ResourceType::User)
            | Self::Resource(ResourceType::User, _)
            | Self::Search(_)
            | Self::Me
            | Self::ServiceProviderConfig
            | Self::ResourceTypes(_)
            | Self::Schemas(_) => MAX_BODY,
        }
    }
}

fn resource_type(name: &str) -> Option<ResourceType> {
    ResourceType::ALL.into_iter().find(|kind| kind.endpoint().strip_prefix('/') == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_endpoints() {
        let user = |id: &str| Some(Endpoint::Resource(ResourceType::User, id.into()));
        for (path, expected) in [
            ("/Users", Some(Endpoint::Resources(ResourceType::User))),
            ("/Users/", Some(Endpoint::Resources(ResourceType::User))),
            ("/Users/a%2Fb", user("a/b")),
            ("/Groups/.search", Some(Endpoint::Search(vec![ResourceType::Group]))),
            ("/Schemas/urn%3Aa", Some(Endpoint::Schemas(Some("urn:a".into())))),
            ("/", None),
            ("/users", None),
            ("/Users/a/b", None),
        ] {
            assert_eq!(Endpoint::parse(path), expected, "{path}");
        }
    }
}
