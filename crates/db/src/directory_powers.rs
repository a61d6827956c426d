//! Rows of `directory_powers` and `directory_roles`: directory groups that give power, and whom they gave which role.

use keyfold_model::{ConnectionId, GroupId, SiteRole, Timestamp, UserId};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as, query_scalar},
    statement::statements,
};

/// What a directory group makes of its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Power {
    /// Admins of that same group.
    GroupAdmin,
    /// Read-only site admins.
    ReadOnlySiteAdmin,
    /// Site admins.
    SiteAdmin,
}

impl Power {
    /// All of them, the smallest first.
    pub const ALL: [Self; 3] = [Self::GroupAdmin, Self::ReadOnlySiteAdmin, Self::SiteAdmin];

    /// The name in the database and the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GroupAdmin => "group_admin",
            Self::ReadOnlySiteAdmin => "read_only_site_admin",
            Self::SiteAdmin => "site_admin",
        }
    }

    /// The power of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|power| power.name() == name)
    }

    /// The role that goes with it.
    #[must_use]
    pub const fn role(self) -> SiteRole {
        match self {
            Self::GroupAdmin => SiteRole::Member,
            Self::ReadOnlySiteAdmin => SiteRole::ReadOnlyAdmin,
            Self::SiteAdmin => SiteRole::Admin,
        }
    }
}

/// A directory group that gives its members power, as a site admin confirmed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryPower {
    /// The group: its id, and no other group of the same name.
    pub group: GroupId,
    /// What it makes of its members.
    pub power: Power,
    /// Whose group it is.
    pub connection: ConnectionId,
    /// What it was called when it was confirmed.
    pub group_name: String,
    /// When it was confirmed.
    pub confirmed_at: Timestamp,
    /// By whom.
    pub confirmed_by: String,
}

impl FromRow for DirectoryPower {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            group: GroupId(row.try_get("group_id")?),
            power: decode::named(row, "power", Power::from_name)?,
            connection: ConnectionId(row.try_get("connection_id")?),
            group_name: row.try_get("group_name")?,
            confirmed_at: decode::time(row, "confirmed_at")?,
            confirmed_by: row.try_get("confirmed_by")?,
        })
    }
}

statements! {
    INSERT = "INSERT INTO directory_powers (group_id, power, connection_id, group_name, confirmed_at, confirmed_by) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (group_id, power) DO NOTHING";
    DELETE = "DELETE FROM directory_powers WHERE group_id = $1 AND power = $2";
    DELETE_OF_GROUP = "DELETE FROM directory_powers WHERE group_id = $1";
    OF_GROUP = "SELECT * FROM directory_powers WHERE group_id = $1 ORDER BY power";
    OF_CONNECTION = "SELECT * FROM directory_powers WHERE connection_id = $1 ORDER BY group_id, power";
    OF_MEMBER = "SELECT directory_powers.* FROM directory_powers \
        JOIN memberships ON memberships.group_id = directory_powers.group_id \
        WHERE memberships.user_id = $1 AND memberships.origin = 'scim' ORDER BY directory_powers.group_id";
    ROLE_HERE = "SELECT role_here FROM directory_roles WHERE user_id = $1";
    KEEP_ROLE = "INSERT INTO directory_roles (user_id, role_here) VALUES ($1, $2) ON CONFLICT (user_id) DO NOTHING";
    FORGET_ROLE = "DELETE FROM directory_roles WHERE user_id = $1";
}

/// Writes a row. False where it was there.
///
/// # Errors
/// The database fails.
pub async fn insert(tx: &mut Tx, power: &DirectoryPower) -> Result<bool, Error> {
    let changed = query(INSERT)
        .bind(power.group.0)
        .bind(power.power.name())
        .bind(power.connection.0)
        .bind(&power.group_name)
        .bind(power.confirmed_at.0)
        .bind(&power.confirmed_by)
        .execute(tx.connection())
        .await?;
    Ok(changed > 0)
}

/// Deletes a row. True where it was there.
///
/// # Errors
/// The database fails.
pub async fn delete(tx: &mut Tx, group: GroupId, power: Power) -> Result<bool, Error> {
    let changed = query(DELETE).bind(group.0).bind(power.name()).execute(tx.connection()).await?;
    Ok(changed > 0)
}

/// Deletes the rows of a group.
///
/// # Errors
/// The database fails.
pub async fn delete_of_group(tx: &mut Tx, group: GroupId) -> Result<(), Error> {
    query(DELETE_OF_GROUP).bind(group.0).execute(tx.connection()).await?;
    Ok(())
}

/// What a group makes of its members.
///
/// # Errors
/// The database fails.
pub async fn of_group(connection: &mut Connection, group: GroupId) -> Result<Vec<DirectoryPower>, Error> {
    Ok(query_as(OF_GROUP).bind(group.0).fetch_all(connection).await?)
}

/// The groups of a connection that give power.
///
/// # Errors
/// The database fails.
pub async fn of_connection(connection: &mut Connection, directory: ConnectionId) -> Result<Vec<DirectoryPower>, Error> {
    Ok(query_as(OF_CONNECTION).bind(directory.0).fetch_all(connection).await?)
}

/// What a person has by the groups that their directory's SCIM client put them in.
///
/// # Errors
/// The database fails.
pub async fn of_member(connection: &mut Connection, user: UserId) -> Result<Vec<DirectoryPower>, Error> {
    Ok(query_as(OF_MEMBER).bind(user.0).fetch_all(connection).await?)
}

/// The role that administrators here gave a person whose role is their directory's word now.
///
/// # Errors
/// The database fails, or holds a role that is none.
pub async fn role_here(connection: &mut Connection, user: UserId) -> Result<Option<SiteRole>, Error> {
    let name: Option<String> = query_scalar(ROLE_HERE).bind(user.0).fetch_optional(connection).await?;
    name.map(|name| SiteRole::from_name(&name).ok_or(Error::Corrupt { what: "directory_roles.role_here", value: name }))
        .transpose()
}

/// Keeps the role that administrators here gave a person, while their directory gives them another.
///
/// # Errors
/// The database fails.
pub async fn keep_role(tx: &mut Tx, user: UserId, role: SiteRole) -> Result<(), Error> {
    query(KEEP_ROLE).bind(user.0).bind(role.name()).execute(tx.connection()).await?;
    Ok(())
}

/// Forgets it: the person's role is no directory's word any more.
///
/// # Errors
/// The database fails.
pub async fn forget_role(tx: &mut Tx, user: UserId) -> Result<(), Error> {
    query(FORGET_ROLE).bind(user.0).execute(tx.connection()).await?;
    Ok(())
}
