//! This site's own SAML keys, as the API shows them.

use keyfold_identity::{SamlKey as Row, SamlKeyState as State};
use keyfold_model::Timestamp;
use keyfold_saml::certificate::Certificate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Error, Result, time::DateTime};

/// A key of this site as a SAML service provider, without its private half.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SamlKey {
    /// Its id.
    pub id: i64,
    /// What it does.
    pub state: SamlKeyState,
    /// Its certificate, in PEM, for directories that do not read the metadata.
    pub certificate: String,
    /// SHA-256 of the certificate, in hexadecimal.
    pub fingerprint: String,
    /// Until when the certificate is dated.
    pub not_after: DateTime,
    /// When it was made.
    pub created_at: DateTime,
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SamlKeyState {
    /// It stands in the metadata and opens what is encrypted; it signs nothing yet.
    Announced,
    /// It signs.
    Signing,
    /// It signed before, and opens what is encrypted until it is retired.
    Old,
}

impl SamlKey {
    /// A key as it is shown.
    ///
    /// # Errors
    /// Its certificate can't be read.
    pub fn of(row: Row) -> Result<Self> {
        let read = Certificate::from_pem(&row.certificate).map_err(Error::internal)?;
        let certificate = read.first().ok_or_else(Error::not_found)?;
        Ok(Self {
            id: row.id.0,
            state: match row.state {
                State::Announced => SamlKeyState::Announced,
                State::Signing => SamlKeyState::Signing,
                State::Old => SamlKeyState::Old,
            },
            fingerprint: certificate.fingerprint(),
            not_after: Timestamp(certificate.validity().not_after.as_microsecond()).into(),
            certificate: row.certificate,
            created_at: row.created_at.into(),
        })
    }
}
