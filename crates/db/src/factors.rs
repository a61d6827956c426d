//! Rows of `factors`: the second factors of people.

use keyfold_model::{FactorId, Timestamp, UserId};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as},
    statement::statements,
};

/// A second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// Its id.
    pub id: FactorId,
    /// Whose it is.
    pub user: UserId,
    /// Its kind, by name.
    pub kind: String,
    /// What the person calls it; of a mail factor, the address.
    pub label: String,
    /// What it is checked with, sealed.
    pub secret: Option<String>,
    /// Since when it is in force; not at all before.
    pub confirmed_at: Option<Timestamp>,
    /// The last step of 30 seconds whose code was taken.
    pub last_step: Option<i64>,
    /// When it was used last.
    pub last_used_at: Option<Timestamp>,
    /// When it was begun.
    pub created_at: Timestamp,
}

impl FromRow for Factor {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            id: FactorId(row.try_get("id")?),
            user: UserId(row.try_get("user_id")?),
            kind: row.try_get("kind")?,
            label: row.try_get("label")?,
            secret: row.try_get("secret")?,
            confirmed_at: decode::optional_time(row, "confirmed_at")?,
            last_step: row.try_get("last_step")?,
            last_used_at: decode::optional_time(row, "last_used_at")?,
            created_at: decode::time(row, "created_at")?,
        })
    }
}

statements! {
    INSERT = "INSERT INTO factors (id, user_id, kind, label, secret, confirmed_at, last_step, last_used_at, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    FIND = "SELECT * FROM factors WHERE id = $1";
    OF_USER = "SELECT * FROM factors WHERE user_id = $1 ORDER BY id";
    CONFIRM = "UPDATE factors SET confirmed_at = $2 WHERE id = $1 AND confirmed_at IS NULL";
    TAKE_STEP = "UPDATE factors SET last_step = $2, last_used_at = $3 \
        WHERE id = $1 AND (last_step IS NULL OR last_step < $2)";
    USED = "UPDATE factors SET last_used_at = $2 WHERE id = $1";
    DELETE = "DELETE FROM factors WHERE id = $1";
    DELETE_UNCONFIRMED = "DELETE FROM factors WHERE user_id = $1 AND kind = $2 AND confirmed_at IS NULL";
    DELETE_OF_USER = "DELETE FROM factors WHERE user_id = $1";
}

/// Writes a new row.
///
/// # Errors
/// The database fails.
pub async fn insert(tx: &mut Tx, factor: &Factor) -> Result<(), Error> {
    query(INSERT)
        .bind(factor.id.0)
        .bind(factor.user.0)
        .bind(&factor.kind)
        .bind(&factor.label)
        .bind(factor.secret.as_deref())
        .bind(factor.confirmed_at.map(|at| at.0))
        .bind(factor.last_step)
        .bind(factor.last_used_at.map(|at| at.0))
        .bind(factor.created_at.0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// A factor.
///
/// # Errors
/// The database fails.
pub async fn find(connection: &mut Connection, id: FactorId) -> Result<Option<Factor>, Error> {
    Ok(query_as(FIND).bind(id.0).fetch_optional(connection).await?)
}

/// The factors of a person, in force or not, oldest first.
///
/// # Errors
/// The database fails.
pub async fn of_user(connection: &mut Connection, user: UserId) -> Result<Vec<Factor>, Error> {
    Ok(query_as(OF_USER).bind(user.0).fetch_all(connection).await?)
}

/// Puts a factor in force. True for exactly one caller.
///
/// # Errors
/// The database fails.
pub async fn confirm(tx: &mut Tx, id: FactorId, at: Timestamp) -> Result<bool, Error> {
    Ok(query(CONFIRM).bind(id.0).bind(at.0).execute(tx.connection()).await? == 1)
}

/// Takes the code of a step. True for exactly one caller, and for no step before one that was taken.
///
/// # Errors
/// The database fails.
pub async fn take_step(tx: &mut Tx, id: FactorId, step: i64, at: Timestamp) -> Result<bool, Error> {
    Ok(query(TAKE_STEP).bind(id.0).bind(step).bind(at.0).execute(tx.connection()).await? == 1)
}

/// Notes that a factor was used.
///
/// # Errors
/// The database fails.
pub async fn used(tx: &mut Tx, id: FactorId, at: Timestamp) -> Result<(), Error> {
    query(USED).bind(id.0).bind(at.0).execute(tx.connection()).await?;
    Ok(())
}

/// Deletes a factor.
///
/// # Errors
/// The database fails.
pub async fn delete(tx: &mut Tx, id: FactorId) -> Result<(), Error> {
    query(DELETE).bind(id.0).execute(tx.connection()).await?;
    Ok(())
}

/// Deletes what a person began of a kind and did not confirm.
///
/// # Errors
/// The database fails.
pub async fn delete_unconfirmed(tx: &mut Tx, user: UserId, kind: &str) -> Result<(), Error> {
    query(DELETE_UNCONFIRMED).bind(user.0).bind(kind).execute(tx.connection()).await?;
    Ok(())
}

/// Deletes the factors of a person.
///
/// # Errors
/// The database fails.
pub async fn delete_of_user(tx: &mut Tx, user: UserId) -> Result<(), Error> {
    query(DELETE_OF_USER).bind(user.0).execute(tx.connection()).await?;
    Ok(())
}
