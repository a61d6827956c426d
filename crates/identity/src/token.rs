//! Secrets that we make: 256 random bits, shown once, kept as a hash.

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use keyfold_model::Secret;

use crate::Error;

/// How many characters after the prefix may be shown, to tell tokens from each other.
const HINT: usize = 6;

/// How many characters follow the prefix: 256 bits in base64 without padding.
pub(crate) const TEXT_LENGTH: usize = 43;

/// A new token: to be shown once.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) secret: Secret<String>,
    pub(crate) hash: String,
    pub(crate) hint: String,
}

impl Token {
    /// A new token with a prefix by which scanners know it.
    pub(crate) fn generate(prefix: &str) -> Result<Self, Error> {
        let text = format!("{prefix}{}", URL_SAFE_NO_PAD.encode(random_bytes()?));
        let hint = text.chars().take(prefix.len() + HINT).collect();
        Ok(Self { hash: hash(&text), hint, secret: Secret::new(text) })
    }
}

/// 256 bits from the system's generator.
pub(crate) fn random_bytes() -> Result<[u8; 32], Error> {
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| Error::Interrupted)?;
    Ok(bytes)
}

/// SHA-256 in hexadecimal. Enough for tokens of 256 random bits: there is nothing to guess that a slow hash would protect,
/// and looking one up by its hash tells an attacker who measures time nothing that helps.
pub(crate) fn hash(token: &str) -> String {
    hex::encode(digest(&SHA256, token.as_bytes()))
}
