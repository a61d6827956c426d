//! Second factors: what a person has besides the password, key or directory that says who they are. One file per kind.

mod email_code;
mod enrolment;
mod kind;
mod own;
mod recovery_code;
mod totp;

use keyfold_db::{
    Tx,
    factors::{self, Factor as Row},
    sign_in_codes,
};
use keyfold_model::{FactorId, Secret, Timestamp, UserId};

pub use enrolment::{AppSecret, Confirmed, Enrolment, NewFactor};
pub use kind::FactorKind;
pub use own::{Factor, Factors, Reauthentication};
pub use recovery_code::RecoveryCodes;
use totp::TotpKey;

use crate::{Error, SiteSecret};

/// How many factors a person may have.
const MAX_FACTORS: usize = 20;

/// What a person can answer with.
pub(crate) struct Answers {
    rows: Vec<Row>,
    recovery_codes: i64,
}

impl Answers {
    /// The factors of a person that are in force.
    pub(crate) async fn of(connection: &mut keyfold_db::Connection, user: UserId) -> Result<Self, Error> {
        let mut rows = factors::of_user(connection, user).await?;
        rows.retain(|row| row.confirmed_at.is_some());
        Ok(Self { rows, recovery_codes: sign_in_codes::count_recovery(connection, user).await? })
    }

    /// Whether there is any factor.
    pub(crate) const fn is_none(&self) -> bool {
        self.rows.is_empty()
    }

    /// The kinds. A recovery code alone is no factor.
    pub(crate) fn kinds(&self) -> Vec<FactorKind> {
        let mut kinds: Vec<_> = self.rows.iter().filter_map(|row| FactorKind::from_name(&row.kind)).collect();
        if self.recovery_codes > 0 && !self.is_none() {
            kinds.push(FactorKind::RecoveryCode);
        }
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}

/// Uses a code of the person up: one of an app, of a mail, or a recovery code. Says which it was; nothing where it is none,
/// or was used before. Exactly one caller has each code, whatever the protocol and the node.
pub(crate) async fn use_code(
    tx: &mut Tx,
    secret: &SiteSecret,
    user: UserId,
    code: &Secret<String>,
    now: Timestamp,
) -> Result<Option<FactorKind>, Error> {
    let code: String = code.expose().chars().filter(|c| !c.is_whitespace()).collect();
    for row in Answers::of(tx.connection(), user).await?.rows {
        if let Some(kind) = use_code_of(tx, secret, &row, &code, now).await? {
            factors::used(tx, row.id, now).await?;
            return Ok(Some(kind));
        }
    }
    let used = recovery_code::take(tx, secret, user, &code).await?;
    Ok(used.then_some(FactorKind::RecoveryCode))
}

/// The same of one factor, in force or about to be.
async fn use_code_of(
    tx: &mut Tx,
    secret: &SiteSecret,
    row: &Row,
    code: &str,
    now: Timestamp,
) -> Result<Option<FactorKind>, Error> {
    let used = match FactorKind::from_name(&row.kind) {
        Some(FactorKind::Totp) => match totp_key(secret, row).and_then(|key| key.step_of(code, now)) {
            Some(step) => factors::take_step(tx, row.id, step, now).await?,
            None => false,
        },
        Some(FactorKind::Email) => email_code::take(tx, secret, row, code, now).await?,
        Some(FactorKind::Passkey | FactorKind::RecoveryCode) | None => false,
    };
    Ok(if used { FactorKind::from_name(&row.kind) } else { None })
}

/// Sends a code to each address of the person that is a factor.
pub(crate) async fn send_codes(tx: &mut Tx, secret: &SiteSecret, user: UserId, now: Timestamp) -> Result<(), Error> {
    for row in Answers::of(tx.connection(), user).await?.rows {
        if row.kind == FactorKind::Email.name() {
            email_code::send(tx, secret, &row, now).await?;
        }
    }
    Ok(())
}

/// Takes every factor of a person away.
pub(crate) async fn remove_all(tx: &mut Tx, user: UserId) -> Result<(), Error> {
    factors::delete_of_user(tx, user).await?;
    Ok(sign_in_codes::delete_recovery(tx, user).await?)
}

/// The key of an app; nothing where this site's secret does not open it.
fn totp_key(secret: &SiteSecret, row: &Row) -> Option<TotpKey> {
    let opened = row.secret.as_deref().and_then(|sealed| secret.unseal(sealed, &bound_to(row.id)));
    if opened.is_none() {
        tracing::error!(factor = row.id.0, "this site's secret does not open this second factor");
    }
    opened.map(TotpKey::from_bytes)
}

/// What a sealed secret belongs to.
fn bound_to(factor: FactorId) -> Vec<u8> {
    format!("factor {factor}").into_bytes()
}
