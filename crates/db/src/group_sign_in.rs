//! Rows of `group_sign_in`: what groups say of their members' sign-ins.

use keyfold_model::{GroupId, UserId};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as},
    statement::statements,
};

/// What a group says of its members' sign-ins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSignIn {
    /// Whether a second factor is wanted: `always`, `never`, or as the `site` says.
    pub two_factor: String,
    /// Whether members may use SFTP.
    pub sftp: bool,
    /// Whether members may use FTP.
    pub ftp: bool,
    /// Whether members may use WebDAV.
    pub dav: bool,
    /// From which addresses members may come, with commas between them; empty: any.
    pub allowed_addresses: String,
}

impl Default for GroupSignIn {
    /// As the site says.
    fn default() -> Self {
        Self { two_factor: "site".to_owned(), sftp: true, ftp: true, dav: true, allowed_addresses: String::new() }
    }
}

impl FromRow for GroupSignIn {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            two_factor: row.try_get("two_factor")?,
            sftp: decode::truth(row, "sftp")?,
            ftp: decode::truth(row, "ftp")?,
            dav: decode::truth(row, "dav")?,
            allowed_addresses: row.try_get("allowed_addresses")?,
        })
    }
}

statements! {
    FIND = "SELECT * FROM group_sign_in WHERE group_id = $1";
    OF_USER = "SELECT * FROM group_sign_in WHERE group_id IN (SELECT group_id FROM memberships WHERE user_id = $1) \
        ORDER BY group_id";
    SET = "INSERT INTO group_sign_in (group_id, two_factor, sftp, ftp, dav, allowed_addresses) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (group_id) DO UPDATE SET two_factor = excluded.two_factor, \
        sftp = excluded.sftp, ftp = excluded.ftp, dav = excluded.dav, allowed_addresses = excluded.allowed_addresses";
}

/// What a group says.
///
/// # Errors
/// The database fails.
pub async fn find(connection: &mut Connection, group: GroupId) -> Result<GroupSignIn, Error> {
    let row: Option<GroupSignIn> = query_as(FIND).bind(group.0).fetch_optional(connection).await?;
    Ok(row.unwrap_or_default())
}

/// What the groups of a person say, those that say something.
///
/// # Errors
/// The database fails.
pub async fn of_user(connection: &mut Connection, user: UserId) -> Result<Vec<GroupSignIn>, Error> {
    Ok(query_as(OF_USER).bind(user.0).fetch_all(connection).await?)
}

/// Writes what a group says.
///
/// # Errors
/// The database fails.
pub async fn set(tx: &mut Tx, group: GroupId, says: &GroupSignIn) -> Result<(), Error> {
    query(SET)
        .bind(group.0)
        .bind(&says.two_factor)
        .bind(i64::from(says.sftp))
        .bind(i64::from(says.ftp))
        .bind(i64::from(says.dav))
        .bind(&says.allowed_addresses)
        .execute(tx.connection())
        .await?;
    Ok(())
}
