//! People, as their directory sees them.

use std::collections::HashMap;

use keyfold_authz::Change;
use keyfold_db::{
    list::Page,
    memberships::{self, GroupName, Origin},
    resources::{self, Query},
    users::{self, User},
};
use keyfold_model::{ConnectionId, LoginName, ScimId, UserId};

use super::{
    AttributeValues, Directory,
    fate::{Fate, fate},
    rules,
};
use crate::{
    Conflict, DirectoryClient, Error, account,
    act::Act,
    connection::{Deprovision, Rules, join_defaults},
    jit, seat, target, user,
};

/// What a directory says of a person. It has no word on roles, passwords, keys or partners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryUser {
    /// SCIM `userName`.
    pub login: LoginName,
    /// SCIM `externalId`.
    pub external_id: Option<String>,
    /// The name to show.
    pub display_name: Option<String>,
    /// Given name.
    pub given_name: Option<String>,
    /// Family name.
    pub family_name: Option<String>,
    /// Where mail goes.
    pub email: Option<String>,
    /// SCIM `active`.
    pub active: bool,
    /// The whole SCIM resource, as JSON, without its id and meta.
    pub resource: String,
    /// The values of its attributes, for filters and orders.
    pub values: AttributeValues,
}

impl DirectoryUser {
    /// The account as it is with all of this, and what becomes of its values.
    fn onto(self, user: &User) -> (User, AttributeValues) {
        let values = self.values;
        let account = User {
            login: self.login.as_str().to_owned(),
            login_folded: self.login.folded().to_owned(),
            external_id: self.external_id,
            display_name: self.display_name,
            given_name: self.given_name,
            family_name: self.family_name,
            email: self.email,
            active_in_directory: self.active,
            scim_resource: Some(self.resource),
            ..user.clone()
        };
        (account, values)
    }
}

impl Directory {
    /// Makes a person, or revives one whom the same directory had deleted and whom it means again.
    ///
    /// # Errors
    /// Another account has the login name, whoever made it; this directory may make nobody.
    pub async fn create_user(&self, client: &DirectoryClient, new: DirectoryUser) -> Result<User, Error> {
        let id = UserId(self.acts.db.next_id().await?);
        let (connection, logged) = (client.connection(), client.clone());
        self.acts
            .run(&client.authority, move |mut act| {
                Box::pin(async move {
                    let rules = rules(&mut act, connection).await?;
                    let user = admit(&mut act, connection, &rules, id, new).await?;
                    logged.log_user(&mut act, &user).await?;
                    Ok(user)
                })
            })
            .await
    }

    /// Changes a person. `change` gets them as they are in the transaction, with the row locked, so that changes which come
    /// together lose nothing; its own error undoes all. A person who is switched off by it has no session when this returns.
    ///
    /// # Errors
    /// There is no such person for this directory; another account has the login name; those of `change`.
    pub async fn update_user<E>(
        &self,
        client: &DirectoryClient,
        id: ScimId,
        change: impl FnOnce(&User) -> Result<DirectoryUser, E> + Send + 'static,
    ) -> Result<User, E>
    where
        E: From<Error> + Send + 'static,
    {
        let (connection, logged) = (client.connection(), client.clone());
        self.acts
            .run(&client.authority, move |mut act| {
                Box::pin(async move {
                    let before = locked(&mut act, connection, id).await?;
                    let (after, values) = change(&before)?.onto(&before);
                    let after = if jit::is_own(&before) {
                        let rules = rules(&mut act, connection).await?;
                        jit::adopt(&mut act, &rules, &before, after).await?
                    } else {
                        user::write(&mut act, &before, after).await?
                    };
                    values.put(&mut act, after.id).await?;
                    logged.log_user(&mut act, &after).await?;
                    Ok(after)
                })
            })
            .await
    }

    /// Deletes a person, as the connection's rules say: they are kept here, switched off and unseen by SCIM, or become a
    /// tombstone. Either way their grants, memberships and keys are gone for good, and their sessions when this returns.
    /// `admit` gets them as they are in the transaction, with the row locked; its error leaves them. Returns them as they
    /// were.
    ///
    /// # Errors
    /// There is no such person for this directory; those of `admit`.
    pub async fn delete_user<E>(
        &self,
        client: &DirectoryClient,
        id: ScimId,
        admit: impl FnOnce(&User) -> Result<(), E> + Send + 'static,
    ) -> Result<User, E>
    where
        E: From<Error> + Send + 'static,
    {
        let connection = client.connection();
        self.acts
            .run(&client.authority, move |mut act| {
                Box::pin(async move {
                    let rules = rules(&mut act, connection).await?;
                    let before = locked(&mut act, connection, id).await?;
                    admit(&before)?;
                    let mut user = before.clone();
                    match rules.deprovision_behavior {
                        Deprovision::Delete => user::remove(&mut act, &mut user).await?,
                        Deprovision::Disable => deprovision(&mut act, user).await?,
                    }
                    Ok(before)
                })
            })
            .await
    }

    /// A person of this directory.
    ///
    /// # Errors
    /// The database fails.
    pub async fn user(&self, client: &DirectoryClient, id: ScimId) -> Result<Option<User>, Error> {
        Ok(users::find_by_scim_id(&mut *self.acts.db.read().await?, client.connection(), id).await?)
    }

    /// A page of the people of this directory.
    ///
    /// # Errors
    /// The database fails.
    pub async fn users(&self, client: &DirectoryClient, query: &Query) -> Result<Page<User>, Error> {
        Ok(resources::people(&mut *self.acts.db.read().await?, client.connection(), query).await?)
    }

    /// The groups of this directory that each of these people is in by its word. Who is in none is not among them.
    ///
    /// # Errors
    /// The database fails.
    pub async fn groups_of(
        &self,
        client: &DirectoryClient,
        users: &[UserId],
    ) -> Result<HashMap<UserId, Vec<GroupName>>, Error> {
        let connection = &mut *self.acts.db.read().await?;
        let mut of_users: HashMap<UserId, Vec<GroupName>> = HashMap::new();
        for (user, group) in memberships::groups_in_directory(connection, users, client.connection()).await? {
            of_users.entry(user).or_default().push(group);
        }
        Ok(of_users)
    }
}

/// The person whom SCIM sees under this id, with the row locked.
async fn locked(act: &mut Act<'_>, connection: ConnectionId, id: ScimId) -> Result<User, Error> {
    rules(act, connection).await?;
    let seen = users::find_by_scim_id(act.tx.connection(), connection, id).await?.ok_or(Error::NotFound("user"))?;
    // What was read before the lock may be over: only what the lock gives counts.
    let user = users::lock(act.tx, seen.id).await?;
    user.filter(|user| user.deprovisioned_at.is_none() && user.deleted_at.is_none()).ok_or(Error::NotFound("user"))
}

/// Makes a person, or does what is done instead where somebody has the name.
pub(crate) async fn admit(
    act: &mut Act<'_>,
    connection: ConnectionId,
    rules: &Rules,
    id: UserId,
    new: DirectoryUser,
) -> Result<User, Error> {
    if !rules.provision_users {
        return Err(Error::NotAllowed("a connection that may make people"));
    }
    let present = users::find_by_login(act.tx.connection(), new.login.folded()).await?;
    match (fate(present.as_ref(), connection, new.external_id.as_deref()), present) {
        (Fate::Clash, Some(_)) => Err(Conflict::Login(new.login.to_string()).into()),
        (Fate::Adopt, Some(old)) => adopt(act, rules, old.id, new).await,
        (Fate::Revive, Some(old)) => revive(act, rules, old, new).await,
        (Fate::Replace, Some(mut old)) => {
            user::remove(act, &mut old).await?;
            make(act, connection, rules, id, new).await
        }
        (_, _) => make(act, connection, rules, id, new).await,
    }
}

async fn make(
    act: &mut Act<'_>,
    connection: ConnectionId,
    rules: &Rules,
    id: UserId,
    new: DirectoryUser,
) -> Result<User, Error> {
    let blank = user::blank(id, &new.login, act);
    let (made, values) = new.onto(&blank);
    let made = User { connection: Some(connection), ..made };
    user::insert(act, &made).await?;
    values.of_new(act, made.id).await?;
    account::give_defaults(act, rules, made.id).await?;
    join_defaults(act, rules, &made, Origin::Scim).await?;
    Ok(made)
}

/// An account that a sign-in made becomes one of SCIM's.
async fn adopt(act: &mut Act<'_>, rules: &Rules, id: UserId, new: DirectoryUser) -> Result<User, Error> {
    let before = users::lock(act.tx, id).await?.ok_or(Error::NotFound("user"))?;
    let (after, values) = new.onto(&before);
    let adopted = jit::adopt(act, rules, &before, after).await?;
    values.put(act, adopted.id).await?;
    Ok(adopted)
}

/// The id and the history come back, and nothing else: what the account had went when it was deleted.
async fn revive(act: &mut Act<'_>, rules: &Rules, old: User, new: DirectoryUser) -> Result<User, Error> {
    let before = user::state(&old);
    let (mut revived, values) = new.onto(&old);
    revived.deprovisioned_at = None;
    revived.version = old.version + 1;
    revived.updated_at = act.now;
    revived.access_epoch += 1;
    users::update(act.tx, &revived).await?;
    values.put(act, revived.id).await?;
    seat::follow(act, &old, &revived).await?;
    account::give_defaults(act, rules, revived.id).await?;
    act.set_person(&revived);
    let mut event = act.event("user_revive");
    event.target = Some(target::user(&revived));
    event.before = Some(before);
    event.after = Some(user::state(&revived));
    act.record(event).await?;
    join_defaults(act, rules, &revived, Origin::Scim).await?;
    Ok(revived)
}

async fn deprovision(act: &mut Act<'_>, mut user: User) -> Result<(), Error> {
    let (was, before) = (user.clone(), user::state(&user));
    user::strip(act, &mut user).await?;
    user.active_in_directory = false;
    user.deprovisioned_at = Some(act.now);
    user.role = keyfold_model::SiteRole::Member;
    user.version += 1;
    user.updated_at = act.now;
    users::update(act.tx, &user).await?;
    seat::follow(act, &was, &user).await?;
    act.change(Change::PersonRemoved(user.id));
    act.set_person(&user);
    let mut event = act.event("user_delete");
    event.target = Some(target::user(&user));
    event.before = Some(before);
    event.after = Some(user::state(&user));
    act.record(event).await
}
