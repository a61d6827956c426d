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
    /// Where people are sent to sign out (HTTP-Redirect).
    pub slo_url: Option<String>,
    /// Where answers to its own logout requests go, where that is another address.
    pub slo_response_url: Option<String>,
    /// Whether signing out here leaves the person signed in at the directory, though it offers single logout.
    pub sign_out_here_only: bool,
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
    /// Whether our sign-in requests are signed. Logout messages always are.
    pub sign_requests: bool,
    /// Whether people have to prove themselves at each sign-in, though they are signed in at the directory (ForceAuthn).
    pub force_authn: bool,
    /// The NameID format that is asked for; the directory's choice where there is none.
    pub name_id_format: Option<String>,
    /// Whether an assertion that is not encrypted for us is refused.
    pub require_encryption: bool,
    /// Whether a response that nobody asked for is taken as it is, rather than starting a round trip.
    pub take_unsolicited: bool,
}
