use jiff::Timestamp;

pub use crate::name_id::NameId;

use crate::attributes::Attributes;

/// What an identity provider said, read out of what it signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The assertion's ID, to be remembered until `not_on_or_after` so that a replay fails.
    pub assertion_id: String,
    /// From this time on the assertion is refused for its age: the earliest of its limits, plus
    /// the clock skew.
    pub not_on_or_after: Timestamp,
    /// Who it is.
    pub name_id: NameId,
    /// The identity provider's name for its session, which a logout request repeats.
    pub session_index: Option<String>,
    /// When the person proved themselves to the identity provider (SAML core 2.7.2), where it says so in a way that can be read.
    pub authn_instant: Option<Timestamp>,
    /// When the session must end at the latest, where the identity provider says so.
    pub session_not_on_or_after: Option<Timestamp>,
    /// Every attribute by its name.
    pub attributes: Attributes,
    /// The request that was answered, as the signed assertion has it.
    pub in_response_to: Option<String>,
    /// Which element carried the signature.
    pub signed_element: SignedElement,
}

/// Which element a signature was verified on. The outer one counts, where both are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedElement {
    /// The Response, and with it all that is inside.
    Response,
    /// The Assertion alone: what stands around it could have been changed on the way.
    Assertion,
}
