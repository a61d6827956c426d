//! Lists memberships.

use axum::extract::State;
use keyfold_identity::Memberships;
use keyfold_model::{GroupId, UserId};

use super::{GroupUser, GroupUserQuery};
use crate::{Error, Result, caller::Caller, names::Names, page::Paged, query::Query, rest::groups};

/// Lists the members of a group, or the groups of a person.
#[utoipa::path(
    get,
    path = "",
    tag = "group_users",
    operation_id = "group_users_list",
    params(GroupUserQuery),
    responses((status = 200, description = "The memberships", body = Vec<GroupUser>)),
)]
pub async fn list(
    State(memberships): State<Memberships>,
    caller: Caller,
    mut names: Names,
    Query(query): Query<GroupUserQuery>,
) -> Result<Paged<GroupUser>> {
    let own = query.user_id == Some(caller.session().user().0);
    if !own {
        caller.site_reader()?;
    }
    let mut words = match (query.group_id, query.user_id) {
        (Some(group), None) => groups::members(&memberships, GroupId(group)).await?,
        (group, Some(user)) => {
            let all = memberships.of_user(UserId(user)).await?;
            all.into_iter().filter(|word| group.is_none_or(|group| word.group.0 == group)).collect()
        }
        (None, None) => return Err(Error::invalid("Say whose: give group_id or user_id.")),
    };
    words.sort_by_key(|word| (word.group, word.user));
    Ok(Paged::whole(GroupUser::all(words, &mut names).await?))
}
