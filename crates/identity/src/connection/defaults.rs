//! Groups here that everyone of a directory joins.

use keyfold_db::{
    groups::{self, Group},
    memberships::{Membership, Origin},
    users::{self, User},
};
use keyfold_model::LoginName;

use super::{DirectoryConnection, Rules};
use crate::{Error, act::Act, membership};

const WHAT: &str = "provision_group_default";

/// A new person joins them. A name that is no group's any more is passed over.
pub(crate) async fn join_defaults(act: &mut Act<'_>, rules: &Rules, user: &User, origin: Origin) -> Result<(), Error> {
    for name in &rules.provision_group_default {
        if let Some(group) = local(act, name).await? {
            join(act, user, &group, origin).await?;
        }
    }
    Ok(())
}

/// Refuses a name that is no group made here: the directory alone says who is in its own.
pub(super) async fn check(act: &mut Act<'_>, names: &[String]) -> Result<(), Error> {
    for name in names {
        match groups::find_by_name(act.tx.connection(), &LoginName::fold(name)).await? {
            Some(group) if group.connection.is_none() => {}
            Some(_) => {
                let why = format!("'{name}' comes from a directory, which alone says who is in it: name one made here");
                return Err(Error::invalid(WHAT, why));
            }
            None => return Err(Error::invalid(WHAT, format!("there is no group '{name}' here: make it first"))),
        }
    }
    Ok(())
}

/// After the rule has changed: everyone who is here joins the groups that are new in it, and leaves those that are not in it
/// any more. Who was put there by an administrator stays.
pub(super) async fn follow(act: &mut Act<'_>, after: &DirectoryConnection, before: &[String]) -> Result<(), Error> {
    let now = &after.settings.rules.provision_group_default;
    let missing_in = |list: &[String], name: &&String| {
        let name = LoginName::fold(name);
        !list.iter().any(|other| LoginName::fold(other) == name)
    };
    let joined: Vec<String> = now.iter().filter(|name| missing_in(before, name)).cloned().collect();
    let left: Vec<String> = before.iter().filter(|name| missing_in(now, name)).cloned().collect();
    check(act, &joined).await?;
    if joined.is_empty() && left.is_empty() {
        return Ok(());
    }
    let origin = if after.settings.scim_enabled { Origin::Scim } else { Origin::Jit };
    let people = users::living_of_connection(act.tx.connection(), after.id).await?;
    for id in people {
        let Some(user) = users::find(act.tx.connection(), id).await? else { continue };
        for name in &joined {
            if let Some(group) = local(act, name).await? {
                join(act, &user, &group, origin).await?;
            }
        }
        for name in &left {
            if let Some(group) = local(act, name).await? {
                membership::remove(act, &user, &group, Origin::Scim).await?;
                membership::remove(act, &user, &group, Origin::Jit).await?;
            }
        }
    }
    Ok(())
}

async fn join(act: &mut Act<'_>, user: &User, group: &Group, origin: Origin) -> Result<(), Error> {
    let membership = Membership { user: user.id, group: group.id, origin, admin: false, since: act.now };
    membership::add(act, user, group, membership).await.map(drop)
}

/// The group of that name, if it was made here.
async fn local(act: &mut Act<'_>, name: &str) -> Result<Option<Group>, Error> {
    let group = groups::find_by_name(act.tx.connection(), &LoginName::fold(name)).await?;
    Ok(group.filter(|group| group.connection.is_none()))
}
