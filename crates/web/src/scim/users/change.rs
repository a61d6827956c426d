//! `PUT` and `PATCH /Users/{id}`.

use std::sync::{Arc, OnceLock};

use keyfold_identity::{GroupName, Outcome, Session, User as Account};
use keyfold_scim::{
    PatchOp, Projection, ResourceType, Result, User, UserBody,
    change::{Change, changes},
};

use super::{read_id, resource};
use crate::scim::{
    Scim,
    answer::Answer,
    draft::Draft,
    effects::{Effects, sessions},
    failure::Failure,
    request::Request,
};

/// Replaces a person's resource.
pub async fn replace(scim: &Scim, id: &str, request: &Request) -> Result<Answer> {
    let body = UserBody::parse(request.body()?)?;
    change(scim, id, request, move |current| Ok((body.replace(current), Vec::new()))).await
}

/// Applies operations to it.
pub async fn patch(scim: &Scim, id: &str, request: &Request) -> Result<Answer> {
    let operations = PatchOp::parse(request.body()?)?;
    let own_id = id.to_owned();
    change(scim, id, request, move |current| {
        let patched = operations.apply_to_user(&own_id, current)?;
        Ok((patched.user, patched.unknown))
    })
    .await
}

/// What was there when the change was made, under the lock of the row.
struct Seen {
    before: Account,
    resource: User,
    after: User,
    unknown: Vec<String>,
    sessions: Vec<Session>,
}

async fn change(
    scim: &Scim,
    id: &str,
    request: &Request,
    change: impl FnOnce(&User) -> Result<(User, Vec<String>)> + Send + 'static,
) -> Result<Answer> {
    let seen = Arc::new(OnceLock::new());
    let (witness, sign_ins, if_match) = (Arc::clone(&seen), scim.sign_ins.clone(), request.if_match.clone());
    let draft = Draft::default();
    let (own, looked, projection) = (scim.clone(), Arc::clone(&seen), request.projection());
    let client = draft.client(&request.client, request.journal.clone(), move |outcome| {
        // How many sessions were cut is known once they are: after the commit.
        let seen = looked.get().filter(|seen: &&Seen| seen.sessions.is_empty())?;
        match outcome {
            Outcome::User(account, groups) => changed(&own, seen, account, groups.to_vec(), &projection).ok(),
            Outcome::GroupMade(_) | Outcome::Group(_) => None,
        }
    });
    let update = scim.directory.update_user(&client, read_id(id)?, move |before| {
        resource::version(before).check_if_match(if_match.as_deref())?;
        let current = resource::read(before)?;
        let (after, unknown) = change(&current)?;
        let kept = before.scim_resource.clone().filter(|_| after == current);
        let said = resource::said(&after, kept)?;
        let sessions = sign_ins.of(before.id);
        // The first and only call of this closure sets it.
        let _ = witness.set(Seen { before: before.clone(), resource: current, after, unknown, sessions });
        Ok(said)
    });
    let account = update.await.map_err(|failure: Failure| failure.about(ResourceType::User, id))?;
    match (draft.take(), seen.get()) {
        (Some(answer), _) => Ok(answer),
        (None, Some(seen)) => {
            let groups = resource::groups_of(scim, &request.client, &account).await?;
            changed(scim, seen, &account, groups, &request.projection())
        }
        (None, None) => resource::answer(scim, &request.client, &account, &request.projection()).await,
    }
}

fn changed(
    scim: &Scim,
    seen: &Seen,
    account: &Account,
    groups: Vec<GroupName>,
    projection: &Projection,
) -> Result<Answer> {
    let body = resource::rendered(scim, account, groups, projection)?;
    Ok(Answer::ok(body).with_version(&resource::version(account)).with_effects(effects(seen, account)))
}

fn effects(seen: &Seen, account: &Account) -> Effects {
    let mut effects = Effects::on_user(&account.login);
    if seen.before.login != account.login {
        effects.users.push(seen.before.login.clone());
    }
    let login = &account.login;
    let cut = seen.sessions.iter().filter(|session| !session.is_alive()).count();
    match (seen.before.active_in_directory, account.active_in_directory) {
        (true, false) => effects.say(format!("switched off {login}: cut {}", sessions(cut))),
        (false, true) if account.disabled_here => {
            effects.say(format!("switched on {login} in the directory; an administrator here keeps them switched off"));
        }
        (false, true) => effects.say(format!("switched on {login}")),
        (true, true) | (false, false) => {}
    }
    let others: Vec<String> = changes(&seen.resource, &seen.after)
        .iter()
        .filter(|change| change.path != "active")
        .map(Change::to_string)
        .collect();
    if !others.is_empty() {
        effects.say(format!("changed {login}: {}", others.join(", ")));
    }
    if cut > 0 && account.active_in_directory {
        effects.say(format!("cut {} of {login}", sessions(cut)));
    }
    effects.say_skipped("attribute", &seen.unknown);
    effects.or_nothing_changed()
}
