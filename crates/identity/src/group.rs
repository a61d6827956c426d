//! Groups, as administrators see and change them.

use std::collections::BTreeSet;

use keyfold_authz::Change;
use keyfold_db::{
    directory_powers, grants,
    groups::{self, Group, GroupField},
    jit_groups,
    list::{Page, Query},
    memberships::{self, Origin},
};
use keyfold_model::{GroupId, LoginName, ScimId, Subject, UserId};
use serde_json::{Value, json};

use crate::{
    Conflict, Error, SiteAdmin,
    act::{Act, Acts},
    admission,
    connection::Rules,
    power, target,
};

/// The longest name of a group, in characters.
const MAX_NAME: usize = 255;

/// Groups of users. Cheap to clone.
#[derive(Clone)]
pub struct Groups {
    pub(crate) acts: Acts,
}

impl Groups {
    /// Makes a group here.
    ///
    /// # Errors
    /// The name is taken or can't be one.
    pub async fn create(&self, admin: &SiteAdmin, name: String) -> Result<Group, Error> {
        let id = GroupId(self.acts.db.next_id().await?);
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let group = blank(id, &name, &act)?;
                    insert(&mut act, &group).await?;
                    Ok(group)
                })
            })
            .await
    }

    /// Renames a group that was made here.
    ///
    /// # Errors
    /// No such group, the name is taken, or it is the directory's to change.
    pub async fn rename(&self, admin: &SiteAdmin, id: GroupId, name: String) -> Result<Group, Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let before = groups::lock(act.tx, id).await?.ok_or(Error::NotFound("group"))?;
                    if before.connection.is_some() {
                        return Err(Error::OwnedByDirectory("group"));
                    }
                    let mut after = before.clone();
                    set_name(&mut after, &name)?;
                    write(&mut act, &before, after).await
                })
            })
            .await
    }

    /// Deletes a group, and every grant that names it.
    ///
    /// # Errors
    /// No such group.
    pub async fn delete(&self, admin: &SiteAdmin, id: GroupId) -> Result<(), Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let group = groups::lock(act.tx, id).await?.ok_or(Error::NotFound("group"))?;
                    remove(&mut act, &group).await
                })
            })
            .await
    }

    /// A group.
    ///
    /// # Errors
    /// The database fails.
    pub async fn find(&self, id: GroupId) -> Result<Option<Group>, Error> {
        Ok(groups::find(&mut *self.acts.db.read().await?, id).await?)
    }

    /// The group of this name, in any spelling.
    ///
    /// # Errors
    /// The database fails.
    pub async fn find_by_name(&self, name: &str) -> Result<Option<Group>, Error> {
        Ok(groups::find_by_name(&mut *self.acts.db.read().await?, &LoginName::fold(name)).await?)
    }

    /// A page of groups.
    ///
    /// # Errors
    /// The database fails.
    pub async fn list(&self, query: Query<GroupField>) -> Result<Page<Group>, Error> {
        Ok(groups::list(&mut *self.acts.db.read().await?, self.acts.db.engine(), &query).await?)
    }
}

/// A new group without members.
pub(crate) fn blank(id: GroupId, name: &str, act: &Act<'_>) -> Result<Group, Error> {
    let mut group = Group {
        id,
        scim_id: ScimId(uuid::Uuid::new_v4()),
        connection: None,
        name: String::new(),
        name_folded: String::new(),
        external_id: None,
        scim_resource: None,
        version: 1,
        created_at: act.now,
        updated_at: act.now,
    };
    set_name(&mut group, name)?;
    Ok(group)
}

pub(crate) fn set_name(group: &mut Group, name: &str) -> Result<(), Error> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::invalid("group name", "a group needs a name"));
    }
    if name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
        return Err(Error::invalid("group name", "it can't be longer than 255 characters or hold control characters"));
    }
    name.clone_into(&mut group.name);
    group.name_folded = LoginName::fold(name);
    Ok(())
}

/// Writes a new group and records it.
pub(crate) async fn insert(act: &mut Act<'_>, group: &Group) -> Result<(), Error> {
    free_name(act, group).await?;
    groups::insert(act.tx, group).await.map_err(|error| taken(error, group))?;
    let mut event = act.event("group_create");
    event.target = Some(target::group(group));
    event.after = Some(state(group));
    act.record(event).await
}

/// Writes what has changed of a group, and records it.
pub(crate) async fn write(act: &mut Act<'_>, before: &Group, mut after: Group) -> Result<Group, Error> {
    if after == *before {
        return Ok(after);
    }
    if after.name_folded != before.name_folded {
        free_name(act, &after).await?;
    }
    after.version = before.version + 1;
    after.updated_at = act.now;
    groups::update(act.tx, &after).await.map_err(|error| taken(error, &after))?;
    let mut event = act.event("group_update");
    event.target = Some(target::group(&after));
    event.before = Some(state(before));
    event.after = Some(state(&after));
    act.record(event).await?;
    Ok(after)
}

/// What the unique index says where another node was quicker than [`free_name`] could see.
fn taken(error: keyfold_db::Error, group: &Group) -> Error {
    if error.is_unique_violation() { Conflict::GroupName(group.name.clone()).into() } else { error.into() }
}

async fn free_name(act: &mut Act<'_>, group: &Group) -> Result<(), Error> {
    match groups::find_by_name(act.tx.connection(), &group.name_folded).await? {
        Some(other) if other.id != group.id => Err(Conflict::GroupName(group.name.clone()).into()),
        _ => Ok(()),
    }
}

/// Deletes a group with its memberships and every grant that names it, lists included.
pub(crate) async fn remove(act: &mut Act<'_>, group: &Group) -> Result<(), Error> {
    let losers = losers(act, group).await?;
    for row in grants::of_subject(act.tx.connection(), &Subject::Group(group.id)).await? {
        grants::delete(act.tx, row.grant.id).await?;
    }
    memberships::remove_of_group(act.tx, group.id).await?;
    directory_powers::delete_of_group(act.tx, group.id).await?;
    jit_groups::delete(act.tx, group.id).await?;
    groups::delete(act.tx, group.id).await?;
    act.change(Change::GroupRemoved(group.id));
    let mut event = act.event("group_delete");
    event.target = Some(target::group(group));
    event.before = Some(state(group));
    act.record(event).await?;
    if let Some((rules, members)) = losers {
        for member in &members {
            power::settle(act, *member).await?;
        }
        admission::cut_left_out(act, &rules, &members).await?;
    }
    Ok(())
}

/// The members who lose more than grants with the group, as it gives power or is required.
async fn losers(act: &mut Act<'_>, group: &Group) -> Result<Option<(Rules, BTreeSet<UserId>)>, Error> {
    let Some(connection) = group.connection else { return Ok(None) };
    let rules = crate::directory::rules_of(act, connection).await?;
    if power::of_group(act, group.id).await?.is_empty() && !rules.provision_group_required.fit(&group.name) {
        return Ok(None);
    }
    let mut members = BTreeSet::new();
    for origin in [Origin::Manual, Origin::Scim, Origin::Jit] {
        members.extend(memberships::users_of_group(act.tx.connection(), group.id, origin).await?);
    }
    Ok(Some((rules, members)))
}

fn state(group: &Group) -> Value {
    json!({ "name": group.name, "external_id": group.external_id })
}
