//! The SAML side of a connection beyond addresses and certificates, as the API shows it.

use keyfold_identity::{MatchBy, SamlMetadata, SamlSide};
use keyfold_model::Timestamp;
use keyfold_saml::certificate::Certificate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::time::DateTime;

/// How people sign in and out through a connection.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SamlSettings {
    /// The certificates that its answers are checked with. An answer is not refused for their dates: they tell when the
    /// directory is likely to change its key.
    pub certificates: Vec<SamlCertificate>,
    /// How fetching its metadata goes; nothing where it was never fetched.
    pub metadata_refresh: Option<MetadataRefresh>,
    /// Whether sign-in requests are signed. Logout messages always are.
    pub sign_requests: bool,
    /// Whether people have to prove themselves at each sign-in, though they are signed in at the directory.
    pub force_authn: bool,
    /// The NameID format that is asked for; the directory's choice where there is none.
    pub name_id_format: Option<String>,
    /// Whether an assertion that is not encrypted for this site is refused.
    pub require_encryption: bool,
    /// Whether signing out here leaves people signed in at the directory, though it has an address for signing out.
    pub sign_out_here_only: bool,
    /// What a NameID is compared with.
    pub match_by: MatchNameId,
}

/// A certificate of an identity provider.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SamlCertificate {
    /// SHA-256, in hexadecimal.
    pub fingerprint: String,
    /// Whose it says it is.
    pub subject: String,
    /// From when on it is dated.
    pub not_before: DateTime,
    /// Until when it is dated.
    pub not_after: DateTime,
}

/// How fetching the metadata of a connection goes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MetadataRefresh {
    /// When it was asked for last.
    pub checked_at: DateTime,
    /// When it could be read last, changed or not.
    pub fetched_at: Option<DateTime>,
    /// When it is asked for again.
    pub next_at: DateTime,
    /// How often in a row it could not be read. What was read before stays in force.
    pub failures: i64,
    /// What was wrong the last time.
    pub error: Option<String>,
}

/// What a NameID is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatchNameId {
    /// The user name, in any spelling.
    UserName,
    /// SCIM's `externalId`, exactly.
    ExternalId,
}

/// What changes of how people sign in and out: what is absent stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SamlSettingsChange {
    /// Whether sign-in requests are signed.
    pub sign_requests: Option<bool>,
    /// Whether people have to prove themselves at each sign-in.
    pub force_authn: Option<bool>,
    /// The NameID format that is asked for; the directory's choice where it is empty.
    pub name_id_format: Option<String>,
    /// Whether an assertion that is not encrypted for this site is refused.
    pub require_encryption: Option<bool>,
    /// Whether signing out here leaves people signed in at the directory.
    pub sign_out_here_only: Option<bool>,
    /// What a NameID is compared with.
    pub match_by: Option<MatchNameId>,
}

impl SamlSettings {
    /// What a connection has.
    #[must_use]
    pub fn of(saml: &SamlSide, metadata: Option<SamlMetadata>) -> Self {
        Self {
            certificates: certificates(saml),
            metadata_refresh: metadata.map(MetadataRefresh::of),
            sign_requests: saml.sign_requests,
            force_authn: saml.force_authn,
            name_id_format: saml.name_id_format.clone(),
            require_encryption: saml.require_encryption,
            sign_out_here_only: saml.sign_out_here_only,
            match_by: match saml.match_by {
                MatchBy::UserName => MatchNameId::UserName,
                MatchBy::ExternalId => MatchNameId::ExternalId,
            },
        }
    }
}

impl MetadataRefresh {
    fn of(row: SamlMetadata) -> Self {
        Self {
            checked_at: row.checked_at.into(),
            fetched_at: row.fetched_at.map(DateTime),
            next_at: row.next_at.into(),
            failures: row.failures,
            error: row.error,
        }
    }
}

fn certificates(saml: &SamlSide) -> Vec<SamlCertificate> {
    let read = saml.certificates.iter().filter_map(|pem| Certificate::from_pem(pem).ok()).flatten();
    read.map(|certificate| SamlCertificate {
        fingerprint: certificate.fingerprint(),
        subject: certificate.subject().to_owned(),
        not_before: Timestamp(certificate.validity().not_before.as_microsecond()).into(),
        not_after: Timestamp(certificate.validity().not_after.as_microsecond()).into(),
    })
    .collect()
}

impl SamlSettingsChange {
    /// Applies the change; what it does not name stays.
    pub fn apply(self, saml: &mut SamlSide) {
        saml.sign_requests = self.sign_requests.unwrap_or(saml.sign_requests);
        saml.force_authn = self.force_authn.unwrap_or(saml.force_authn);
        saml.require_encryption = self.require_encryption.unwrap_or(saml.require_encryption);
        saml.sign_out_here_only = self.sign_out_here_only.unwrap_or(saml.sign_out_here_only);
        if let Some(format) = self.name_id_format {
            saml.name_id_format = Some(format.trim().to_owned()).filter(|format| !format.is_empty());
        }
        match self.match_by {
            Some(MatchNameId::UserName) => saml.match_by = MatchBy::UserName,
            Some(MatchNameId::ExternalId) => saml.match_by = MatchBy::ExternalId,
            None => {}
        }
    }
}
