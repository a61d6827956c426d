//! Rows of `settings`: site policy that administrators change at run time, as JSON by name.

use keyfold_model::Timestamp;

use crate::{
    Connection, Error, Tx,
    sql::{query, query_as, query_scalar},
    statement::statements,
};

statements! {
    GET = "SELECT value FROM settings WHERE name = $1";
    SET = "INSERT INTO settings (name, value, updated_at) VALUES ($1, $2, $3) \
        ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at";
    ALL = "SELECT name, value FROM settings ORDER BY name";
}

/// The value of a setting, as JSON.
///
/// # Errors
/// The database fails.
pub async fn get(connection: &mut Connection, name: &str) -> Result<Option<String>, Error> {
    Ok(query_scalar(GET).bind(name).fetch_optional(connection).await?)
}

/// Sets a setting to a JSON value.
///
/// # Errors
/// The database fails.
pub async fn set(tx: &mut Tx, name: &str, value: &str, at: Timestamp) -> Result<(), Error> {
    query(SET).bind(name).bind(value).bind(at.0).execute(tx.connection()).await?;
    Ok(())
}

/// Every setting, as (name, JSON).
///
/// # Errors
/// The database fails.
pub async fn all(connection: &mut Connection) -> Result<Vec<(String, String)>, Error> {
    Ok(query_as(ALL).fetch_all(connection).await?)
}
