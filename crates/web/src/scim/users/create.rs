//! `POST /Users`.

use keyfold_scim::{ResourceType, Result, UserBody};

use super::resource;
use crate::scim::{Scim, answer::Answer, effects::Effects, failure, request::Request};

/// The version that an account has when it is made.
const FIRST_VERSION: i64 = 1;

/// Makes a person, or revives one whom this directory deleted.
pub async fn create(scim: &Scim, request: &Request) -> Result<Answer> {
    let user = UserBody::parse(request.body()?)?.create();
    let said = resource::said(&user, None)?;
    let account = scim.directory.create_user(&request.client, said).await.map_err(failure::refusal)?;
    let mut effects = Effects::on_user(&account.login);
    let verb = if account.version == FIRST_VERSION { "made" } else { "revived" };
    let state = if account.active_in_directory { "" } else { ", switched off" };
    effects.say(format!("{verb} user {}{state}", account.login));
    let body = resource::render(scim, &request.client, &account, &request.projection()).await?;
    let location = scim.location(ResourceType::User.endpoint(), account.scim_id);
    Ok(Answer::created(body, &location).with_version(&resource::version(&account)).with_effects(effects))
}
