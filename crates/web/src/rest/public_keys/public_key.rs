//! SSH public keys, as the API shows them.

use keyfold_identity::{Error as IdentityError, PublicKey as Row};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{names::Names, time::DateTime};

/// An SSH public key of a person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicKey {
    /// Its id.
    pub id: i64,
    /// Whose it is.
    pub user_id: i64,
    /// Their user name.
    pub username: String,
    /// What its owner calls it.
    pub title: String,
    /// Its SHA-256 fingerprint, as `ssh-keygen -l` shows it.
    pub fingerprint_sha256: String,
    /// When it was added.
    pub created_at: DateTime,
    /// From when on it is refused.
    pub expires_at: Option<DateTime>,
    /// When somebody signed in with it last.
    pub last_login_at: Option<DateTime>,
    /// The only address ranges from which it is taken, in CIDR notation with commas between; any, where there is none.
    pub allowed_ips: Option<String>,
    /// What speaks against it, where something does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
}

impl PublicKey {
    /// A key with its owner's name.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of(key: Row, names: &mut Names) -> Result<Self, IdentityError> {
        let is_short = keyfold_identity::is_short(&key);
        Ok(Self {
            id: key.id.0,
            user_id: key.owner.0,
            username: names.user(key.owner).await?,
            title: key.title,
            fingerprint_sha256: key.fingerprint,
            created_at: key.created_at.into(),
            expires_at: key.expires_at.map(DateTime),
            last_login_at: key.last_used_at.map(DateTime),
            allowed_ips: key.addresses,
            warning: is_short.then(|| SHORT.to_owned()),
        })
    }
}

/// Said of RSA keys of 2,048 to 3,071 bits.
const SHORT: &str =
    "This RSA key is shorter than 3,072 bits. It is accepted for now; make a new one with ssh-keygen -t ed25519.";

/// A key to be added.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewPublicKey {
    /// Whose it will be: the caller's, where nothing is said.
    pub user_id: Option<i64>,
    /// What its owner calls it.
    pub title: String,
    /// The key, as in a `.pub` file of OpenSSH.
    pub public_key: String,
    /// From when on it is refused.
    pub expires_at: Option<DateTime>,
    /// The only address ranges from which it is taken, in CIDR notation with commas between; any, where nothing is said.
    pub allowed_ips: Option<String>,
}

/// Whose keys are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicKeyQuery {
    /// This person's: the caller's, where nothing is said. `0` is the caller, too.
    pub user_id: Option<i64>,
}
