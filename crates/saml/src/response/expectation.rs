use jiff::SignedDuration;

use crate::certificate::Certificate;
use crate::key::ServiceProviderKey;

/// What a Response has to match: the settings of one connection, and one pending sign-in.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// The entity id of the identity provider (Issuer).
    pub idp_entity_id: String,
    /// The pinned certificates; any one of them may have signed. Without one nothing is accepted.
    pub certificates: Vec<Certificate>,
    /// Our entity id (Audience).
    pub sp_entity_id: String,
    /// Where the Response was posted to (Destination and Recipient).
    pub acs_url: String,
    /// Which question the Response answers.
    pub in_response_to: InResponseTo,
    /// This site's keys, any of which may open what is encrypted. Without one nothing encrypted is accepted.
    pub decryption_keys: Vec<ServiceProviderKey>,
    /// Whether an assertion may come for everybody to read.
    pub encryption: Encryption,
    /// How far the two clocks may be apart, either way.
    pub clock_skew: SignedDuration,
}

impl Expectation {
    /// The clock skew that is allowed where nothing else is said: 60 seconds.
    pub const CLOCK_SKEW: SignedDuration = SignedDuration::from_secs(60);
}

/// Which question a Response answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InResponseTo {
    /// The AuthnRequest of this id, asked by the same browser.
    Solicited {
        /// The id of the AuthnRequest.
        request_id: String,
    },
    /// None: it comes from the portal's tile. A Response that names a request is refused then.
    Unsolicited,
}

impl InResponseTo {
    pub(super) fn request_id(&self) -> Option<&str> {
        match self {
            Self::Solicited { request_id } => Some(request_id),
            Self::Unsolicited => None,
        }
    }
}

/// Whether assertions have to be encrypted for this site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encryption {
    /// As the identity provider likes: TLS protects them on their way to the browser and on.
    #[default]
    Optional,
    /// A plain one is refused.
    Required,
}
