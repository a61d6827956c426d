//! SSH public keys as bytes (RFC 4253 section 6.6, RFC 5656, RFC 8709, OpenSSH PROTOCOL.u2f): read strictly, and nothing
//! taken that isn't a whole key of a kind that is let in.

use aws_lc_rs::digest::{SHA256, digest};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD},
};

/// The longest key that is read, in bytes: RSA of 16,384 bits has about 2,100.
const MAX_BYTES: usize = 4096;
/// The fewest bits of an RSA modulus.
const MIN_RSA_BITS: usize = 2048;
/// The fewest that nobody is warned about.
const LONG_RSA_BITS: usize = 3072;
/// The most bits of an RSA modulus: verifying costs time with them.
const MAX_RSA_BITS: usize = 16_384;

/// An SSH public key of a kind that is let in, byte for byte as it goes over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SshKey {
    algorithm: &'static str,
    blob: Vec<u8>,
}

/// Why bytes or a line are no key that is let in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SshKeyError {
    /// Not `algorithm base64 comment`.
    #[error("this is not an OpenSSH public key: paste the one line of a .pub file, as in 'ssh-ed25519 AAAA… name'")]
    NotALine,
    /// A private key was given.
    #[error("this is a private key: keep it secret, and paste the .pub file beside it")]
    Private,
    /// The bytes stop early, go on too long, or say two things.
    #[error("the key is damaged")]
    Malformed,
    /// A kind of key that isn't let in.
    #[error(
        "keys of the kind '{0}' are not accepted: use ed25519, ecdsa-nistp256, ecdsa-nistp384, or RSA of 2,048 bits or more"
    )]
    Algorithm(String),
    /// An RSA key of a size that isn't let in.
    #[error("an RSA key needs 2,048 to 16,384 bits; this one has {0}")]
    RsaBits(usize),
}

/// What follows the name of the algorithm.
#[derive(Clone, Copy)]
enum Shape {
    Ed25519,
    Ecdsa { curve: &'static [u8], point: usize },
    Rsa,
    SkEd25519,
    SkEcdsa,
}

const ALGORITHMS: [(&str, Shape); 6] = [
    ("ssh-ed25519", Shape::Ed25519),
    ("ecdsa-sha2-nistp256", Shape::Ecdsa { curve: b"nistp256", point: 65 }),
    ("ecdsa-sha2-nistp384", Shape::Ecdsa { curve: b"nistp384", point: 97 }),
    ("ssh-rsa", Shape::Rsa),
    ("sk-ssh-ed25519@openssh.com", Shape::SkEd25519),
    ("sk-ecdsa-sha2-nistp256@openssh.com", Shape::SkEcdsa),
];

impl SshKey {
    /// Reads one line of a `.pub` or `authorized_keys` file without options.
    ///
    /// # Errors
    /// Says what it is instead.
    pub fn from_openssh(line: &str) -> Result<Self, SshKeyError> {
        let line = line.trim();
        if line.contains("PRIVATE KEY") {
            return Err(SshKeyError::Private);
        }
        if line.contains(['\n', '\r', '\0']) {
            return Err(SshKeyError::NotALine);
        }
        let mut words = line.split_whitespace();
        let (Some(algorithm), Some(encoded)) = (words.next(), words.next()) else { return Err(SshKeyError::NotALine) };
        let blob = STANDARD.decode(encoded).map_err(|_| SshKeyError::NotALine)?;
        let key = Self::from_blob(&blob)?;
        if key.algorithm == algorithm { Ok(key) } else { Err(SshKeyError::Malformed) }
    }

    /// Reads the bytes of a key. All of them must belong to it.
    ///
    /// # Errors
    /// Says what is wrong.
    pub fn from_blob(blob: &[u8]) -> Result<Self, SshKeyError> {
        if blob.len() > MAX_BYTES {
            return Err(SshKeyError::Malformed);
        }
        let mut rest = Fields(blob);
        let name = rest.string()?;
        let found = ALGORITHMS.iter().find(|(algorithm, _)| algorithm.as_bytes() == name);
        let Some(&(algorithm, shape)) = found else {
            return Err(SshKeyError::Algorithm(String::from_utf8_lossy(name).chars().take(64).collect()));
        };
        match shape {
            Shape::Ed25519 => rest.exactly(32)?,
            Shape::Ecdsa { curve, point } => rest.point(curve, point)?,
            Shape::Rsa => rest.rsa()?,
            Shape::SkEd25519 => {
                rest.exactly(32)?;
                rest.application()?;
            }
            Shape::SkEcdsa => {
                rest.point(b"nistp256", 65)?;
                rest.application()?;
            }
        }
        if rest.0.is_empty() { Ok(Self { algorithm, blob: blob.to_vec() }) } else { Err(SshKeyError::Malformed) }
    }

    /// As in `ssh-ed25519`.
    #[must_use]
    pub const fn algorithm(&self) -> &'static str {
        self.algorithm
    }

    /// The bytes.
    pub(crate) fn blob(&self) -> &[u8] {
        &self.blob
    }

    /// Whether it is an RSA key that is short for the years to come: fewer than 3,072 bits (NIST SP 800-57 part 1, table 2).
    pub(super) fn is_short(&self) -> bool {
        let mut rest = Fields(&self.blob);
        let mut next = || rest.string().ok();
        match (self.algorithm, next(), next(), next()) {
            ("ssh-rsa", _, _, Some(modulus)) => positive(modulus).is_ok_and(|modulus| bits(modulus) < LONG_RSA_BITS),
            _ => false,
        }
    }

    /// The second field of an OpenSSH line.
    #[must_use]
    pub fn to_base64(&self) -> String {
        STANDARD.encode(&self.blob)
    }

    /// As OpenSSH shows it: `SHA256:` and base64 without padding.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        format!("SHA256:{}", STANDARD_NO_PAD.encode(digest(&SHA256, &self.blob)))
    }
}

/// The fields of a key that are still to be read (RFC 4251 section 5).
struct Fields<'b>(&'b [u8]);

impl<'b> Fields<'b> {
    fn string(&mut self) -> Result<&'b [u8], SshKeyError> {
        let (length, rest) = self.0.split_first_chunk::<4>().ok_or(SshKeyError::Malformed)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| SshKeyError::Malformed)?;
        if length > rest.len() {
            return Err(SshKeyError::Malformed);
        }
        let (field, rest) = rest.split_at(length);
        self.0 = rest;
        Ok(field)
    }

    fn exactly(&mut self, bytes: usize) -> Result<(), SshKeyError> {
        if self.string()?.len() == bytes { Ok(()) } else { Err(SshKeyError::Malformed) }
    }

    /// An uncompressed point on the named curve.
    fn point(&mut self, curve: &[u8], bytes: usize) -> Result<(), SshKeyError> {
        let named = self.string()?;
        let point = self.string()?;
        if named == curve && point.len() == bytes && point[0] == 4 { Ok(()) } else { Err(SshKeyError::Malformed) }
    }

    /// Exponent and modulus, both positive and without leading zeros beyond the sign.
    fn rsa(&mut self) -> Result<(), SshKeyError> {
        let exponent = positive(self.string()?)?;
        let modulus = positive(self.string()?)?;
        let is_odd = |number: &[u8]| number.last().is_some_and(|byte| byte & 1 == 1);
        if !is_odd(exponent) || exponent == [1] || exponent.len() > 8 || !is_odd(modulus) {
            return Err(SshKeyError::Malformed);
        }
        let bits = bits(modulus);
        if (MIN_RSA_BITS..=MAX_RSA_BITS).contains(&bits) { Ok(()) } else { Err(SshKeyError::RsaBits(bits)) }
    }

    /// What the security key was asked for: `ssh:` and whatever follows.
    fn application(&mut self) -> Result<(), SshKeyError> {
        let application = std::str::from_utf8(self.string()?).map_err(|_| SshKeyError::Malformed)?;
        if application.starts_with("ssh:") { Ok(()) } else { Err(SshKeyError::Malformed) }
    }
}

/// How long a magnitude is.
fn bits(magnitude: &[u8]) -> usize {
    magnitude.len() * 8 - magnitude.first().map_or(0, |first| first.leading_zeros() as usize)
}

/// The magnitude of a positive `mpint`.
fn positive(number: &[u8]) -> Result<&[u8], SshKeyError> {
    match number {
        [] => Err(SshKeyError::Malformed),
        [0, rest @ ..] if rest.first().is_some_and(|byte| byte & 0x80 != 0) => Ok(rest),
        [first, ..] if *first != 0 && first & 0x80 == 0 => Ok(number),
        _ => Err(SshKeyError::Malformed),
    }
}
