//! Fences as administrators list them, and folders as explanations speak of them.

use keyfold_db::grants;
use keyfold_identity::Session;
use keyfold_model::{Fence, FolderId, VPath};

use super::Filesystem;
use crate::{
    Error, Refusal,
    admit::{self, Administer},
};

/// A fence as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fenced {
    /// The folder.
    pub folder: FolderId,
    /// Where it is now.
    pub path: VPath,
    /// What stops there.
    pub fence: Fence,
}

impl Filesystem {
    /// Every fence of which the session may know: all of them for site admins (read-only ones too), those of the folders
    /// that they administer for others.
    ///
    /// # Errors
    /// The database fails.
    pub async fn all_fences(&self, session: &Session) -> Result<Vec<Fenced>, Error> {
        let asker = self.asker(session)?;
        let mut reader = self.db().read().await?;
        let mut shown = Vec::new();
        for (folder, fence) in grants::fences(&mut reader).await? {
            let Some(chain) = self.tree().chain_of(&mut reader, folder).await? else { continue };
            if admit::may_administer(&asker, &chain, Administer::See).is_ok() {
                shown.push(Fenced { folder, path: chain.path().clone(), fence });
            }
        }
        Ok(shown)
    }

    /// The folder and those above it, from the root down, each with its id: what an explanation of the folder speaks of.
    /// For those who may ask for one.
    ///
    /// # Errors
    /// Not found, or not for this person to know of.
    pub async fn way_to(&self, session: &Session, path: &VPath) -> Result<Vec<(FolderId, VPath)>, Error> {
        let chain = self.tree().folder(path).await?.ok_or(Refusal::NotFound)?;
        if admit::may_administer(&self.asker(session)?, &chain, Administer::See).is_err() {
            self.admit_folder(session, path).await?;
        }
        let mut place = VPath::root();
        let mut way = Vec::with_capacity(chain.ids().len());
        let mut names = path.names();
        for folder in chain.ids() {
            way.push((*folder, place.clone()));
            if let Some(name) = names.next() {
                place = place.join(&name)?;
            }
        }
        Ok(way)
    }
}
