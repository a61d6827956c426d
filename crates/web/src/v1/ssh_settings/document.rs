//! How people may sign in over SSH, as the API shows it.

use keyfold_identity::SshSettings as Settings;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How people may sign in over SSH.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SshSettings {
    /// Whether directory people may let a sign-in in from a browser.
    pub browser_approval: bool,
    /// Whether the browser may be at another network address than the connection. Then whoever talks a person into typing a
    /// code is in.
    pub approval_from_any_address: bool,
    /// The public keys of certificate authorities, as lines of `.pub` files. Whom one of them certifies is let in under the
    /// principals of the certificate.
    pub certificate_authorities: Vec<String>,
    /// Serial numbers of certificates that are refused.
    pub revoked_serials: Vec<u64>,
    /// Key ids of certificates that are refused.
    pub revoked_key_ids: Vec<String>,
}

impl From<Settings> for SshSettings {
    fn from(settings: Settings) -> Self {
        Self {
            browser_approval: settings.browser_approval,
            approval_from_any_address: settings.approval_from_any_address,
            certificate_authorities: settings.certificate_authorities,
            revoked_serials: settings.revoked_serials,
            revoked_key_ids: settings.revoked_key_ids,
        }
    }
}

impl From<SshSettings> for Settings {
    fn from(shown: SshSettings) -> Self {
        Self {
            browser_approval: shown.browser_approval,
            approval_from_any_address: shown.approval_from_any_address,
            certificate_authorities: shown.certificate_authorities,
            revoked_serials: shown.revoked_serials,
            revoked_key_ids: shown.revoked_key_ids,
        }
    }
}
