//! From `identity`'s errors to those of the API: one table each.

use keyfold_identity::{Denial, Error as IdentityError};

use super::{Error, Kind};

impl From<IdentityError> for Error {
    fn from(error: IdentityError) -> Self {
        let kind = match &error {
            IdentityError::NotFound(_) => Kind::NotFound,
            IdentityError::Conflict(_) => Kind::Conflict,
            IdentityError::LastAdmin
            | IdentityError::Invalid { .. }
            | IdentityError::OwnedByDirectory(_)
            | IdentityError::GroupLeftOut(_) => Kind::InvalidModel,
            IdentityError::Ended => Kind::InvalidSession,
            IdentityError::NotAllowed(_) => Kind::SiteAdminRequired,
            IdentityError::Mail(_)
            | IdentityError::Database(_)
            | IdentityError::Audit(_)
            | IdentityError::Interrupted => {
                return Self::internal(error);
            }
        };
        Self::new(kind, sentence(&error.to_string()))
    }
}

impl From<Denial> for Error {
    fn from(denial: Denial) -> Self {
        // What went wrong may be the caller's: a code that is another one while a factor is set up.
        if let Denial::Unavailable(error) = denial {
            return error.into();
        }
        let kind = match &denial {
            Denial::UnknownUser | Denial::PasswordMismatch | Denial::CodeMismatch | Denial::CodeMissing => {
                Kind::InvalidUsernameOrPassword
            }
            Denial::LockedOut | Denial::Throttled => Kind::LockedOut,
            Denial::KeyMismatch
            | Denial::Expired
            | Denial::Disabled
            | Denial::NotProvisioned
            | Denial::GroupRequired
            | Denial::NameTaken(_)
            | Denial::CertificateRevoked
            | Denial::NotApproved(_)
            | Denial::ConnectionDisabled => Kind::InvalidCredentials,
            Denial::NotOver(_)
            | Denial::SeatCap
            | Denial::NotEnrolled
            | Denial::AddressNotAllowed
            | Denial::PasswordExpired => Kind::Forbidden,
            Denial::PasswordRefused(_) => Kind::InvalidModel,
            Denial::Unavailable(_) => Kind::Internal,
        };
        Self::new(kind, sentence(&denial.to_string()))
    }
}

impl Error {
    /// Why a session's token opens nothing: whatever the reason, one signs in again.
    pub fn of_session(denial: Denial) -> Self {
        match denial {
            Denial::Unavailable(_) => denial.into(),
            Denial::UnknownUser
            | Denial::PasswordMismatch
            | Denial::CodeMismatch
            | Denial::CodeMissing
            | Denial::NotEnrolled
            | Denial::LockedOut
            | Denial::Throttled
            | Denial::AddressNotAllowed
            | Denial::PasswordExpired
            | Denial::CertificateRevoked
            | Denial::NotApproved(_)
            | Denial::PasswordRefused(_)
            | Denial::KeyMismatch
            | Denial::Expired
            | Denial::Disabled
            | Denial::NotProvisioned
            | Denial::GroupRequired
            | Denial::NameTaken(_)
            | Denial::NotOver(_)
            | Denial::SeatCap
            | Denial::ConnectionDisabled => {
                Self::new(Kind::InvalidSession, "The session has ended, or never was: sign in again.")
            }
        }
    }
}

/// An error's text as people read it: it begins with a capital letter and ends with a full stop.
pub(super) fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), characters.as_str().trim_end_matches('.')),
        None => String::new(),
    }
}
