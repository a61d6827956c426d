//! The end that waits: a connection on SFTP.

use std::time::Duration;

use keyfold_db::{
    Durability,
    approvals::{self, Approval, ApprovalState},
    connections,
    users::User,
};
use keyfold_model::{ApprovalId, Timestamp};

use super::{APPROVAL_LIFETIME, ApprovalCode, Approvals, address};
use crate::{Error, Origin, connection::DirectoryConnection, ssh_settings};

/// How often the database is asked whether another node has heard the person.
const POLL: Duration = Duration::from_secs(1);

/// A connection that waits to be approved.
#[derive(Clone, Debug)]
pub struct ApprovalRequest {
    pub(crate) id: ApprovalId,
    login: String,
    code: ApprovalCode,
    expires_at: Timestamp,
}

impl ApprovalRequest {
    /// What its person types into the page.
    #[must_use]
    pub const fn code(&self) -> &ApprovalCode {
        &self.code
    }

    /// Under which name it was begun.
    #[must_use]
    pub fn login(&self) -> &str {
        &self.login
    }
}

/// How waiting ended without being let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalEnd {
    /// The person refused.
    #[error("the sign-in was refused in the browser")]
    Refused,
    /// Nobody answered in time.
    #[error("nobody approved the sign-in within five minutes")]
    Expired,
    /// The person began another one.
    #[error("a newer sign-in with this user name took the place of this one")]
    Replaced,
    /// Too many wrong codes.
    #[error("too many wrong codes were typed in the browser")]
    WrongCode,
    /// Another person typed the code.
    #[error("somebody with another user name typed the code in the browser")]
    WrongPerson,
    /// The browser was elsewhere.
    #[error("the browser is at another network address than this connection")]
    OtherAddress,
}

impl ApprovalEnd {
    /// The word for it in the audit log.
    #[must_use]
    pub const fn failure_type(self) -> &'static str {
        match self {
            Self::Refused => "approval_refused",
            Self::Expired => "approval_expired",
            Self::Replaced => "approval_replaced",
            Self::WrongCode => "approval_wrong_code",
            Self::WrongPerson => "approval_wrong_person",
            Self::OtherAddress => "approval_other_address",
        }
    }
}

impl Approvals {
    /// Whether sign-ins can be approved here at all: the site allows it, and a directory can say who somebody is.
    ///
    /// # Errors
    /// The database fails.
    pub(crate) async fn are_offered(&self) -> Result<bool, Error> {
        let db = &mut *self.acts.db.read().await?;
        if !ssh_settings::read(db).await?.browser_approval {
            return Ok(false);
        }
        let all = connections::all(db).await?;
        Ok(all.into_iter().any(|row| DirectoryConnection::from_row(row).is_ok_and(|directory| can_prove(&directory))))
    }

    /// Begins to wait. Whoever asks gets a code and a row, in the same time: only for a living person of a directory that is
    /// switched on it is one that can be approved.
    ///
    /// # Errors
    /// The database fails.
    pub(crate) async fn ask(&self, login: &str, user: Option<User>, origin: &Origin) -> Result<ApprovalRequest, Error> {
        let now = self.acts.clock.now();
        let code = ApprovalCode::generate()?;
        let user = match user.filter(User::is_alive) {
            Some(user) if self.is_of_directory(&user).await? => Some(user),
            _ => None,
        };
        let approval = Approval {
            id: ApprovalId::generate(),
            user: user.as_ref().map(|user| user.id),
            code_hash: code.hash(),
            state: ApprovalState::Waiting,
            wrong_codes: 0,
            remote_ip: address(origin.remote_ip),
            client: origin.client.clone(),
            login: login.chars().take(255).collect(),
            access_epoch: user.map_or(0, |user| user.access_epoch),
            created_at: now,
            expires_at: now.after(APPROVAL_LIFETIME),
        };
        let request =
            ApprovalRequest { id: approval.id, login: login.to_owned(), code, expires_at: approval.expires_at };
        self.acts
            .db
            .write(Durability::Process, move |tx| {
                Box::pin(async move {
                    if let Some(user) = approval.user {
                        approvals::replace(tx, user).await?;
                    }
                    Ok::<_, Error>(approvals::insert(tx, &approval).await?)
                })
            })
            .await?;
        self.decided.notify_waiters();
        Ok(request)
    }

    async fn is_of_directory(&self, user: &User) -> Result<bool, Error> {
        let Some(directory) = user.connection else { return Ok(false) };
        let row = connections::find(&mut *self.acts.db.read().await?, directory).await?;
        Ok(match row {
            Some(row) => can_prove(&DirectoryConnection::from_row(row)?),
            None => false,
        })
    }

    /// Waits until the request is approved, or ends another way.
    ///
    /// # Errors
    /// The database fails.
    pub(crate) async fn wait(&self, request: &ApprovalRequest) -> Result<Result<(), ApprovalEnd>, Error> {
        loop {
            // Made before looking, so that what is decided in between wakes it.
            let decided = self.decided.notified();
            let found = approvals::find(&mut *self.acts.db.read().await?, request.id).await?;
            let in_time = self.acts.clock.now() < request.expires_at;
            match found.map(|approval| approval.state).filter(|_| in_time) {
                Some(ApprovalState::Waiting) => drop(tokio::time::timeout(POLL, decided).await),
                Some(state) => return Ok(outcome(state)),
                None => return Ok(Err(ApprovalEnd::Expired)),
            }
        }
    }
}

fn can_prove(directory: &DirectoryConnection) -> bool {
    directory.settings.enabled && directory.settings.saml.sso_url.is_some()
}

const fn outcome(state: ApprovalState) -> Result<(), ApprovalEnd> {
    match state {
        ApprovalState::Approved => Ok(()),
        ApprovalState::Refused => Err(ApprovalEnd::Refused),
        ApprovalState::Waiting | ApprovalState::Used => Err(ApprovalEnd::Expired),
        ApprovalState::Replaced => Err(ApprovalEnd::Replaced),
        ApprovalState::WrongCode => Err(ApprovalEnd::WrongCode),
        ApprovalState::WrongPerson => Err(ApprovalEnd::WrongPerson),
        ApprovalState::OtherAddress => Err(ApprovalEnd::OtherAddress),
    }
}
