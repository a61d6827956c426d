//! People and machine accounts, as administrators see and change them.

mod account;
mod known_values;

use keyfold_db::{
    directory_powers,
    list::{Filter, Page, Query},
    users::{self, User, UserField},
};
use keyfold_model::{LoginName, Secret, SiteRole, UserId};

use account::ensure_admin_remains;
pub(crate) use account::{blank, ensure_living, epoch, insert, living, remove, state, strip, write};

use crate::{
    Error, Passwords, Session, SiteAdmin,
    act::{Act, Acts},
    password::{self, Verdict},
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
            Some(password) => Some(self.passwords.hash_new(&self.acts, None, password).await?),
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
                    let promoted = directory_powers::role_here(act.tx.connection(), id).await?.is_some();
                    if promoted && edit.role.is_some_and(|role| role != before.role) {
                        return Err(Error::OwnedByDirectory("role"));
                    }
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
        let owner = self.find(id).await?;
        let hash = self.passwords.hash_new(&self.acts, owner.as_ref(), password).await?;
        self.acts.run(&admin.0, move |act| Box::pin(password::replace(act, id, hash))).await?;
        Ok(())
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
        if self.passwords.verify(user.password_hash.clone(), present).await? == Verdict::Mismatch {
            return Err(Error::invalid("password", "the present password is another one"));
        }
        let hash = self.passwords.hash_new(&self.acts, Some(&user), new).await?;
        self.acts.run(&custody.authority, move |act| Box::pin(password::replace(act, custody.user, hash))).await?;
        Ok(())
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
        let living = Filter::absent(UserField::DeletedAt);
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
