//! Rows of `attribute_values`: what people's SCIM attributes hold, as it is compared. [`crate::resources`] searches them.

use std::fmt::Write as _;

use keyfold_model::UserId;

use crate::{
    Connection, Error, Tx,
    sql::{self, FromRow, Row, query, query_as},
    statement::statements,
};

/// How many rows one statement writes at the most.
const CHUNK: usize = 32;

/// A value of a person's attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeValue {
    /// The canonical path of the attribute.
    pub path: String,
    /// Its place in the attribute's list; 0 where it is none.
    pub element: i64,
    /// The text as it is compared: in lower case where case does not count.
    pub value: String,
}

impl FromRow for AttributeValue {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self { path: row.try_get("path")?, element: row.try_get("element")?, value: row.try_get("value")? })
    }
}

statements! {
    INSERT = "INSERT INTO attribute_values (user_id, path, element, value) VALUES ($1, $2, $3, $4)";
    OF_USER = "SELECT path, element, value FROM attribute_values WHERE user_id = $1 ORDER BY path, element";
    DELETE_OF_USER = "DELETE FROM attribute_values WHERE user_id = $1";
}

/// The values of a person.
///
/// # Errors
/// The database fails.
pub async fn of_user(connection: &mut Connection, user: UserId) -> Result<Vec<AttributeValue>, Error> {
    Ok(query_as(OF_USER).bind(user.0).fetch_all(connection).await?)
}

/// Writes the values of a person who has none yet.
///
/// # Errors
/// The database fails, or two values have the same place.
pub async fn insert(tx: &mut Tx, user: UserId, values: &[AttributeValue]) -> Result<(), Error> {
    for chunk in values.chunks(CHUNK) {
        let mut text = INSERT.to_owned();
        for row in 1..chunk.len() {
            let first = row * 3 + 2;
            // Writing to a String can't fail.
            let _ = write!(text, ", ($1, ${first}, ${}, ${})", first + 1, first + 2);
        }
        let mut statement = query(text).bind(user.0);
        for value in chunk {
            statement = statement.bind(&value.path).bind(value.element).bind(&value.value);
        }
        statement.execute(tx.connection()).await?;
    }
    Ok(())
}

/// Puts these values in the place of those that a person has.
///
/// # Errors
/// As [`insert`].
pub async fn replace(tx: &mut Tx, user: UserId, values: &[AttributeValue]) -> Result<(), Error> {
    delete_of_user(tx, user).await?;
    insert(tx, user, values).await
}

/// Deletes the values of a person.
///
/// # Errors
/// The database fails.
pub async fn delete_of_user(tx: &mut Tx, user: UserId) -> Result<(), Error> {
    query(DELETE_OF_USER).bind(user.0).execute(tx.connection()).await?;
    Ok(())
}
