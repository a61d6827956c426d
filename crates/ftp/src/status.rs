//! What the filesystem's refusals are called on the wire: one table, without a wildcard.

use keyfold_model::{Capability, PathError};
use keyfold_vfs::{Error, Refusal};

use crate::codec::Reply;

/// The reply to a command that the filesystem refused or could not carry out. A failure of the machinery is logged, and its cause
/// kept from the client.
pub(crate) fn reply(error: &Error) -> Reply {
    match error {
        Error::Refused(refusal) => Reply::new(code(refusal), sentence(&refusal.to_string())),
        Error::Database(_) | Error::Record(_) | Error::Store { .. } => {
            tracing::error!(error = error as &dyn std::error::Error, "a command over FTP failed");
            Reply::new(451, "The server failed; its log says why.")
        }
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// The code of each refusal (RFC 959, section 4.2.2). Those that begin with 4 are of the moment: clients try again.
#[must_use]
pub const fn code(refusal: &Refusal) -> u16 {
    match refusal {
        Refusal::Locked => 450,
        Refusal::NoSpace => 452,
        Refusal::QuotaExceeded => 552,
        Refusal::Invalid(_) => 501,
        Refusal::NotFound
        | Refusal::NotAFolder
        | Refusal::Lacks(_)
        | Refusal::NameHidden
        | Refusal::BlockedInside
        | Refusal::WouldBeInvisible
        | Refusal::Root
        | Refusal::SessionEnded
        | Refusal::Exists
        | Refusal::IsAFolder
        | Refusal::NotEmpty
        | Refusal::IntoItself
        | Refusal::Changed => 550,
        Refusal::Path(error) => match error {
            PathError::NotUtf8
            | PathError::Nul
            | PathError::ParentReference
            | PathError::NotAName(_)
            | PathError::NameTooLong
            | PathError::TooLong => 553,
        },
    }
}

/// Every refusal with its message and code: the documentation's table is made from this.
#[must_use]
pub fn table() -> Vec<(String, u16)> {
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
        let reply = reply(&Error::Store { doing: "reading", source });
        assert_eq!(reply.code, 451);
        assert!(!String::from_utf8_lossy(&reply.encode()).contains("keyfold"));
    }

    #[test]
    fn every_refusal_is_an_error_code() {
        assert!(table().iter().all(|(message, code)| !message.is_empty() && (400..600).contains(code)));
    }
}
