//! `GET /Users/{id}` and lists of people.

use keyfold_identity::DirectoryClient;
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

/// One person.
pub async fn find(scim: &Scim, id: &str, request: &Request) -> Result<Answer> {
    let account = scim.directory.user(&request.client, read_id(id)?).await.map_err(failure::refusal)?;
    let account = account.ok_or_else(|| ScimError::not_found(ResourceType::User.name(), id))?;
    let version = resource::version(&account);
    let answer = if version.is_unmodified(request.if_none_match.as_deref()) {
        Answer::not_modified().with_version(&version)
    } else {
        resource::answer(scim, &request.client, &account, &request.projection()).await?
    };
    Ok(answer.with_effects(Effects::on_user(&account.login)))
}

/// A part of the people who match, their groups looked up together.
pub async fn list(scim: &Scim, client: &DirectoryClient, query: &Query, window: Window) -> Result<Found> {
    let base_url = scim.address.scim_base_url();
    let translation = Translation { kind: ResourceType::User, base_url: &base_url };
    let asked = list::query(translation, query, window)?;
    let page = scim.directory.users(client, &asked).await.map_err(failure::refusal)?;
    let resources = resource::render_all(scim, client, &page.rows, &query.projection).await?;
    Ok(Found { total: page.total.unsigned_abs(), resources })
}
