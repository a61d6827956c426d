//! By a signed word of the directory, which `keyfold-saml` has verified.

use keyfold_audit::{Actor, Event};
use keyfold_db::{
    Durability, connections, groups,
    groups::Group,
    jit_groups,
    memberships::{self, Membership, Origin as Source},
    users::{self, User},
};
use keyfold_model::{ConnectionId, GroupId, LoginName, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Authenticator, Claim, WebRound,
    candidate::{FirstProof, Provenance},
};
use crate::{
    Denial, Error, Origin, account,
    act::Act,
    connection::{DirectoryConnection, MatchBy, join_defaults},
    proof::Authority,
    target, user,
};

/// What a verified assertion says of a person. Only the NameID says who they are.
#[derive(Clone, Debug, Default)]
pub struct SamlIdentity {
    /// Who: the whole text of the NameID.
    pub name_id: String,
    /// Where mail goes.
    pub email: Option<String>,
    /// Given name.
    pub given_name: Option<String>,
    /// Family name.
    pub family_name: Option<String>,
    /// The name to show.
    pub display_name: Option<String>,
    /// The names of the directory groups.
    pub groups: Vec<String>,
    /// The session at the directory.
    pub session: DirectorySession,
}

/// What a verified assertion says of the person's session at the directory.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DirectorySession {
    /// The format of the NameID.
    pub name_id_format: Option<String>,
    /// The NameQualifier of the NameID.
    pub name_qualifier: Option<String>,
    /// The SPNameQualifier of the NameID.
    pub sp_name_qualifier: Option<String>,
    /// The directory's name for its session.
    pub index: Option<String>,
    /// When a session here has to end at the latest.
    pub not_on_or_after: Option<Timestamp>,
}

impl SamlIdentity {
    /// What is kept of it with a web session, for single logout.
    fn kept(&self, connection: ConnectionId) -> Provenance {
        Provenance { connection, name_id: self.name_id.clone(), session: self.session.clone() }
    }
}

/// A response of a directory that was not taken, for the record.
#[derive(Clone, Debug)]
pub struct SamlRefusal<'r> {
    /// Whose response it claimed to be.
    pub connection: Option<&'r DirectoryConnection>,
    /// The check that refused it.
    pub failure_type: &'static str,
    /// What would have passed.
    pub expected: String,
    /// What was there instead. It quotes a stranger: for administrators only.
    pub found: String,
}

impl Authenticator {
    /// Records that a response was refused before it could say whom it is about. The row is as durable as the process, like
    /// that of a wrong password.
    ///
    /// # Errors
    /// It can't be recorded.
    pub async fn saml_refused(&self, refusal: SamlRefusal<'_>, origin: &Origin) -> Result<(), Error> {
        self.record_refusal("failed_login", refusal, origin).await
    }

    /// Records that a logout message was not taken: it was nobody's word whom a directory stands for.
    ///
    /// # Errors
    /// It can't be recorded.
    pub async fn saml_logout_refused(&self, refusal: SamlRefusal<'_>, origin: &Origin) -> Result<(), Error> {
        self.record_refusal("failed_logout", refusal, origin).await
    }

    async fn record_refusal(
        &self,
        action: &'static str,
        refusal: SamlRefusal<'_>,
        origin: &Origin,
    ) -> Result<(), Error> {
        let mut event = Event::new(Actor::Stranger { claimed: None }, action, origin.interface);
        event.remote_ip = Some(origin.remote_ip);
        event.target =
            refusal.connection.map(|directory| target::of("connection", directory.id, &directory.settings.label));
        event.after = Some(json!({ "expected": refusal.expected, "found": refusal.found }));
        self.acts.log.record(event.denied(refusal.failure_type), Durability::Process).await?;
        Ok(())
    }

    /// Signs a browser in by a verified assertion of this connection, making the account first where SCIM is off and the
    /// rules say so. A second factor of ours is asked for only where the connection or the account says so.
    ///
    /// # Errors
    /// Why not, to be shown to the person in plain words.
    pub async fn saml(
        &self,
        connection: ConnectionId,
        identity: SamlIdentity,
        origin: Origin,
    ) -> Result<WebRound, Denial> {
        match self.user_of_assertion(connection, &identity, &origin).await {
            Ok(user) => {
                let candidate = self.candidate(user, FirstProof::Saml(identity.kept(connection)), origin);
                self.web_round(candidate).await
            }
            Err(denial) => Err(self.refuse(Claim::Name(&identity.name_id), &origin, denial).await),
        }
    }

    async fn user_of_assertion(
        &self,
        connection: ConnectionId,
        identity: &SamlIdentity,
        origin: &Origin,
    ) -> Result<User, Denial> {
        let row = connections::find(&mut *self.acts.db.read().await?, connection).await?;
        let directory = DirectoryConnection::from_row(row.ok_or(Denial::ConnectionDisabled)?)?;
        if !directory.settings.enabled {
            return Err(Denial::ConnectionDisabled);
        }
        if !directory.settings.makes_people_at_sign_in() {
            let mut db = self.acts.db.read().await?;
            let user = find(&mut db, &directory, &identity.name_id).await?;
            return user.ok_or(Denial::NotProvisioned);
        }
        let (new_user, new_groups) = self.ids_for(identity).await?;
        let actor = Actor::Connection { id: connection, name: directory.settings.label.clone() };
        let authority = Authority::of_origin(actor, origin.interface, origin.remote_ip);
        let identity = identity.clone();
        self.acts
            .run(&authority, move |act| {
                Box::pin(async move { just_in_time(act, &directory, identity, new_user, new_groups).await })
            })
            .await
    }

    /// Ids for what may have to be made: taken before the transaction, as they come from one of their own.
    async fn ids_for(&self, identity: &SamlIdentity) -> Result<(UserId, Vec<GroupId>), Denial> {
        let user = UserId(self.acts.db.next_id().await?);
        let mut groups = Vec::with_capacity(identity.groups.len());
        for _ in &identity.groups {
            groups.push(GroupId(self.acts.db.next_id().await?));
        }
        Ok((user, groups))
    }
}

/// The user that this connection made for the NameID, a tombstone where there is no living one. Never by mail address,
/// and never another connection's or a local account.
async fn find(
    db: &mut keyfold_db::Connection,
    directory: &DirectoryConnection,
    name_id: &str,
) -> Result<Option<User>, Denial> {
    Ok(match directory.settings.saml.match_by {
        MatchBy::UserName => users::find_in_directory_by_login(db, directory.id, &LoginName::fold(name_id)).await?,
        MatchBy::ExternalId => users::find_in_directory_by_external_id(db, directory.id, name_id).await?,
    })
}

/// Finds or makes the account, and adds the groups that the assertion names. Removes nobody from anything: a directory that
/// speaks at sign-ins only can't say who has left.
async fn just_in_time(
    mut act: Act<'_>,
    directory: &DirectoryConnection,
    identity: SamlIdentity,
    new_user: UserId,
    new_groups: Vec<GroupId>,
) -> Result<User, Denial> {
    let rules = &directory.settings.rules;
    let user = match find(act.tx.connection(), directory, &identity.name_id).await? {
        Some(user) if !user.is_alive() => return Ok(user),
        _ if !rules.lets_in(identity.groups.iter().map(String::as_str)) => return Err(Denial::GroupRequired),
        Some(user) => update_user(&mut act, user, &identity).await?,
        None => make_user(&mut act, directory, &identity, new_user).await?,
    };
    join_defaults(&mut act, rules, &user, Source::Jit).await?;
    for (name, new_group) in identity.groups.iter().zip(new_groups) {
        if rules.takes_group(name)
            && let Some(group) = group_of(&mut act, directory, name, new_group).await?
        {
            join(&mut act, &user, &group).await?;
        }
    }
    Ok(user)
}

/// Each sign-in says anew what people are called; what it doesn't say stays.
async fn update_user(act: &mut Act<'_>, before: User, identity: &SamlIdentity) -> Result<User, Denial> {
    let said = |new: &Option<String>, old: &Option<String>| new.clone().or_else(|| old.clone());
    let after = User {
        display_name: said(&identity.display_name, &before.display_name),
        given_name: said(&identity.given_name, &before.given_name),
        family_name: said(&identity.family_name, &before.family_name),
        email: said(&identity.email, &before.email),
        ..before.clone()
    };
    Ok(user::write(act, &before, after).await?)
}

async fn make_user(
    act: &mut Act<'_>,
    directory: &DirectoryConnection,
    identity: &SamlIdentity,
    id: UserId,
) -> Result<User, Denial> {
    let (login, external_id) = match directory.settings.saml.match_by {
        MatchBy::UserName => (identity.name_id.as_str(), None),
        MatchBy::ExternalId => (identity.email.as_deref().unwrap_or(&identity.name_id), Some(identity.name_id.clone())),
    };
    let login = LoginName::parse(login).map_err(|error| Error::invalid("user name", error))?;
    if users::find_by_login(act.tx.connection(), login.folded()).await?.is_some() {
        return Err(Denial::NameTaken(login.to_string()));
    }
    let made = User {
        connection: Some(directory.id),
        external_id,
        name_id: Some(identity.name_id.clone()),
        display_name: identity.display_name.clone(),
        given_name: identity.given_name.clone(),
        family_name: identity.family_name.clone(),
        email: identity.email.clone(),
        ..user::blank(id, &login, act)
    };
    user::insert(act, &made).await?;
    account::give_defaults(act, &directory.settings.rules, made.id).await?;
    Ok(made)
}

/// The directory's group of that name, made where there is none. None where the name is another's: a directory never takes
/// over a group that it didn't make.
async fn group_of(
    act: &mut Act<'_>,
    directory: &DirectoryConnection,
    name: &str,
    new_group: GroupId,
) -> Result<Option<Group>, Denial> {
    match groups::find_by_name(act.tx.connection(), &LoginName::fold(name)).await? {
        Some(group) if group.connection == Some(directory.id) => Ok(Some(group)),
        Some(_) => Ok(None),
        None => {
            let made = Group { connection: Some(directory.id), ..crate::group::blank(new_group, name, act)? };
            crate::group::insert(act, &made).await?;
            jit_groups::insert(act.tx, made.id).await?;
            Ok(Some(made))
        }
    }
}

async fn join(act: &mut Act<'_>, user: &User, group: &Group) -> Result<(), Denial> {
    let membership = Membership { user: user.id, group: group.id, origin: Source::Jit, admin: false, since: act.now };
    let known = memberships::is_member(act.tx.connection(), user.id, group.id).await?;
    if !known {
        crate::membership::add(act, user, group, membership).await?;
    }
    Ok(())
}
