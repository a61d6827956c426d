//! Rows of `memberships`: who is in which group, and who says so.

use keyfold_model::{GroupId, ScimId, Timestamp, UserId};

use crate::{
    Connection, Error, Tx, decode,
    sql::{self, FromRow, Row, query, query_as, query_scalar},
    statement::statements,
};

/// Who says that a person is in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// An administrator here.
    Manual,
    /// The directory, by SCIM.
    Scim,
    /// The directory, at a SAML sign-in.
    Jit,
}

impl Origin {
    /// The name in the database and the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::Scim => "scim",
            Self::Jit => "jit",
        }
    }

    /// The origin of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Manual, Self::Scim, Self::Jit].into_iter().find(|origin| origin.name() == name)
    }
}

/// One source's word that a person is in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Who.
    pub user: UserId,
    /// Of what.
    pub group: GroupId,
    /// Who says so.
    pub origin: Origin,
    /// Whether they administer the group.
    pub admin: bool,
    /// Since when.
    pub since: Timestamp,
}

impl FromRow for Membership {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            user: UserId(row.try_get("user_id")?),
            group: GroupId(row.try_get("group_id")?),
            origin: decode::named(row, "origin", Origin::from_name)?,
            admin: decode::truth(row, "admin")?,
            since: decode::time(row, "since")?,
        })
    }
}

/// A member, as SCIM shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The person's id here.
    pub user: UserId,
    /// The person's id in SCIM.
    pub scim_id: ScimId,
    /// The name to show.
    pub display: String,
}

impl FromRow for Member {
    fn from_row(row: &Row) -> Result<Self, sql::Error> {
        Ok(Self {
            user: UserId(row.try_get("id")?),
            scim_id: decode::parsed(row, "scim_id")?,
            display: row.try_get("display")?,
        })
    }
}

/// A group, as SCIM shows it with a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupName {
    /// Its id in SCIM.
    pub scim_id: ScimId,
    /// Its name.
    pub name: String,
}

statements! {
    ADD = "INSERT INTO memberships (user_id, group_id, origin, admin, since) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (user_id, group_id, origin) DO NOTHING";
    SET_ADMIN = "UPDATE memberships SET admin = $4 WHERE user_id = $1 AND group_id = $2 AND origin = $3 AND admin <> $4";
    REMOVE = "DELETE FROM memberships WHERE user_id = $1 AND group_id = $2 AND origin = $3";
    REMAINS = "SELECT COUNT(*) FROM memberships WHERE user_id = $1 AND group_id = $2";
    REMOVE_OF_USER = "DELETE FROM memberships WHERE user_id = $1";
    REMOVE_OF_GROUP = "DELETE FROM memberships WHERE group_id = $1";
    OF_USER = "SELECT * FROM memberships WHERE user_id = $1 ORDER BY group_id, origin";
    OF_GROUP = "SELECT * FROM memberships WHERE group_id = $1 AND user_id > $2 ORDER BY user_id, origin LIMIT $3";
    USERS_OF_GROUP_BY_ORIGIN = "SELECT user_id FROM memberships WHERE group_id = $1 AND origin = $2 ORDER BY user_id";
    MEMBERS_BY_ORIGIN = "SELECT users.id, users.scim_id, COALESCE(users.display_name, users.login) AS display \
        FROM memberships JOIN users ON users.id = memberships.user_id WHERE memberships.group_id = $1 \
        AND memberships.origin = $2 AND users.connection_id = $3 AND users.deprovisioned_at IS NULL \
        AND users.deleted_at IS NULL AND users.id > $4 ORDER BY users.id LIMIT $5";
    GROUPS_OF_USERS = "SELECT memberships.user_id, groups.scim_id, groups.name FROM memberships \
        JOIN groups ON groups.id = memberships.group_id WHERE memberships.origin = 'scim' AND groups.connection_id = $1 \
        AND memberships.user_id IN ($2) ORDER BY groups.id";
    ALL_PAIRS = "SELECT DISTINCT user_id, group_id FROM memberships";
}

/// Adds a source's word. True where it was not there.
///
/// # Errors
/// The database fails, or the user or group is not there.
pub async fn add(tx: &mut Tx, membership: &Membership) -> Result<bool, Error> {
    let changed = query(ADD)
        .bind(membership.user.0)
        .bind(membership.group.0)
        .bind(membership.origin.name())
        .bind(i64::from(membership.admin))
        .bind(membership.since.0)
        .execute(tx.connection())
        .await?;
    Ok(changed > 0)
}

/// Sets whether the person administers the group by this source's word. True where that was otherwise.
///
/// # Errors
/// The database fails.
pub async fn set_admin(tx: &mut Tx, user: UserId, group: GroupId, origin: Origin, admin: bool) -> Result<bool, Error> {
    let changed = query(SET_ADMIN)
        .bind(user.0)
        .bind(group.0)
        .bind(origin.name())
        .bind(i64::from(admin))
        .execute(tx.connection())
        .await?;
    Ok(changed > 0)
}

/// Takes back a source's word. True where it was there.
///
/// # Errors
/// The database fails.
pub async fn remove(tx: &mut Tx, user: UserId, group: GroupId, origin: Origin) -> Result<bool, Error> {
    let changed = query(REMOVE).bind(user.0).bind(group.0).bind(origin.name()).execute(tx.connection()).await?;
    Ok(changed > 0)
}

/// Whether any source says that the person is in the group.
///
/// # Errors
/// The database fails.
pub async fn is_member(connection: &mut Connection, user: UserId, group: GroupId) -> Result<bool, Error> {
    let count: i64 = query_scalar(REMAINS).bind(user.0).bind(group.0).fetch_one(connection).await?;
    Ok(count > 0)
}

/// Takes back every source's word about a person.
///
/// # Errors
/// The database fails.
pub async fn remove_of_user(tx: &mut Tx, user: UserId) -> Result<(), Error> {
    query(REMOVE_OF_USER).bind(user.0).execute(tx.connection()).await?;
    Ok(())
}

/// Takes back every source's word about a group.
///
/// # Errors
/// The database fails.
pub async fn remove_of_group(tx: &mut Tx, group: GroupId) -> Result<(), Error> {
    query(REMOVE_OF_GROUP).bind(group.0).execute(tx.connection()).await?;
    Ok(())
}

/// The memberships of a person, each source's word apart.
///
/// # Errors
/// The database fails.
pub async fn of_user(connection: &mut Connection, user: UserId) -> Result<Vec<Membership>, Error> {
    Ok(query_as(OF_USER).bind(user.0).fetch_all(connection).await?)
}

/// Up to `most` memberships of a group, of people after `after`, each source's word apart.
///
/// # Errors
/// The database fails.
pub async fn of_group(
    connection: &mut Connection,
    group: GroupId,
    after: UserId,
    most: i64,
) -> Result<Vec<Membership>, Error> {
    Ok(query_as(OF_GROUP).bind(group.0).bind(after.0).bind(most).fetch_all(connection).await?)
}

/// Everyone who is in a group by this source's word.
///
/// # Errors
/// The database fails.
pub async fn users_of_group(connection: &mut Connection, group: GroupId, origin: Origin) -> Result<Vec<UserId>, Error> {
    let ids: Vec<i64> =
        query_scalar(USERS_OF_GROUP_BY_ORIGIN).bind(group.0).bind(origin.name()).fetch_all(connection).await?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// Up to `most` members of a group by this source's word, of one directory, after `after`.
///
/// # Errors
/// The database fails.
pub async fn members_in_directory(
    connection: &mut Connection,
    group: GroupId,
    origin: Origin,
    directory: keyfold_model::ConnectionId,
    after: UserId,
    most: i64,
) -> Result<Vec<Member>, Error> {
    Ok(query_as(MEMBERS_BY_ORIGIN)
        .bind(group.0)
        .bind(origin.name())
        .bind(directory.0)
        .bind(after.0)
        .bind(most)
        .fetch_all(connection)
        .await?)
}

/// The groups of one directory that each of these people is in by its word, in the order of the groups' ids.
///
/// # Errors
/// The database fails.
pub async fn groups_in_directory(
    connection: &mut Connection,
    users: &[UserId],
    directory: keyfold_model::ConnectionId,
) -> Result<Vec<(UserId, GroupName)>, Error> {
    let rows = match users {
        [] => return Ok(Vec::new()),
        [user] => query(GROUPS_OF_USERS).bind(directory.0).bind(user.0).fetch_all(connection).await?,
        _ => {
            let ids = users.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let statement = GROUPS_OF_USERS.replace("$2", &ids);
            // Another text for each page of people.
            query(statement).once().bind(directory.0).fetch_all(connection).await?
        }
    };
    let group = |row: &Row| {
        Ok::<_, sql::Error>(GroupName { scim_id: decode::parsed(row, "scim_id")?, name: row.try_get("name")? })
    };
    let pairs = rows.iter().map(|row| Ok((UserId(row.try_get("user_id")?), group(row)?)));
    Ok(pairs.collect::<Result<_, sql::Error>>()?)
}

/// Who is in which group, each pair once.
///
/// # Errors
/// The database fails.
pub async fn all_pairs(connection: &mut Connection) -> Result<Vec<(UserId, GroupId)>, Error> {
    let pairs: Vec<(i64, i64)> = query_as(ALL_PAIRS).fetch_all(connection).await?;
    Ok(pairs.into_iter().map(|(user, group)| (UserId(user), GroupId(group))).collect())
}
