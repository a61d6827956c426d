use std::fmt;

use crate::xml::Refused;

/// Why a Response was not accepted: which check failed, what it expected and what it found.
///
/// `found` quotes a stranger. It is for the administrator's eyes and the audit log, cut to
/// [`Rejection::MAX_FOUND`] characters; the person signing in is told something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The check that failed.
    pub check: Check,
    /// What would have passed.
    pub expected: String,
    /// What was there instead.
    pub found: String,
}

impl Rejection {
    /// The most characters of a stranger's value that are kept.
    pub const MAX_FOUND: usize = 512;

    pub(crate) fn new(check: Check, expected: impl Into<String>, found: impl Into<String>) -> Self {
        let found: String = found.into();
        Self { check, expected: expected.into(), found: found.chars().take(Self::MAX_FOUND).collect() }
    }

    /// The stable name of the check, such as `saml_audience`.
    pub fn failure_type(&self) -> &'static str {
        self.check.failure_type()
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, found {}", self.failure_type(), self.expected, self.found)
    }
}

impl std::error::Error for Rejection {}

impl From<Refused> for Rejection {
    fn from(refused: Refused) -> Self {
        let found = refused.to_string();
        match refused {
            Refused::Size { limit, .. } => Self::new(Check::Size, format!("at most {limit} bytes"), found),
            Refused::Dtd => Self::new(Check::Dtd, "no document type declaration", found),
            Refused::Depth { limit } => Self::new(Check::Depth, format!("at most {limit} levels"), found),
            Refused::Crowded { limit } => Self::new(Check::Crowded, format!("at most {limit} attributes"), found),
            Refused::Malformed(_) => Self::new(Check::Xml, "well-formed XML in UTF-8", found),
        }
    }
}

macro_rules! checks {
    ($($(#[$doc:meta])* $variant:ident = $failure_type:literal,)*) => {
        /// Every check that a Response has to pass.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Check {
            $($(#[$doc])* $variant,)*
        }

        impl Check {
            /// All of them, in the order in which they are made.
            pub const ALL: &[Check] = &[$(Check::$variant,)*];

            /// The stable name, such as `saml_audience`: it goes into the audit log.
            pub fn failure_type(self) -> &'static str {
                match self {
                    $(Check::$variant => $failure_type,)*
                }
            }
        }
    };
}

checks! {
    /// No more than [`MAX_BYTES`](super::MAX_BYTES).
    Size = "saml_size",
    /// Strict base64.
    Base64 = "saml_base64",
    /// No DTD and no entity of its own.
    Dtd = "saml_dtd",
    /// No element with hundreds of attributes.
    Crowded = "saml_crowded",
    /// Not nested too deep.
    Depth = "saml_depth",
    /// Well-formed XML in UTF-8, with nothing after it.
    Xml = "saml_xml",
    /// The elements that a Response has, where they belong, in version 2.0.
    Structure = "saml_structure",
    /// The identity provider reports success.
    Status = "saml_status",
    /// What is encrypted stands alone, for a key of this site; where encryption is required, nothing is plain.
    Encrypted = "saml_encrypted",
    /// Exactly one assertion in the whole document, directly in the Response.
    AssertionCount = "saml_assertion_count",
    /// No ID stands twice.
    DuplicateId = "saml_duplicate_id",
    /// The connection has a certificate to verify with.
    Certificate = "saml_certificate",
    /// A signature on the Response or on the Assertion.
    Unsigned = "saml_unsigned",
    /// Signatures nowhere else.
    SignaturePlace = "saml_signature_place",
    /// Not two of them on one element.
    SignatureCount = "saml_signature_count",
    /// A signature has the parts that it needs, and no others.
    SignatureForm = "saml_signature_form",
    /// Canonicalization, signature and digest algorithms are on the allow list.
    Algorithm = "saml_algorithm",
    /// Exactly one reference, to the element that carries the signature.
    Reference = "saml_reference",
    /// Enveloped signature and exclusive canonicalization, in this order, and no others.
    Transform = "saml_transform",
    /// The digest has the length of its algorithm.
    Digest = "saml_digest",
    /// One of the pinned keys made the signature, over these very bytes.
    Signature = "saml_signature",
    /// What was encrypted could be opened, and was signed: one answer for all that may be wrong with it.
    Decryption = "saml_decryption",
    /// From this identity provider.
    Issuer = "saml_issuer",
    /// Addressed to this site.
    Destination = "saml_destination",
    /// The answer to the question that was asked.
    InResponseTo = "saml_in_response_to",
    /// Times are written as SAML writes them.
    Time = "saml_time",
    /// Already valid.
    NotBefore = "saml_not_before",
    /// Still valid.
    NotOnOrAfter = "saml_not_on_or_after",
    /// No condition that isn't understood.
    Condition = "saml_condition",
    /// Meant for this service provider.
    Audience = "saml_audience",
    /// Exactly one subject with exactly one name.
    NameId = "saml_name_id",
    /// Confirmed by the bearer method.
    SubjectConfirmation = "saml_subject_confirmation",
    /// To be delivered here.
    Recipient = "saml_recipient",
    /// Exactly one statement of how the person signed in.
    AuthnStatement = "saml_authn_statement",
    /// The session there hasn't ended.
    SessionNotOnOrAfter = "saml_session_not_on_or_after",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_a_name_of_its_own() {
        let mut names: Vec<_> = Check::ALL.iter().map(|check| check.failure_type()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Check::ALL.len());
        assert!(names.iter().all(|name| name.starts_with("saml_")));
    }

    #[test]
    fn a_long_value_of_a_stranger_is_cut() {
        let rejection = Rejection::new(Check::Issuer, "a", "ä".repeat(10_000));
        assert_eq!(rejection.found.chars().count(), Rejection::MAX_FOUND);
    }
}
