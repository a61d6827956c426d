//! From the filesystem's neutral errors to those of the API: one table, without a wildcard.

use keyfold_model::{Capability, PathError};
use keyfold_vfs::{Error as FilesystemError, Refusal};

use super::{Error, Kind, identity::sentence};

impl From<FilesystemError> for Error {
    fn from(error: FilesystemError) -> Self {
        match error {
            FilesystemError::Refused(refusal) => refusal.into(),
            FilesystemError::Database(_) | FilesystemError::Record(_) | FilesystemError::Store { .. } => {
                Self::internal(error)
            }
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let kind = match &refusal {
            Refusal::NotFound => return Self::not_found(),
            Refusal::Lacks(capability) => kind_of_lacking(*capability),
            Refusal::NameHidden | Refusal::BlockedInside | Refusal::WouldBeInvisible | Refusal::Root => Kind::Forbidden,
            Refusal::Exists => Kind::DestinationExists,
            Refusal::IsAFolder => Kind::CannotDownloadDirectory,
            Refusal::NotAFolder => Kind::FolderMustNotBeAFile,
            Refusal::NotEmpty => Kind::FolderNotEmpty,
            Refusal::IntoItself | Refusal::Invalid(_) => Kind::RequestParamsInvalid,
            Refusal::Locked => Kind::Locked,
            Refusal::Changed => Kind::PreconditionFailed,
            Refusal::QuotaExceeded | Refusal::NoSpace => Kind::StorageQuotaReached,
            Refusal::Path(_) => Kind::InvalidPath,
            Refusal::SessionEnded => Kind::InvalidSession,
        };
        Self::new(kind, sentence(&refusal.to_string()))
    }
}

impl From<PathError> for Error {
    fn from(error: PathError) -> Self {
        Refusal::Path(error).into()
    }
}

const fn kind_of_lacking(capability: Capability) -> Kind {
    match capability {
        Capability::List | Capability::Preview => Kind::ListPermissionRequired,
        Capability::Read => Kind::ReadPermissionRequired,
        Capability::Create | Capability::Overwrite | Capability::Move => Kind::WritePermissionRequired,
        Capability::Delete => Kind::DeletePermissionRequired,
        Capability::Share => Kind::BundlePermissionRequired,
        Capability::History => Kind::HistoryPermissionRequired,
        Capability::Admin => Kind::FolderAdminPermissionRequired,
    }
}
