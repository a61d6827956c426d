//! Copying. Copies share the bytes of what they were made from: a copy of any size costs one row per file.

use keyfold_authz::Operation;
use keyfold_db::{
    Durability, Tx,
    entries::{self, Content, Kind, Row},
};
use keyfold_identity::Session;
use keyfold_model::{EntryId, FolderId, Name, VPath};

use super::{Filesystem, content::act_on};
use crate::{
    Entry, Error, Refusal, Replace,
    admit::{self, Permit},
    commit::{replace_content, still_lives},
    tree::Sight,
};

/// How many entries of a folder are copied in one transaction, so that others get their turn.
const BATCH: usize = 256;

/// One entry to be copied, with the id that the copy will have.
#[derive(Clone)]
struct Item {
    from: VPath,
    to: VPath,
    kind: Kind,
    id: EntryId,
}

impl Filesystem {
    /// Copies a file, or a folder with all that the person may read in it.
    ///
    /// # Errors
    /// Rights missing at either end, the target taken, quota.
    pub async fn copy(&self, session: &Session, from: &VPath, to: &VPath, replace: Replace) -> Result<Entry, Error> {
        let copied = self.copy_all(session, from, to, replace).await;
        self.record_denial(copied, || copy_event(session, from, to)).await
    }

    async fn copy_all(&self, session: &Session, from: &VPath, to: &VPath, replace: Replace) -> Result<Entry, Error> {
        let asker = self.asker(session)?;
        let source = admit::copy_source(&asker, &mut Sight::Committed, self.tree(), from).await?;
        let kind = source.existing()?.kind;
        if kind == Kind::Folder && to.is_within(from) {
            return Err(Refusal::IntoItself.into());
        }
        admit::place_copy(&asker, &mut Sight::Committed, self.tree(), to, kind, replace).await?;
        let mut items = vec![self.item(from.clone(), to.clone(), kind).await?];
        if kind == Kind::Folder {
            self.collect(session, &mut items).await?;
        }
        let mut top = None;
        for batch in items.chunks(BATCH) {
            let first = top.is_none().then(|| copy_event(session, from, to));
            let made = self.copy_batch(session, batch.to_vec(), replace, first).await?;
            top = top.or(made);
        }
        top.ok_or(Error::Refused(Refusal::NotFound))
    }

    async fn item(&self, from: VPath, to: VPath, kind: Kind) -> Result<Item, Error> {
        Ok(Item { from, to, kind, id: EntryId(self.db().next_id().await?) })
    }

    /// What lies below the first item and may be read: folders before what is in them.
    async fn collect(&self, session: &Session, items: &mut Vec<Item>) -> Result<(), Error> {
        let needed = Operation::Copy.needs().source;
        let mut next = 0;
        while let Some(item) = items.get(next).cloned() {
            next += 1;
            if item.kind == Kind::File {
                continue;
            }
            let may_read = self.capabilities(session, &item.from).await?.has_all(needed);
            let mut folder = self.open_dir(session, &item.from).await?;
            loop {
                let entries = folder.next(BATCH).await?;
                if entries.is_empty() {
                    break;
                }
                for entry in entries {
                    let Some(name) = &entry.name else { continue };
                    if entry.kind == Kind::Folder || may_read {
                        items.push(self.item(item.from.join(name)?, item.to.join(name)?, entry.kind).await?);
                    }
                }
            }
        }
        Ok(())
    }

    async fn copy_batch(
        &self,
        session: &Session,
        items: Vec<Item>,
        replace: Replace,
        event: Option<keyfold_audit::Event>,
    ) -> Result<Option<Entry>, Error> {
        let (filesystem, session) = (self.clone(), session.clone());
        let copying = self.db().write(Durability::Disk, move |tx| {
            Box::pin(async move {
                still_lives(tx, &session).await?;
                let mut first = None;
                for item in items {
                    let made = filesystem.copy_item(tx, &session, item, replace).await;
                    match made {
                        Ok(entry) => first = first.or(Some(entry)),
                        // Of what is below, that counts which can still be read now.
                        Err(Error::Refused(Refusal::NotFound)) if first.is_some() || event.is_none() => {}
                        Err(error) => return Err(error),
                    }
                }
                if let (Some(mut event), Some(entry)) = (event, &first) {
                    event.bytes = i64::try_from(entry.size).ok();
                    event.sha256.clone_from(&entry.sha256);
                    filesystem.log().append(tx, event).await?;
                }
                Ok::<_, Error>(first)
            })
        });
        copying.await
    }

    async fn copy_item(&self, tx: &mut Tx, session: &Session, item: Item, replace: Replace) -> Result<Entry, Error> {
        let asker = self.asker(session)?;
        let mut sight = Sight::Inside(tx.connection(), &[]);
        if item.kind == Kind::Folder {
            let id = FolderId(item.id.0);
            let target = admit::make_folder(&asker, &mut sight, self.tree(), &item.to, id).await?;
            return Entry::from_row(self.insert_folder(tx, &target, id).await?);
        }
        let source = admit::copy_source(&asker, &mut sight, self.tree(), &item.from).await?;
        let target = admit::place_copy(&asker, &mut sight, self.tree(), &item.to, Kind::File, replace).await?;
        let file = source.existing()?.clone();
        if source.path() == target.path() {
            return Entry::from_row(file);
        }
        let row = self.copy_file(tx, &target, file, item.id).await?;
        Entry::from_row(row)
    }

    async fn copy_file(&self, tx: &mut Tx, target: &Permit, file: Row, id: EntryId) -> Result<Row, Error> {
        let session = target.session();
        let user = session.user();
        if let Some(old) = target.entry() {
            let content = Content {
                size: file.size,
                modified: file.modified,
                written_by: user,
                untouched: old.untouched && old.created_by == Some(user),
                sha256: file.sha256.ok_or(Refusal::IsAFolder)?,
                blob: file.blob.ok_or(Refusal::IsAFolder)?,
            };
            return replace_content(self, tx, target, old.clone(), content).await;
        }
        let row = Row {
            id,
            parent: Some(target.folder()),
            name: Name::as_str(target.name()).to_owned(),
            created: self.now(),
            created_by: Some(user),
            created_via: session.facts().origin.interface,
            written_by: Some(user),
            untouched: true,
            ..file
        };
        if !entries::insert(tx.connection(), &row).await? {
            return Err(Refusal::Exists.into());
        }
        self.quotas().settle(tx.connection(), target.chain(), &[(Some(user), row.size)]).await?;
        Ok(row)
    }
}

fn copy_event(session: &Session, from: &VPath, to: &VPath) -> keyfold_audit::Event {
    let mut event = act_on(session, "copy", from);
    event.destination = Some(to.as_str().to_owned());
    event
}
