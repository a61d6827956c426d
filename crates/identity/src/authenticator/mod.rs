//! Signing in: what was proven becomes a session, or a reason why not. Both are on record.

mod api_key;
mod approval;
mod arrival;
mod certificate;
mod password;
mod public_key;
mod round;
mod saml;
mod scim_token;
mod web;

use keyfold_audit::{Actor, Event};
use keyfold_db::{Durability, users::User};

pub use certificate::{CertificateHolder, ProvenCertificate};
pub use public_key::{Offered, ProvenKey};
pub use round::{CodeBehind, Pending, Round};
pub use saml::{DirectorySession, SamlIdentity, SamlRefusal};
pub use web::WebSignIn;

use crate::{Approvals, Console, Denial, Origin, Passwords, Session, act::Acts, session::Kept, target};

/// Signs people in. Cheap to clone.
#[derive(Clone)]
pub struct Authenticator {
    pub(crate) acts: Acts,
    pub(crate) passwords: Passwords,
    pub(crate) kept: Kept,
    pub(crate) approvals: Approvals,
}

/// Who seems to be signing in, for the record of a refusal.
enum Claim<'c> {
    /// A known user.
    User(&'c User),
    /// A name that was typed.
    Name(&'c str),
    /// Not even a name.
    Nobody,
}

impl Authenticator {
    /// The session of a person at the server's own command line, with the power of that person.
    ///
    /// # Errors
    /// There is no such person, or they are switched off.
    pub async fn console(&self, _console: &Console, login: &str) -> Result<Session, Denial> {
        let origin = Origin {
            interface: keyfold_model::Interface::Cli,
            remote_ip: std::net::Ipv4Addr::LOCALHOST.into(),
            client: "console".to_owned(),
        };
        let Some(user) = self.user_of_login(login).await? else {
            return Err(self.refuse(Claim::Name(login), &origin, Denial::UnknownUser).await);
        };
        self.begin(arrival::Arrival::of_person(user, crate::session::Credential::Console, origin)).await
    }

    async fn user_of_login(&self, login: &str) -> Result<Option<User>, Denial> {
        let folded = keyfold_model::LoginName::fold(login);
        Ok(keyfold_db::users::find_by_login(&mut *self.acts.db.read().await?, &folded).await?)
    }

    /// Records a refusal and gives it back. The row is as durable as the process: a flood of wrong passwords must not become
    /// a flood of disk flushes.
    async fn refuse(&self, claim: Claim<'_>, origin: &Origin, denial: Denial) -> Denial {
        let claimed = match &claim {
            Claim::User(user) => Some(user.login.clone()),
            Claim::Name(name) => Some((*name).to_owned()),
            Claim::Nobody => None,
        };
        let mut event = Event::new(Actor::Stranger { claimed }, "failed_login", origin.interface);
        event.remote_ip = Some(origin.remote_ip);
        if let Claim::User(user) = claim {
            event.target = Some(target::user(user));
        }
        match self.acts.log.record(event.denied(denial.failure_type()), Durability::Process).await {
            Ok(_) => denial,
            Err(error) => Denial::Unavailable(error.into()),
        }
    }
}
