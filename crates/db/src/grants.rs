//! Rows of `grants`, `grant_groups` and `fences`. Who may change them is decided by callers.

use keyfold_model::{Fence, FolderId, Grant, GrantId, GroupId, PartnerId, Reach, Subject, Timestamp, UserId};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as, query_scalar},
    statement::statements,
};

/// A grant, and who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantRow {
    /// The grant.
    pub grant: Grant,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it, for people to read.
    pub created_by: String,
}

/// A grant whose list of groups, if its subject is one, is still to be read.
struct Stored {
    row: GrantRow,
    is_list: bool,
}

impl FromRow for Stored {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        let kind: String = row.try_get("subject_kind")?;
        let id = decode::optional_id(row, "subject_id")?;
        let subject = match (kind.as_str(), id) {
            ("user", Some(id)) => Subject::User(UserId(id)),
            ("group", Some(id)) => Subject::Group(GroupId(id)),
            ("partner", Some(id)) => Subject::Partner(PartnerId(id)),
            ("all_of", None) => Subject::AllOf(Vec::new()),
            _ => return Err(decode::corrupt("subject_kind", kind)),
        };
        let grant = Grant {
            id: GrantId(row.try_get("id")?),
            folder: FolderId(row.try_get("folder_id")?),
            subject,
            level: decode::parsed(row, "level")?,
            reach: if decode::truth(row, "recursive")? { Reach::Tree } else { Reach::Folder },
        };
        Ok(Self {
            is_list: kind == "all_of",
            row: GrantRow {
                grant,
                created_at: decode::time(row, "created_at")?,
                created_by: row.try_get("created_by")?,
            },
        })
    }
}

statements! {
    INSERT = "INSERT INTO grants (id, folder_id, subject_kind, subject_id, level, recursive, created_at, created_by) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    INSERT_GROUP = "INSERT INTO grant_groups (grant_id, group_id) VALUES ($1, $2)";
    DELETE = "DELETE FROM grants WHERE id = $1";
    DELETE_GROUPS = "DELETE FROM grant_groups WHERE grant_id = $1";
    BY_ID = "SELECT * FROM grants WHERE id = $1";
    OF_FOLDER = "SELECT * FROM grants WHERE folder_id = $1 ORDER BY id";
    OF_SUBJECT = "SELECT * FROM grants WHERE subject_kind = $1 AND subject_id = $2 ORDER BY id";
    LISTS_WITH = "SELECT grants.* FROM grants JOIN grant_groups ON grant_groups.grant_id = grants.id \
        WHERE grant_groups.group_id = $1 ORDER BY grants.id";
    ALL = "SELECT * FROM grants WHERE id > $1 ORDER BY id LIMIT $2";
    ALL_BY_FOLDER = "SELECT * FROM grants ORDER BY folder_id, id";
    GROUPS_OF = "SELECT group_id FROM grant_groups WHERE grant_id = $1 ORDER BY group_id";
    DELETE_GROUPS_BELOW = "WITH RECURSIVE below (id) AS (SELECT id FROM entries WHERE id = $1 UNION ALL \
        SELECT e.id FROM entries e JOIN below b ON e.parent_id = b.id WHERE e.kind = 'folder') \
        DELETE FROM grant_groups WHERE grant_id IN (SELECT id FROM grants WHERE folder_id IN (SELECT id FROM below))";
    DELETE_BELOW = "WITH RECURSIVE below (id) AS (SELECT id FROM entries WHERE id = $1 UNION ALL \
        SELECT e.id FROM entries e JOIN below b ON e.parent_id = b.id WHERE e.kind = 'folder') \
        DELETE FROM grants WHERE folder_id IN (SELECT id FROM below)";
    FENCE_DELETE_BELOW = "WITH RECURSIVE below (id) AS (SELECT id FROM entries WHERE id = $1 UNION ALL \
        SELECT e.id FROM entries e JOIN below b ON e.parent_id = b.id WHERE e.kind = 'folder') \
        DELETE FROM fences WHERE folder_id IN (SELECT id FROM below)";
    FENCE_SET = "INSERT INTO fences (folder_id, kind, created_at, created_by) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (folder_id) DO UPDATE SET kind = excluded.kind, created_at = excluded.created_at, \
        created_by = excluded.created_by";
    FENCE_DELETE = "DELETE FROM fences WHERE folder_id = $1";
    FENCE_OF = "SELECT kind FROM fences WHERE folder_id = $1";
    FENCES_ALL = "SELECT folder_id, kind FROM fences ORDER BY folder_id";
}

/// Writes a new grant.
///
/// # Errors
/// The database fails.
pub async fn insert(tx: &mut Tx, row: &GrantRow) -> Result<(), Error> {
    let grant = &row.grant;
    let (kind, id): (_, Option<i64>) = match &grant.subject {
        Subject::User(id) => ("user", Some(id.0)),
        Subject::Group(id) => ("group", Some(id.0)),
        Subject::Partner(id) => ("partner", Some(id.0)),
        Subject::AllOf(_) => ("all_of", None),
    };
    query(INSERT)
        .bind(grant.id.0)
        .bind(grant.folder.0)
        .bind(kind)
        .bind(id)
        .bind(grant.level.name())
        .bind(i64::from(grant.reach == Reach::Tree))
        .bind(row.created_at.0)
        .bind(&row.created_by)
        .execute(tx.connection())
        .await?;
    if let Subject::AllOf(groups) = &grant.subject {
        for group in groups {
            query(INSERT_GROUP).bind(grant.id.0).bind(group.0).execute(tx.connection()).await?;
        }
    }
    Ok(())
}

/// Deletes a grant. True where it was there.
///
/// # Errors
/// The database fails.
pub async fn delete(tx: &mut Tx, id: GrantId) -> Result<bool, Error> {
    query(DELETE_GROUPS).bind(id.0).execute(tx.connection()).await?;
    let changed = query(DELETE).bind(id.0).execute(tx.connection()).await?;
    Ok(changed > 0)
}

/// Deletes the grants and fences of a folder and of every folder below it: before the folders themselves are deleted.
///
/// # Errors
/// The database fails.
pub async fn delete_below(tx: &mut Tx, folder: FolderId) -> Result<(), Error> {
    for statement in [DELETE_GROUPS_BELOW, DELETE_BELOW, FENCE_DELETE_BELOW] {
        query(statement).bind(folder.0).execute(tx.connection()).await?;
    }
    Ok(())
}

/// A grant.
///
/// # Errors
/// The database fails.
pub async fn find(connection: &mut Connection, id: GrantId) -> Result<Option<GrantRow>, Error> {
    let stored = query_as(BY_ID).bind(id.0).fetch_all(&mut *connection).await?;
    Ok(with_groups(connection, stored).await?.pop())
}

/// The grants that stand on a folder, oldest first.
///
/// # Errors
/// The database fails.
pub async fn of_folder(connection: &mut Connection, folder: FolderId) -> Result<Vec<GrantRow>, Error> {
    let stored = query_as(OF_FOLDER).bind(folder.0).fetch_all(&mut *connection).await?;
    with_groups(connection, stored).await
}

/// The grants that a user, group or partner holds alone, oldest first; of a group also the lists that name it. None for a
/// list itself.
///
/// # Errors
/// The database fails.
pub async fn of_subject(connection: &mut Connection, subject: &Subject) -> Result<Vec<GrantRow>, Error> {
    let (kind, id) = match subject {
        Subject::User(id) => ("user", id.0),
        Subject::Group(id) => ("group", id.0),
        Subject::Partner(id) => ("partner", id.0),
        Subject::AllOf(_) => return Ok(Vec::new()),
    };
    let mut stored: Vec<Stored> = query_as(OF_SUBJECT).bind(kind).bind(id).fetch_all(&mut *connection).await?;
    if let Subject::Group(group) = subject {
        stored.extend(query_as(LISTS_WITH).bind(group.0).fetch_all(&mut *connection).await?);
    }
    with_groups(connection, stored).await
}

/// Up to `most` grants after `after`, oldest first.
///
/// # Errors
/// The database fails.
pub async fn all(connection: &mut Connection, after: GrantId, most: i64) -> Result<Vec<GrantRow>, Error> {
    let stored = query_as(ALL).bind(after.0).bind(most).fetch_all(&mut *connection).await?;
    with_groups(connection, stored).await
}

/// Every grant, those of one folder together.
///
/// # Errors
/// The database fails.
pub async fn all_by_folder(connection: &mut Connection) -> Result<Vec<GrantRow>, Error> {
    let stored = query_as(ALL_BY_FOLDER).fetch_all(&mut *connection).await?;
    with_groups(connection, stored).await
}

async fn with_groups(connection: &mut Connection, stored: Vec<Stored>) -> Result<Vec<GrantRow>, Error> {
    let mut rows = Vec::with_capacity(stored.len());
    for Stored { mut row, is_list } in stored {
        if is_list {
            let ids: Vec<i64> = query_scalar(GROUPS_OF).bind(row.grant.id.0).fetch_all(&mut *connection).await?;
            row.grant.subject = Subject::AllOf(ids.into_iter().map(GroupId).collect());
        }
        rows.push(row);
    }
    Ok(rows)
}

const fn fence_name(fence: Fence) -> &'static str {
    match fence {
        Fence::All => "all",
        Fence::AllExceptAdmin => "all_except_admin",
    }
}

fn fence_from_name(name: String) -> Result<Fence, Error> {
    [Fence::All, Fence::AllExceptAdmin]
        .into_iter()
        .find(|fence| fence_name(*fence) == name)
        .ok_or(Error::Corrupt { what: "fences.kind", value: name })
}

/// Sets the fence of a folder, whatever it was.
///
/// # Errors
/// The database fails.
pub async fn set_fence(
    tx: &mut Tx,
    folder: FolderId,
    fence: Fence,
    at: Timestamp,
    created_by: &str,
) -> Result<(), Error> {
    query(FENCE_SET)
        .bind(folder.0)
        .bind(fence_name(fence))
        .bind(at.0)
        .bind(created_by)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Takes away the fence of a folder. True where it had one.
///
/// # Errors
/// The database fails.
pub async fn delete_fence(tx: &mut Tx, folder: FolderId) -> Result<bool, Error> {
    let changed = query(FENCE_DELETE).bind(folder.0).execute(tx.connection()).await?;
    Ok(changed > 0)
}

/// The fence of a folder.
///
/// # Errors
/// The database fails.
pub async fn fence(connection: &mut Connection, folder: FolderId) -> Result<Option<Fence>, Error> {
    let kind: Option<String> = query_scalar(FENCE_OF).bind(folder.0).fetch_optional(connection).await?;
    kind.map(fence_from_name).transpose()
}

/// Every fence.
///
/// # Errors
/// The database fails.
pub async fn fences(connection: &mut Connection) -> Result<Vec<(FolderId, Fence)>, Error> {
    let rows: Vec<(i64, String)> = query_as(FENCES_ALL).fetch_all(connection).await?;
    rows.into_iter().map(|(folder, kind)| Ok((FolderId(folder), fence_from_name(kind)?))).collect()
}
