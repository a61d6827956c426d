//! What a connection knows of its identity provider.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a NameID is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum MatchBy {
    /// The SCIM `userName`, in any spelling.
    #[default]
    UserName,
    /// The SCIM `externalId`, exactly.
    ExternalId,
}

/// The SAML side of a connection: by metadata, or by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct SamlSide {
    /// The identity provider's entity id: what Issuer must be.
    pub idp_entity_id: Option<String>,
    /// Where people are sent to sign in (HTTP-Redirect).
    pub sso_url: Option<String>,
    /// Where people are sent to sign out.
    pub slo_url: Option<String>,
    /// The certificates whose keys may sign, in PEM. Several are good at once.
    pub certificates: Vec<String>,
    /// Where its metadata is fetched from.
    pub metadata_url: Option<String>,
    /// Its metadata as it was pasted or fetched last.
    pub metadata_xml: Option<String>,
    /// What a NameID is compared with.
    pub match_by: MatchBy,
    /// Which attribute names stand for `email`, `given_name`, `family_name`, `display_name`, `groups`; the usual ones
    /// where a key is absent.
    pub attributes: BTreeMap<String, Vec<String>>,
    /// Whether a response that nobody asked for is taken as it is, rather than starting a round trip.
    pub take_unsolicited: bool,
}
