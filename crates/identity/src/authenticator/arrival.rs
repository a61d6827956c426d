//! The one way to a session: registered first, checked after, recorded in the same transaction.

use std::net::IpAddr;

use keyfold_audit::Actor;
use keyfold_db::{
    account_settings, api_keys,
    approvals::{self, ApprovalState},
    connections,
    public_keys::{self, PublicKey},
    saml_sessions::{self, SamlSession},
    users,
    users::User,
    web_sessions::{self, WebSession},
};
use keyfold_model::{SessionId, Timestamp, VPath};

use super::{Authenticator, Claim, certificate};
use crate::{
    ApprovalEnd, Denial, Error, Origin, Seats, Session, account,
    act::Act,
    admission,
    connection::DirectoryConnection,
    proof::Authority,
    seat,
    session::{Credential, Facts, SecondProof},
    sign_in_policy::Standing,
    ssh_settings,
    throttle::{self, Subject},
};

/// A person who has proven who they are, and is not in yet.
pub(super) struct Arrival {
    pub(super) user: User,
    pub(super) actor: Actor,
    pub(super) credential: Credential,
    pub(super) second: Option<SecondProof>,
    pub(super) top: VPath,
    pub(super) expires_at: Option<Timestamp>,
    pub(super) origin: Origin,
    pub(super) web: Option<WebSession>,
    pub(super) saml: Option<SamlSession>,
}

impl Arrival {
    /// The person themselves, with all that is theirs.
    pub(super) fn of_person(user: User, credential: Credential, origin: Origin) -> Self {
        let actor = Actor::User { id: user.id, name: user.login.clone() };
        let top = VPath::root();
        Self { user, actor, credential, second: None, top, expires_at: None, origin, web: None, saml: None }
    }

    fn facts(&self, now: Timestamp) -> Facts {
        Facts {
            id: self.web.as_ref().map_or_else(SessionId::generate, |web| web.id),
            user: self.user.id,
            login_name: self.user.login.clone(),
            role: self.user.role,
            partner: self.user.partner,
            actor: self.actor.clone(),
            top: self.top.clone(),
            access_epoch: self.user.access_epoch,
            credential: self.credential,
            second: self.second,
            expires_at: self.expires_at,
            origin: self.origin.clone(),
            since: now,
        }
    }
}

impl Authenticator {
    /// Makes the session. It is registered first, so that a deactivation which commits from now on cuts it; then the
    /// transaction of the sign-in looks whether one has committed before. A sign-in that races one always loses.
    pub(super) async fn begin(&self, mut arrival: Arrival) -> Result<Session, Denial> {
        let root = self.root_of(&arrival).await?;
        if !arrival.top.is_within(&root) {
            arrival.top = root;
        }
        let session = self.acts.live.register(arrival.facts(self.acts.clock.now()));
        let authority = Authority::of_origin(arrival.actor.clone(), arrival.origin.interface, arrival.origin.remote_ip);
        let (entering, web, saml) = (session.clone(), arrival.web, arrival.saml);
        let entered =
            self.acts.run(&authority, move |act| Box::pin(async move { enter(act, &entering, web, saml).await })).await;
        match entered {
            Ok(()) if session.is_alive() => Ok(session),
            Ok(()) => Err(Denial::Disabled),
            Err(denial) => {
                self.acts.live.cut(session.user(), |other| other.id() == session.id());
                if matches!(denial, Denial::SeatCap) {
                    Seats::tell_of_refusal(&self.acts, &arrival.user.login).await?;
                }
                Err(self.refuse(Claim::User(&arrival.user), &arrival.origin, denial).await)
            }
        }
    }

    /// The top of the person on this protocol.
    async fn root_of(&self, arrival: &Arrival) -> Result<VPath, Denial> {
        let interface = arrival.origin.interface;
        if !account::is_limited(interface) {
            return Ok(VPath::root());
        }
        let settings = account_settings::of_user(&mut *self.acts.db.read().await?, arrival.user.id).await?;
        Ok(account::top(&settings, interface)?)
    }

    /// The session of a browser that signed in before. Nothing is recorded: it is the same sign-in.
    pub(super) async fn resume(&self, arrival: Arrival) -> Result<Session, Denial> {
        let session = self.acts.live.register(arrival.facts(self.acts.clock.now()));
        let connection = &mut *self.acts.db.read().await?;
        let user = users::find(connection, session.user()).await?;
        match user {
            Some(user) if user.is_alive() && user.access_epoch == session.facts().access_epoch => Ok(session),
            _ => {
                self.acts.live.cut(session.user(), |other| other.id() == session.id());
                Err(Denial::Disabled)
            }
        }
    }
}

/// Looks once more at everything that lets the person in, and notes that they came.
async fn enter(
    mut act: Act<'_>,
    session: &Session,
    web: Option<WebSession>,
    saml: Option<SamlSession>,
) -> Result<(), Denial> {
    let facts = session.facts();
    let user = users::lock(act.tx, facts.user).await?.ok_or(Denial::UnknownUser)?;
    if !user.is_alive() || user.access_epoch != facts.access_epoch {
        return Err(Denial::Disabled);
    }
    check_credential(&mut act, session).await?;
    check_standing(&mut act, &user, session).await?;
    check_required_group(&mut act, &user, facts.credential).await?;
    forget_failures(&mut act, &user, facts.credential).await?;
    // Somebody at the server's command line acts for the person; that is no sign-in of theirs.
    if facts.credential != Credential::Console {
        note_sign_in(&mut act, user).await?;
    }
    if let Some(web) = web {
        web_sessions::insert(act.tx, &web).await?;
    }
    if let Some(saml) = saml {
        saml_sessions::insert(act.tx, &saml).await?;
    }
    act.record(session.event("login")).await?;
    Ok(())
}

/// From the first time on, the person takes a seat.
async fn note_sign_in(act: &mut Act<'_>, user: User) -> Result<(), Denial> {
    let now = act.now;
    if user.first_signed_in_at.is_none() {
        seat::take(act, user.id).await?;
    }
    let seen = User { first_signed_in_at: user.first_signed_in_at.or(Some(now)), last_signed_in_at: Some(now), ..user };
    users::update(act.tx, &seen).await?;
    Ok(())
}

/// Not everybody may use every protocol from everywhere.
async fn check_standing(act: &mut Act<'_>, user: &User, session: &Session) -> Result<(), Denial> {
    let facts = session.facts();
    if facts.credential == Credential::Console {
        return Ok(());
    }
    let standing = Standing::of(act.tx.connection(), user).await?;
    standing.check_interface(facts.origin.interface)?;
    standing.check_address(facts.origin.remote_ip)
}

/// Who is in was no guesser.
async fn forget_failures(act: &mut Act<'_>, user: &User, credential: Credential) -> Result<(), Denial> {
    if matches!(credential, Credential::Password | Credential::PublicKey(_) | Credential::Certificate { .. }) {
        throttle::forget(act.tx, &[Subject::name(&user.login), Subject::Codes(user.id)]).await?;
    }
    Ok(())
}

/// A key that was revoked, changed or has expired since it was looked up lets nobody in.
async fn check_credential(act: &mut Act<'_>, session: &Session) -> Result<(), Denial> {
    let facts = session.facts();
    let ip = facts.origin.remote_ip.to_canonical().to_string();
    match facts.credential {
        Credential::PublicKey(id) => {
            let key = public_keys::find(act.tx.connection(), id).await?.filter(|key| key.owner == facts.user);
            let key = key.ok_or(Denial::KeyMismatch)?;
            not_expired(key.expires_at, act.now)?;
            allowed_from(&key, facts.origin.remote_ip)?;
            public_keys::used(act.tx, id, act.now, &ip).await?;
        }
        Credential::Certificate { settings } => {
            // Whatever was changed since: the next try is checked anew.
            let now = ssh_settings::read(act.tx.connection()).await?;
            if certificate::digest(&now) != settings {
                return Err(Denial::KeyMismatch);
            }
        }
        Credential::Approval(id) => {
            let (approved, used) = (ApprovalState::Approved, ApprovalState::Used);
            let asked = approvals::find(act.tx.connection(), id).await?;
            let good = asked.is_some_and(|asked| {
                asked.user == Some(facts.user) && asked.access_epoch == facts.access_epoch && asked.remote_ip == ip
            });
            if !good || !approvals::step(act.tx, id, approved, used, act.now).await? {
                return Err(Denial::NotApproved(ApprovalEnd::Expired));
            }
        }
        Credential::ApiKey { id, permission_set } => {
            let key = api_keys::find(act.tx.connection(), id).await?;
            let key = key.filter(|key| key.owner == facts.user && key.permission_set == permission_set);
            not_expired(key.ok_or(Denial::KeyMismatch)?.expires_at, act.now)?;
            api_keys::used(act.tx, id, act.now, &ip).await?;
        }
        Credential::Password | Credential::Saml(_) | Credential::Cookie | Credential::Console => {}
    }
    Ok(())
}

/// Refuses a key whose time is over.
pub(super) fn not_expired(expires_at: Option<Timestamp>, now: Timestamp) -> Result<(), Denial> {
    match expires_at {
        Some(at) if at <= now => Err(Denial::Expired),
        _ => Ok(()),
    }
}

/// Refuses a key that comes from elsewhere than its owner said.
pub(super) fn allowed_from(key: &PublicKey, from: IpAddr) -> Result<(), Denial> {
    let ranges = ssh_settings::addresses(key.addresses.as_deref())?;
    if ranges.is_empty() || ranges.iter().any(|range| range.contains(from)) {
        Ok(())
    } else {
        Err(Denial::AddressNotAllowed)
    }
}

/// Directory people must be in one of the groups that their connection lets in, whatever they sign in with. Where sign-ins
/// make the accounts, the groups of this very assertion were asked before.
async fn check_required_group(act: &mut Act<'_>, user: &User, credential: Credential) -> Result<(), Denial> {
    let Some(directory) = user.connection else { return Ok(()) };
    let Some(row) = connections::find(act.tx.connection(), directory).await? else {
        return Err(Denial::ConnectionDisabled);
    };
    let settings = DirectoryConnection::from_row(row)?.settings;
    let asked = matches!(credential, Credential::Saml(_)) && settings.makes_people_at_sign_in();
    if asked || admission::is_let_in(act, user, &settings.rules).await? { Ok(()) } else { Err(Denial::GroupRequired) }
}

/// So that a failed record refuses the sign-in.
impl From<keyfold_audit::Error> for Denial {
    fn from(error: keyfold_audit::Error) -> Self {
        Self::Unavailable(Error::Audit(error))
    }
}
