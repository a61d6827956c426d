//! `PUT` and `PATCH /Groups/{id}`.

use std::sync::{Arc, OnceLock};

use keyfold_identity::{ExternalId, Group as Row, GroupEdit, GroupEdited, MemberEdit, Outcome};
use keyfold_scim::{GroupBody, GroupPatch, MemberChange, PatchOp, Projection, ResourceType, Result, patch};

use super::{read_id, resource, say_members};
use crate::scim::{
    Scim, answer::Answer, draft::Draft, effects::Effects, failure::Failure, filter::Translation, request::Request,
};

/// Replaces a group's resource.
pub async fn replace(scim: &Scim, id: &str, request: &Request) -> Result<Answer> {
    let body = GroupBody::parse(request.body()?)?;
    let edit = GroupEdit {
        name: Some(body.display_name),
        external_id: body.external_id.map_or(ExternalId::Keep, |id| ExternalId::Set(Some(id))),
        members: body.members.map(MemberEdit::ReplaceAll).into_iter().collect(),
    };
    let (edited, changed) = change(scim, id, request, edit, Body::Whole).await?;
    let answer = resource::answer(scim, &request.client, &edited.group, &request.projection()).await?;
    Ok(answer.with_effects(changed.effects.or_nothing_changed()))
}

/// Applies operations to it. The answer has no body unless the client names attributes: the members of a large group would
/// be most of the work.
pub async fn patch(scim: &Scim, id: &str, request: &Request) -> Result<Answer> {
    let patch = PatchOp::parse(request.body()?)?.to_group_patch(id)?;
    let unknown = patch.unknown.clone();
    let edit = edit_of(scim, patch);
    let projection = request.projection();
    if projection == Projection::All {
        return change(scim, id, request, edit, Body::None(unknown)).await.map(|(_, answer)| answer);
    }
    let (edited, answer) = change(scim, id, request, edit, Body::Whole).await?;
    let mut effects = answer.effects;
    effects.say_skipped("attribute", &unknown);
    let answer = resource::answer(scim, &request.client, &edited.group, &projection).await?;
    Ok(answer.with_effects(effects.or_nothing_changed()))
}

/// What the answer to a change holds.
#[derive(Clone)]
enum Body {
    /// Nothing: it can be made before the commit. The attributes that were passed over are for the log.
    None(Vec<String>),
    /// The resource, which the caller looks up.
    Whole,
}

/// Changes a group. The answer has the effects, and is whole where it has no body.
async fn change(
    scim: &Scim,
    id: &str,
    request: &Request,
    edit: GroupEdit,
    body: Body,
) -> Result<(GroupEdited, Answer)> {
    let (seen, draft) = (Arc::new(OnceLock::<Row>::new()), Draft::default());
    let (witness, looked, if_match) = (Arc::clone(&seen), Arc::clone(&seen), request.if_match.clone());
    let journal = request.journal.clone().filter(|_| matches!(body, Body::None(_)));
    let own_body = body.clone();
    let client = draft.client(&request.client, journal, move |outcome| match outcome {
        Outcome::Group(edited) => Some(changed(looked.get(), edited, &own_body)),
        Outcome::User(..) | Outcome::GroupMade(_) => None,
    });
    let update = scim.directory.update_group(&client, read_id(id)?, move |before| {
        resource::version(before).check_if_match(if_match.as_deref())?;
        // The first and only call of this closure sets it.
        let _ = witness.set(before.clone());
        Ok(edit)
    });
    let edited = update.await.map_err(|failure: Failure| failure.about(ResourceType::Group, id))?;
    let answer = draft.take().unwrap_or_else(|| changed(seen.get(), &edited, &body));
    Ok((edited, answer))
}

fn changed(before: Option<&Row>, edited: &GroupEdited, body: &Body) -> Answer {
    let mut effects = effects(before.unwrap_or(&edited.group), edited);
    if let Body::None(unknown) = body {
        effects.say_skipped("attribute", unknown);
        effects = effects.or_nothing_changed();
    }
    Answer::no_content().with_version(&resource::version(&edited.group)).with_effects(effects)
}

fn effects(before: &Row, edited: &GroupEdited) -> Effects {
    let after = &edited.group;
    let mut effects = Effects::on_group(&after.name);
    if before.name != after.name {
        effects.groups.push(before.name.clone());
        effects.say(format!("renamed {} to {}", before.name, after.name));
    }
    if before.external_id != after.external_id {
        effects.say(format!("changed the externalId of {}", after.name));
    }
    say_members(&mut effects, edited);
    effects
}

fn edit_of(scim: &Scim, patch: GroupPatch) -> GroupEdit {
    let external_id = match patch.external_id {
        patch::ExternalId::Keep => ExternalId::Keep,
        patch::ExternalId::Set(id) => ExternalId::Set(Some(id)),
        patch::ExternalId::Clear => ExternalId::Set(None),
    };
    let members = patch.members.into_iter().map(|change| member_edit(scim, change)).collect();
    GroupEdit { name: patch.display_name, external_id, members }
}

fn member_edit(scim: &Scim, change: MemberChange) -> MemberEdit {
    match change {
        MemberChange::Add(id) => MemberEdit::Add(id),
        MemberChange::Remove(id) => MemberEdit::Remove(id),
        MemberChange::RemoveAll => MemberEdit::ReplaceAll(Vec::new()),
        MemberChange::ReplaceAll(ids) => MemberEdit::ReplaceAll(ids),
        MemberChange::RemoveMatching(filter) => {
            let base_url = scim.address.scim_base_url();
            let translation = Translation { kind: ResourceType::Group, base_url: &base_url };
            MemberEdit::RemoveMatching(translation.condition_on_member(&filter))
        }
    }
}
