//! `POST /Groups`.

use keyfold_identity::{DirectoryGroup, GroupEdited, Outcome};
use keyfold_scim::{GroupBody, ResourceType, Result};
use serde_json::Value;

use super::{resource, say_members};
use crate::scim::{Scim, answer::Answer, draft::Draft, effects::Effects, failure, request::Request};

/// Makes a group.
pub async fn create(scim: &Scim, request: &Request) -> Result<Answer> {
    let body = GroupBody::parse(request.body()?)?;
    let new = DirectoryGroup {
        name: body.display_name,
        external_id: body.external_id,
        members: body.members.unwrap_or_default(),
    };
    let (draft, own, projection) = (Draft::default(), scim.clone(), request.projection());
    let client = draft.client(&request.client, request.journal.clone(), move |outcome| match outcome {
        Outcome::GroupMade(edited) if edited.added == 0 => {
            Some(created(&own, edited, resource::rendered(&own, &edited.group, Some(&[]), &projection)))
        }
        // The members are looked up after the commit.
        Outcome::GroupMade(_) | Outcome::Group(_) | Outcome::User(..) => None,
    });
    let edited = scim.directory.create_group(&client, new).await.map_err(failure::refusal)?;
    match draft.take() {
        Some(answer) => Ok(answer),
        None => {
            let body = resource::render(scim, &request.client, &edited.group, &request.projection()).await?;
            Ok(created(scim, &edited, body))
        }
    }
}

fn created(scim: &Scim, edited: &GroupEdited, body: Value) -> Answer {
    let group = &edited.group;
    let mut effects = Effects::on_group(&group.name);
    effects.say(format!("made group {}", group.name));
    say_members(&mut effects, edited);
    let location = scim.location(ResourceType::Group.endpoint(), group.scim_id);
    Answer::created(body, &location).with_version(&resource::version(group)).with_effects(effects)
}
