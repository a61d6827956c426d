//! Says what a person may do in a folder, and why.

use axum::{Json, extract::State};
use keyfold_identity::Users;
use keyfold_model::UserId;
use keyfold_vfs::{Basis, Filesystem};

use super::{ExplainQuery, Explanation, words::Words};
use crate::{Error, Result, caller::Caller, names::Names, query::Query, tree_path};

/// Says what a person may do in a folder, and why: oneself to everybody, anybody to those who administer the folder.
#[utoipa::path(
    get,
    path = "/explain",
    tag = "access",
    operation_id = "access_explain",
    params(ExplainQuery),
    responses((status = 200, description = "What they may do there, and why", body = Explanation)),
)]
pub async fn explain(
    State(filesystem): State<Filesystem>,
    State(users): State<Users>,
    caller: Caller,
    mut names: Names,
    Query(query): Query<ExplainQuery>,
) -> Result<Json<Explanation>> {
    let session = caller.session();
    let path = tree_path::parse(&query.path)?;
    let user = person(&query, &users, session.user()).await?;
    let explained = filesystem.explain(session, user, &path).await?;
    let words = Words::new(filesystem.way_to(session, &path).await?);
    let (mut grants, mut stopped) = (Vec::new(), Vec::new());
    for judged in &explained.grants {
        match words.stopped(judged, &mut names).await? {
            Some(grant) => stopped.push(grant),
            None => grants.push(words.counting(judged, &mut names).await?),
        }
    }
    Ok(Json(Explanation {
        path: path.as_str().to_owned(),
        user_id: user.0,
        username: names.user(user).await?,
        capabilities: explained.capabilities.iter().map(|capability| capability.name()).collect(),
        disabled: explained.basis == Basis::DisabledUser,
        role: (explained.basis == Basis::SiteAdmin).then_some("admin"),
        grants,
        stopped,
    }))
}

/// Whom the question is about. The answer for a name that nobody has is the same as for a folder that nobody may know of.
async fn person(query: &ExplainQuery, users: &Users, caller: UserId) -> Result<UserId> {
    match (query.user_id, &query.username) {
        (Some(_), Some(_)) => Err(Error::invalid("Say whom you mean by user_id or by username, not by both.")),
        (Some(id), None) => Ok(UserId(id)),
        (None, Some(name)) => Ok(users.find_by_login(name).await?.ok_or_else(Error::not_found)?.id),
        (None, None) => Ok(caller),
    }
}
