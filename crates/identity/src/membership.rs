//! Who is in which group, and who says so: a source takes away only its own word.

use keyfold_audit::Event;
use keyfold_authz::Change;
use keyfold_db::{
    groups::{self, Group},
    memberships::{self, Membership, Origin},
    users::{self, User},
};
use keyfold_model::{GroupId, UserId};
use serde_json::json;

use crate::{
    Error, SiteAdmin,
    act::{Act, Acts},
    admission, target,
};

/// Memberships. Cheap to clone.
#[derive(Clone)]
pub struct Memberships {
    pub(crate) acts: Acts,
}

/// Whether a member administers the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupPower {
    /// Is in it.
    Member,
    /// Administers it, too.
    Admin,
}

impl Memberships {
    /// Puts a person in a group by an administrator's word, or changes their power there. They have what its grants give
    /// when this returns.
    ///
    /// # Errors
    /// No such user or group.
    pub async fn add(&self, admin: &SiteAdmin, user: UserId, group: GroupId, power: GroupPower) -> Result<(), Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let (user, group) = both(&mut act, user, group).await?;
                    let admin = power == GroupPower::Admin;
                    let membership =
                        Membership { user: user.id, group: group.id, origin: Origin::Manual, admin, since: act.now };
                    if !add(&mut act, &user, &group, membership).await?
                        && memberships::set_admin(act.tx, user.id, group.id, Origin::Manual, admin).await?
                    {
                        let mut event = event(&act, "membership_update", &user, &group);
                        event.after = Some(json!({ "user": user.login, "admin": admin }));
                        act.record(event).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Takes back an administrator's word that a person is in a group. Where a directory says so too, they stay.
    ///
    /// # Errors
    /// No such user or group, or no administrator said so.
    pub async fn remove(&self, admin: &SiteAdmin, user: UserId, group: GroupId) -> Result<(), Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let (user, group) = both(&mut act, user, group).await?;
                    if remove(&mut act, &user, &group, Origin::Manual).await? {
                        match group.connection {
                            Some(connection) => {
                                let rules = crate::directory::rules_of(&mut act, connection).await?;
                                admission::cut_left_out(&mut act, &rules, [&user.id]).await
                            }
                            None => Ok(()),
                        }
                    } else if memberships::is_member(act.tx.connection(), user.id, group.id).await? {
                        Err(Error::OwnedByDirectory("membership"))
                    } else {
                        Err(Error::NotFound("membership"))
                    }
                })
            })
            .await
    }

    /// The memberships of a person, each source's word apart.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of_user(&self, user: UserId) -> Result<Vec<Membership>, Error> {
        Ok(memberships::of_user(&mut *self.acts.db.read().await?, user).await?)
    }

    /// Up to `most` memberships of a group, of people after `after`, each source's word apart.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of_group(&self, group: GroupId, after: UserId, most: i64) -> Result<Vec<Membership>, Error> {
        Ok(memberships::of_group(&mut *self.acts.db.read().await?, group, after, most).await?)
    }
}

async fn both(act: &mut Act<'_>, user: UserId, group: GroupId) -> Result<(User, Group), Error> {
    let user = users::find(act.tx.connection(), user).await?.filter(|user| user.deleted_at.is_none());
    let group = groups::find(act.tx.connection(), group).await?;
    Ok((user.ok_or(Error::NotFound("user"))?, group.ok_or(Error::NotFound("group"))?))
}

/// Adds a source's word, and records it. True where it was not there.
pub(crate) async fn add(act: &mut Act<'_>, user: &User, group: &Group, membership: Membership) -> Result<bool, Error> {
    if !memberships::add(act.tx, &membership).await? {
        return Ok(false);
    }
    act.change(Change::MemberAdded { user: user.id, group: group.id });
    let mut event = event(act, "membership_create", user, group);
    event.after = Some(json!({ "user": user.login, "origin": membership.origin.name(), "admin": membership.admin }));
    act.record(event).await?;
    Ok(true)
}

/// Takes back a source's word, and records it. True where it was there. What its grants gave is gone with the commit, unless
/// another source says so too.
pub(crate) async fn remove(act: &mut Act<'_>, user: &User, group: &Group, origin: Origin) -> Result<bool, Error> {
    if !memberships::remove(act.tx, user.id, group.id, origin).await? {
        return Ok(false);
    }
    if !memberships::is_member(act.tx.connection(), user.id, group.id).await? {
        act.change(Change::MemberRemoved { user: user.id, group: group.id });
    }
    let mut event = event(act, "membership_delete", user, group);
    event.before = Some(json!({ "user": user.login, "origin": origin.name() }));
    act.record(event).await?;
    Ok(true)
}

pub(crate) fn event(act: &Act<'_>, action: &'static str, user: &User, group: &Group) -> Event {
    let mut event = act.event(action);
    event.target = Some(target::group(group));
    event.on_behalf_of = event.on_behalf_of.or(Some(user.id));
    event
}
