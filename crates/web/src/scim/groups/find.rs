//! `GET /Groups/{id}` and lists of groups.

use keyfold_identity::{DirectoryClient, Group as Row};
use keyfold_model::ScimId;
use keyfold_scim::{ResourceType, Result, ScimError, list::Query};

use super::{read_id, resource};
use crate::scim::{
    Scim,
    answer::Answer,
    effects::Effects,
    failure,
    filter::{self, GroupsOf},
    list::{self, Found, Window},
    request::Request,
};

/// One group.
pub async fn find(scim: &Scim, id: &str, request: &Request) -> Result<Answer> {
    let row = found(scim, id, request).await?;
    let version = resource::version(&row);
    let answer = if version.is_unmodified(request.if_none_match.as_deref()) {
        Answer::not_modified().with_version(&version)
    } else {
        resource::answer(scim, &request.client, &row, &request.projection()).await?
    };
    Ok(answer.with_effects(Effects::on_group(&row.name)))
}

/// The group of this id, as it is now.
pub async fn found(scim: &Scim, id: &str, request: &Request) -> Result<Row> {
    let row = scim.directory.group(&request.client, read_id(id)?).await.map_err(failure::refusal)?;
    row.ok_or_else(|| ScimError::not_found(ResourceType::Group.name(), id))
}

/// A part of the groups that match.
pub async fn list(scim: &Scim, client: &DirectoryClient, query: &Query, window: Window) -> Result<Found> {
    let asked = list::query(query, window, &groups_of_those_named(scim, client, query).await?)?;
    let page = scim.directory.groups(client, asked).await.map_err(failure::refusal)?;
    let mut resources = Vec::with_capacity(page.rows.len());
    for row in &page.rows {
        resources.push(resource::render(scim, client, row, &query.projection).await?);
    }
    Ok(Found { total: page.total.unsigned_abs(), resources })
}

/// The groups of each person whom the filter names as a member: few, however large the groups are.
async fn groups_of_those_named(scim: &Scim, client: &DirectoryClient, query: &Query) -> Result<GroupsOf> {
    let mut groups_of = GroupsOf::new();
    for member in query.filter.iter().flat_map(filter::members_named) {
        let Ok(id) = member.parse::<ScimId>() else { continue };
        if let Some(user) = scim.directory.user(client, id).await.map_err(failure::refusal)? {
            let groups = scim.directory.groups_of(client, user.id).await.map_err(failure::refusal)?;
            groups_of.insert(member, groups.iter().map(|group| group.id.0).collect());
        }
    }
    Ok(groups_of)
}
