//! The certificates of identity providers that expire.

use keyfold_identity::{Connections, Error, LastCertificate};
use keyfold_model::Timestamp;
use keyfold_saml::certificate::Certificate;

/// Mails the site admins where the last certificate of a connection is about to expire, or has: while a newer one is there
/// nobody has to do anything. To be called every hour or so. Says how many mails were written.
///
/// # Errors
/// The database fails.
pub async fn remind_of_certificates(connections: &Connections, now: Timestamp) -> Result<usize, Error> {
    let mut last = Vec::new();
    for connection in connections.list().await? {
        let pem = &connection.settings.saml.certificates;
        let certificates = pem.iter().filter_map(|pem| Certificate::from_pem(pem).ok()).flatten();
        let longest = certificates.max_by_key(|certificate| certificate.validity().not_after);
        last.extend(longest.filter(|_| connection.settings.enabled).map(|certificate| LastCertificate {
            connection: connection.id,
            label: connection.settings.label.clone(),
            fingerprint: certificate.fingerprint(),
            not_after: Timestamp(certificate.validity().not_after.as_microsecond()),
        }));
    }
    connections.remind_of_certificates(last, now).await
}
