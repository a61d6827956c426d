//! What people and folders take of the store, and how much they may.

use keyfold_model::{FolderId, UserId};

use crate::{
    Connection, Error,
    sql::{query, query_as},
    statement::statements,
};

statements! {
    CHARGE = "INSERT INTO quotas (kind, owner_id, most, used) VALUES ($1, $2, NULL, $3)
        ON CONFLICT (kind, owner_id) DO UPDATE SET used = quotas.used + excluded.used
        RETURNING used, most";
    USAGE = "SELECT used, most FROM quotas WHERE kind = $1 AND owner_id = $2";
    SET_MOST = "INSERT INTO quotas (kind, owner_id, most, used) VALUES ($1, $2, $3, $4)
        ON CONFLICT (kind, owner_id) DO UPDATE SET most = excluded.most";
    DELETE = "DELETE FROM quotas WHERE kind = $1 AND owner_id = $2";
    LIMITS = "SELECT kind, owner_id, most FROM quotas WHERE most IS NOT NULL";
}

/// Whose room it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The files that a person wrote, wherever they are.
    User(UserId),
    /// The files in a folder and below it, whoever wrote them.
    Folder(FolderId),
}

impl Owner {
    const fn columns(self) -> (&'static str, i64) {
        match self {
            Self::User(id) => ("user", id.0),
            Self::Folder(id) => ("folder", id.0),
        }
    }
}

/// What is taken, and how much may be: bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Usage {
    /// Taken by files.
    pub used: i64,
    /// At the most; nothing means without limit.
    pub most: Option<i64>,
}

impl Usage {
    /// Whether more is taken than may be.
    #[must_use]
    pub fn is_over(self) -> bool {
        self.most.is_some_and(|most| self.used > most)
    }
}

/// Adds bytes to what the owner takes (or takes them off), and tells what came of it.
///
/// # Errors
/// The database can't be written.
pub async fn charge(connection: &mut Connection, owner: Owner, bytes: i64) -> Result<Usage, Error> {
    let (kind, id) = owner.columns();
    let (used, most) = query_as(CHARGE).bind(kind).bind(id).bind(bytes).fetch_one(connection).await?;
    Ok(Usage { used, most })
}

/// What the owner takes and may take.
///
/// # Errors
/// The database can't be read.
pub async fn usage(connection: &mut Connection, owner: Owner) -> Result<Usage, Error> {
    let (kind, id) = owner.columns();
    let row: Option<(i64, Option<i64>)> = query_as(USAGE).bind(kind).bind(id).fetch_optional(connection).await?;
    Ok(row.map(|(used, most)| Usage { used, most }).unwrap_or_default())
}

/// Sets how much the owner may take; `used` counts only where the owner was not counted before.
///
/// # Errors
/// The database can't be written.
pub async fn set_most(connection: &mut Connection, owner: Owner, most: Option<i64>, used: i64) -> Result<(), Error> {
    let (kind, id) = owner.columns();
    query(SET_MOST).bind(kind).bind(id).bind(most).bind(used).execute(connection).await?;
    Ok(())
}

/// No longer counts what the owner takes.
///
/// # Errors
/// The database can't be written.
pub async fn delete(connection: &mut Connection, owner: Owner) -> Result<(), Error> {
    let (kind, id) = owner.columns();
    query(DELETE).bind(kind).bind(id).execute(connection).await?;
    Ok(())
}

/// Every limit there is.
///
/// # Errors
/// The database can't be read.
pub async fn limits(connection: &mut Connection) -> Result<Vec<(Owner, i64)>, Error> {
    let rows: Vec<(String, i64, i64)> = query_as(LIMITS).fetch_all(connection).await?;
    rows.into_iter()
        .map(|(kind, id, most)| match kind.as_str() {
            "user" => Ok((Owner::User(UserId(id)), most)),
            "folder" => Ok((Owner::Folder(FolderId(id)), most)),
            _ => Err(Error::Corrupt { what: "quotas.kind", value: kind }),
        })
        .collect()
}
