//! XML signatures: a template with empty values, filled in by the library.

use anyhow::{Result, anyhow};
use bergshamra_dsig::{DsigContext, sign::sign_owned};
use bergshamra_keys::{Key, KeysManager};

pub(super) const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
const EXCLUSIVE_C14N: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// A hash function, of the signature and of the digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// Broken; what some identity providers still send unless told otherwise.
    Sha1,
    /// The usual one.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// The identifier of the digest method.
    pub fn digest_method(self) -> &'static str {
        match self {
            Self::Sha1 => "http://www.w3.org/2000/09/xmldsig#sha1",
            Self::Sha256 => "http://www.w3.org/2001/04/xmlenc#sha256",
            Self::Sha384 => "http://www.w3.org/2001/04/xmldsig-more#sha384",
            Self::Sha512 => "http://www.w3.org/2001/04/xmlenc#sha512",
        }
    }

    /// The identifier of the signature method, for a kind of key: `rsa`, `ecdsa`, `hmac`.
    pub fn signature_method(self, kind: &str) -> String {
        match self {
            Self::Sha1 if kind == "ecdsa" => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1".to_owned(),
            Self::Sha1 => format!("http://www.w3.org/2000/09/xmldsig#{kind}-sha1"),
            Self::Sha256 => format!("http://www.w3.org/2001/04/xmldsig-more#{kind}-sha256"),
            Self::Sha384 => format!("http://www.w3.org/2001/04/xmldsig-more#{kind}-sha384"),
            Self::Sha512 => format!("http://www.w3.org/2001/04/xmldsig-more#{kind}-sha512"),
        }
    }
}

/// A `Signature` that is still to be filled in. Every part can be made wrong.
#[derive(Debug, Clone)]
pub struct SignatureTemplate {
    /// The canonicalization of `SignedInfo`.
    pub canonicalization: String,
    /// The signature method.
    pub signature_method: String,
    /// The URI of each `Reference`.
    pub references: Vec<String>,
    /// The transforms of each `Reference`.
    pub transforms: Vec<String>,
    /// The digest method.
    pub digest_method: String,
    /// What stands in `KeyInfo`, as XML; empty for no `KeyInfo`.
    pub key_info: String,
}

impl SignatureTemplate {
    /// An enveloped signature over the element with this ID, by a key of this kind.
    pub fn enveloped(id: &str, kind: &str, hash: Hash) -> Self {
        Self {
            canonicalization: EXCLUSIVE_C14N.to_owned(),
            signature_method: hash.signature_method(kind),
            references: vec![format!("#{id}")],
            transforms: vec![ENVELOPED.to_owned(), EXCLUSIVE_C14N.to_owned()],
            digest_method: hash.digest_method().to_owned(),
            key_info: String::new(),
        }
    }

    /// The template as XML.
    pub fn to_xml(&self) -> String {
        let transforms: String =
            self.transforms.iter().map(|algorithm| format!(r#"<ds:Transform Algorithm="{algorithm}"/>"#)).collect();
        let references: String = self
            .references
            .iter()
            .map(|uri| {
                format!(
                    r#"<ds:Reference URI="{uri}"><ds:Transforms>{transforms}</ds:Transforms><ds:DigestMethod Algorithm="{digest}"/><ds:DigestValue></ds:DigestValue></ds:Reference>"#,
                    digest = self.digest_method,
                )
            })
            .collect();
        let key_info = if self.key_info.is_empty() {
            String::new()
        } else {
            format!("<ds:KeyInfo>{}</ds:KeyInfo>", self.key_info)
        };
        format!(
            r#"<ds:Signature xmlns:ds="{DSIG}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="{c14n}"/><ds:SignatureMethod Algorithm="{method}"/>{references}</ds:SignedInfo><ds:SignatureValue></ds:SignatureValue>{key_info}</ds:Signature>"#,
            c14n = self.canonicalization,
            method = self.signature_method,
        )
    }
}

/// Fills in the first signature template of `xml`, with `key`.
pub(super) fn sign(xml: String, key: Key) -> Result<String> {
    let mut keys = KeysManager::new();
    keys.add_key(key);
    sign_owned(&DsigContext::new_permissive(keys), xml)
        .map_err(|cause| anyhow!("signing the stand-in's answer: {cause}"))
}
