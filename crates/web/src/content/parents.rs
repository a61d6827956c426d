//! The folders above a new entry.

use keyfold_identity::Session;
use keyfold_model::VPath;
use keyfold_vfs::{Error as FilesystemError, Filesystem, Refusal};

use crate::Result;

/// Makes those folders above `path` that are not there.
///
/// # Errors
/// No right to make one of them, or a file stands in the way.
pub async fn make_parents(filesystem: &Filesystem, session: &Session, path: &VPath) -> Result<()> {
    let Some((parent, _)) = path.split_last() else { return Ok(()) };
    let mut folder = VPath::root();
    for name in parent.names() {
        folder = folder.join(&name)?;
        match filesystem.stat(session, &folder).await {
            Ok(_) => continue,
            Err(FilesystemError::Refused(Refusal::NotFound)) => {}
            Err(error) => return Err(error.into()),
        }
        match filesystem.make_dir(session, &folder).await {
            // Another upload made it in between.
            Ok(_) | Err(FilesystemError::Refused(Refusal::Exists)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
