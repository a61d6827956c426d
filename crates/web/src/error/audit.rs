//! From the audit log's errors to those of the API.

use std::error::Error as _;

use keyfold_audit::{CursorError, Error as AuditError};

use super::{Error, Kind, identity::sentence};

impl From<AuditError> for Error {
    fn from(error: AuditError) -> Self {
        let mut cause = error.source();
        while let Some(inner) = cause {
            if inner.is::<CursorError>() {
                return Self::new(Kind::InvalidCursor, sentence(&inner.to_string()));
            }
            cause = inner.source();
        }
        Self::internal(error)
    }
}
