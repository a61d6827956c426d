//! Encryption for a service provider (XML Encryption 1.1), by another library than the one that opens it.

use anyhow::{Result, anyhow};
use bergshamra_enc::EncContext;
use bergshamra_enc::encrypt::encrypt;
use bergshamra_keys::{KeysManager, loader};

use super::forgery::replaced;
use super::signing::DSIG;

/// How the data is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataAlgorithm {
    /// AES-128-GCM.
    Aes128Gcm,
    /// AES-256-GCM.
    Aes256Gcm,
    /// AES-128-CBC: no integrity of its own.
    Aes128Cbc,
    /// AES-256-CBC.
    Aes256Cbc,
}

impl DataAlgorithm {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Aes128Gcm, Self::Aes256Gcm, Self::Aes128Cbc, Self::Aes256Cbc];

    fn uri(self) -> &'static str {
        match self {
            Self::Aes128Gcm => "http://www.w3.org/2009/xmlenc11#aes128-gcm",
            Self::Aes256Gcm => "http://www.w3.org/2009/xmlenc11#aes256-gcm",
            Self::Aes128Cbc => "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
            Self::Aes256Cbc => "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
        }
    }
}

/// How the key of the data is encrypted for the service provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyTransport {
    /// RSA-OAEP with SHA-1, as XML Encryption 1.0 has it: what most send.
    OaepSha1,
    /// RSA-OAEP with SHA-256 for digest and mask, as XML Encryption 1.1 has it.
    OaepSha256,
}

impl KeyTransport {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::OaepSha1, Self::OaepSha256];

    fn method(self) -> String {
        let (uri, inside) = match self {
            Self::OaepSha1 => (
                "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
                r#"<ds:DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/>"#,
            ),
            Self::OaepSha256 => (
                "http://www.w3.org/2009/xmlenc11#rsa-oaep",
                r#"<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><xenc11:MGF xmlns:xenc11="http://www.w3.org/2009/xmlenc11#" Algorithm="http://www.w3.org/2009/xmlenc11#mgf1sha256"/>"#,
            ),
        };
        format!(r#"<xenc:EncryptionMethod Algorithm="{uri}">{inside}</xenc:EncryptionMethod>"#)
    }
}

/// For whom something is encrypted, and how.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// The service provider's certificate, in PEM.
    pub certificate_pem: String,
    /// How the data is encrypted.
    pub data: DataAlgorithm,
    /// How its key is.
    pub transport: KeyTransport,
}

impl Recipient {
    /// AES-256-GCM and RSA-OAEP with SHA-1.
    pub fn new(certificate_pem: &str) -> Self {
        Self {
            certificate_pem: certificate_pem.to_owned(),
            data: DataAlgorithm::Aes256Gcm,
            transport: KeyTransport::OaepSha1,
        }
    }

    /// `EncryptedData` that holds this XML.
    pub fn encrypt(&self, xml: &str) -> Result<String> {
        let failed = |cause: &dyn std::fmt::Display| anyhow!("encrypting for the service provider: {cause}");
        let mut keys = KeysManager::new();
        let key = loader::load_x509_cert_pem(self.certificate_pem.as_bytes()).map_err(|cause| failed(&cause))?;
        keys.add_key(key);
        let template = format!(
            r#"<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" xmlns:ds="{DSIG}" Type="http://www.w3.org/2001/04/xmlenc#Element"><xenc:EncryptionMethod Algorithm="{data}"/><ds:KeyInfo><xenc:EncryptedKey>{transport}<xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedData>"#,
            data = self.data.uri(),
            transport = self.transport.method(),
        );
        encrypt(&EncContext::new(keys), &template, xml.as_bytes()).map_err(|cause| failed(&cause))
    }

    /// `xml` with its only element of this name encrypted, in an element of that name (both in the assertion's namespace).
    pub(super) fn replace(&self, xml: &str, name: &str, encrypted_name: &str) -> Result<String> {
        let plain = super::forgery::element(xml, &format!("saml:{name}"))?;
        let encrypted = format!(
            r#"<saml:{encrypted_name} xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">{}</saml:{encrypted_name}>"#,
            self.encrypt(plain)?
        );
        replaced(xml, plain, &encrypted)
    }
}
