//! Finds one membership.

use keyfold_identity::Memberships;
use keyfold_model::{GroupId, UserId};

use super::GroupUser;
use crate::{Error, Result, names::Names};

/// The membership of a person in a group.
pub async fn find(memberships: &Memberships, names: &mut Names, user: UserId, group: GroupId) -> Result<GroupUser> {
    let words = memberships.of_user(user).await?.into_iter().filter(|word| word.group == group).collect();
    GroupUser::all(words, names).await?.pop().ok_or_else(Error::not_found)
}
