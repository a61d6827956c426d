//! From `mail`'s errors to those of the API: one table.

use keyfold_mail::Error as MailError;

use super::{Error, Kind, identity::sentence};

impl From<MailError> for Error {
    fn from(error: MailError) -> Self {
        let kind = match &error {
            MailError::Address(_) => Kind::RequestParamsInvalid,
            MailError::NotConfigured | MailError::Smtp(_) => Kind::InvalidModel,
            MailError::NotFound => Kind::NotFound,
            MailError::Database(_) => return Self::internal(error),
        };
        Self::new(kind, sentence(&error.to_string()))
    }
}
