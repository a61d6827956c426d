//! Making, moving and deleting. Each is one transaction: decided and done in it.

use keyfold_authz::Change;
use keyfold_db::{
    Durability, Tx, blobs,
    entries::{self, Kind, Row},
    grants,
};
use keyfold_identity::Session;
use keyfold_model::{FolderId, UserId, VPath};

use super::{Filesystem, content::act_on};
use crate::{
    Entry, Error, Refusal, Replace,
    admit::{self, Arrangement, Permit, Removal},
    commit::still_lives,
    tree::{Chain, Sight},
};

impl Filesystem {
    /// Makes one folder; the one above must be there.
    ///
    /// # Errors
    /// No right to create, or the name is taken.
    pub async fn make_dir(&self, session: &Session, path: &VPath) -> Result<Entry, Error> {
        let id = FolderId(self.db().next_id().await?);
        let known = self.known([path]).await?;
        let (filesystem, owned_path, owned_session) = (self.clone(), path.clone(), session.clone());
        let making = self.db().write(Durability::Disk, move |tx| {
            Box::pin(async move {
                still_lives(tx, &owned_session).await?;
                let asker = filesystem.asker(&owned_session)?;
                let mut sight = Sight::Inside(tx.connection(), &known);
                let permit = admit::make_folder(&asker, &mut sight, filesystem.tree(), &owned_path, id).await?;
                let row = filesystem.insert_folder(tx, &permit, id).await?;
                let mut event = act_on(&owned_session, "create", &owned_path);
                event.target = Some(folder_target(&row));
                filesystem.log().append(tx, event).await?;
                Entry::from_row(row)
            })
        });
        let made = making.await;
        self.record_denial(made, || act_on(session, "create", path)).await
    }

    /// Writes the row of a new folder.
    pub(super) async fn insert_folder(&self, tx: &mut Tx, permit: &Permit, id: FolderId) -> Result<Row, Error> {
        let (session, now) = (permit.session(), self.now());
        let row = Row {
            id: id.entry(),
            parent: Some(permit.folder()),
            name: permit.name().as_str().to_owned(),
            kind: Kind::Folder,
            size: 0,
            modified: now,
            created: now,
            created_by: Some(session.user()),
            created_via: session.facts().origin.interface,
            written_by: None,
            untouched: true,
            sha256: None,
            blob: None,
        };
        if entries::insert(tx.connection(), &row).await? { Ok(row) } else { Err(Refusal::Exists.into()) }
    }

    /// Renames or moves a file or folder, with its grants and fences.
    ///
    /// # Errors
    /// Rights missing at either end or anywhere inside, the target taken.
    pub async fn rename(&self, session: &Session, from: &VPath, to: &VPath, replace: Replace) -> Result<Entry, Error> {
        let known = self.known([from, to]).await?;
        let (filesystem, paths, owned) = (self.clone(), (from.clone(), to.clone()), session.clone());
        let moving = self.db().write(Durability::Disk, move |tx| {
            Box::pin(async move {
                still_lives(tx, &owned).await?;
                let asker = filesystem.asker(&owned)?;
                let (tree, ends) = (filesystem.tree(), (&paths.0, &paths.1));
                let arrangement = admit::arrange_move(&asker, tx.connection(), &known, tree, ends, replace).await?;
                filesystem.place(tx, arrangement).await
            })
        });
        let moved = moving.await;
        self.record_denial(moved, || {
            let mut event = act_on(session, "move", from);
            event.destination = Some(to.as_str().to_owned());
            event
        })
        .await
    }

    async fn place(&self, tx: &mut Tx, Arrangement { source, target }: Arrangement) -> Result<Entry, Error> {
        let session = source.session();
        let mut row = source.existing()?.clone();
        let replaced = target.entry().filter(|taken| taken.id != row.id);
        if source.path() == target.path() {
            return Entry::from_row(row);
        }
        let mut event = act_on(session, "move", source.path());
        event.destination = Some(target.path().as_str().to_owned());
        if let Some(taken) = replaced {
            event.before = Some(serde_json::json!({ "replaced": { "size": taken.size, "sha256": taken.sha256 } }));
            self.bury(tx, &target, taken).await?;
        }
        self.shift_room(tx, &source, &target, &row).await?;
        if let Some(folder) = row.folder() {
            event.target = Some(folder_target(&row));
            self.tree().shake();
            let chain = target.chain().child(folder, target.name())?;
            let (filesystem, change) = (self.clone(), moved(&chain)?);
            let stays = source.folder() == target.folder();
            tx.on_commit(move || {
                filesystem.tree().shake();
                // A new name alone changes nothing of who reaches what.
                if !stays {
                    filesystem.policy().apply([change]);
                }
            });
        }
        row.parent = Some(target.folder());
        target.name().as_str().clone_into(&mut row.name);
        row.untouched &= row.created_by == Some(session.user());
        entries::set_place(tx.connection(), row.id, target.folder(), &row.name, row.untouched).await?;
        self.log().append(tx, event).await?;
        Entry::from_row(row)
    }

    /// Ends a file: its bytes are dead, and whoever wrote them has room again.
    async fn bury(&self, tx: &mut Tx, permit: &Permit, file: &Row) -> Result<(), Error> {
        entries::delete(tx.connection(), file.id).await?;
        if let Some(blob) = file.blob {
            blobs::bury(tx.connection(), blob, file.size, self.now()).await?;
        }
        self.quotas().settle(tx.connection(), permit.chain(), &[(file.written_by, -file.size)]).await
    }

    /// What moves between folders is counted in the new ones and no longer in the old ones.
    async fn shift_room(&self, tx: &mut Tx, source: &Permit, target: &Permit, row: &Row) -> Result<(), Error> {
        if !self.quotas().has_limited_folders() || source.folder() == target.folder() {
            return Ok(());
        }
        let bytes = match row.folder() {
            Some(folder) => entries::shares_below(tx.connection(), folder).await?.iter().map(|share| share.size).sum(),
            None => row.size,
        };
        let (old, new) = (source.chain().ids(), target.chain().ids());
        let leaves: Vec<FolderId> = old.iter().filter(|folder| !new.contains(folder)).copied().collect();
        let enters: Vec<FolderId> = new.iter().filter(|folder| !old.contains(folder)).copied().collect();
        self.quotas().settle_folders(tx.connection(), &leaves, -bytes).await?;
        self.quotas().settle_folders(tx.connection(), &enters, bytes).await
    }

    /// Deletes a file.
    ///
    /// # Errors
    /// Not found, a folder, or no right to delete.
    pub async fn remove_file(&self, session: &Session, path: &VPath) -> Result<(), Error> {
        self.remove(session, path, Removal::File).await
    }

    /// Deletes an empty folder.
    ///
    /// # Errors
    /// Not empty, or no right to delete here and below.
    pub async fn remove_dir(&self, session: &Session, path: &VPath) -> Result<(), Error> {
        self.remove(session, path, Removal::EmptyFolder).await
    }

    /// Deletes a folder and everything below it, or nothing.
    ///
    /// # Errors
    /// No right to delete in any folder below: refused before anything is touched.
    pub async fn remove_tree(&self, session: &Session, path: &VPath) -> Result<(), Error> {
        self.remove(session, path, Removal::Tree).await
    }

    async fn remove(&self, session: &Session, path: &VPath, removal: Removal) -> Result<(), Error> {
        let known = self.known([path]).await?;
        let (filesystem, owned_path, owned_session) = (self.clone(), path.clone(), session.clone());
        let removing = self.db().write(Durability::Disk, move |tx| {
            Box::pin(async move {
                still_lives(tx, &owned_session).await?;
                let asker = filesystem.asker(&owned_session)?;
                let tree = filesystem.tree();
                let permit = admit::remove(&asker, tx.connection(), &known, tree, &owned_path, removal).await?;
                let event = filesystem.take_away(tx, &permit).await?;
                filesystem.log().append(tx, event).await?;
                Ok::<_, Error>(())
            })
        });
        let removed = removing.await;
        self.record_denial(removed, || act_on(session, "destroy", path)).await
    }

    async fn take_away(&self, tx: &mut Tx, permit: &Permit) -> Result<keyfold_audit::Event, Error> {
        let row = permit.existing()?;
        let mut event = act_on(permit.session(), "destroy", permit.path());
        let Some(folder) = row.folder() else {
            event.bytes = Some(row.size);
            event.sha256.clone_from(&row.sha256);
            self.bury(tx, permit, row).await?;
            return Ok(event);
        };
        let shares = entries::shares_below(tx.connection(), folder).await?;
        let (files, bytes) = shares.iter().fold((0, 0), |sum, share| (sum.0 + share.files, sum.1 + share.size));
        event.target = Some(folder_target(row));
        event.bytes = Some(bytes);
        event.before = Some(serde_json::json!({ "files": files }));
        self.tree().shake();
        let freed: Vec<(Option<UserId>, i64)> = shares.iter().map(|share| (share.written_by, -share.size)).collect();
        self.quotas().settle(tx.connection(), permit.chain(), &freed).await?;
        blobs::bury_below(tx.connection(), folder, self.now()).await?;
        grants::delete_below(tx, folder).await?;
        entries::delete_below(tx.connection(), folder).await?;
        let filesystem = self.clone();
        tx.on_commit(move || {
            filesystem.tree().shake();
            filesystem.policy().apply([Change::FolderRemoved(folder)]);
        });
        Ok(event)
    }

    /// The folders that hold these paths, as they are before the transaction begins.
    pub(super) async fn known<'p>(&self, paths: impl IntoIterator<Item = &'p VPath>) -> Result<Vec<Chain>, Error> {
        let mut known = Vec::new();
        for path in paths {
            if let Some((parent, _)) = path.split_last() {
                known.extend(self.tree().folder(&parent).await?);
            }
        }
        Ok(known)
    }
}

fn moved(chain: &Chain) -> Result<Change, Error> {
    let chain = keyfold_authz::Chain::new(chain.ids().to_vec()).map_err(|_| Refusal::IntoItself)?;
    Ok(Change::FolderMoved { chain })
}

fn folder_target(row: &Row) -> keyfold_audit::Target {
    keyfold_audit::Target { kind: "folder", id: row.id.to_string(), name: row.name.clone() }
}
