use crate::xml::Refused;

/// What can be wrong with settings that an administrator gives: metadata, certificates, URLs.
///
/// A Response that is not accepted is not an error but a
/// [`Rejection`](crate::response::Rejection).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The document is too large, too deep, carries a DTD, or is not well-formed.
    #[error("the XML was refused: {0}")]
    Xml(#[source] Refused),
    /// The document is XML, but not the metadata of one identity provider.
    #[error("this is not the metadata of one identity provider: {0}")]
    Metadata(String),
    /// Not an X.509 certificate in PEM, DER or base64.
    #[error("this is not an X.509 certificate: {0}")]
    Certificate(String),
    /// A certificate whose key must not be trusted to sign.
    #[error(
        "the certificate's key is not accepted: {found}; needed is RSA of at least 2048 bits, or ECDSA on P-256 or P-384"
    )]
    Key {
        /// The kind and size that was found.
        found: String,
    },
    /// A key of our own can't be made, read or used.
    #[error("this site's own SAML key can't be used: {0}")]
    OwnKey(String),
    /// A message of the identity provider is not what it should be.
    #[error("this is not a message of an identity provider: {0}")]
    Message(String),
    /// The sign-in address of the identity provider can't be used.
    #[error("the sign-in address `{0}` is not an http or https URL without a fragment")]
    SignInUrl(String),
}
