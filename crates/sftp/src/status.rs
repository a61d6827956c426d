//! What the filesystem's refusals are called on the wire: one table, without a wildcard.

use keyfold_model::{Capability, PathError};
use keyfold_vfs::{Error, Refusal};

use crate::codec::{Response, StatusCode};

/// The answer to a request that the filesystem refused or could not carry out. People read the message in clients that show
/// it (OpenSSH's shows the code's own words). A failure of the machinery is logged, and its cause kept from the client.
pub(crate) fn response(error: &Error) -> Response {
    match error {
        Error::Refused(refusal) => Response::Status(code(refusal), refusal.to_string().into()),
        Error::Database(_) | Error::Record(_) | Error::Store { .. } => {
            tracing::error!(error = error as &dyn std::error::Error, "a request over SFTP failed");
            Response::Status(StatusCode::Failure, "the server failed; its log says why".into())
        }
    }
}

/// The code of each refusal. Version 3 has few; they are those that OpenSSH's server gives for the matching system error.
#[must_use]
pub const fn code(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NotFound | Refusal::NotAFolder => StatusCode::NoSuchFile,
        Refusal::Lacks(_)
        | Refusal::NameHidden
        | Refusal::BlockedInside
        | Refusal::WouldBeInvisible
        | Refusal::Root
        | Refusal::SessionEnded => StatusCode::PermissionDenied,
        Refusal::Exists
        | Refusal::IsAFolder
        | Refusal::NotEmpty
        | Refusal::IntoItself
        | Refusal::Locked
        | Refusal::Changed
        | Refusal::QuotaExceeded
        | Refusal::NoSpace => StatusCode::Failure,
        Refusal::Invalid(_) => StatusCode::BadMessage,
        Refusal::Path(error) => match error {
            PathError::NotUtf8
            | PathError::Nul
            | PathError::ParentReference
            | PathError::NotAName(_)
            | PathError::NameTooLong
            | PathError::TooLong => StatusCode::BadMessage,
        },
    }
}

/// Every refusal with its message and code: the documentation's table is made from this.
#[must_use]
pub fn table() -> Vec<(String, StatusCode)> {
    let refusals = [
        Refusal::NotFound,
        Refusal::Lacks(Capability::Read),
        Refusal::NameHidden,
        Refusal::BlockedInside,
        Refusal::WouldBeInvisible,
        Refusal::Exists,
        Refusal::IsAFolder,
        Refusal::NotAFolder,
        Refusal::NotEmpty,
        Refusal::IntoItself,
        Refusal::Root,
        Refusal::Locked,
        Refusal::Changed,
        Refusal::QuotaExceeded,
        Refusal::NoSpace,
        Refusal::SessionEnded,
        Refusal::Invalid("what was asked makes no sense"),
        Refusal::Path(PathError::NotUtf8),
        Refusal::Path(PathError::Nul),
        Refusal::Path(PathError::ParentReference),
        Refusal::Path(PathError::NotAName("a/b".to_owned())),
        Refusal::Path(PathError::NameTooLong),
        Refusal::Path(PathError::TooLong),
    ];
    refusals.iter().map(|refusal| (refusal.to_string(), code(refusal))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_of_the_machinery_does_not_tell_its_cause() {
        let source = std::io::Error::other("/srv/keyfold/blobs/ab is on fire");
        let Response::Status(code, message) = response(&Error::Store { doing: "reading", source }) else {
            panic!("not a status");
        };
        assert_eq!(code, StatusCode::Failure);
        assert!(!message.contains("keyfold"), "{message}");
    }

    #[test]
    fn each_row_says_what_to_do_or_what_is_wrong() {
        let table = table();
        assert!(table.iter().all(|(message, _)| !message.is_empty()));
        assert!(
            table.contains(&("the path holds '..': give the full path instead".to_owned(), StatusCode::BadMessage))
        );
    }
}
