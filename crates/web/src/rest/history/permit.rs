//! Who sees the history of a path.

use keyfold_model::{Capability, VPath};
use keyfold_vfs::{Filesystem, Kind, Refusal};

use crate::{Result, caller::Caller};

/// Lets admins through, and those with `history` in the folder, or in the file's folder.
pub async fn may_see_history(filesystem: &Filesystem, caller: &Caller, path: &VPath) -> Result<()> {
    if caller.site_reader().is_ok() {
        return Ok(());
    }
    let session = caller.session();
    let folder = match (filesystem.stat(session, path).await?.kind, path.split_last()) {
        (Kind::File, Some((parent, _))) => parent,
        (Kind::File, None) | (Kind::Folder, _) => path.clone(),
    };
    if filesystem.capabilities(session, &folder).await?.has(Capability::History) {
        Ok(())
    } else {
        Err(Refusal::Lacks(Capability::History).into())
    }
}
