//! Who may know what was done.

use keyfold_identity::Session;
use keyfold_model::{Capability, VPath};

use super::Filesystem;
use crate::{Error, Refusal};

impl Filesystem {
    /// Whether the session may see what was done to the entry of that path, which may be gone by now: by `history` in the
    /// folder, where it is one, and otherwise in the folder that it is, or was, in. Of what was in a folder that is gone
    /// nobody is told by their grants: who reached into it then is not known any more.
    ///
    /// # Errors
    /// The database fails.
    pub async fn may_see_past_of(&self, session: &Session, path: &VPath) -> Result<bool, Error> {
        let is_folder = self.tree().folder(path).await?.is_some();
        let folder = match path.split_last() {
            Some((parent, _)) if !is_folder => parent,
            _ => path.clone(),
        };
        match self.capabilities(session, &folder).await {
            Ok(held) => Ok(held.has(Capability::History)),
            Err(Error::Refused(Refusal::NotFound | Refusal::NotAFolder)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
