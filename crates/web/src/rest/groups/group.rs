//! Groups, as the API shows them.

use keyfold_identity::{Error as IdentityError, Group as Row, Membership, Memberships};
use keyfold_model::{GroupId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::id;

/// How many memberships are read at once.
const BATCH: i64 = 1000;

/// A group of users.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Group {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The directory that it came from; nothing where it was made here.
    pub sso_strategy_id: Option<i64>,
    /// The ids of its members, with commas between them. Only where one group is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_ids: Option<String>,
    /// The ids of its admins, with commas between them. Only where one group is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_ids: Option<String>,
}

impl Group {
    /// A group, in a list.
    #[must_use]
    pub fn of(group: Row) -> Self {
        Self {
            id: group.id.0,
            name: group.name,
            sso_strategy_id: group.connection.map(|connection| connection.0),
            user_ids: None,
            admin_ids: None,
        }
    }

    /// A group with its members.
    ///
    /// # Errors
    /// The database fails.
    pub async fn with_members(group: Row, memberships: &Memberships) -> Result<Self, IdentityError> {
        let mut words = members(memberships, group.id).await?;
        words.dedup_by_key(|word| (word.user, word.admin));
        let admins = id::join(words.iter().filter(|word| word.admin).map(|word| word.user.0));
        words.dedup_by_key(|word| word.user);
        let users = id::join(words.iter().map(|word| word.user.0));
        Ok(Self { user_ids: Some(users), admin_ids: Some(admins), ..Self::of(group) })
    }
}

/// Everybody's memberships of a group, in the order of people, each source's word apart.
///
/// # Errors
/// The database fails.
pub async fn members(memberships: &Memberships, group: GroupId) -> Result<Vec<Membership>, IdentityError> {
    let (mut words, mut after) = (Vec::new(), UserId(0));
    loop {
        let batch = memberships.of_group(group, after, BATCH).await?;
        let Some(last) = batch.last() else { return Ok(words) };
        after = last.user;
        words.extend(batch);
    }
}

/// A new group.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewGroup {
    /// Its name.
    pub name: String,
    /// The ids of its members, with commas between them.
    pub user_ids: Option<String>,
    /// The ids of its admins, with commas between them.
    pub admin_ids: Option<String>,
}

/// What changes of a group. What is absent stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
pub struct GroupChange {
    /// Its name.
    pub name: Option<String>,
}

/// Which groups are listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GroupQuery {
    /// Those whose name holds this.
    pub search: Option<String>,
    /// Those of this directory; `0` for those made here.
    pub sso_strategy_id: Option<i64>,
}
