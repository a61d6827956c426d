//! Signing in: what was proven becomes a session, or a reason why not. Both are on record.

mod api_key;
mod approval;
mod arrival;
mod candidate;
mod certificate;
mod password;
mod public_key;
mod refusal;
mod round;
mod saml;
mod scim_token;
mod ticket;
mod web;
mod web_round;

use keyfold_db::users::User;

pub(crate) use candidate::FirstProof;
pub use certificate::{CertificateHolder, ProvenCertificate};
pub use public_key::{Offered, ProvenKey};
use refusal::Claim;
pub use round::{CodeBehind, Pending, Renewal, Round};
pub use saml::{DirectorySession, SamlIdentity, SamlRefusal};
pub use web::WebSignIn;
pub use web_round::{Enroller, WebRound};

use crate::{
    Approvals, Console, Denial, Origin, Passwords, Session, SiteSecret, act::Acts, session::Kept, throttle::Turns,
};

/// Signs people in. Cheap to clone.
#[derive(Clone)]
pub struct Authenticator {
    pub(crate) acts: Acts,
    pub(crate) passwords: Passwords,
    pub(crate) kept: Kept,
    pub(crate) approvals: Approvals,
    pub(crate) secret: SiteSecret,
    pub(crate) turns: Turns,
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
}
