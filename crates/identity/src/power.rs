//! Power over the site that a directory gives by its groups: confirmed here, bound to one group, and gone with the
//! membership.

use keyfold_audit::Actor;
use keyfold_db::{
    directory_powers::{self, DirectoryPower, Power},
    groups::{self, Group},
    memberships::{self, Origin},
    users::{self, User},
};
use keyfold_mail::{Kind, Letter, queue};
use keyfold_model::{ConnectionId, GroupId, SiteRole, UserId};
use serde_json::json;

use crate::{
    Error, SiteAdmin,
    act::{Act, Acts},
    connection::{DirectoryConnection, Rules},
    target, user,
};

/// How many people one letter names.
const MOST_NAMES: usize = 50;

/// What directory groups make of their members. Cheap to clone.
#[derive(Clone)]
pub struct Powers {
    pub(crate) acts: Acts,
}

/// A directory group that a rule names for a power.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPower {
    /// The group.
    pub group: Group,
    /// What the rule would make of its members.
    pub power: Power,
    /// That a site admin has confirmed it; none: the group gives nothing yet.
    pub confirmed: Option<DirectoryPower>,
}

impl Powers {
    /// Every group of the connection that a rule names or that gives power, with whether that is confirmed.
    ///
    /// # Errors
    /// No such connection.
    pub async fn of_connection(&self, id: ConnectionId) -> Result<Vec<NamedPower>, Error> {
        let db = &mut *self.acts.db.read().await?;
        let row = keyfold_db::connections::find(db, id).await?.ok_or(Error::NotFound("connection"))?;
        let rules = DirectoryConnection::from_row(row)?.settings.rules;
        let confirmed = directory_powers::of_connection(db, id).await?;
        let mut named = Vec::new();
        for group in groups::of_connection(db, id).await? {
            for power in Power::ALL {
                let given = confirmed.iter().find(|given| given.group == group.id && given.power == power).cloned();
                if given.is_some() || rules.patterns_of(power).fit(&group.name) {
                    named.push(NamedPower { group: group.clone(), power, confirmed: given });
                }
            }
        }
        Ok(named)
    }

    /// Confirms that this group, and no other of its name, gives its members the power that a rule names it for. They have it
    /// when this returns, and the site admins are told.
    ///
    /// # Errors
    /// No such group, or no rule of its connection names it for that power.
    pub async fn confirm(&self, admin: &SiteAdmin, group: GroupId, power: Power) -> Result<(), Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let group = groups::lock(act.tx, group).await?.ok_or(Error::NotFound("group"))?;
                    let connection = group.connection.ok_or(Error::NotFound("directory group"))?;
                    let rules = super::directory::rules_of(&mut act, connection).await?;
                    if !rules.patterns_of(power).fit(&group.name) {
                        return Err(Error::invalid("group", "no rule of its connection names it for this power"));
                    }
                    let given = DirectoryPower {
                        group: group.id,
                        power,
                        connection,
                        group_name: group.name.clone(),
                        confirmed_at: act.now,
                        confirmed_by: name_of(act.authority.actor()),
                    };
                    if !directory_powers::insert(act.tx, &given).await? {
                        return Ok(());
                    }
                    record(&mut act, "directory_power_create", &group, power).await?;
                    let promoted = settle_members(&mut act, &group, power).await?;
                    tell(&mut act, connection, promoted).await
                })
            })
            .await
    }

    /// Takes the power from the group; its members lose it, with their sessions, before this returns.
    ///
    /// # Errors
    /// The group doesn't give that power.
    pub async fn withdraw(&self, admin: &SiteAdmin, group: GroupId, power: Power) -> Result<(), Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let group = groups::lock(act.tx, group).await?.ok_or(Error::NotFound("group"))?;
                    if withdraw(&mut act, &group, power).await? { Ok(()) } else { Err(Error::NotFound("power")) }
                })
            })
            .await
    }
}

impl Rules {
    /// The groups that a rule names for a power.
    pub(crate) const fn patterns_of(&self, power: Power) -> &crate::GroupPatterns {
        match power {
            Power::GroupAdmin => &self.provision_group_admin_groups,
            Power::ReadOnlySiteAdmin => &self.provision_readonly_site_admin_groups,
            Power::SiteAdmin => &self.provision_site_admin_groups,
        }
    }
}

/// Somebody who has more power than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Promotion {
    login: String,
    to: String,
}

/// Takes the power from the group, if it gives it.
pub(crate) async fn withdraw(act: &mut Act<'_>, group: &Group, power: Power) -> Result<bool, Error> {
    if !directory_powers::delete(act.tx, group.id, power).await? {
        return Ok(false);
    }
    record(act, "directory_power_delete", group, power).await?;
    settle_members(act, group, power).await?;
    Ok(true)
}

/// Takes the power from the groups that no rule names any more, by the names that they had when it was confirmed.
pub(crate) async fn withdraw_unnamed(act: &mut Act<'_>, id: ConnectionId, rules: &Rules) -> Result<(), Error> {
    for given in directory_powers::of_connection(act.tx.connection(), id).await? {
        if rules.patterns_of(given.power).fit(&given.group_name) {
            continue;
        }
        if let Some(group) = groups::lock(act.tx, given.group).await? {
            withdraw(act, &group, given.power).await?;
        }
    }
    Ok(())
}

/// What the group gives, for those who join or leave.
pub(crate) async fn of_group(act: &mut Act<'_>, group: GroupId) -> Result<Vec<Power>, Error> {
    let given = directory_powers::of_group(act.tx.connection(), group).await?;
    Ok(given.into_iter().map(|given| given.power).collect())
}

/// After people joined or left a group that gives power: each has the role that their groups and administrators give now.
pub(crate) async fn settle_moved(
    act: &mut Act<'_>,
    group: &Group,
    given: &[Power],
    moved: &[UserId],
) -> Result<(), Error> {
    let mut promoted = Vec::new();
    if given.iter().any(|power| power.role() != SiteRole::Member) {
        for user in moved {
            promoted.extend(settle(act, *user).await?);
        }
    }
    if given.contains(&Power::GroupAdmin) {
        for user in moved {
            promoted.extend(group_admin(act, group, *user).await?);
        }
    }
    match group.connection {
        Some(connection) => tell(act, connection, promoted).await,
        None => Ok(()),
    }
}

async fn settle_members(act: &mut Act<'_>, group: &Group, power: Power) -> Result<Vec<Promotion>, Error> {
    let members = memberships::users_of_group(act.tx.connection(), group.id, Origin::Scim).await?;
    let mut promoted = Vec::new();
    for user in members {
        promoted.extend(match power {
            Power::GroupAdmin => group_admin(act, group, user).await?,
            Power::ReadOnlySiteAdmin | Power::SiteAdmin => settle(act, user).await?,
        });
    }
    Ok(promoted)
}

/// Gives the person the higher of two roles: the one that administrators here gave them, and the one that their directory's
/// groups give. Memberships by SCIM alone count: who signs in without SCIM never leaves a group.
pub(crate) async fn settle(act: &mut Act<'_>, id: UserId) -> Result<Option<Promotion>, Error> {
    let Some(before) = users::lock(act.tx, id).await? else { return Ok(None) };
    let given = directory_powers::of_member(act.tx.connection(), id).await?;
    let by_directory = given.iter().map(|given| given.power.role()).max().unwrap_or_default();
    let here = directory_powers::role_here(act.tx.connection(), id).await?.unwrap_or(before.role);
    if by_directory > here {
        directory_powers::keep_role(act.tx, id, here).await?;
    } else {
        directory_powers::forget_role(act.tx, id).await?;
    }
    let after = user::write(act, &before, User { role: here.max(by_directory), ..before.clone() }).await?;
    Ok((after.role > before.role).then(|| Promotion { login: after.login, to: role_in_words(after.role).to_owned() }))
}

/// Makes a member of the group by the directory's word its admin, or no more, as the group gives that now.
async fn group_admin(act: &mut Act<'_>, group: &Group, id: UserId) -> Result<Option<Promotion>, Error> {
    let gives = of_group(act, group.id).await?.contains(&Power::GroupAdmin);
    let changed = memberships::set_admin(act.tx, id, group.id, Origin::Scim, gives).await?;
    let Some(user) = users::find(act.tx.connection(), id).await?.filter(|_| changed) else { return Ok(None) };
    let mut event = crate::membership::event(act, "membership_update", &user, group);
    event.after = Some(json!({ "user": user.login, "origin": Origin::Scim.name(), "admin": gives }));
    act.record(event).await?;
    Ok(gives.then(|| Promotion { login: user.login, to: format!("admin of the group {}", group.name) }))
}

/// Writes to the site admins who was promoted: one letter for one act.
pub(crate) async fn tell(act: &mut Act<'_>, id: ConnectionId, promoted: Vec<Promotion>) -> Result<(), Error> {
    if promoted.is_empty() {
        return Ok(());
    }
    let row = keyfold_db::connections::find(act.tx.connection(), id).await?;
    let label = row.map(|row| row.label).unwrap_or_default();
    let subject = match &promoted[..] {
        [one] => format!("{} is {} now", one.login, one.to),
        many => format!("{} people have more power now", many.len()),
    };
    let mut paragraphs = vec![format!("By their groups in the directory {label}, these have more power here:")];
    paragraphs.extend(promoted.iter().take(MOST_NAMES).map(|one| format!("{}: {}", one.login, one.to)));
    match promoted.len().saturating_sub(MOST_NAMES) {
        0 => {}
        rest => paragraphs.push(format!("And {rest} others: the audit log names them.")),
    }
    paragraphs.push(
        "If that is wrong, take them out of the group in the directory, or the power from the group here.".into(),
    );
    let link = Some(format!("/admin/directory/{id}"));
    let letter = Letter { kind: Kind::Promotion, subject, paragraphs, link };
    let now = act.now;
    queue::write_to_site_admins(act.tx, &letter, None, now).await?;
    Ok(())
}

const fn role_in_words(role: SiteRole) -> &'static str {
    match role {
        SiteRole::Member => "member",
        SiteRole::ReadOnlyAdmin => "read-only site admin",
        SiteRole::Admin => "site admin",
    }
}

async fn record(act: &mut Act<'_>, action: &'static str, group: &Group, power: Power) -> Result<(), Error> {
    let mut event = act.event(action);
    event.target = Some(target::group(group));
    event.after = Some(json!({ "group": group.name, "scim_id": group.scim_id.to_string(), "power": power.name() }));
    act.record(event).await
}

fn name_of(actor: &Actor) -> String {
    match actor {
        Actor::User { name, .. } | Actor::ApiKey { name, .. } | Actor::Connection { name, .. } => name.clone(),
        Actor::Job(name) => (*name).to_owned(),
        Actor::Stranger { claimed } => claimed.clone().unwrap_or_default(),
    }
}
