//! OpenSSH certificates (OpenSSH PROTOCOL.certkeys), from russh's form into that of `identity`.

use keyfold_identity::{CertificateHolder, ProvenCertificate};
use russh::keys::{
    Algorithm, Certificate, PublicKey,
    ssh_key::{certificate::CertType, public::KeyData},
};

/// What was proven with a certificate. russh has verified the authority's signature over it and the holder's over the
/// connection. Nothing for one that can't be written out again, or that its authority signed with SHA-1.
pub(super) fn read(certificate: &Certificate) -> Option<ProvenCertificate> {
    if matches!(certificate.signature().algorithm(), Algorithm::Rsa { hash: None }) {
        return None;
    }
    let options = certificate.critical_options().iter();
    Some(ProvenCertificate {
        holder: match certificate.cert_type() {
            CertType::User => CertificateHolder::User,
            CertType::Host => CertificateHolder::Host,
        },
        authority: blob(certificate.signature_key())?,
        key: blob(certificate.public_key())?,
        serial: certificate.serial(),
        key_id: certificate.key_id().to_owned(),
        principals: certificate.valid_principals().to_vec(),
        valid_after: certificate.valid_after(),
        valid_before: certificate.valid_before(),
        critical_options: options.map(|(name, value)| (name.clone(), value.clone())).collect(),
    })
}

fn blob(key: &KeyData) -> Option<Vec<u8>> {
    PublicKey::new(key.clone(), "").to_bytes().ok()
}
