//! `DELETE /Groups/{id}`.

use keyfold_scim::{ResourceType, Result};

use super::{find::found, resource};
use crate::scim::{Scim, answer::Answer, effects::Effects, failure::Failure, request::Request};

/// Deletes a group, and every grant that names it.
pub async fn delete(scim: &Scim, id: &str, request: &Request) -> Result<Answer> {
    let row = found(scim, id, request).await?;
    resource::version(&row).check_if_match(request.if_match.as_deref())?;
    let deleted = scim.directory.delete_group(&request.client, row.scim_id).await;
    deleted.map_err(|error| Failure::from(error).about(ResourceType::Group, id))?;
    let mut effects = Effects::on_group(&row.name);
    effects.say(format!("deleted group {}", row.name));
    Ok(Answer::no_content().with_effects(effects))
}
