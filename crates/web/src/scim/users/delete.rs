//! `DELETE /Users/{id}`.

use keyfold_scim::{ResourceType, Result, ScimError};

use super::{read_id, resource};
use crate::scim::{
    Scim,
    answer::Answer,
    effects::{Effects, sessions},
    failure::{self, Failure},
    request::Request,
};

/// Deletes a person, as the rules of the connection say.
pub async fn delete(scim: &Scim, id: &str, request: &Request) -> Result<Answer> {
    let scim_id = read_id(id)?;
    let account = scim.directory.user(&request.client, scim_id).await.map_err(failure::refusal)?;
    let account = account.ok_or_else(|| ScimError::not_found(ResourceType::User.name(), id))?;
    resource::version(&account).check_if_match(request.if_match.as_deref())?;
    let open = scim.sign_ins.of(account.id);
    let deleted = scim.directory.delete_user(&request.client, scim_id).await;
    deleted.map_err(|error| Failure::from(error).about(ResourceType::User, id))?;
    let cut = open.iter().filter(|session| !session.is_alive()).count();
    let mut effects = Effects::on_user(&account.login);
    effects.say(format!("deleted {}: cut {}", account.login, sessions(cut)));
    Ok(Answer::no_content().with_effects(effects))
}
