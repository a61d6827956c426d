//! What happens to an account, whoever asks for it: written, recorded, told to the policy, and sessions ended.

use keyfold_authz::Change;
use keyfold_db::{
    account_settings, api_keys, attribute_values, directory_powers, grants, memberships, password_ages, public_keys,
    revocations,
    users::{self, User},
};
use keyfold_model::{LoginName, ScimId, SiteRole, Subject, UserId};
use serde_json::{Value, json};

use super::known_values::{known_values, stand_for_resource};
use crate::{Conflict, Error, act::Act, factor, seat, target};

/// A new account that nothing is known of but its name.
pub(crate) fn blank(id: UserId, login: &LoginName, act: &Act<'_>) -> User {
    User {
        id,
        scim_id: ScimId(uuid::Uuid::new_v4()),
        connection: None,
        login: login.as_str().to_owned(),
        login_folded: login.folded().to_owned(),
        external_id: None,
        name_id: None,
        display_name: None,
        given_name: None,
        family_name: None,
        email: None,
        active_in_directory: true,
        disabled_here: false,
        role: SiteRole::Member,
        partner: None,
        password_hash: None,
        access_epoch: 1,
        first_signed_in_at: None,
        last_signed_in_at: None,
        scim_resource: None,
        version: 1,
        created_at: act.now,
        updated_at: act.now,
        deprovisioned_at: None,
        deleted_at: None,
    }
}

/// Writes a new account, tells the policy, and records it.
pub(crate) async fn insert(act: &mut Act<'_>, user: &User) -> Result<(), Error> {
    free_login(act, user).await?;
    users::insert(act.tx, user).await.map_err(|error| taken(error, user))?;
    if stand_for_resource(user) {
        attribute_values::insert(act.tx, user.id, &known_values(user)).await?;
    }
    act.set_person(user);
    let mut event = act.event("user_create");
    event.target = Some(target::user(user));
    event.after = Some(state(user));
    act.record(event).await
}

/// What the unique index says where another node was quicker than [`free_login`] could see.
fn taken(error: keyfold_db::Error, user: &User) -> Error {
    if error.is_unique_violation() { Conflict::Login(user.login.clone()).into() } else { error.into() }
}

/// Refuses a login name that somebody else has. Asked inside the transaction: a unique index stands behind it.
async fn free_login(act: &mut Act<'_>, user: &User) -> Result<(), Error> {
    match users::find_by_login(act.tx.connection(), &user.login_folded).await? {
        Some(other) if other.id != user.id => Err(Conflict::Login(user.login.clone()).into()),
        _ => Ok(()),
    }
}

/// A user who was not deleted, locked until the act is over.
pub(crate) async fn living(act: &mut Act<'_>, id: UserId) -> Result<User, Error> {
    users::lock(act.tx, id).await?.filter(|user| user.deleted_at.is_none()).ok_or(Error::NotFound("user"))
}

/// Refuses what is meant for somebody who isn't there.
pub(crate) async fn ensure_living(act: &mut Act<'_>, id: UserId) -> Result<(), Error> {
    living(act, id).await.map(drop)
}

/// The present access epoch of a user.
pub(crate) async fn epoch(act: &mut Act<'_>, id: UserId) -> Result<i64, Error> {
    Ok(users::find(act.tx.connection(), id).await?.ok_or(Error::NotFound("user"))?.access_epoch)
}

/// Writes what has changed of an account, ends sessions where access was lost, tells the policy, and records it. What
/// has not changed is neither written nor recorded.
pub(crate) async fn write(act: &mut Act<'_>, before: &User, mut after: User) -> Result<User, Error> {
    if after == *before {
        return Ok(after);
    }
    if after.login_folded != before.login_folded {
        free_login(act, &after).await?;
    }
    let was_local_admin = before.connection.is_none() && before.role == SiteRole::Admin && before.is_alive();
    if was_local_admin && !(after.role == SiteRole::Admin && after.is_alive()) {
        ensure_admin_remains(act, before).await?;
    }
    after.version = before.version + 1;
    after.updated_at = act.now;
    let lost_access = before.is_alive() && !after.is_alive();
    if lost_access || after.role != before.role || after.login_folded != before.login_folded {
        act.end_sessions(&mut after).await?;
    }
    users::update(act.tx, &after).await.map_err(|error| taken(error, &after))?;
    if stand_for_resource(&after) && known_values(&after) != known_values(before) {
        attribute_values::replace(act.tx, after.id, &known_values(&after)).await?;
    }
    seat::follow(act, before, &after).await?;
    act.set_person(&after);
    let mut event = act.event(match (before.is_alive(), after.is_alive()) {
        (true, false) => "user_disable",
        (false, true) => "user_enable",
        (true, true) | (false, false) => "user_update",
    });
    event.target = Some(target::user(&after));
    event.before = Some(state(before));
    event.after = Some(state(&after));
    act.record(event).await?;
    Ok(after)
}

/// Refuses what would leave no active local site admin. Acts that could wait here for each other, on every node, so that
/// two can't each rely on the other's admin.
pub(crate) async fn ensure_admin_remains(act: &mut Act<'_>, leaving: &User) -> Result<(), Error> {
    if leaving.connection.is_some() || leaving.role != SiteRole::Admin || !leaving.is_alive() {
        return Ok(());
    }
    revocations::lock(act.tx).await?;
    match users::count_other_local_admins(act.tx.connection(), leaving.id).await? {
        0 => Err(Error::LastAdmin),
        _ => Ok(()),
    }
}

/// Makes a tombstone of an account: sessions end, and what it had is gone for good.
pub(crate) async fn remove(act: &mut Act<'_>, user: &mut User) -> Result<(), Error> {
    let (was, before) = (user.clone(), state(user));
    strip(act, user).await?;
    user.deleted_at = Some(act.now);
    user.updated_at = act.now;
    users::update(act.tx, user).await?;
    seat::follow(act, &was, user).await?;
    act.change(Change::PersonRemoved(user.id));
    let mut event = act.event("user_delete");
    event.target = Some(target::user(user));
    event.before = Some(before);
    act.record(event).await
}

/// Ends an account's sessions and takes its own grants, memberships, keys and password for good. The caller writes the row.
pub(crate) async fn strip(act: &mut Act<'_>, user: &mut User) -> Result<(), Error> {
    act.end_sessions(user).await?;
    for row in grants::of_subject(act.tx.connection(), &Subject::User(user.id)).await? {
        grants::delete(act.tx, row.grant.id).await?;
    }
    memberships::remove_of_user(act.tx, user.id).await?;
    directory_powers::forget_role(act.tx, user.id).await?;
    account_settings::delete(act.tx, user.id).await?;
    api_keys::delete_of_user(act.tx, user.id).await?;
    public_keys::delete_of_user(act.tx, user.id).await?;
    factor::remove_all(act.tx, user.id).await?;
    password_ages::delete_of_user(act.tx, user.id).await?;
    attribute_values::delete_of_user(act.tx, user.id).await?;
    user.password_hash = None;
    Ok(())
}

/// An account in the record. No password, no hash.
pub(crate) fn state(user: &User) -> Value {
    json!({
        "login": user.login,
        "display_name": user.display_name,
        "email": user.email,
        "external_id": user.external_id,
        "active_in_directory": user.active_in_directory,
        "disabled_here": user.disabled_here,
        "role": user.role.name(),
    })
}
