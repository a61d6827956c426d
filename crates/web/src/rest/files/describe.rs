//! One file or folder as it is shown.

use keyfold_model::VPath;
use keyfold_vfs::{Entry, Filesystem, Kind};

use super::File;
use crate::{Result, caller::Caller};

/// The entry at a path, with what the caller may do there.
pub async fn find(filesystem: &Filesystem, caller: &Caller, path: &VPath) -> Result<File> {
    let entry = filesystem.stat(caller.session(), path).await?;
    describe(filesystem, caller, entry, path).await
}

/// An entry that was just looked up or made, with what the caller may do there.
pub async fn describe(filesystem: &Filesystem, caller: &Caller, entry: Entry, path: &VPath) -> Result<File> {
    let folder = match (entry.kind, path.split_last()) {
        (Kind::File, Some((parent, _))) => parent,
        (Kind::File, None) | (Kind::Folder, _) => path.clone(),
    };
    let held = filesystem.capabilities(caller.session(), &folder).await.ok();
    Ok(File::of(entry, path, held))
}
