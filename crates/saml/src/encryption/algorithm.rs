//! The algorithms that are taken, and what they do. RSA1_5 is not among them: its padding is an oracle (Bleichenbacher).

use aws_lc_rs::{
    aead::{self, Aad, LessSafeKey, Nonce, UnboundKey},
    cipher::{self, DecryptingKey, DecryptionContext, UnboundCipherKey},
    iv::FixedLength,
    rsa::{OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm},
};

use super::refused;
use crate::names;
use crate::response::Rejection;
use crate::xml::Element;

const RSA_OAEP_MGF1P: &str = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
const RSA_OAEP: &str = "http://www.w3.org/2009/xmlenc11#rsa-oaep";
const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const MGF1_SHA1: &str = "http://www.w3.org/2009/xmlenc11#mgf1sha1";
const MGF1_SHA256: &str = "http://www.w3.org/2009/xmlenc11#mgf1sha256";

/// What our metadata asks for: those with integrity first, then what older identity providers know.
pub(crate) const OFFERED: &[&str] = &[AES256_GCM, AES128_GCM, AES256_CBC, AES128_CBC, RSA_OAEP_MGF1P, RSA_OAEP];

const AES128_GCM: &str = "http://www.w3.org/2009/xmlenc11#aes128-gcm";
const AES256_GCM: &str = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
const AES128_CBC: &str = "http://www.w3.org/2001/04/xmlenc#aes128-cbc";
const AES256_CBC: &str = "http://www.w3.org/2001/04/xmlenc#aes256-cbc";

/// How the data is encrypted.
#[derive(Clone, Copy)]
pub(super) enum DataEncryption {
    Gcm(&'static aead::Algorithm),
    Cbc(&'static cipher::Algorithm),
}

impl DataEncryption {
    /// The algorithm of this URI (XML Encryption 1.1, section 5.2).
    pub(super) fn of(uri: &str) -> Option<Self> {
        match uri {
            AES128_GCM => Some(Self::Gcm(&aead::AES_128_GCM)),
            AES256_GCM => Some(Self::Gcm(&aead::AES_256_GCM)),
            AES128_CBC => Some(Self::Cbc(&cipher::AES_128)),
            AES256_CBC => Some(Self::Cbc(&cipher::AES_256)),
            _ => None,
        }
    }

    /// What `sealed` holds. It begins with the nonce, or the initialization vector.
    pub(super) fn decrypt(self, key: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Gcm(algorithm) => decrypt_gcm(algorithm, key, sealed),
            Self::Cbc(algorithm) => decrypt_cbc(algorithm, key, sealed),
        }
    }
}

fn decrypt_gcm(algorithm: &'static aead::Algorithm, key: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_at_checked(aead::NONCE_LEN)?;
    let key = LessSafeKey::new(UnboundKey::new(algorithm, key).ok()?);
    let mut room = sealed.to_vec();
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let length = key.open_in_place(nonce, Aad::empty(), &mut room).ok()?.len();
    room.truncate(length);
    Some(room)
}

/// The last byte says how many were added, and those before it can be anything (XML Encryption 1.1, section 5.2.2).
fn decrypt_cbc(algorithm: &'static cipher::Algorithm, key: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (iv, sealed) = sealed.split_at_checked(cipher::AES_CBC_IV_LEN)?;
    let key = DecryptingKey::cbc(UnboundCipherKey::new(algorithm, key).ok()?).ok()?;
    let mut room = sealed.to_vec();
    let context = DecryptionContext::Iv128(FixedLength::try_from(iv).ok()?);
    key.decrypt(&mut room, context).ok()?;
    let added = usize::from(*room.last()?);
    if added == 0 || added > cipher::AES_CBC_IV_LEN {
        return None;
    }
    room.truncate(room.len().checked_sub(added)?);
    Some(room)
}

/// How a key came along, from its `EncryptionMethod`: RSA-OAEP with one hash function for both of its uses.
pub(super) fn key_transport(method: Element<'_>) -> Result<&'static OaepAlgorithm, Rejection> {
    let algorithm = method.attribute("Algorithm").unwrap_or("none");
    let child = |namespace, name| method.first_child(namespace, name).and_then(|child| child.attribute("Algorithm"));
    let digest = child(names::DSIG, "DigestMethod").unwrap_or(SHA1);
    let mask = match algorithm {
        RSA_OAEP_MGF1P => MGF1_SHA1,
        // Where no mask is named, SHA-1 is meant (XML Encryption 1.1, section 5.5.2), but several write SHA-256 as the
        // digest alone and use it for both.
        RSA_OAEP => child(names::XENC11, "MGF").unwrap_or(if digest == SHA256 { MGF1_SHA256 } else { MGF1_SHA1 }),
        other => return Err(refused("RSA-OAEP", other)),
    };
    let label = method.first_child(names::XENC, "OAEPparams").is_some_and(|label| !label.text().trim().is_empty());
    match (digest, mask) {
        (SHA1, MGF1_SHA1) if !label => Ok(&OAEP_SHA1_MGF1SHA1),
        (SHA256, MGF1_SHA256) if !label => Ok(&OAEP_SHA256_MGF1SHA256),
        _ => Err(refused(
            "RSA-OAEP with SHA-1 or SHA-256, the same for digest and mask, without OAEPparams",
            format!("{algorithm} with {digest} and {mask}"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::cipher::{EncryptingKey, EncryptionContext};

    use super::*;

    /// `blocks`, padding included, under a key and an initialization vector of zeros.
    fn sealed(blocks: &[u8]) -> Vec<u8> {
        let key = UnboundCipherKey::new(&cipher::AES_128, &[0; 16]).unwrap();
        let mut room = blocks.to_vec();
        let context = EncryptionContext::Iv128(FixedLength::from([0; 16]));
        EncryptingKey::cbc(key).unwrap().less_safe_encrypt(&mut room, context).unwrap();
        [&[0; 16], &room[..]].concat()
    }

    #[test]
    fn padding_is_one_to_sixteen_bytes_of_anything() {
        let aes = DataEncryption::of(AES128_CBC).unwrap();
        let with_last = |last| [b"sixteen bytes, and fifteen more", &[last][..]].concat();
        assert_eq!(
            aes.decrypt(&[0; 16], &sealed(&with_last(1))).as_deref(),
            Some(&b"sixteen bytes, and fifteen more"[..])
        );
        assert_eq!(aes.decrypt(&[0; 16], &sealed(&with_last(16))).as_deref(), Some(&b"sixteen bytes, a"[..]));
        for wrong in [0, 17, 32, 255] {
            assert_eq!(aes.decrypt(&[0; 16], &sealed(&with_last(wrong))), None, "{wrong}");
        }
        for cut in [0, 15, 16, 17] {
            assert_eq!(aes.decrypt(&[0; 16], &sealed(&with_last(1))[..cut]), None, "{cut}");
        }
    }
}
