//! Neutral errors. Each protocol has one table from these to its codes.

use std::io::ErrorKind;

use keyfold_model::{Capability, PathError};

/// Why an act was refused: a value, decided before anything was touched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing of that name, or nothing this person may know of.
    #[error("not found")]
    NotFound,
    /// The person sees the place and lacks a capability there.
    #[error("you may not {} this folder; if you need to, ask an admin of the folder", act_of(*.0))]
    Lacks(Capability),
    /// A hidden entry holds that name.
    #[error("permission denied")]
    NameHidden,
    /// A folder inside is fenced off, so that the whole can't be moved or deleted.
    #[error("a folder inside is blocked for you, so the whole can't be moved or deleted")]
    BlockedInside,
    /// A grant that covers one folder only would make this folder invisible to its maker.
    #[error("you would not see this folder: your permission covers the folder above alone")]
    WouldBeInvisible,
    /// Something of that name is there.
    #[error("something of that name is already there")]
    Exists,
    /// A file was wanted and a folder is there.
    #[error("that is a folder")]
    IsAFolder,
    /// A folder was wanted and a file is there.
    #[error("that is not a folder")]
    NotAFolder,
    /// The folder has something in it.
    #[error("the folder is not empty")]
    NotEmpty,
    /// A folder can't be moved into itself.
    #[error("a folder can't be moved into itself")]
    IntoItself,
    /// The root can't be moved, deleted, fenced.
    #[error("that can't be done to the top folder")]
    Root,
    /// Someone else holds a lock, or writes there.
    #[error("somebody else is changing this")]
    Locked,
    /// A precondition (`If-Match`) does not hold.
    #[error("it has been changed by somebody else since you read it")]
    Changed,
    /// The person's or the folder's quota is used up.
    #[error("the quota is used up")]
    QuotaExceeded,
    /// The disk is full.
    #[error("there is no room left on the server's disk")]
    NoSpace,
    /// The bytes are no path.
    #[error(transparent)]
    Path(#[from] PathError),
    /// The session was cut, or its person switched off.
    #[error("your session has ended")]
    SessionEnded,
    /// What was asked makes no sense: an offset that does not fit, a negative size.
    #[error("{0}")]
    Invalid(&'static str),
}

/// A refusal, or a failure of the machinery.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The act was refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] keyfold_db::Error),
    /// The record could not be written, so the act did not happen.
    #[error("the audit log failed, so nothing was done")]
    Record(#[from] keyfold_audit::Error),
    /// The blob store failed.
    #[error("the blob store failed while {doing}")]
    Store {
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
}

impl From<keyfold_db::Error> for Error {
    fn from(error: keyfold_db::Error) -> Self {
        if error.is_disk_full() { Self::Refused(Refusal::NoSpace) } else { Self::Database(error) }
    }
}

impl From<PathError> for Error {
    fn from(error: PathError) -> Self {
        Self::Refused(Refusal::Path(error))
    }
}

impl Error {
    /// What the record calls it.
    pub(crate) fn failure_type(&self) -> Option<&'static str> {
        match self {
            Self::Refused(refusal) => Some(refusal.failure_type()),
            Self::Database(_) | Self::Record(_) | Self::Store { .. } => Some("internal"),
        }
    }
}

impl Refusal {
    /// What the record calls it.
    pub(crate) const fn failure_type(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Lacks(_) | Self::NameHidden | Self::BlockedInside | Self::WouldBeInvisible => "permission_denied",
            Self::Exists | Self::IsAFolder | Self::NotAFolder | Self::NotEmpty | Self::IntoItself | Self::Root => {
                "conflict"
            }
            Self::Locked => "locked",
            Self::Changed => "precondition_failed",
            Self::QuotaExceeded => "quota_exceeded",
            Self::NoSpace => "no_space",
            Self::Path(_) | Self::Invalid(_) => "invalid",
            Self::SessionEnded => "session_cut",
        }
    }
}

/// Tells what was being done when the store failed; a full disk is a refusal that people understand.
pub(crate) fn store(doing: &'static str) -> impl FnOnce(std::io::Error) -> Error {
    move |source| {
        let kind = source.kind();
        if matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded) {
            Error::Refused(Refusal::NoSpace)
        } else if kind == ErrorKind::FileTooLarge {
            Error::Refused(Refusal::Invalid("a file can't be that long"))
        } else {
            Error::Store { doing, source }
        }
    }
}

/// What a capability is for, in the words of a sentence that ends in "this folder".
const fn act_of(capability: Capability) -> &'static str {
    match capability {
        Capability::List => "see what is in",
        Capability::Preview => "look at files in",
        Capability::Read => "download from",
        Capability::Create => "add to",
        Capability::Overwrite => "change files in",
        Capability::Move => "move or rename things in",
        Capability::Delete => "delete things in",
        Capability::Share => "share things in",
        Capability::History => "see the history of",
        Capability::Admin => "manage",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_a_refusal_and_a_broken_one_a_failure() {
        let full = store("writing a staged blob")(ErrorKind::StorageFull.into());
        assert!(matches!(full, Error::Refused(Refusal::NoSpace)), "{full:?}");
        let broken = store("writing a staged blob")(std::io::Error::other("broken"));
        assert!(matches!(broken, Error::Store { doing: "writing a staged blob", .. }), "{broken:?}");
    }
}
