//! `GET /Groups/{id}` and lists of groups.

use keyfold_identity::{DirectoryClient, Group as Row};
use keyfold_scim::{ResourceType, Result, ScimError, list::Query};

use super::{read_id, resource};
use crate::scim::{
    Scim,
    answer::Answer,
    effects::Effects,
    failure,
    filter::Translation,
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
    let base_url = scim.address.scim_base_url();
    let translation = Translation { kind: ResourceType::Group, base_url: &base_url };
    let asked = list::query(translation, query, window)?;
    let page = scim.directory.groups(client, &asked).await.map_err(failure::refusal)?;
    let mut resources = Vec::with_capacity(page.rows.len());
    for row in &page.rows {
        resources.push(resource::render(scim, client, row, &query.projection).await?);
    }
    Ok(Found { total: page.total.unsigned_abs(), resources })
}
