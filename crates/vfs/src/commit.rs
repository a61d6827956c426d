//! The one transaction that makes written bytes a file.

use keyfold_audit::Event;
use keyfold_db::{
    Durability, Tx, access, blobs,
    entries::{self, Content, Kind, Row},
    small_blobs, staging,
};
use keyfold_identity::Session;
use keyfold_model::{EntryId, Timestamp};

use crate::{
    Entry, Error, Filesystem, Refusal, WriteMode,
    admit::{self, Permit},
    blob::Sealed,
    tree::Sight,
};

/// What is to become visible.
pub(crate) struct Commit {
    pub filesystem: Filesystem,
    pub permit: Permit,
    pub mode: WriteMode,
    pub if_match: Option<String>,
    /// The id of the file, if it is a new one.
    pub entry: EntryId,
    /// When the upload began.
    pub created: Timestamp,
    pub modified: Timestamp,
    /// Whether there is a row in `staging`.
    pub staged: bool,
    pub sealed: Sealed,
}

/// Commits what was written: row, quota, audit, and "the session still lives", or nothing.
pub(crate) async fn write(commit: Commit) -> Result<Row, Error> {
    let db = commit.filesystem.db().clone();
    db.write(Durability::Disk, move |tx| Box::pin(async move { commit.act(tx).await })).await
}

/// Whether the session still lives, for this transaction: neither was it cut on this node, nor has anything that was
/// committed before, anywhere, ended its person's access.
pub(crate) async fn still_lives(tx: &mut Tx, session: &Session) -> Result<(), Error> {
    let facts = session.facts();
    let lives = session.is_alive() && access::may_act(tx.connection(), facts.user, facts.access_epoch).await?;
    if lives { Ok(()) } else { Err(Refusal::SessionEnded.into()) }
}

impl Commit {
    async fn act(self, tx: &mut Tx) -> Result<Row, Error> {
        let session = self.permit.session();
        still_lives(tx, session).await?;
        let permit = self.decide_again(tx).await?;
        check_etag(&permit, self.if_match.as_deref())?;
        let row = match permit.entry() {
            None => self.create(tx, &permit).await?,
            Some(old) => self.replace(tx, &permit, old.clone()).await?,
        };
        if let Some(bytes) = &self.sealed.small {
            small_blobs::insert(tx.connection(), self.sealed.id, bytes).await?;
        }
        if self.staged {
            staging::delete(tx.connection(), self.sealed.id).await?;
        }
        let event = self.event(&permit, &row);
        self.filesystem.log().append(tx, event).await?;
        Ok(row)
    }

    /// What was allowed when the upload began is asked again of what is there now. Its folder may have moved since.
    async fn decide_again(&self, tx: &mut Tx) -> Result<Permit, Error> {
        let tree = self.filesystem.tree();
        let mut chain = self.permit.chain().clone();
        if chain.generation() != tree.generation() {
            chain = tree.chain_of(tx.connection(), chain.folder()).await?.ok_or(Refusal::NotFound)?;
        }
        let path = chain.path().join(self.permit.name())?;
        let mode = match self.mode {
            WriteMode::CreateNew => WriteMode::CreateNew,
            WriteMode::Replace | WriteMode::Update | WriteMode::UpdateExisting => WriteMode::Replace,
        };
        let asker = self.filesystem.asker(self.permit.session())?;
        admit::write(&asker, &mut Sight::Inside(tx.connection(), &[chain]), tree, &path, mode).await
    }

    async fn create(&self, tx: &mut Tx, permit: &Permit) -> Result<Row, Error> {
        let session = permit.session();
        let row = Row {
            id: self.entry,
            parent: Some(permit.folder()),
            name: permit.name().as_str().to_owned(),
            kind: Kind::File,
            size: self.size()?,
            modified: self.modified,
            created: self.filesystem.now(),
            created_by: Some(session.user()),
            created_via: session.facts().origin.interface,
            written_by: Some(session.user()),
            untouched: true,
            sha256: Some(self.sealed.sha256.clone()),
            blob: Some(self.sealed.id),
        };
        if !entries::insert(tx.connection(), &row).await? {
            return Err(Refusal::Exists.into());
        }
        let changes = [(row.written_by, row.size)];
        self.filesystem.quotas().settle(tx.connection(), permit.chain(), &changes).await?;
        Ok(row)
    }

    async fn replace(&self, tx: &mut Tx, permit: &Permit, old: Row) -> Result<Row, Error> {
        let user = permit.session().user();
        let content = Content {
            size: self.size()?,
            modified: self.modified,
            written_by: user,
            untouched: old.untouched && old.created_by == Some(user),
            sha256: self.sealed.sha256.clone(),
            blob: self.sealed.id,
        };
        replace_content(&self.filesystem, tx, permit, old, content).await
    }

    fn size(&self) -> Result<i64, Refusal> {
        i64::try_from(self.sealed.size).map_err(|_| Refusal::Invalid("a file can't be that long"))
    }

    fn event(&self, permit: &Permit, row: &Row) -> Event {
        let action = if permit.entry().is_some() { "update" } else { "create" };
        let mut event = permit.session().event(action);
        event.path = Some(permit.path().as_str().to_owned());
        event.bytes = Some(row.size);
        event.sha256.clone_from(&row.sha256);
        event.duration = i64::try_from(self.filesystem.now().since(self.created).as_micros()).ok();
        event
    }
}

/// Gives a file other bytes and settles what that means: the old ones are dead, their writer has room again.
pub(crate) async fn replace_content(
    filesystem: &Filesystem,
    tx: &mut Tx,
    permit: &Permit,
    old: Row,
    content: Content,
) -> Result<Row, Error> {
    entries::set_content(tx.connection(), old.id, &content).await?;
    if let Some(blob) = old.blob {
        blobs::bury(tx.connection(), blob, old.size, filesystem.now()).await?;
    }
    let new_writer = Some(content.written_by);
    let changes = if old.written_by == new_writer {
        vec![(new_writer, content.size - old.size)]
    } else {
        vec![(old.written_by, -old.size), (new_writer, content.size)]
    };
    filesystem.quotas().settle(tx.connection(), permit.chain(), &changes).await?;
    Ok(Row {
        size: content.size,
        modified: content.modified,
        written_by: new_writer,
        untouched: content.untouched,
        sha256: Some(content.sha256),
        blob: Some(content.blob),
        ..old
    })
}

/// `If-Match`: the file must be the version that the client knows.
pub(crate) fn check_etag(permit: &Permit, if_match: Option<&str>) -> Result<(), Refusal> {
    match (if_match, permit.entry()) {
        (None, _) => Ok(()),
        (Some(wanted), Some(row)) if Entry::etag_of(row) == wanted => Ok(()),
        (Some(_), _) => Err(Refusal::Changed),
    }
}
