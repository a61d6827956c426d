//! Starting a connection: what was pushed is made here, all in one transaction, under the ids that the directory has been
//! given for it. So it need not push again.

use std::collections::HashMap;

use keyfold_db::{
    attribute_values::{self, AttributeValue},
    connections, groups, jit_groups,
    memberships::{Membership, Origin},
    users::{self, User},
};
use keyfold_model::{ConnectionId, GroupId, LoginName, UserId};

use super::{Previews, sandbox::Pushed, set_stage};
use crate::{
    AttributeValues, Conflict, DirectoryConnection, DirectoryUser, Error, Group, Rules, SiteAdmin, Stage,
    act::Act,
    directory::{self, Fate},
    group, jit, membership,
};

/// What is to become of those whose names somebody else has here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clashing {
    /// With one of them, nothing is started.
    Refuse,
    /// They are left out. The directory's next request about one is answered that there is no such person.
    LeaveOut,
}

/// What was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Started {
    /// People made or taken over.
    pub people: usize,
    /// Groups made or taken over.
    pub groups: usize,
    /// People and groups that were left out, as their names clash.
    pub left_out: usize,
}

/// What was pushed, with ids for what has to be made: taken before the transaction, as they come from one of their own.
struct Import {
    people: Vec<(User, Vec<AttributeValue>, UserId)>,
    groups: Vec<(Group, Vec<UserId>, GroupId)>,
}

impl Previews {
    /// Starts the connection: what was pushed is here when this returns, and what is pushed from now on is done.
    ///
    /// # Errors
    /// The connection is not in preview, or names clash and `clashing` refuses that: then nothing is done.
    pub async fn start(&self, admin: &SiteAdmin, id: ConnectionId, clashing: Clashing) -> Result<Started, Error> {
        self.previewing(id).await?;
        let sandbox = self.sandbox(id).await?;
        let alone = sandbox.alone().await;
        let import = self.import(sandbox.pushed().await?, &sandbox.acts.db).await?;
        let started = self
            .acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let row = connections::lock(act.tx, id).await?.filter(|row| row.preview);
                    let row = row.ok_or(Error::NotFound("preview"))?;
                    let rules = DirectoryConnection::from_row(row.clone())?.settings.rules;
                    let started = make_all(&mut act, id, &rules, import).await?;
                    if started.left_out > 0 && clashing == Clashing::Refuse {
                        return Err(Error::from(Conflict::NamesClash(started.left_out)));
                    }
                    set_stage(&mut act, row, Stage::Live, "connection_start").await?;
                    Ok(started)
                })
            })
            .await?;
        self.open.lock().await.remove(&id);
        sandbox.remove().await?;
        drop(alone);
        Ok(started)
    }

    async fn import(&self, pushed: Pushed, from: &keyfold_db::Db) -> Result<Import, Error> {
        let mut import = Import { people: Vec::new(), groups: Vec::new() };
        for person in pushed.people {
            let values = attribute_values::of_user(&mut *from.read().await?, person.id).await?;
            import.people.push((person, values, UserId(self.acts.db.next_id().await?)));
        }
        for (group, members) in pushed.groups {
            import.groups.push((group, members, GroupId(self.acts.db.next_id().await?)));
        }
        Ok(import)
    }
}

async fn make_all(act: &mut Act<'_>, id: ConnectionId, rules: &Rules, import: Import) -> Result<Started, Error> {
    let mut started = Started::default();
    let mut known: HashMap<UserId, User> = HashMap::new();
    for (person, values, new_id) in import.people {
        let scim_id = person.scim_id;
        match directory::admit(act, id, rules, new_id, said(&person, values)?).await {
            Ok(made) => {
                users::set_scim_id(act.tx, made.id, scim_id).await?;
                known.insert(person.id, User { scim_id, ..made });
                started.people += 1;
            }
            Err(Error::Conflict(Conflict::Login(_))) => started.left_out += 1,
            Err(error) => return Err(error),
        }
    }
    for (pushed, members, new_id) in import.groups {
        let Some(made) = make_group(act, id, pushed, new_id).await? else {
            started.left_out += 1;
            continue;
        };
        started.groups += 1;
        for user in members.iter().filter_map(|member| known.get(member)) {
            let word = Membership { user: user.id, group: made.id, origin: Origin::Scim, admin: false, since: act.now };
            membership::add(act, user, &made, word).await?;
        }
    }
    Ok(started)
}

/// What the directory says of a person, as it said it.
fn said(person: &User, values: Vec<AttributeValue>) -> Result<DirectoryUser, Error> {
    Ok(DirectoryUser {
        login: LoginName::parse(&person.login).map_err(|error| Error::invalid("user name", error))?,
        external_id: person.external_id.clone(),
        display_name: person.display_name.clone(),
        given_name: person.given_name.clone(),
        family_name: person.family_name.clone(),
        email: person.email.clone(),
        active: person.active_in_directory,
        resource: person.scim_resource.clone().unwrap_or_default(),
        values: AttributeValues::Set(values),
    })
}

async fn make_group(
    act: &mut Act<'_>,
    id: ConnectionId,
    pushed: Group,
    new_id: GroupId,
) -> Result<Option<Group>, Error> {
    let present = groups::find_by_name(act.tx.connection(), &pushed.name_folded).await?;
    let by_sign_in = match &present {
        Some(present) => jit_groups::contains(act.tx.connection(), present.id).await?,
        None => false,
    };
    match (directory::group_fate(present.as_ref(), id, by_sign_in), present) {
        (Fate::Clash, _) => Ok(None),
        (_, Some(present)) => {
            jit::take_over(act, present.id).await?;
            groups::set_scim_id(act.tx, present.id, pushed.scim_id).await?;
            let before = Group { scim_id: pushed.scim_id, ..present };
            let after = Group { name: pushed.name, external_id: pushed.external_id, ..before.clone() };
            Ok(Some(group::write(act, &before, after).await?))
        }
        (_, None) => {
            let (now, connection) = (act.now, Some(id));
            let made = Group { id: new_id, connection, version: 1, created_at: now, updated_at: now, ..pushed };
            group::insert(act, &made).await?;
            Ok(Some(made))
        }
    }
}
