//! Rows of `password_ages` and `password_history`: since when people have their passwords, and which they had before.

use keyfold_model::{Timestamp, UserId};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as, query_scalar},
    statement::statements,
};

/// How old a password is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordAge {
    /// When it was set.
    pub set_at: Timestamp,
    /// Whether its owner has to choose another one first.
    pub must_change: bool,
}

impl FromRow for PasswordAge {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self { set_at: decode::time(row, "set_at")?, must_change: decode::truth(row, "must_change")? })
    }
}

statements! {
    FIND = "SELECT * FROM password_ages WHERE user_id = $1";
    SET = "INSERT INTO password_ages (user_id, set_at, must_change) VALUES ($1, $2, $3) ON CONFLICT (user_id) \
        DO UPDATE SET set_at = excluded.set_at, must_change = excluded.must_change";
    DELETE = "DELETE FROM password_ages WHERE user_id = $1";
    HISTORY = "SELECT password_hash FROM password_history WHERE user_id = $1 ORDER BY set_at DESC LIMIT $2";
    REMEMBER = "INSERT INTO password_history (user_id, set_at, password_hash) VALUES ($1, $2, $3) \
        ON CONFLICT (user_id, set_at) DO NOTHING";
    FORGET = "DELETE FROM password_history WHERE user_id = $1 AND set_at NOT IN \
        (SELECT set_at FROM password_history WHERE user_id = $1 ORDER BY set_at DESC LIMIT $2)";
}

/// How old a person's password is, where that is known.
///
/// # Errors
/// The database fails.
pub async fn find(connection: &mut Connection, user: UserId) -> Result<Option<PasswordAge>, Error> {
    Ok(query_as(FIND).bind(user.0).fetch_optional(connection).await?)
}

/// Writes how old a person's password is.
///
/// # Errors
/// The database fails.
pub async fn set(tx: &mut Tx, user: UserId, age: PasswordAge) -> Result<(), Error> {
    query(SET).bind(user.0).bind(age.set_at.0).bind(i64::from(age.must_change)).execute(tx.connection()).await?;
    Ok(())
}

/// The hashes of the last `most` passwords that a person had, newest first.
///
/// # Errors
/// The database fails.
pub async fn history(connection: &mut Connection, user: UserId, most: i64) -> Result<Vec<String>, Error> {
    Ok(query_scalar(HISTORY).bind(user.0).bind(most).fetch_all(connection).await?)
}

/// Remembers a password of a person, and forgets all but the last `most`.
///
/// # Errors
/// The database fails.
pub async fn remember(tx: &mut Tx, user: UserId, hash: &str, set_at: Timestamp, most: i64) -> Result<(), Error> {
    query(REMEMBER).bind(user.0).bind(set_at.0).bind(hash).execute(tx.connection()).await?;
    query(FORGET).bind(user.0).bind(most).execute(tx.connection()).await?;
    Ok(())
}

/// Forgets everything about a person's passwords.
///
/// # Errors
/// The database fails.
pub async fn delete_of_user(tx: &mut Tx, user: UserId) -> Result<(), Error> {
    query(DELETE).bind(user.0).execute(tx.connection()).await?;
    query(FORGET).bind(user.0).bind(0_i64).execute(tx.connection()).await?;
    Ok(())
}
