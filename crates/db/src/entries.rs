//! The tree: one row per file or folder.

use keyfold_model::{BlobId, EntryId, FolderId, Interface, Timestamp, UserId};

use crate::{
    Connection, Error,
    sql::{self, query, query_as, query_scalar},
    statement::statements,
};

statements! {
    FIND = "SELECT id, parent_id, name, kind, size, modified, created, created_by, created_via, written_by, untouched,
            sha256, blob
        FROM entries WHERE parent_id = $1 AND name = $2";
    GET = "SELECT id, parent_id, name, kind, size, modified, created, created_by, created_via, written_by, untouched,
            sha256, blob
        FROM entries WHERE id = $1";
    /// A whole page as one text, for a listing may have 100,000 rows and each that is fetched by itself costs several times
    /// more. A name holds no slash, so that one can stand between rows; it may hold a bar, so that it comes last.
    PAGE = "SELECT string_agg(packed, '/' ORDER BY name) FROM (
            SELECT name, concat_ws('|', id, kind, size, modified, created, COALESCE(created_by, 0), created_via,
                COALESCE(written_by, 0), untouched, COALESCE(sha256, ''), COALESCE(blob, ''), name) AS packed
            FROM entries WHERE parent_id = $1 AND name > $2 ORDER BY name LIMIT $3) AS page";
    FIRST_CHILD = "SELECT id FROM entries WHERE parent_id = $1 LIMIT 1";
    CHILD_FOLDERS = "SELECT id FROM entries WHERE parent_id = $1 AND kind = 'folder'";
    /// From the entry up to the root.
    ANCESTRY = "WITH RECURSIVE above (id, parent_id, name, depth) AS (
            SELECT id, parent_id, name, 0 FROM entries WHERE id = $1
            UNION ALL
            SELECT e.id, e.parent_id, e.name, a.depth + 1 FROM entries e JOIN above a ON e.id = a.parent_id)
        SELECT id, name FROM above ORDER BY depth DESC";
    INSERT = "INSERT INTO entries (id, parent_id, name, kind, size, modified, created, created_by, created_via,
            written_by, untouched, sha256, blob)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (parent_id, name) DO NOTHING";
    SET_CONTENT = "UPDATE entries SET size = $2, modified = $3, written_by = $4, untouched = $5, sha256 = $6, blob = $7
        WHERE id = $1";
    SET_MODIFIED = "UPDATE entries SET modified = $2, untouched = $3 WHERE id = $1";
    SET_PLACE = "UPDATE entries SET parent_id = $2, name = $3, untouched = $4 WHERE id = $1";
    DELETE = "DELETE FROM entries WHERE id = $1";
    BELOW_BY_WRITER = "WITH RECURSIVE below (id) AS (
            SELECT id FROM entries WHERE id = $1
            UNION ALL
            SELECT e.id FROM entries e JOIN below b ON e.parent_id = b.id)
        SELECT e.written_by, CAST(COUNT(*) AS BIGINT), CAST(SUM(e.size) AS BIGINT) FROM entries e
        WHERE e.id IN (SELECT id FROM below) AND e.kind = 'file' GROUP BY e.written_by";
    FOLDERS_BELOW = "WITH RECURSIVE below (id) AS (
            SELECT id FROM entries WHERE id = $1
            UNION ALL
            SELECT e.id FROM entries e JOIN below b ON e.parent_id = b.id WHERE e.kind = 'folder')
        SELECT id FROM below";
    DELETE_BELOW = "WITH RECURSIVE below (id) AS (
            SELECT id FROM entries WHERE id = $1
            UNION ALL
            SELECT e.id FROM entries e JOIN below b ON e.parent_id = b.id)
        DELETE FROM entries WHERE id IN (SELECT id FROM below)";
    OWNED_BLOBS = "SELECT blob FROM entries WHERE blob >= $1 AND blob < $2";
}

/// File or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Folder => "folder",
        }
    }

    fn parse(name: &str) -> Result<Self, Error> {
        match name {
            "file" => Ok(Self::File),
            "folder" => Ok(Self::Folder),
            other => Err(Error::Corrupt { what: "entries.kind", value: other.to_owned() }),
        }
    }
}

/// One row of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its id: stays through renames and moves.
    pub id: EntryId,
    /// Where it is; nothing for the root.
    pub parent: Option<FolderId>,
    /// Its name there; empty for the root.
    pub name: String,
    /// File or folder.
    pub kind: Kind,
    /// Bytes; 0 for a folder.
    pub size: i64,
    /// When its content changed last.
    pub modified: Timestamp,
    /// When it was made.
    pub created: Timestamp,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// Over what it was made.
    pub created_via: Interface,
    /// Who wrote its present bytes and is charged for them.
    pub written_by: Option<UserId>,
    /// Whether nobody but its maker has changed it.
    pub untouched: bool,
    /// Of the content, in hexadecimal.
    pub sha256: Option<String>,
    /// Its bytes; nothing for a folder.
    pub blob: Option<BlobId>,
}

/// New bytes of a file.
#[derive(Clone, Debug)]
pub struct Content {
    /// How many.
    pub size: i64,
    /// When they changed last.
    pub modified: Timestamp,
    /// Who wrote them.
    pub written_by: UserId,
    /// Whether nobody but the file's maker has changed it.
    pub untouched: bool,
    /// Their hash, in hexadecimal.
    pub sha256: String,
    /// Where they are.
    pub blob: BlobId,
}

impl Row {
    fn read(row: &sql::Row) -> Result<Self, Error> {
        let blob: Option<&str> = row.try_get(12)?;
        Ok(Self {
            id: EntryId(row.try_get(0)?),
            parent: row.try_get::<Option<i64>>(1)?.map(FolderId),
            name: row.try_get(2)?,
            kind: Kind::parse(row.try_get(3)?)?,
            size: row.try_get(4)?,
            modified: Timestamp(row.try_get(5)?),
            created: Timestamp(row.try_get(6)?),
            created_by: row.try_get::<Option<i64>>(7)?.map(UserId),
            created_via: parse_interface(row.try_get(8)?)?,
            written_by: row.try_get::<Option<i64>>(9)?.map(UserId),
            untouched: row.try_get::<i64>(10)? != 0,
            sha256: row.try_get(11)?,
            blob: blob.map(|text| parse_blob("entries.blob", text)).transpose()?,
        })
    }

    /// Reads what `PAGE` packed.
    fn unpack(parent: FolderId, packed: &str) -> Result<Self, Error> {
        let corrupt = || Error::Corrupt { what: "entries", value: packed.to_owned() };
        let mut fields = packed.splitn(12, '|');
        let [id, kind, size, modified, created, created_by, via, written_by, untouched, sha256, blob, name] =
            std::array::from_fn(|_| fields.next().unwrap_or_default());
        let number = |text: &str| text.parse::<i64>().map_err(|_| corrupt());
        let user = |text: &str| number(text).map(|id| (id != 0).then_some(UserId(id)));
        Ok(Self {
            id: EntryId(number(id)?),
            parent: Some(parent),
            name: name.to_owned(),
            kind: Kind::parse(kind)?,
            size: number(size)?,
            modified: Timestamp(number(modified)?),
            created: Timestamp(number(created)?),
            created_by: user(created_by)?,
            created_via: parse_interface(via)?,
            written_by: user(written_by)?,
            untouched: untouched != "0",
            sha256: (!sha256.is_empty()).then(|| sha256.to_owned()),
            blob: if blob.is_empty() { None } else { Some(parse_blob("entries.blob", blob)?) },
        })
    }

    /// Its id as a folder's, if it is one.
    #[must_use]
    pub fn folder(&self) -> Option<FolderId> {
        (self.kind == Kind::Folder).then_some(FolderId(self.id.0))
    }
}

fn parse_interface(name: &str) -> Result<Interface, Error> {
    let corrupt = || Error::Corrupt { what: "entries.created_via", value: name.to_owned() };
    Interface::from_name(name).ok_or_else(corrupt)
}

pub(crate) fn parse_blob(what: &'static str, text: &str) -> Result<BlobId, Error> {
    text.parse().map_err(|_| Error::Corrupt { what, value: text.to_owned() })
}

/// The entry of that name in the folder.
///
/// # Errors
/// The database can't be read.
pub async fn find(connection: &mut Connection, parent: FolderId, name: &str) -> Result<Option<Row>, Error> {
    let row = query(FIND).bind(parent.0).bind(name).fetch_optional(connection).await?;
    row.as_ref().map(Row::read).transpose()
}

/// The entry of that id.
///
/// # Errors
/// The database can't be read.
pub async fn get(connection: &mut Connection, id: EntryId) -> Result<Option<Row>, Error> {
    let row = query(GET).bind(id.0).fetch_optional(connection).await?;
    row.as_ref().map(Row::read).transpose()
}

/// Up to `most` entries of the folder in byte order of their names, after `after`; "" begins at the first.
///
/// # Errors
/// The database can't be read.
pub async fn page(connection: &mut Connection, parent: FolderId, after: &str, most: i64) -> Result<Vec<Row>, Error> {
    let row = query(PAGE).bind(parent.0).bind(after).bind(most).fetch_one(connection).await?;
    let packed: Option<&str> = row.try_get(0)?;
    packed.into_iter().flat_map(|packed| packed.split('/')).map(|packed| Row::unpack(parent, packed)).collect()
}

/// Whether the folder has nothing in it.
///
/// # Errors
/// The database can't be read.
pub async fn is_empty(connection: &mut Connection, folder: FolderId) -> Result<bool, Error> {
    Ok(query(FIRST_CHILD).bind(folder.0).fetch_optional(connection).await?.is_none())
}

/// The folders right below a folder.
///
/// # Errors
/// The database can't be read.
pub async fn child_folders(connection: &mut Connection, folder: FolderId) -> Result<Vec<FolderId>, Error> {
    let rows: Vec<i64> = query_scalar(CHILD_FOLDERS).bind(folder.0).fetch_all(connection).await?;
    Ok(rows.into_iter().map(FolderId).collect())
}

/// Ids and names from the root (whose name is empty) down to the entry; empty if there is no such entry.
///
/// # Errors
/// The database can't be read.
pub async fn ancestry(connection: &mut Connection, id: EntryId) -> Result<Vec<(EntryId, String)>, Error> {
    let rows: Vec<(i64, String)> = query_as(ANCESTRY).bind(id.0).fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(id, name)| (EntryId(id), name)).collect())
}

/// Writes a new entry. False if its name is taken.
///
/// # Errors
/// The database can't be written, or the folder is gone.
pub async fn insert(connection: &mut Connection, row: &Row) -> Result<bool, Error> {
    let changed = query(INSERT)
        .bind(row.id.0)
        .bind(row.parent.map(|parent| parent.0))
        .bind(&row.name)
        .bind(row.kind.name())
        .bind(row.size)
        .bind(row.modified.0)
        .bind(row.created.0)
        .bind(row.created_by.map(|user| user.0))
        .bind(row.created_via.name())
        .bind(row.written_by.map(|user| user.0))
        .bind(i64::from(row.untouched))
        .bind(&row.sha256)
        .bind(row.blob.map(|blob| blob.to_string()))
        .execute(connection)
        .await?;
    Ok(changed == 1)
}

/// Gives a file new bytes.
///
/// # Errors
/// The database can't be written.
pub async fn set_content(connection: &mut Connection, id: EntryId, content: &Content) -> Result<(), Error> {
    query(SET_CONTENT)
        .bind(id.0)
        .bind(content.size)
        .bind(content.modified.0)
        .bind(content.written_by.0)
        .bind(i64::from(content.untouched))
        .bind(&content.sha256)
        .bind(content.blob.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// Sets the time of an entry.
///
/// # Errors
/// The database can't be written.
pub async fn set_modified(
    connection: &mut Connection,
    id: EntryId,
    modified: Timestamp,
    untouched: bool,
) -> Result<(), Error> {
    query(SET_MODIFIED).bind(id.0).bind(modified.0).bind(i64::from(untouched)).execute(connection).await?;
    Ok(())
}

/// Puts an entry elsewhere, or under another name.
///
/// # Errors
/// The database can't be written, or the name is taken.
pub async fn set_place(
    connection: &mut Connection,
    id: EntryId,
    parent: FolderId,
    name: &str,
    untouched: bool,
) -> Result<(), Error> {
    query(SET_PLACE).bind(id.0).bind(parent.0).bind(name).bind(i64::from(untouched)).execute(connection).await?;
    Ok(())
}

/// Deletes one entry.
///
/// # Errors
/// The database can't be written, or the folder has something in it.
pub async fn delete(connection: &mut Connection, id: EntryId) -> Result<(), Error> {
    query(DELETE).bind(id.0).execute(connection).await?;
    Ok(())
}

/// What the files of one writer below a folder amount to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Who wrote them.
    pub written_by: Option<UserId>,
    /// How many.
    pub files: i64,
    /// Bytes.
    pub size: i64,
}

/// What each person wrote of the files below a folder.
///
/// # Errors
/// The database can't be read.
pub async fn shares_below(connection: &mut Connection, folder: FolderId) -> Result<Vec<Share>, Error> {
    let rows: Vec<(Option<i64>, i64, i64)> = query_as(BELOW_BY_WRITER).bind(folder.0).fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(user, files, size)| Share { written_by: user.map(UserId), files, size }).collect())
}

/// The folder and every folder below it.
///
/// # Errors
/// The database can't be read.
pub async fn folders_below(connection: &mut Connection, folder: FolderId) -> Result<Vec<FolderId>, Error> {
    let rows: Vec<i64> = query_scalar(FOLDERS_BELOW).bind(folder.0).fetch_all(connection).await?;
    Ok(rows.into_iter().map(FolderId).collect())
}

/// Deletes a folder and everything below it.
///
/// # Errors
/// The database can't be written.
pub async fn delete_below(connection: &mut Connection, folder: FolderId) -> Result<(), Error> {
    query(DELETE_BELOW).bind(folder.0).execute(connection).await?;
    Ok(())
}

/// The blobs that files own, of those whose text is at `from` or after it and before `to`.
///
/// # Errors
/// The database can't be read.
pub async fn owned_blobs(connection: &mut Connection, from: &str, to: &str) -> Result<Vec<BlobId>, Error> {
    let rows: Vec<String> = query_scalar(OWNED_BLOBS).bind(from).bind(to).fetch_all(connection).await?;
    rows.iter().map(|blob| parse_blob("entries.blob", blob)).collect()
}
