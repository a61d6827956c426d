//! People and machine accounts, as administrators see and change them.

use keyfold_authz::Change;
use keyfold_db::{
    api_keys, grants,
    list::{Page, Query},
    memberships, public_keys, revocations,
    users::{self, User, UserField},
};
use keyfold_model::{LoginName, ScimId, Secret, SiteRole, Subject, UserId};
use serde_json::{Value, json};

use crate::{
    Conflict, Error, Passwords, Session, SiteAdmin,
    act::{Act, Acts},
    password::Verdict,
    target,
};

/// People and machine accounts. Cheap to clone.
#[derive(Clone)]
pub struct Users {
    pub(crate) acts: Acts,
    pub(crate) passwords: Passwords,
}

/// An account to be made here.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// What it signs in with.
    pub login: LoginName,
    /// The name to show.
    pub display_name: Option<String>,
    /// Where mail goes.
    pub email: Option<String>,
    /// Its power over the site.
    pub role: SiteRole,
    /// Its password; none for those who sign in by key.
    pub password: Option<Secret<String>>,
}

/// Whether an administrator lets a person in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// As far as the directory does, too.
    Enabled,
    /// Not at all, whatever the directory says.
    Disabled,
}

/// What is to change of an account; `None` leaves it.
#[derive(Clone, Debug, Default)]
pub struct UserEdit {
    /// What it signs in with. Only for accounts made here.
    pub login: Option<LoginName>,
    /// The name to show; an inner `None` clears it. Only for accounts made here.
    pub display_name: Option<Option<String>>,
    /// Where mail goes; an inner `None` clears it. Only for accounts made here.
    pub email: Option<Option<String>>,
    /// Its power over the site.
    pub role: Option<SiteRole>,
    /// Whether it is let in.
    pub admission: Option<Admission>,
}

impl Users {
    /// Makes an account here.
    ///
    /// # Errors
    /// The login name is taken, or the password too weak.
    pub async fn create(&self, admin: &SiteAdmin, new: NewUser) -> Result<User, Error> {
        let password_hash = match new.password.clone() {
            Some(password) => Some(self.passwords.hash(password).await?),
            None => None,
        };
        let id = UserId(self.acts.db.next_id().await?);
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let user = User { password_hash, ..local_user(id, &new, &act) };
                    insert(&mut act, &user).await?;
                    Ok(user)
                })
            })
            .await
    }

    /// Changes an account. A new role and a disabling end the person's sessions, before this returns.
    ///
    /// # Errors
    /// No such user; the login name is taken; it is the directory's to change; no active local site admin would remain.
    pub async fn update(&self, admin: &SiteAdmin, id: UserId, edit: UserEdit) -> Result<User, Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let before = living(&mut act, id).await?;
                    let after = edited(&before, edit)?;
                    write(&mut act, &before, after).await
                })
            })
            .await
    }

    /// Sets a person's password, and ends their sessions.
    ///
    /// # Errors
    /// No such user, it belongs to a directory, or the password is too weak.
    pub async fn set_password(&self, admin: &SiteAdmin, id: UserId, password: Secret<String>) -> Result<(), Error> {
        let hash = self.passwords.hash(password).await?;
        self.acts.run(&admin.0, move |act| Box::pin(replace_password(act, id, hash))).await
    }

    /// Changes one's own password, and ends one's sessions, this one too.
    ///
    /// # Errors
    /// The present password is wrong, the new one too weak, or the account belongs to a directory.
    pub async fn change_password(
        &self,
        session: &Session,
        present: Secret<String>,
        new: Secret<String>,
    ) -> Result<(), Error> {
        let custody = session.custody()?;
        let user = self.find(session.user()).await?.ok_or(Error::NotFound("user"))?;
        if self.passwords.verify(user.password_hash, present).await? == Verdict::Mismatch {
            return Err(Error::invalid("password", "the present password is another one"));
        }
        let hash = self.passwords.hash(new).await?;
        self.acts.run(&custody.authority, move |act| Box::pin(replace_password(act, custody.user, hash))).await
    }

    /// Deletes an account: its sessions end, and its grants, memberships and keys are gone for good.
    ///
    /// # Errors
    /// No such user, or no active local site admin would remain.
    pub async fn delete(&self, admin: &SiteAdmin, id: UserId) -> Result<(), Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let mut user = living(&mut act, id).await?;
                    ensure_admin_remains(&mut act, &user).await?;
                    remove(&mut act, &mut user).await
                })
            })
            .await
    }

    /// A user, unless deleted.
    ///
    /// # Errors
    /// The database fails.
    pub async fn find(&self, id: UserId) -> Result<Option<User>, Error> {
        let user = users::find(&mut *self.acts.db.read().await?, id).await?;
        Ok(user.filter(|user| user.deleted_at.is_none()))
    }

    /// The user of this login name, in any spelling.
    ///
    /// # Errors
    /// The database fails.
    pub async fn find_by_login(&self, login: &str) -> Result<Option<User>, Error> {
        Ok(users::find_by_login(&mut *self.acts.db.read().await?, &LoginName::fold(login)).await?)
    }

    /// A page of users, those that are deleted left out.
    ///
    /// # Errors
    /// The database fails.
    pub async fn list(&self, query: Query<UserField>) -> Result<Page<User>, Error> {
        let living = keyfold_db::list::Filter::absent(UserField::DeletedAt);
        let query = Query { filter: query.filter.and(living), ..query };
        Ok(users::list(&mut *self.acts.db.read().await?, self.acts.db.engine(), &query).await?)
    }
}

fn local_user(id: UserId, new: &NewUser, act: &Act<'_>) -> User {
    User {
        display_name: new.display_name.clone(),
        email: new.email.clone(),
        role: new.role,
        ..blank(id, &new.login, act)
    }
}

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
pub(crate) async fn free_login(act: &mut Act<'_>, user: &User) -> Result<(), Error> {
    match users::find_by_login(act.tx.connection(), &user.login_folded).await? {
        Some(other) if other.id != user.id => Err(Conflict::Login(user.login.clone()).into()),
        _ => Ok(()),
    }
}

async fn living(act: &mut Act<'_>, id: UserId) -> Result<User, Error> {
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

fn edited(before: &User, edit: UserEdit) -> Result<User, Error> {
    let mut after = before.clone();
    let of_directory = edit.login.is_some() || edit.display_name.is_some() || edit.email.is_some();
    if of_directory && before.connection.is_some() {
        return Err(Error::OwnedByDirectory("account"));
    }
    if let Some(login) = edit.login {
        after.login = login.as_str().to_owned();
        after.login_folded = login.folded().to_owned();
    }
    after.display_name = edit.display_name.unwrap_or(after.display_name);
    after.email = edit.email.unwrap_or(after.email);
    after.role = edit.role.unwrap_or(after.role);
    after.disabled_here = edit.admission.map_or(after.disabled_here, |admission| admission == Admission::Disabled);
    Ok(after)
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

async fn replace_password(mut act: Act<'_>, id: UserId, hash: String) -> Result<(), Error> {
    let mut user = living(&mut act, id).await?;
    if user.connection.is_some() {
        return Err(Error::OwnedByDirectory("account"));
    }
    user.password_hash = Some(hash);
    user.updated_at = act.now;
    act.end_sessions(&mut user).await?;
    users::update(act.tx, &user).await?;
    let mut event = act.event("user_password_change");
    event.target = Some(target::user(&user));
    act.record(event).await
}

/// Makes a tombstone of an account: sessions end, and what it had is gone for good.
pub(crate) async fn remove(act: &mut Act<'_>, user: &mut User) -> Result<(), Error> {
    let before = state(user);
    strip(act, user).await?;
    user.deleted_at = Some(act.now);
    user.updated_at = act.now;
    users::update(act.tx, user).await?;
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
    api_keys::delete_of_user(act.tx, user.id).await?;
    public_keys::delete_of_user(act.tx, user.id).await?;
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
