//! Second factors, as the API shows them. What they are checked with is shown once, to their owner.

use keyfold_identity as identity;
use keyfold_model::Secret;
use qrcode::{QrCode, render::svg};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Error, Result, time::DateTime};

/// How wide the QR code is at the least, in pixels.
const QR_SIZE: u32 = 240;

/// The second factors of a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactors {
    /// Those that are in force, oldest first.
    pub factors: Vec<SecondFactor>,
    /// How many recovery codes were not used yet.
    pub recovery_codes_left: i64,
}

/// A second factor.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactor {
    /// Its id.
    pub id: i64,
    /// `totp`, `email` or `passkey`.
    pub kind: &'static str,
    /// What its owner calls it; of codes by mail, the address.
    pub label: String,
    /// When it was used last.
    pub last_used_at: Option<DateTime>,
    /// When it was set up.
    pub created_at: DateTime,
}

impl SecondFactors {
    /// Those of a person.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of(factors: &identity::Factors, user: keyfold_model::UserId) -> Result<Self> {
        let shown = |factor: identity::Factor| SecondFactor {
            id: factor.id.0,
            kind: factor.kind.name(),
            label: factor.label,
            last_used_at: factor.last_used_at.map(DateTime),
            created_at: factor.created_at.into(),
        };
        Ok(Self {
            factors: factors.of_user(user).await?.into_iter().map(shown).collect(),
            recovery_codes_left: factors.recovery_codes_left(user).await?,
        })
    }
}

/// A second factor to be set up.
#[derive(Deserialize, ToSchema)]
pub struct NewFactor {
    /// `totp` for an authenticator app, `email` for codes by mail.
    pub kind: String,
    /// What its owner calls it.
    pub label: Option<String>,
    /// Where codes are sent.
    pub address: Option<String>,
    /// The password again: for the first factor.
    pub password: Option<String>,
    /// A code of a factor that is there: for any further one.
    pub code: Option<String>,
}

impl NewFactor {
    /// What is to be set up, for a site of that name.
    ///
    /// # Errors
    /// The kind can't be set up here.
    pub fn wanted(&self, site: &str) -> Result<identity::NewFactor> {
        match self.kind.as_str() {
            "totp" => {
                let label = self.label.clone().unwrap_or_default();
                Ok(identity::NewFactor::Totp { label, site: site.to_owned() })
            }
            "email" => Ok(identity::NewFactor::Email { address: self.address.clone().unwrap_or_default() }),
            _ => Err(Error::invalid("kind: totp or email.")),
        }
    }

    /// How the person proves anew that it is them.
    #[must_use]
    pub fn proof(self) -> identity::Reauthentication {
        match (self.code, self.password) {
            (Some(code), _) => identity::Reauthentication::Code(Secret::new(code)),
            (None, Some(password)) => identity::Reauthentication::Password(Secret::new(password)),
            (None, None) => identity::Reauthentication::Directory,
        }
    }
}

/// A second factor that was begun: its first code puts it in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct BegunFactor {
    /// Its id.
    pub id: i64,
    /// Its kind.
    pub kind: &'static str,
    /// Of an app: the `otpauth:` URI.
    pub uri: Option<String>,
    /// Of an app: the key, for those who type it.
    pub key: Option<String>,
    /// Of an app: the URI as a QR code, in SVG.
    pub qr_code: Option<String>,
}

impl BegunFactor {
    /// What is shown once.
    ///
    /// # Errors
    /// The URI is too long for a QR code.
    pub fn of(begun: &identity::Enrolment) -> Result<Self> {
        let app = begun.app.as_ref();
        Ok(Self {
            id: begun.id.0,
            kind: begun.kind.name(),
            uri: app.map(|app| app.uri.expose().clone()),
            key: app.map(|app| app.key.expose().clone()),
            qr_code: app.map(|app| qr_code(app.uri.expose())).transpose()?,
        })
    }
}

fn qr_code(text: &str) -> Result<String> {
    let code = QrCode::new(text).map_err(Error::internal)?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(QR_SIZE, QR_SIZE).build())
}

/// A code.
#[derive(Deserialize, ToSchema)]
pub struct Code {
    /// Of an app, from a mail, or a recovery code.
    pub code: String,
}

/// A second factor that is in force now.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConfirmedFactor {
    /// Its kind.
    pub kind: &'static str,
    /// With the first factor: recovery codes, shown once.
    pub recovery_codes: Option<Vec<String>>,
}

/// Recovery codes, shown once.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// The codes, each good once.
    pub recovery_codes: Vec<String>,
}
