//! Rows of `groups`.

use keyfold_model::{ConnectionId, GroupId, ScimId, Timestamp};

use crate::{
    Connection, Engine, Error, Tx, decode,
    list::{self, Field, Kind, Page, Query},
    sql::{self, FromRow, Row, query, query_as},
    statement::statements,
};

/// A group of users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its id here.
    pub id: GroupId,
    /// Its id in SCIM.
    pub scim_id: ScimId,
    /// The directory that made it; none: it was made here.
    pub connection: Option<ConnectionId>,
    /// The name, as it was written.
    pub name: String,
    /// The name, as it is compared.
    pub name_folded: String,
    /// The directory's own identifier.
    pub external_id: Option<String>,
    /// The SCIM resource without its members, as JSON.
    pub scim_resource: Option<String>,
    /// Rises with each change, of its members too.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}

impl FromRow for Group {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            id: GroupId(row.try_get("id")?),
            scim_id: decode::parsed(row, "scim_id")?,
            connection: decode::optional_id(row, "connection_id")?.map(ConnectionId),
            name: row.try_get("name")?,
            name_folded: row.try_get("name_folded")?,
            external_id: row.try_get("external_id")?,
            scim_resource: row.try_get("scim_resource")?,
            version: row.try_get("version")?,
            created_at: decode::time(row, "created_at")?,
            updated_at: decode::time(row, "updated_at")?,
        })
    }
}

statements! {
    INSERT = "INSERT INTO groups (id, scim_id, connection_id, name, name_folded, external_id, scim_resource, version, \
        created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE = "UPDATE groups SET name = $2, name_folded = $3, external_id = $4, scim_resource = $5, version = $6, \
        updated_at = $7 WHERE id = $1";
    DELETE = "DELETE FROM groups WHERE id = $1";
    LOCK = "UPDATE groups SET version = version WHERE id = $1 RETURNING *";
    BY_ID = "SELECT * FROM groups WHERE id = $1";
    BY_NAME = "SELECT * FROM groups WHERE name_folded = $1";
    SET_SCIM_ID = "UPDATE groups SET scim_id = $2 WHERE id = $1";
    OF_CONNECTION = "SELECT * FROM groups WHERE connection_id = $1 ORDER BY name_folded";
    BY_SCIM_ID = "SELECT * FROM groups WHERE connection_id = $1 AND scim_id = $2";
}

/// Writes a new row.
///
/// # Errors
/// A unique violation where the name is taken.
pub async fn insert(tx: &mut Tx, group: &Group) -> Result<(), Error> {
    query(INSERT)
        .bind(group.id.0)
        .bind(group.scim_id.to_string())
        .bind(group.connection.map(|id| id.0))
        .bind(&group.name)
        .bind(&group.name_folded)
        .bind(&group.external_id)
        .bind(&group.scim_resource)
        .bind(group.version)
        .bind(group.created_at.0)
        .bind(group.updated_at.0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Writes everything of a row that can change.
///
/// # Errors
/// A unique violation where the name is taken.
pub async fn update(tx: &mut Tx, group: &Group) -> Result<(), Error> {
    query(UPDATE)
        .bind(group.id.0)
        .bind(&group.name)
        .bind(&group.name_folded)
        .bind(&group.external_id)
        .bind(&group.scim_resource)
        .bind(group.version)
        .bind(group.updated_at.0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Deletes a row; its memberships and the grants that name it must have gone before.
///
/// # Errors
/// The database fails.
pub async fn delete(tx: &mut Tx, id: GroupId) -> Result<(), Error> {
    query(DELETE).bind(id.0).execute(tx.connection()).await?;
    Ok(())
}

/// A group, locked until the transaction ends.
///
/// # Errors
/// The database fails.
pub async fn lock(tx: &mut Tx, id: GroupId) -> Result<Option<Group>, Error> {
    Ok(query_as(LOCK).bind(id.0).fetch_optional(tx.connection()).await?)
}

/// A group.
///
/// # Errors
/// The database fails.
pub async fn find(connection: &mut Connection, id: GroupId) -> Result<Option<Group>, Error> {
    Ok(query_as(BY_ID).bind(id.0).fetch_optional(connection).await?)
}

/// Gives a group another id in SCIM.
///
/// # Errors
/// A unique violation where another one has it.
pub async fn set_scim_id(tx: &mut Tx, id: GroupId, scim_id: ScimId) -> Result<(), Error> {
    query(SET_SCIM_ID).bind(id.0).bind(scim_id.to_string()).execute(tx.connection()).await?;
    Ok(())
}

/// Every group of a connection, in the order of their names.
///
/// # Errors
/// The database fails.
pub async fn of_connection(connection: &mut Connection, directory: ConnectionId) -> Result<Vec<Group>, Error> {
    Ok(query_as(OF_CONNECTION).bind(directory.0).fetch_all(connection).await?)
}

/// The group of this folded name.
///
/// # Errors
/// The database fails.
pub async fn find_by_name(connection: &mut Connection, name_folded: &str) -> Result<Option<Group>, Error> {
    Ok(query_as(BY_NAME).bind(name_folded).fetch_optional(connection).await?)
}

/// The group that SCIM sees under this id on this connection.
///
/// # Errors
/// The database fails.
pub async fn find_by_scim_id(
    connection: &mut Connection,
    directory: ConnectionId,
    id: ScimId,
) -> Result<Option<Group>, Error> {
    Ok(query_as(BY_SCIM_ID).bind(directory.0).bind(id.to_string()).fetch_optional(connection).await?)
}

/// What a list of groups can be filtered and sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupField {
    /// The id here.
    Id,
    /// The id in SCIM.
    ScimId,
    /// The directory connection, as an integer.
    Connection,
    /// The name, without regard to case.
    Name,
    /// The directory's own identifier, exactly.
    ExternalId,
    /// When it was made, in microseconds.
    CreatedAt,
    /// When it was changed last, in microseconds.
    UpdatedAt,
}

impl Field for GroupField {
    const TABLE: &'static str = "groups";

    fn column(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::ScimId => "scim_id",
            Self::Connection => "connection_id",
            Self::Name => "name_folded",
            Self::ExternalId => "external_id",
            Self::CreatedAt => "created_at",
            Self::UpdatedAt => "updated_at",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Name => Kind::FoldedText,
            Self::ScimId | Self::ExternalId => Kind::ExactText,
            Self::Id | Self::Connection | Self::CreatedAt | Self::UpdatedAt => Kind::Integer,
        }
    }
}

/// A page of groups, in an order that is always the same, and how many there are in all.
///
/// # Errors
/// The database fails.
pub async fn list(
    connection: &mut Connection,
    engine: Engine,
    query: &Query<GroupField>,
) -> Result<Page<Group>, Error> {
    list::fetch(connection, engine, query).await
}
