//! Who may sign in from where, over what, and with how much proof: as the site, its groups and people's accounts say.

mod addresses;
mod group;
mod stance;
mod standing;

use keyfold_db::{Connection, settings};
use serde::{Deserialize, Serialize};
use serde_json::json;

pub use addresses::AllowedAddresses;
pub use group::GroupSignIn;
pub use stance::Stance;
pub(crate) use standing::{Standing, Want};

use crate::{Error, SiteAdmin, act::Acts, target, throttle::Limit};

/// The setting that holds the policy.
const SETTING: &str = "sign_in";

/// Of whom the site wants a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mandate {
    /// Of nobody; who has one is asked for it.
    #[default]
    Off,
    /// Of everybody.
    All,
    /// Of site admins, read-only ones too.
    Admins,
    /// Of everybody whom no directory sent.
    NotDirectoryUsers,
}

/// What an SSH key is worth to those who have a second factor and need none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyAlone {
    /// They are asked for the factor, too.
    #[default]
    Refused,
    /// It is enough.
    Enough,
}

/// What the site says of sign-ins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignInPolicy {
    /// Of whom a second factor is wanted.
    pub two_factor: Mandate,
    /// What an SSH key alone is worth.
    pub ssh_key_alone: KeyAlone,
    /// Whether anybody may use SFTP.
    pub sftp: bool,
    /// Whether anybody may use FTP.
    pub ftp: bool,
    /// Whether anybody may use WebDAV.
    pub dav: bool,
    /// From which addresses anybody may come.
    pub allowed_addresses: AllowedAddresses,
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

/// What passwords have to be like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordRules {
    /// How many characters they have at the least.
    pub min_length: u32,
    /// How many of a person's last passwords can't be taken again.
    pub history: u32,
    /// After how many days another one has to be chosen; 0: never.
    pub max_age_days: u32,
}

impl Default for PasswordRules {
    fn default() -> Self {
        Self { min_length: Self::SHORTEST, history: 0, max_age_days: 0 }
    }
}

impl PasswordRules {
    /// No site can allow shorter ones.
    const SHORTEST: u32 = 8;
    /// More can't be asked for: each is a hash to be checked.
    const LONGEST_HISTORY: u32 = 24;
}

impl Default for SignInPolicy {
    fn default() -> Self {
        Self {
            two_factor: Mandate::Off,
            ssh_key_alone: KeyAlone::Refused,
            sftp: true,
            ftp: true,
            dav: true,
            allowed_addresses: AllowedAddresses::default(),
            lockout: Limit { failures: 20, within_seconds: 3600, pause_seconds: 900 },
            throttle: Limit { failures: 6, within_seconds: 60, pause_seconds: 60 },
            address_throttle: Limit { failures: 100, within_seconds: 600, pause_seconds: 600 },
            passwords: PasswordRules::default(),
            session_idle_minutes: 120,
            session_minutes: 24 * 60,
        }
    }
}

impl SignInPolicy {
    /// The longest that a browser can stay signed in: 30 days.
    const LONGEST_SESSION: u32 = 30 * 24 * 60;

    /// The policy in force.
    pub(crate) async fn load(connection: &mut Connection) -> Result<Self, Error> {
        let Some(text) = settings::get(connection, SETTING).await? else { return Ok(Self::default()) };
        // Nobody is let in by a policy that can't be read.
        serde_json::from_str(&text).map_err(|error| Error::invalid("sign-in policy", error))
    }

    fn check(&self) -> Result<(), Error> {
        let refuse = |why: String| Err(Error::invalid("sign-in policy", why));
        if self.passwords.min_length < PasswordRules::SHORTEST || self.passwords.min_length > 128 {
            return refuse(format!("passwords have at least {} and at most 128 characters", PasswordRules::SHORTEST));
        }
        if self.passwords.history > PasswordRules::LONGEST_HISTORY {
            return refuse(format!("at most {} passwords are remembered", PasswordRules::LONGEST_HISTORY));
        }
        let limits = [self.lockout, self.throttle, self.address_throttle];
        if limits.iter().any(|limit| limit.failures > 0 && (limit.within_seconds == 0 || limit.pause_seconds == 0)) {
            return refuse("a limit needs a time within which it counts, and a pause".to_owned());
        }
        let minutes = 1..=Self::LONGEST_SESSION;
        if !minutes.contains(&self.session_idle_minutes) || !minutes.contains(&self.session_minutes) {
            return refuse(format!("sessions last 1 to {} minutes", Self::LONGEST_SESSION));
        }
        Ok(())
    }
}

/// What the site and its groups say of sign-ins. Cheap to clone.
#[derive(Clone)]
pub struct SignInPolicies {
    pub(crate) acts: Acts,
}

impl SignInPolicies {
    /// What the site says.
    ///
    /// # Errors
    /// The database fails.
    pub async fn site(&self) -> Result<SignInPolicy, Error> {
        SignInPolicy::load(&mut *self.acts.db.read().await?).await
    }

    /// Changes what the site says. It holds from the next sign-in on.
    ///
    /// # Errors
    /// It makes no sense.
    pub async fn set_site(
        &self,
        admin: &SiteAdmin,
        edit: impl FnOnce(&mut SignInPolicy) + Send + 'static,
    ) -> Result<SignInPolicy, Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let before = SignInPolicy::load(act.tx.connection()).await?;
                    let mut after = before.clone();
                    edit(&mut after);
                    after.check()?;
                    settings::set(act.tx, SETTING, &json!(after).to_string(), act.now).await?;
                    let mut event = act.event("setting_update");
                    event.target = Some(target::of("setting", SETTING, SETTING));
                    event.before = Some(json!(before));
                    event.after = Some(json!(after));
                    act.record(event).await?;
                    Ok(after)
                })
            })
            .await
    }
}
