//! Rows of `users`: people and machine accounts.

mod field;

use keyfold_model::{ConnectionId, PartnerId, ScimId, SiteRole, Timestamp, UserId};

pub use field::UserField;

use crate::{
    Connection, Engine, Error, Tx, decode,
    list::{self, Page, Query},
    sql::{self, FromRow, Row, query, query_as, query_scalar},
    statement::statements,
};

/// A person or a machine account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Its id here.
    pub id: UserId,
    /// Its id in SCIM.
    pub scim_id: ScimId,
    /// The directory that made it; none: it was made here.
    pub connection: Option<ConnectionId>,
    /// The login name, as it was written.
    pub login: String,
    /// The login name, as it is compared.
    pub login_folded: String,
    /// The directory's own identifier.
    pub external_id: Option<String>,
    /// The NameID under which a first SAML sign-in made it.
    pub name_id: Option<String>,
    /// The name to show.
    pub display_name: Option<String>,
    /// Given name.
    pub given_name: Option<String>,
    /// Family name.
    pub family_name: Option<String>,
    /// Where mail goes. Never a key to anything.
    pub email: Option<String>,
    /// Whether the directory says that it is active. Always true for people made here.
    pub active_in_directory: bool,
    /// Whether an administrator switched it off here.
    pub disabled_here: bool,
    /// Its power over the site.
    pub role: SiteRole,
    /// Its partner, for an outside person.
    pub partner: Option<PartnerId>,
    /// Argon2id in PHC form, for those who sign in with a password.
    pub password_hash: Option<String>,
    /// Rises with each act that ends sessions.
    pub access_epoch: i64,
    /// Its first successful sign-in: from then on it takes a seat.
    pub first_signed_in_at: Option<Timestamp>,
    /// Its latest successful sign-in.
    pub last_signed_in_at: Option<Timestamp>,
    /// The SCIM resource as the directory keeps it here, as JSON.
    pub scim_resource: Option<String>,
    /// Rises with each change.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
    /// When its directory deleted it, where it was kept.
    pub deprovisioned_at: Option<Timestamp>,
    /// When it was deleted: a tombstone.
    pub deleted_at: Option<Timestamp>,
}

impl User {
    /// Active in the directory and not disabled here, and deleted by neither.
    #[must_use]
    pub const fn is_alive(&self) -> bool {
        self.active_in_directory && !self.disabled_here && self.deprovisioned_at.is_none() && self.deleted_at.is_none()
    }

    /// What people are shown: the display name, or else the login name.
    #[must_use]
    pub fn shown_name(&self) -> &str {
        self.display_name.as_deref().unwrap_or(&self.login)
    }
}

impl FromRow for User {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            id: UserId(row.try_get("id")?),
            scim_id: decode::parsed(row, "scim_id")?,
            connection: decode::optional_id(row, "connection_id")?.map(ConnectionId),
            login: row.try_get("login")?,
            login_folded: row.try_get("login_folded")?,
            external_id: row.try_get("external_id")?,
            name_id: row.try_get("name_id")?,
            display_name: row.try_get("display_name")?,
            given_name: row.try_get("given_name")?,
            family_name: row.try_get("family_name")?,
            email: row.try_get("email")?,
            active_in_directory: decode::truth(row, "active_in_directory")?,
            disabled_here: decode::truth(row, "disabled_here")?,
            role: decode::named(row, "role", SiteRole::from_name)?,
            partner: decode::optional_id(row, "partner_id")?.map(PartnerId),
            password_hash: row.try_get("password_hash")?,
            access_epoch: row.try_get("access_epoch")?,
            first_signed_in_at: decode::optional_time(row, "first_signed_in_at")?,
            last_signed_in_at: decode::optional_time(row, "last_signed_in_at")?,
            scim_resource: row.try_get("scim_resource")?,
            version: row.try_get("version")?,
            created_at: decode::time(row, "created_at")?,
            updated_at: decode::time(row, "updated_at")?,
            deprovisioned_at: decode::optional_time(row, "deprovisioned_at")?,
            deleted_at: decode::optional_time(row, "deleted_at")?,
        })
    }
}

statements! {
    INSERT = "INSERT INTO users (id, scim_id, connection_id, login, login_folded, external_id, name_id, display_name, \
        given_name, family_name, email, active_in_directory, disabled_here, role, partner_id, password_hash, access_epoch, \
        first_signed_in_at, last_signed_in_at, scim_resource, version, created_at, updated_at, deprovisioned_at, deleted_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, \
        $24, $25)";
    UPDATE = "UPDATE users SET login = $2, login_folded = $3, external_id = $4, name_id = $5, display_name = $6, \
        given_name = $7, family_name = $8, email = $9, active_in_directory = $10, disabled_here = $11, role = $12, \
        partner_id = $13, password_hash = $14, access_epoch = $15, first_signed_in_at = $16, last_signed_in_at = $17, \
        scim_resource = $18, version = $19, updated_at = $20, deprovisioned_at = $21, deleted_at = $22 WHERE id = $1";
    LOCK = "UPDATE users SET version = version WHERE id = $1 RETURNING *";
    BY_ID = "SELECT * FROM users WHERE id = $1";
    BY_LOGIN = "SELECT * FROM users WHERE login_folded = $1 AND deleted_at IS NULL";
    BY_SCIM_ID = "SELECT * FROM users WHERE connection_id = $1 AND scim_id = $2 AND deprovisioned_at IS NULL \
        AND deleted_at IS NULL";
    BY_CONNECTION_LOGIN = "SELECT * FROM users WHERE connection_id = $1 AND login_folded = $2 \
        ORDER BY CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END, id DESC LIMIT 1";
    BY_CONNECTION_EXTERNAL_ID = "SELECT * FROM users WHERE connection_id = $1 AND external_id = $2 \
        ORDER BY CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END, id DESC LIMIT 1";
    ALL_STANDINGS = "SELECT id, role, partner_id, active_in_directory, disabled_here, deprovisioned_at FROM users \
        WHERE deleted_at IS NULL";
    OF_DIRECTORIES = "SELECT * FROM users WHERE connection_id IS NOT NULL AND deleted_at IS NULL AND id > $1 \
        ORDER BY id LIMIT $2";
    SET_SCIM_ID = "UPDATE users SET scim_id = $2 WHERE id = $1";
    COUNT_LOCAL_ADMINS = "SELECT COUNT(*) FROM users WHERE connection_id IS NULL AND role = 'admin' \
        AND active_in_directory = 1 AND disabled_here = 0 AND deleted_at IS NULL AND id <> $1";
    SITE_ADMINS = "SELECT * FROM users WHERE role = 'admin' AND active_in_directory = 1 AND disabled_here = 0 \
        AND deprovisioned_at IS NULL AND deleted_at IS NULL ORDER BY id";
    WHO_SIGNED_IN = "SELECT id FROM users WHERE connection_id = $1 AND last_signed_in_at IS NOT NULL \
        AND active_in_directory = 1 AND disabled_here = 0 AND deprovisioned_at IS NULL AND deleted_at IS NULL ORDER BY id";
    LIVING_OF_CONNECTION = "SELECT id FROM users WHERE connection_id = $1 AND deprovisioned_at IS NULL \
        AND deleted_at IS NULL ORDER BY id";
    COUNT_ALL = "SELECT COUNT(*) FROM users";
}

/// Writes a new row.
///
/// # Errors
/// A unique violation where the login name is taken.
pub async fn insert(tx: &mut Tx, user: &User) -> Result<(), Error> {
    query(INSERT)
        .bind(user.id.0)
        .bind(user.scim_id.to_string())
        .bind(user.connection.map(|id| id.0))
        .bind(&user.login)
        .bind(&user.login_folded)
        .bind(&user.external_id)
        .bind(&user.name_id)
        .bind(&user.display_name)
        .bind(&user.given_name)
        .bind(&user.family_name)
        .bind(&user.email)
        .bind(i64::from(user.active_in_directory))
        .bind(i64::from(user.disabled_here))
        .bind(user.role.name())
        .bind(user.partner.map(|id| id.0))
        .bind(&user.password_hash)
        .bind(user.access_epoch)
        .bind(user.first_signed_in_at.map(|at| at.0))
        .bind(user.last_signed_in_at.map(|at| at.0))
        .bind(&user.scim_resource)
        .bind(user.version)
        .bind(user.created_at.0)
        .bind(user.updated_at.0)
        .bind(user.deprovisioned_at.map(|at| at.0))
        .bind(user.deleted_at.map(|at| at.0))
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Writes everything of a row that can change.
///
/// # Errors
/// A unique violation where the login name is taken.
pub async fn update(tx: &mut Tx, user: &User) -> Result<(), Error> {
    query(UPDATE)
        .bind(user.id.0)
        .bind(&user.login)
        .bind(&user.login_folded)
        .bind(&user.external_id)
        .bind(&user.name_id)
        .bind(&user.display_name)
        .bind(&user.given_name)
        .bind(&user.family_name)
        .bind(&user.email)
        .bind(i64::from(user.active_in_directory))
        .bind(i64::from(user.disabled_here))
        .bind(user.role.name())
        .bind(user.partner.map(|id| id.0))
        .bind(&user.password_hash)
        .bind(user.access_epoch)
        .bind(user.first_signed_in_at.map(|at| at.0))
        .bind(user.last_signed_in_at.map(|at| at.0))
        .bind(&user.scim_resource)
        .bind(user.version)
        .bind(user.updated_at.0)
        .bind(user.deprovisioned_at.map(|at| at.0))
        .bind(user.deleted_at.map(|at| at.0))
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// A user, tombstones included, locked until the transaction ends, so that read, change and write lose nothing.
///
/// # Errors
/// The database fails.
pub async fn lock(tx: &mut Tx, id: UserId) -> Result<Option<User>, Error> {
    Ok(query_as(LOCK).bind(id.0).fetch_optional(tx.connection()).await?)
}

/// A user, tombstones included.
///
/// # Errors
/// The database fails.
pub async fn find(connection: &mut Connection, id: UserId) -> Result<Option<User>, Error> {
    Ok(query_as(BY_ID).bind(id.0).fetch_optional(connection).await?)
}

/// The user of this folded login name, unless deleted.
///
/// # Errors
/// The database fails.
pub async fn find_by_login(connection: &mut Connection, login_folded: &str) -> Result<Option<User>, Error> {
    Ok(query_as(BY_LOGIN).bind(login_folded).fetch_optional(connection).await?)
}

/// The user whom SCIM sees under this id on this connection.
///
/// # Errors
/// The database fails.
pub async fn find_by_scim_id(
    connection: &mut Connection,
    directory: ConnectionId,
    id: ScimId,
) -> Result<Option<User>, Error> {
    Ok(query_as(BY_SCIM_ID).bind(directory.0).bind(id.to_string()).fetch_optional(connection).await?)
}

/// The newest user of the connection with this folded login name, a tombstone only where nobody living has it.
///
/// # Errors
/// The database fails.
pub async fn find_in_directory_by_login(
    connection: &mut Connection,
    directory: ConnectionId,
    login_folded: &str,
) -> Result<Option<User>, Error> {
    Ok(query_as(BY_CONNECTION_LOGIN).bind(directory.0).bind(login_folded).fetch_optional(connection).await?)
}

/// The newest user of the connection with this external id, a tombstone only where nobody living has it.
///
/// # Errors
/// The database fails.
pub async fn find_in_directory_by_external_id(
    connection: &mut Connection,
    directory: ConnectionId,
    external_id: &str,
) -> Result<Option<User>, Error> {
    Ok(query_as(BY_CONNECTION_EXTERNAL_ID).bind(directory.0).bind(external_id).fetch_optional(connection).await?)
}

/// What the permission engine needs of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub id: UserId,
    /// Whether they may act at all.
    pub alive: bool,
    /// Their power over the site.
    pub role: SiteRole,
    /// Their partner.
    pub partner: Option<PartnerId>,
}

impl FromRow for Standing {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        let alive = decode::truth(row, "active_in_directory")?
            && !decode::truth(row, "disabled_here")?
            && decode::optional_time(row, "deprovisioned_at")?.is_none();
        Ok(Self {
            id: UserId(row.try_get("id")?),
            alive,
            role: decode::named(row, "role", SiteRole::from_name)?,
            partner: decode::optional_id(row, "partner_id")?.map(PartnerId),
        })
    }
}

/// The standing of everyone who isn't deleted.
///
/// # Errors
/// The database fails.
pub async fn standings(connection: &mut Connection) -> Result<Vec<Standing>, Error> {
    Ok(query_as(ALL_STANDINGS).fetch_all(connection).await?)
}

/// Up to `most` people of directories, by their ids, after `after`.
///
/// # Errors
/// The database fails.
pub async fn of_directories(connection: &mut Connection, after: UserId, most: i64) -> Result<Vec<User>, Error> {
    Ok(query_as(OF_DIRECTORIES).bind(after.0).bind(most).fetch_all(connection).await?)
}

/// Gives a user another id in SCIM.
///
/// # Errors
/// A unique violation where another one has it.
pub async fn set_scim_id(tx: &mut Tx, id: UserId, scim_id: ScimId) -> Result<(), Error> {
    query(SET_SCIM_ID).bind(id.0).bind(scim_id.to_string()).execute(tx.connection()).await?;
    Ok(())
}

/// How many active local site admins there are besides this user.
///
/// # Errors
/// The database fails.
pub async fn count_other_local_admins(connection: &mut Connection, besides: UserId) -> Result<i64, Error> {
    Ok(query_scalar(COUNT_LOCAL_ADMINS).bind(besides.0).fetch_one(connection).await?)
}

/// The active site admins, from wherever they are.
///
/// # Errors
/// The database fails.
pub async fn site_admins(connection: &mut Connection) -> Result<Vec<User>, Error> {
    Ok(query_as(SITE_ADMINS).fetch_all(connection).await?)
}

/// The active people of a connection who have ever signed in.
///
/// # Errors
/// The database fails.
pub async fn who_signed_in(connection: &mut Connection, directory: ConnectionId) -> Result<Vec<UserId>, Error> {
    let ids: Vec<i64> = query_scalar(WHO_SIGNED_IN).bind(directory.0).fetch_all(connection).await?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// The people of a connection whom it has not deleted.
///
/// # Errors
/// The database fails.
pub async fn living_of_connection(connection: &mut Connection, directory: ConnectionId) -> Result<Vec<UserId>, Error> {
    let ids: Vec<i64> = query_scalar(LIVING_OF_CONNECTION).bind(directory.0).fetch_all(connection).await?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// How many rows there are, tombstones included.
///
/// # Errors
/// The database fails.
pub async fn count(connection: &mut Connection) -> Result<i64, Error> {
    Ok(query_scalar(COUNT_ALL).fetch_one(connection).await?)
}

/// A page of users, in an order that is always the same, and how many there are in all.
///
/// # Errors
/// The database fails.
pub async fn list(connection: &mut Connection, engine: Engine, query: &Query<UserField>) -> Result<Page<User>, Error> {
    list::fetch(connection, engine, query).await
}
