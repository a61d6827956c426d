//! By an OpenSSH certificate (OpenSSH PROTOCOL.certkeys): an authority of the site says whose key it is.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    net::IpAddr,
};

use keyfold_db::users::User;
use keyfold_model::{AddressRange, LoginName, Timestamp};

use super::{Authenticator, Claim, candidate::FirstProof, round::Round};
use crate::{Denial, Origin, SshKey, SshSettings, ssh_settings};

/// The one critical option that is understood. All others, and with them any restriction that would not be kept, are refused.
const SOURCE_ADDRESS: &str = "source-address";
/// OpenSSH takes no more principals either.
const MOST_PRINCIPALS: usize = 256;
/// What stands for no end.
const FOREVER: u64 = u64::MAX;

/// A certificate whose own signature, and whose holder's signature over this very connection, have been verified. For the
/// SSH transport alone to make, right after both.
#[derive(Clone, Debug)]
pub struct ProvenCertificate {
    /// What it is for.
    pub holder: CertificateHolder,
    /// The key of the authority that signed it, as it goes over the wire.
    pub authority: Vec<u8>,
    /// The key that it certifies, as it goes over the wire.
    pub key: Vec<u8>,
    /// Its number.
    pub serial: u64,
    /// Its name.
    pub key_id: String,
    /// Whose it is: login names.
    pub principals: Vec<String>,
    /// From when on it is good, in seconds since the epoch.
    pub valid_after: u64,
    /// From when on it is good no longer, in seconds since the epoch.
    pub valid_before: u64,
    /// What it may be used for, by name.
    pub critical_options: Vec<(String, String)>,
}

/// What a certificate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateHolder {
    /// People who sign in.
    User,
    /// Servers.
    Host,
}

impl Authenticator {
    /// Whether certificates can let anybody in. Where they can, each key that is offered may be a certified one, which only
    /// its proof will show.
    ///
    /// # Errors
    /// The database fails.
    pub async fn takes_certificates(&self) -> Result<bool, Denial> {
        let settings = ssh_settings::read(&mut *self.acts.db.read().await?).await?;
        Ok(!settings.certificate_authorities.is_empty())
    }

    /// Signs in with a certificate that was proven, as far as that is enough.
    ///
    /// # Errors
    /// Why not.
    pub async fn certificate_proven(
        &self,
        login: &str,
        certificate: &ProvenCertificate,
        origin: Origin,
    ) -> Result<Round, Denial> {
        let Some(user) = self.user_of_login(login).await? else {
            return Err(self.refuse(Claim::Name(login), &origin, Denial::UnknownUser).await);
        };
        let settings = ssh_settings::read(&mut *self.acts.db.read().await?).await?;
        let now = self.acts.clock.now();
        if let Err(denial) = check(certificate, &settings, &user, origin.remote_ip, now) {
            return Err(self.refuse(Claim::User(&user), &origin, denial).await);
        }
        let expires_at = (certificate.valid_before != FOREVER).then(|| seconds(certificate.valid_before));
        let first = FirstProof::Certificate { settings: digest(&settings), expires_at };
        let candidate = self.candidate(user, first, origin);
        self.round(candidate).await
    }
}

/// Tells settings from other ones, within one process.
pub(super) fn digest(settings: &SshSettings) -> u64 {
    let mut hasher = DefaultHasher::new();
    settings.hash(&mut hasher);
    hasher.finish()
}

fn check(
    certificate: &ProvenCertificate,
    settings: &SshSettings,
    user: &User,
    from: IpAddr,
    now: Timestamp,
) -> Result<(), Denial> {
    let by_ours = settings
        .certificate_authorities
        .iter()
        .filter_map(|line| SshKey::from_openssh(line).ok())
        .any(|authority| authority.blob() == certificate.authority);
    // The certified key has to be one that would be taken by itself.
    let key = SshKey::from_blob(&certificate.key);
    let named = certificate.principals.len() <= MOST_PRINCIPALS
        && certificate.principals.iter().any(|principal| LoginName::fold(principal) == user.login_folded);
    if certificate.holder != CertificateHolder::User || !by_ours || key.is_err() || !named {
        return Err(Denial::KeyMismatch);
    }
    if settings.revoked_serials.contains(&certificate.serial) || settings.revoked_key_ids.contains(&certificate.key_id)
    {
        return Err(Denial::CertificateRevoked);
    }
    if now < seconds(certificate.valid_after) || seconds(certificate.valid_before) <= now {
        return Err(Denial::Expired);
    }
    certificate.critical_options.iter().try_for_each(|(name, value)| match name.as_str() {
        SOURCE_ADDRESS => match AddressRange::parse_list(value) {
            Ok(ranges) if ranges.iter().any(|range| range.contains(from)) => Ok(()),
            Ok(_) | Err(_) => Err(Denial::AddressNotAllowed),
        },
        _ => Err(Denial::KeyMismatch),
    })
}

fn seconds(since_epoch: u64) -> Timestamp {
    Timestamp::from_seconds(i64::try_from(since_epoch).unwrap_or(i64::MAX))
}
