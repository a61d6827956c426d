//! `DELETE /Groups/{id}`.

use keyfold_scim::{ResourceType, Result};

use super::{read_id, resource};
use crate::scim::{Scim, answer::Answer, effects::Effects, failure::Failure, request::Request};

/// Deletes a group, and every grant that names it.
pub async fn delete(scim: &Scim, id: &str, request: &Request) -> Result<Answer> {
    let if_match = request.if_match.clone();
    let deleted = scim.directory.delete_group(&request.client, read_id(id)?, move |group| {
        Ok(resource::version(group).check_if_match(if_match.as_deref())?)
    });
    let group = deleted.await.map_err(|failure: Failure| failure.about(ResourceType::Group, id))?;
    let mut effects = Effects::on_group(&group.name);
    effects.say(format!("deleted group {}", group.name));
    Ok(Answer::no_content().with_effects(effects))
}
