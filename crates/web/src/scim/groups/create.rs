//! `POST /Groups`.

use keyfold_identity::DirectoryGroup;
use keyfold_scim::{GroupBody, ResourceType, Result};

use super::{resource, say_members};
use crate::scim::{Scim, answer::Answer, effects::Effects, failure, request::Request};

/// Makes a group.
pub async fn create(scim: &Scim, request: &Request) -> Result<Answer> {
    let body = GroupBody::parse(request.body()?)?;
    let new = DirectoryGroup {
        name: body.display_name,
        external_id: body.external_id,
        members: body.members.unwrap_or_default(),
    };
    let edited = scim.directory.create_group(&request.client, new).await.map_err(failure::refusal)?;
    let group = &edited.group;
    let mut effects = Effects::on_group(&group.name);
    effects.say(format!("made group {}", group.name));
    say_members(&mut effects, &edited);
    let body = resource::render(scim, &request.client, group, &request.projection()).await?;
    let location = scim.location(ResourceType::Group.endpoint(), group.scim_id);
    Ok(Answer::created(body, &location).with_version(&resource::version(group)).with_effects(effects))
}
