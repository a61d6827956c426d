//! Who reaches what: grants and fences of a folder, and why.
//!
//! A change of either is one transaction with its audit row, and is in force in the hook of its commit: before the call
//! that made it returns, on every protocol, for what is already open too.

use keyfold_audit::{Event, Target, action};
use keyfold_authz::{Change, Explanation, Reacher};
use keyfold_db::{
    Durability, Tx,
    grants::{self, GrantRow},
    groups, users,
};
use keyfold_identity::Session;
use keyfold_model::{Fence, FolderId, Grant, GrantId, Level, Reach, Subject, Timestamp, UserId, VPath};

use super::{Filesystem, content::act_on};
use crate::{
    Error, Refusal,
    admit::{self, Administer},
    commit::still_lives,
    tree::{Chain, Sight},
};

/// How many grants are read at once.
const BATCH: i64 = 1000;

/// A grant as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// The grant.
    pub grant: Grant,
    /// Where its folder is now.
    pub path: VPath,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it, as the record names them.
    pub created_by: String,
}

impl Granted {
    fn new(row: GrantRow, path: VPath) -> Self {
        Self { grant: row.grant, path, created_at: row.created_at, created_by: row.created_by }
    }
}

impl Filesystem {
    /// The grants that stand on the folder. For those with `admin` there, and site admins (read-only ones too).
    ///
    /// # Errors
    /// Not found, or not an administrator there.
    pub async fn grants(&self, session: &Session, path: &VPath) -> Result<Vec<Granted>, Error> {
        let chain = self.administer(session, path).await?;
        let rows = grants::of_folder(&mut *self.db().read().await?, chain.folder()).await?;
        Ok(rows.into_iter().map(|row| Granted::new(row, chain.path().clone())).collect())
    }

    /// Every grant of which the session may know: all of them for site admins (read-only ones too), those on the folders
    /// that they administer for others.
    ///
    /// # Errors
    /// The database fails.
    pub async fn all_grants(&self, session: &Session) -> Result<Vec<Granted>, Error> {
        let asker = self.asker(session)?;
        let mut reader = self.db().read().await?;
        let (mut shown, mut after) = (Vec::new(), GrantId(0));
        loop {
            let rows = grants::all(&mut reader, after, BATCH).await?;
            let Some(last) = rows.last() else { return Ok(shown) };
            after = last.grant.id;
            for row in rows {
                let Some(chain) = self.tree().chain_of(&mut reader, row.grant.folder).await? else { continue };
                if admit::may_administer(&asker, &chain, Administer::See).is_ok() {
                    shown.push(Granted::new(row, chain.path().clone()));
                }
            }
        }
    }

    /// Makes a grant on the folder. It is in force when this returns.
    ///
    /// # Errors
    /// Not an administrator there, or the subject does not exist.
    pub async fn grant(
        &self,
        session: &Session,
        path: &VPath,
        subject: Subject,
        level: Level,
        reach: Reach,
    ) -> Result<Grant, Error> {
        let id = GrantId(self.db().next_id().await?);
        let (filesystem, session, path) = (self.clone(), session.clone(), path.clone());
        let granting = self.db().write(Durability::Disk, move |tx| {
            Box::pin(async move {
                let chain = filesystem.administer_in(tx, &session, &path).await?;
                check_subject(tx, &subject).await?;
                let grant = Grant { id, folder: chain.folder(), subject, level, reach };
                let created_by = session.facts().login_name.clone();
                let row = GrantRow { grant: grant.clone(), created_at: filesystem.now(), created_by };
                grants::insert(tx, &row).await?;
                let mut event = grant_event(&session, "permission_create", &chain, &grant);
                event.after = serde_json::to_value(&grant).ok();
                filesystem.log().append(tx, event).await?;
                let change = Change::GrantAdded { grant: grant.clone(), chain: compiled(&chain)? };
                filesystem.apply_on_commit(tx, change);
                Ok::<_, Error>(grant)
            })
        });
        granting.await
    }

    /// Takes a grant away. It gives nothing any more when this returns.
    ///
    /// # Errors
    /// No such grant, or not an administrator of its folder.
    pub async fn revoke(&self, session: &Session, id: GrantId) -> Result<(), Error> {
        let (filesystem, session) = (self.clone(), session.clone());
        let revoking = self.db().write(Durability::Disk, move |tx| {
            Box::pin(async move {
                still_lives(tx, &session).await?;
                let row = grants::find(tx.connection(), id).await?.ok_or(Refusal::NotFound)?;
                let chain = filesystem.tree().chain_of(tx.connection(), row.grant.folder).await?;
                let chain = chain.ok_or(Refusal::NotFound)?;
                let asker = filesystem.asker(&session)?;
                // Who may not know of the grant is told so; a read-only admin may, and is denied.
                admit::may_administer(&asker, &chain, Administer::See).map_err(|_| Refusal::NotFound)?;
                admit::may_administer(&asker, &chain, Administer::Change)?;
                grants::delete(tx, id).await?;
                let mut event = grant_event(&session, "permission_delete", &chain, &row.grant);
                event.before = serde_json::to_value(&row.grant).ok();
                filesystem.log().append(tx, event).await?;
                filesystem.apply_on_commit(tx, Change::GrantRemoved(id));
                Ok::<_, Error>(())
            })
        });
        revoking.await
    }

    /// The fence of the folder.
    ///
    /// # Errors
    /// Not found, or not an administrator there.
    pub async fn fence(&self, session: &Session, path: &VPath) -> Result<Option<Fence>, Error> {
        let chain = self.administer(session, path).await?;
        Ok(grants::fence(&mut *self.db().read().await?, chain.folder()).await?)
    }

    /// Sets the fence of the folder, or takes it away.
    ///
    /// # Errors
    /// Not an administrator there, or the root.
    pub async fn set_fence(&self, session: &Session, path: &VPath, fence: Option<Fence>) -> Result<(), Error> {
        let (filesystem, session, path) = (self.clone(), session.clone(), path.clone());
        let fencing = self.db().write(Durability::Disk, move |tx| {
            Box::pin(async move {
                let chain = filesystem.administer_in(tx, &session, &path).await?;
                let folder = chain.folder();
                if folder == FolderId::ROOT {
                    return Err(Refusal::Root.into());
                }
                let before = grants::fence(tx.connection(), folder).await?;
                match fence {
                    Some(fence) => {
                        let by = &session.facts().login_name;
                        grants::set_fence(tx, folder, fence, filesystem.now(), by).await?;
                    }
                    None => drop(grants::delete_fence(tx, folder).await?),
                }
                let what = if fence.is_some() { action::FENCE_CREATE } else { action::FENCE_DELETE };
                let mut event = act_on(&session, what, chain.path());
                event.before = serde_json::to_value(before).ok();
                event.after = serde_json::to_value(fence).ok();
                filesystem.log().append(tx, event).await?;
                filesystem.apply_on_commit(tx, Change::FenceSet { chain: compiled(&chain)?, fence });
                Ok::<_, Error>(())
            })
        });
        fencing.await
    }

    /// What a person has in the folder, and why. For administrators of the folder, and everyone about themselves.
    ///
    /// # Errors
    /// Not found, or not an administrator there.
    pub async fn explain(&self, session: &Session, user: UserId, path: &VPath) -> Result<Explanation, Error> {
        let chain = if user == session.user() {
            self.admit_folder(session, path).await?.chain().clone()
        } else {
            self.administer(session, path).await?
        };
        Ok(keyfold_authz::explain(&self.policy().current(), user, chain.place()))
    }

    /// Everyone who has something in the folder, how and why. For administrators of the folder.
    ///
    /// # Errors
    /// Not found, or not an administrator there.
    pub async fn who_reaches(&self, session: &Session, path: &VPath) -> Result<Vec<Reacher>, Error> {
        let chain = self.administer(session, path).await?;
        Ok(keyfold_authz::who_reaches(&self.policy().current(), chain.place()))
    }

    async fn administer(&self, session: &Session, path: &VPath) -> Result<Chain, Error> {
        let asker = self.asker(session)?;
        admit::administer(&asker, &mut Sight::Committed, self.tree(), path, Administer::See).await
    }

    async fn administer_in(&self, tx: &mut Tx, session: &Session, path: &VPath) -> Result<Chain, Error> {
        still_lives(tx, session).await?;
        let asker = self.asker(session)?;
        let mut sight = Sight::Inside(tx.connection(), &[]);
        admit::administer(&asker, &mut sight, self.tree(), path, Administer::Change).await
    }

    fn apply_on_commit(&self, tx: &mut Tx, change: Change) {
        let policy = self.policy().clone();
        tx.on_commit(move || policy.apply([change]));
    }
}

/// A grant to nobody would be given to whoever got that id: it is refused.
async fn check_subject(tx: &mut Tx, subject: &Subject) -> Result<(), Error> {
    const NO_USER: Error = Error::Refused(Refusal::Invalid("there is no such user"));
    const NO_GROUP: Error = Error::Refused(Refusal::Invalid("there is no such group"));
    match subject {
        Subject::User(id) => {
            let user = users::find(tx.connection(), *id).await?.filter(|user| user.deleted_at.is_none());
            user.map(drop).ok_or(NO_USER)
        }
        Subject::Group(id) => groups::find(tx.connection(), *id).await?.map(drop).ok_or(NO_GROUP),
        Subject::AllOf(ids) => {
            for id in ids {
                groups::find(tx.connection(), *id).await?.ok_or(NO_GROUP)?;
            }
            Ok(())
        }
        Subject::Partner(_) => Err(Refusal::Invalid("there is no such partner").into()),
    }
}

fn grant_event(session: &Session, action: &'static str, chain: &Chain, grant: &Grant) -> Event {
    let mut event = act_on(session, action, chain.path());
    let name = format!("{} for {}", grant.level.label(), grant.subject);
    event.target = Some(Target { kind: "permission", id: grant.id.to_string(), name });
    event
}

fn compiled(chain: &Chain) -> Result<keyfold_authz::Chain, Error> {
    let chain = keyfold_authz::Chain::new(chain.ids().to_vec());
    chain.map_err(|_| Refusal::Invalid("the folder lies nowhere").into())
}
