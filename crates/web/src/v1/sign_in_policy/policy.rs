//! What the site says of sign-ins, as the API shows it.

use keyfold_identity as identity;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Error, Result};

/// What the site says of sign-ins.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SignInPolicy {
    /// Of whom a second factor is wanted: `off`, `all`, `admins`, `not_directory_users`.
    pub two_factor: String,
    /// What an SSH key alone is worth to those who have a second factor and need none: `refused` or `enough`.
    pub ssh_key_alone: String,
    /// Whether anybody may use SFTP.
    pub sftp: bool,
    /// Whether anybody may use FTP.
    pub ftp: bool,
    /// Whether anybody may use WebDAV.
    pub dav: bool,
    /// From which networks anybody may come, with commas between them; empty: from anywhere.
    pub allowed_addresses: String,
    /// When a user name is locked out.
    pub lockout: Limit,
    /// When a user name has to pause.
    pub throttle: Limit,
    /// When an address has to pause.
    pub address_throttle: Limit,
    /// What passwords have to be like.
    pub passwords: PasswordRules,
    /// After how many minutes without use a browser is signed out.
    pub session_idle_minutes: u32,
    /// After how many minutes it is signed out in any case.
    pub session_minutes: u32,
}

/// So many failures within a window make the subject wait.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Limit {
    /// How many; 0: any number.
    pub failures: u32,
    /// Within how many seconds.
    pub within_seconds: u32,
    /// For how many seconds the subject waits then.
    pub pause_seconds: u32,
}

/// What passwords have to be like.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = SignInPasswordRules)]
pub struct PasswordRules {
    /// How many characters they have at the least.
    pub min_length: u32,
    /// How many of a person's last passwords can't be taken again.
    pub history: u32,
    /// After how many days another one has to be chosen; 0: never.
    pub max_age_days: u32,
}

impl SignInPolicy {
    /// What is in force. Both have the same fields, so that one reads as the other.
    ///
    /// # Errors
    /// They don't.
    pub fn of(policy: &identity::SignInPolicy) -> Result<Self> {
        let fields = serde_json::to_value(policy).map_err(Error::internal)?;
        serde_json::from_value(fields).map_err(Error::internal)
    }

    /// What somebody says.
    ///
    /// # Errors
    /// A word is none of those that there are, or a network is none.
    pub fn read(self) -> Result<identity::SignInPolicy> {
        let fields = serde_json::to_value(self).map_err(Error::internal)?;
        serde_json::from_value(fields).map_err(|error| Error::invalid(format!("{error}.")))
    }
}
