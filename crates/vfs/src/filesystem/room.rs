//! Room: what may be taken, and what is left.

use keyfold_db::{
    Durability, entries,
    quotas::{self, Owner},
};
use keyfold_identity::Session;
use keyfold_model::{Capability, UserId, VPath};

use super::{Filesystem, content::act_on};
use crate::{Error, Refusal, Space, blob::blocking, commit::still_lives, error::store, tree::Sight};

/// Whose room is limited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuotaOf {
    /// What a person wrote, wherever it is.
    User(UserId),
    /// What is in a folder and below it, whoever wrote it.
    Folder(VPath),
}

impl Filesystem {
    /// Room below a folder.
    ///
    /// # Errors
    /// Not found.
    pub async fn space(&self, session: &Session, path: &VPath) -> Result<Space, Error> {
        let permit = self.admit_folder(session, path).await?;
        let disk = self.store().clone();
        let (total, free) = blocking(move || disk.space()).await.map_err(store("asking for room on the disk"))?;
        let room = self.quotas().room(session.user(), permit.chain()).await?;
        Ok(match room.map(|(left, most)| (left.unsigned_abs(), most.unsigned_abs())) {
            Some((left, most)) if left < free => Space { total: most, free: left },
            Some(_) | None => Space { total, free },
        })
    }

    /// Limits how many bytes a person or a folder may take; `None` lifts the limit. What is there already stays. For site
    /// admins.
    ///
    /// # Errors
    /// Not a site admin, or no such folder.
    pub async fn set_quota(&self, session: &Session, of: QuotaOf, most: Option<u64>) -> Result<(), Error> {
        session.site_admin().map_err(|_| Refusal::Lacks(Capability::Admin))?;
        let most = most.map(i64::try_from).transpose().map_err(|_| Refusal::Invalid("that is more than any disk"))?;
        let (filesystem, session) = (self.clone(), session.clone());
        let setting = self.db().write(Durability::Disk, move |tx| {
            Box::pin(async move {
                still_lives(tx, &session).await?;
                let mut event = match &of {
                    QuotaOf::User(_) => session.event("setting_update"),
                    QuotaOf::Folder(path) => act_on(&session, "setting_update", path),
                };
                let (owner, used) = match of {
                    QuotaOf::User(user) => (Owner::User(user), 0),
                    QuotaOf::Folder(path) => {
                        let mut sight = Sight::Inside(tx.connection(), &[]);
                        let chain = sight.folder(filesystem.tree(), &path).await?.ok_or(Refusal::NotFound)?;
                        let shares = entries::shares_below(tx.connection(), chain.folder()).await?;
                        (Owner::Folder(chain.folder()), shares.iter().map(|share| share.size).sum())
                    }
                };
                // A folder is counted only while it has a limit, so it is counted anew.
                if matches!(owner, Owner::Folder(_)) {
                    quotas::delete(tx.connection(), owner).await?;
                }
                if most.is_some() || matches!(owner, Owner::User(_)) {
                    quotas::set_most(tx.connection(), owner, most, used).await?;
                }
                event.after = Some(serde_json::json!({ "quota": most }));
                if let Owner::User(user) = owner {
                    event.target =
                        Some(keyfold_audit::Target { kind: "user", id: user.to_string(), name: user.to_string() });
                }
                filesystem.log().append(tx, event).await?;
                let quotas = filesystem.quotas().clone();
                tx.on_commit(move || quotas.set(owner, most));
                Ok::<_, Error>(())
            })
        });
        setting.await
    }
}
