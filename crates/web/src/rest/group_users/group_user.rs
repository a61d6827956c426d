//! Memberships, as the API shows them.

use aws_lc_rs::digest::{SHA256, digest};
use keyfold_identity::{Error as IdentityError, Membership};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::names::Names;

/// A person in a group.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GroupUser {
    /// An id for clients that want one: made of the two ids below, which are what counts.
    pub id: i64,
    /// The group.
    pub group_id: i64,
    /// Its name.
    pub group_name: String,
    /// The person.
    pub user_id: i64,
    /// Their user name.
    pub username: String,
    /// Whether they are an admin of the group.
    pub admin: bool,
    /// Who says so: `manual`, `scim`, `jit`. A source takes away only its own.
    pub origins: Vec<String>,
}

impl GroupUser {
    /// Memberships as they are shown: one for each person and group, whoever says so. `words` has those of one person and
    /// group next to each other.
    ///
    /// # Errors
    /// The database fails.
    pub async fn all(words: Vec<Membership>, names: &mut Names) -> Result<Vec<Self>, IdentityError> {
        let mut shown: Vec<Self> = Vec::new();
        for word in words {
            let origin = word.origin.name().to_owned();
            match shown.last_mut() {
                Some(last) if (last.user_id, last.group_id) == (word.user.0, word.group.0) => {
                    last.admin |= word.admin;
                    last.origins.push(origin);
                }
                _ => shown.push(Self {
                    id: id(word.group.0, word.user.0),
                    group_id: word.group.0,
                    group_name: names.group(word.group).await?,
                    user_id: word.user.0,
                    username: names.user(word.user).await?,
                    admin: word.admin,
                    origins: vec![origin],
                }),
            }
        }
        Ok(shown)
    }
}

/// A person to be put into a group.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewGroupUser {
    /// The group.
    pub group_id: i64,
    /// The person.
    pub user_id: i64,
    /// Whether they are an admin of the group.
    pub admin: Option<bool>,
}

/// Which memberships are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GroupUserQuery {
    /// Those of this group.
    pub group_id: Option<i64>,
    /// Those of this person.
    pub user_id: Option<i64>,
}

/// Which membership is meant.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GroupUserKey {
    /// The group.
    pub group_id: i64,
    /// The person.
    pub user_id: i64,
}

/// The id of a membership: 53 bits of a digest, so that no two memberships are ever mixed up by a guess.
fn id(group: i64, user: i64) -> i64 {
    let digest = digest(&SHA256, format!("{group}/{user}").as_bytes());
    let head = digest.as_ref().iter().take(8).fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    i64::try_from(head >> 11).unwrap_or(0)
}
