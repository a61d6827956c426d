//! Groups, as their directory sees them.

use std::collections::BTreeSet;

use keyfold_db::{
    groups::{self, Group},
    list::Page,
    memberships::{self, Member, Membership, Origin},
    resources::{self, Condition, Query},
    users::{self, User},
};
use keyfold_model::{ConnectionId, GroupId, ScimId, UserId};

use super::{Directory, Outcome, rules};
use crate::{DirectoryClient, Error, act::Act, admission, connection::Rules, group, jit, membership, power};

/// What a directory says of a new group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryGroup {
    /// SCIM `displayName`.
    pub name: String,
    /// SCIM `externalId`.
    pub external_id: Option<String>,
    /// The SCIM ids of its members.
    pub members: Vec<String>,
}

/// What becomes of a group; what is not named stays.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct GroupEdit {
    /// Its new name.
    pub name: Option<String>,
    /// What becomes of its `externalId`.
    pub external_id: ExternalId,
    /// What becomes of its members, in this order.
    pub members: Vec<MemberEdit>,
}

/// What becomes of an `externalId`.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum ExternalId {
    /// It stays.
    #[default]
    Keep,
    /// It becomes this, or goes.
    Set(Option<String>),
}

/// One change of a group's members, by their SCIM ids as the client wrote them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MemberEdit {
    /// This one joins.
    Add(String),
    /// This one leaves.
    Remove(String),
    /// Those leave who meet a condition on an element of [`List::Members`](keyfold_db::resources::List).
    RemoveMatching(Condition),
    /// Exactly these are members.
    ReplaceAll(Vec<String>),
}

/// A group that was made or changed, and what became of the members that were named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupEdited {
    /// The group as it is now.
    pub group: Group,
    /// How many joined.
    pub added: u64,
    /// How many left.
    pub removed: u64,
    /// The login names of those who joined.
    pub joined: Vec<String>,
    /// The login names of those who left.
    pub left: Vec<String>,
    /// The ids that name nobody of this directory: passed over, so that one of them doesn't fail the rest.
    pub unknown: Vec<String>,
    /// Those who joined.
    joiners: Vec<UserId>,
    /// Those who left.
    leavers: Vec<UserId>,
}

impl GroupEdited {
    /// Of this group, nothing yet.
    const fn unchanged(group: Group) -> Self {
        Self {
            group,
            added: 0,
            removed: 0,
            joined: Vec::new(),
            left: Vec::new(),
            unknown: Vec::new(),
            joiners: Vec::new(),
            leavers: Vec::new(),
        }
    }
}

impl Directory {
    /// Makes a group.
    ///
    /// # Errors
    /// Another group has the name, whoever made it; the connection's rules leave it out.
    pub async fn create_group(&self, client: &DirectoryClient, new: DirectoryGroup) -> Result<GroupEdited, Error> {
        let id = GroupId(self.acts.db.next_id().await?);
        let (connection, logged) = (client.connection(), client.clone());
        self.acts
            .run(&client.authority, move |mut act| {
                Box::pin(async move {
                    let rules = rules(&mut act, connection).await?;
                    if !rules.takes_group(&new.name) {
                        return Err(Error::GroupLeftOut(new.name));
                    }
                    if let Some(own) = jit::own_group(&mut act, connection, &new.name).await? {
                        let edit = GroupEdit {
                            name: Some(new.name),
                            external_id: ExternalId::Set(new.external_id),
                            members: new.members.into_iter().map(MemberEdit::Add).collect(),
                        };
                        let edited = apply(&mut act, connection, &rules, own, edit).await?;
                        logged.log_group(&mut act, Outcome::Group(&edited)).await?;
                        return Ok(edited);
                    }
                    let made = Group {
                        connection: Some(connection),
                        external_id: new.external_id,
                        ..group::blank(id, &new.name, &act)?
                    };
                    group::insert(&mut act, &made).await?;
                    let mut edited = GroupEdited::unchanged(made);
                    for member in new.members {
                        join(&mut act, &mut edited, connection, member).await?;
                    }
                    logged.log_group(&mut act, Outcome::GroupMade(&edited)).await?;
                    Ok(edited)
                })
            })
            .await
    }

    /// Changes a group. `change` gets it as it is in the transaction, with the row locked, so that changes which come
    /// together lose nothing; its own error undoes all. One member joins or leaves in a time that doesn't grow with the group.
    ///
    /// # Errors
    /// There is no such group for this directory; another group has the new name, or the rules leave it out; those of
    /// `change`.
    pub async fn update_group<E>(
        &self,
        client: &DirectoryClient,
        id: ScimId,
        change: impl FnOnce(&Group) -> Result<GroupEdit, E> + Send + 'static,
    ) -> Result<GroupEdited, E>
    where
        E: From<Error> + Send + 'static,
    {
        let (connection, logged) = (client.connection(), client.clone());
        self.acts
            .run(&client.authority, move |mut act| {
                Box::pin(async move {
                    let (rules, before) = locked(&mut act, connection, id).await?;
                    let edit = change(&before)?;
                    jit::take_over(&mut act, before.id).await?;
                    let edited = apply(&mut act, connection, &rules, before, edit).await?;
                    logged.log_group(&mut act, Outcome::Group(&edited)).await?;
                    Ok(edited)
                })
            })
            .await
    }

    /// Deletes a group, and every grant that names it. `admit` gets it as it is in the transaction, with the row locked; its
    /// error leaves it. Returns the group as it was.
    ///
    /// # Errors
    /// There is no such group for this directory; those of `admit`.
    pub async fn delete_group<E>(
        &self,
        client: &DirectoryClient,
        id: ScimId,
        admit: impl FnOnce(&Group) -> Result<(), E> + Send + 'static,
    ) -> Result<Group, E>
    where
        E: From<Error> + Send + 'static,
    {
        let connection = client.connection();
        self.acts
            .run(&client.authority, move |mut act| {
                Box::pin(async move {
                    let (_, group) = locked(&mut act, connection, id).await?;
                    admit(&group)?;
                    group::remove(&mut act, &group).await?;
                    Ok(group)
                })
            })
            .await
    }

    /// A group of this directory.
    ///
    /// # Errors
    /// The database fails.
    pub async fn group(&self, client: &DirectoryClient, id: ScimId) -> Result<Option<Group>, Error> {
        Ok(groups::find_by_scim_id(&mut *self.acts.db.read().await?, client.connection(), id).await?)
    }

    /// A page of the groups of this directory.
    ///
    /// # Errors
    /// The database fails.
    pub async fn groups(&self, client: &DirectoryClient, query: &Query) -> Result<Page<Group>, Error> {
        Ok(resources::groups(&mut *self.acts.db.read().await?, client.connection(), query).await?)
    }

    /// Up to `most` members of a group by the directory's word, after the person `after`; start with `UserId(0)`.
    ///
    /// # Errors
    /// The database fails.
    pub async fn members(
        &self,
        client: &DirectoryClient,
        group: GroupId,
        after: UserId,
        most: i64,
    ) -> Result<Vec<Member>, Error> {
        let connection = &mut *self.acts.db.read().await?;
        let directory = client.connection();
        Ok(memberships::members_in_directory(connection, group, Origin::Scim, directory, after, most).await?)
    }
}

/// The group that SCIM sees under this id, with the row locked, and the rules that it is under.
async fn locked(act: &mut Act<'_>, connection: ConnectionId, id: ScimId) -> Result<(Rules, Group), Error> {
    let rules = rules(act, connection).await?;
    let seen = groups::find_by_scim_id(act.tx.connection(), connection, id).await?.ok_or(Error::NotFound("group"))?;
    Ok((rules, groups::lock(act.tx, seen.id).await?.ok_or(Error::NotFound("group"))?))
}

async fn apply(
    act: &mut Act<'_>,
    connection: ConnectionId,
    rules: &Rules,
    before: Group,
    edit: GroupEdit,
) -> Result<GroupEdited, Error> {
    let mut edited = GroupEdited::unchanged(before.clone());
    for member in edit.members {
        match member {
            MemberEdit::Add(id) => join(act, &mut edited, connection, id).await?,
            MemberEdit::Remove(id) => leave(act, &mut edited, connection, id).await?,
            MemberEdit::RemoveMatching(condition) => leave_matching(act, &mut edited, connection, &condition).await?,
            MemberEdit::ReplaceAll(ids) => replace(act, &mut edited, connection, ids).await?,
        }
    }
    let mut after = before.clone();
    if let Some(name) = edit.name {
        group::set_name(&mut after, &name)?;
        if after.name_folded != before.name_folded && !rules.takes_group(&name) {
            return Err(Error::GroupLeftOut(name));
        }
    }
    if let ExternalId::Set(external_id) = edit.external_id {
        after.external_id = external_id;
    }
    if after == before && edited.added + edited.removed > 0 {
        // A group whose members have changed is another version of it, though nothing of its own is.
        after.version += 1;
        after.updated_at = act.now;
        groups::update(act.tx, &after).await?;
        edited.group = after;
    } else {
        edited.group = group::write(act, &before, after).await?;
    }
    settle(act, rules, &edited).await?;
    Ok(edited)
}

/// Gives and takes what goes with the membership: power by the group, and the right to be here at all.
async fn settle(act: &mut Act<'_>, rules: &Rules, edited: &GroupEdited) -> Result<(), Error> {
    if edited.joiners.is_empty() && edited.leavers.is_empty() {
        return Ok(());
    }
    let given = power::of_group(act, edited.group.id).await?;
    if !given.is_empty() {
        let moved: Vec<UserId> = edited.joiners.iter().chain(&edited.leavers).copied().collect();
        power::settle_moved(act, &edited.group, &given, &moved).await?;
    }
    admission::cut_left_out(act, rules, &edited.leavers).await
}

async fn join(
    act: &mut Act<'_>,
    edited: &mut GroupEdited,
    connection: ConnectionId,
    member: String,
) -> Result<(), Error> {
    let Some(user) = person(act, connection, &member).await? else {
        edited.unknown.push(member);
        return Ok(());
    };
    let word = Membership { user: user.id, group: edited.group.id, origin: Origin::Scim, admin: false, since: act.now };
    if membership::add(act, &user, &edited.group, word).await? {
        edited.added += 1;
        edited.joiners.push(user.id);
        edited.joined.push(user.login);
    }
    Ok(())
}

async fn leave(
    act: &mut Act<'_>,
    edited: &mut GroupEdited,
    connection: ConnectionId,
    member: String,
) -> Result<(), Error> {
    let Some(user) = person(act, connection, &member).await? else {
        edited.unknown.push(member);
        return Ok(());
    };
    if membership::remove(act, &user, &edited.group, Origin::Scim).await? {
        edited.removed += 1;
        edited.leavers.push(user.id);
        edited.left.push(user.login);
    }
    Ok(())
}

/// Only those join or leave who were otherwise: who stays is not touched.
async fn replace(
    act: &mut Act<'_>,
    edited: &mut GroupEdited,
    connection: ConnectionId,
    members: Vec<String>,
) -> Result<(), Error> {
    let present = memberships::users_of_group(act.tx.connection(), edited.group.id, Origin::Scim).await?;
    let mut leaving: BTreeSet<UserId> = present.into_iter().collect();
    for member in members {
        match person(act, connection, &member).await? {
            Some(user) if leaving.remove(&user.id) => {}
            _ => join(act, edited, connection, member).await?,
        }
    }
    leave_all(act, edited, leaving).await
}

async fn leave_matching(
    act: &mut Act<'_>,
    edited: &mut GroupEdited,
    connection: ConnectionId,
    condition: &Condition,
) -> Result<(), Error> {
    let group = edited.group.id;
    let leaving = resources::members_matching(act.tx.connection(), connection, group, condition).await?;
    leave_all(act, edited, leaving).await
}

async fn leave_all(
    act: &mut Act<'_>,
    edited: &mut GroupEdited,
    leaving: impl IntoIterator<Item = UserId>,
) -> Result<(), Error> {
    for id in leaving {
        if let Some(user) = users::find(act.tx.connection(), id).await?
            && membership::remove(act, &user, &edited.group, Origin::Scim).await?
        {
            edited.removed += 1;
            edited.leavers.push(user.id);
            edited.left.push(user.login);
        }
    }
    Ok(())
}

/// The person of this directory whom a client's text names.
async fn person(act: &mut Act<'_>, connection: ConnectionId, id: &str) -> Result<Option<User>, Error> {
    match id.parse::<ScimId>() {
        Ok(id) => Ok(users::find_by_scim_id(act.tx.connection(), connection, id).await?),
        Err(_) => Ok(None),
    }
}
