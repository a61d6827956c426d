//! Rows of `account_settings`: what a new account got from the rules of its connection.

use keyfold_model::UserId;

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as},
    statement::statements,
};

/// What an account may use, and what is said of it besides its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountSettings {
    /// Whether it may use SFTP.
    pub sftp: bool,
    /// Whether it may use FTP.
    pub ftp: bool,
    /// Whether it may use WebDAV.
    pub dav: bool,
    /// The company.
    pub company: Option<String>,
    /// The time zone, as IANA names it.
    pub time_zone: Option<String>,
    /// The folder that is its top on SFTP, FTP and WebDAV.
    pub user_root: Option<String>,
    /// Whether a second factor is wanted: `always`, `never`, or as the `site` says.
    pub two_factor: String,
    /// From which addresses it may be used, with commas between them; empty: any.
    pub allowed_addresses: String,
}

impl Default for AccountSettings {
    /// Every protocol, and nothing said.
    fn default() -> Self {
        Self {
            sftp: true,
            ftp: true,
            dav: true,
            company: None,
            time_zone: None,
            user_root: None,
            two_factor: "site".to_owned(),
            allowed_addresses: String::new(),
        }
    }
}

impl FromRow for AccountSettings {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            sftp: decode::truth(row, "sftp")?,
            ftp: decode::truth(row, "ftp")?,
            dav: decode::truth(row, "dav")?,
            company: row.try_get("company")?,
            time_zone: row.try_get("time_zone")?,
            user_root: row.try_get("user_root")?,
            two_factor: row.try_get("two_factor")?,
            allowed_addresses: row.try_get("allowed_addresses")?,
        })
    }
}

statements! {
    OF_USER = "SELECT * FROM account_settings WHERE user_id = $1";
    SET = "INSERT INTO account_settings (user_id, sftp, ftp, dav, company, time_zone, user_root, two_factor, \
        allowed_addresses) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (user_id) DO UPDATE SET sftp = excluded.sftp, ftp = excluded.ftp, \
        dav = excluded.dav, company = excluded.company, time_zone = excluded.time_zone, user_root = excluded.user_root, \
        two_factor = excluded.two_factor, allowed_addresses = excluded.allowed_addresses";
    DELETE = "DELETE FROM account_settings WHERE user_id = $1";
}

/// Deletes the settings of an account.
///
/// # Errors
/// The database fails.
pub async fn delete(tx: &mut Tx, user: UserId) -> Result<(), Error> {
    query(DELETE).bind(user.0).execute(tx.connection()).await?;
    Ok(())
}

/// The settings of an account.
///
/// # Errors
/// The database fails.
pub async fn of_user(connection: &mut Connection, user: UserId) -> Result<AccountSettings, Error> {
    let row: Option<AccountSettings> = query_as(OF_USER).bind(user.0).fetch_optional(connection).await?;
    Ok(row.unwrap_or_default())
}

/// Writes the settings of an account.
///
/// # Errors
/// The database fails.
pub async fn set(tx: &mut Tx, user: UserId, settings: &AccountSettings) -> Result<(), Error> {
    query(SET)
        .bind(user.0)
        .bind(i64::from(settings.sftp))
        .bind(i64::from(settings.ftp))
        .bind(i64::from(settings.dav))
        .bind(&settings.company)
        .bind(&settings.time_zone)
        .bind(&settings.user_root)
        .bind(&settings.two_factor)
        .bind(&settings.allowed_addresses)
        .execute(tx.connection())
        .await?;
    Ok(())
}
