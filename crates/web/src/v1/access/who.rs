//! Lists everybody who reaches a folder, how, and why.

use axum::{Json, extract::State};
use keyfold_vfs::{Filesystem, Reacher as Found, Source};

use super::{Reacher, WhoQuery, words::Words};
use crate::{Result, caller::Caller, names::Names, query::Query, tree_path};

/// Lists everybody who reaches a folder, how, and why: to those who administer the folder.
#[utoipa::path(
    get,
    path = "/who",
    tag = "access",
    operation_id = "access_who",
    params(WhoQuery),
    responses((status = 200, description = "Everybody who may do anything there", body = Vec<Reacher>)),
)]
pub async fn who(
    State(filesystem): State<Filesystem>,
    caller: Caller,
    mut names: Names,
    Query(query): Query<WhoQuery>,
) -> Result<Json<Vec<Reacher>>> {
    let session = caller.session();
    let path = tree_path::parse(&query.path)?;
    let found = filesystem.who_reaches(session, &path).await?;
    let words = Words::new(filesystem.way_to(session, &path).await?);
    let mut reachers = Vec::with_capacity(found.len());
    for one in found {
        reachers.push(reacher(&words, one, &mut names).await?);
    }
    Ok(Json(reachers))
}

async fn reacher(words: &Words, found: Found, names: &mut Names) -> Result<Reacher> {
    let (mut role, mut grants) = (None, Vec::new());
    for giver in &found.through {
        match &giver.source {
            Source::SiteAdmin => role = Some("admin"),
            Source::Grant(grant) => grants.push(words.grant(grant, giver.gives, names).await?),
        }
    }
    Ok(Reacher {
        user_id: found.user.0,
        username: names.user(found.user).await?,
        name: names.account(found.user).await?.and_then(|account| account.display_name),
        capabilities: found.capabilities.iter().map(|capability| capability.name()).collect(),
        role,
        grants,
    })
}
