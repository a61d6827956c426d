//! Sign-ins on SFTP that their person lets in from a browser.
//!
//! A directory person has no password here. Over SFTP they get a link and a short code; they open the link, prove themselves
//! to their directory afresh, type the code, see what asks to be let in, and say yes. What stops a phisher is that the link
//! holds no secret, that the code is typed rather than clicked, and that both ends must be at one address. All of it is in
//! the database, so that the two ends may be at different nodes.

mod browser;
mod code;
mod request;

use std::{net::IpAddr, sync::Arc, time::Duration};

pub use code::ApprovalCode;
pub use request::{ApprovalEnd, ApprovalRequest};

use keyfold_db::approvals::Approval;
use keyfold_model::Timestamp;
use tokio::sync::Notify;

use crate::act::Acts;

/// How long a connection waits, and how long a browser may approve after its person has signed in afresh.
pub const APPROVAL_LIFETIME: Duration = Duration::from_secs(5 * 60);
/// How many wrong codes end what waits for the person, and the right of their browser to approve.
const WRONG_CODES: i64 = 5;

/// Sign-ins that wait to be approved. Cheap to clone.
#[derive(Clone)]
pub struct Approvals {
    pub(crate) acts: Acts,
    /// Wakes the connections of this node when something was decided on it.
    pub(crate) decided: Arc<Notify>,
}

/// What asks to be let in, as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// The login name that was given.
    pub login: String,
    /// From where the connection comes.
    pub remote_ip: String,
    /// What its client calls itself: shown, never believed.
    pub client: String,
    /// When it began.
    pub since: Timestamp,
    /// From then on nobody is let in.
    pub expires_at: Timestamp,
}

/// What a person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The connection is theirs.
    LetIn,
    /// It is not.
    Refuse,
}

/// Why nothing can be decided with a code that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// The browser's person has to sign in at their directory afresh first.
    SignInAfresh,
    /// Too many wrong codes were typed in this browser: the same.
    TooManyCodes,
    /// The code is that of nothing that waits. So many more tries are left.
    WrongCode(i64),
    /// What waits with this code was begun under another name. It waits no longer.
    WrongPerson,
    /// The connection comes from another address than the browser. It waits no longer.
    OtherAddress(String),
}

impl Mistake {
    /// The word for it in the audit log.
    const fn failure_type(&self) -> &'static str {
        match self {
            Self::SignInAfresh => "approval_not_fresh",
            Self::TooManyCodes | Self::WrongCode(_) => ApprovalEnd::WrongCode.failure_type(),
            Self::WrongPerson => ApprovalEnd::WrongPerson.failure_type(),
            Self::OtherAddress(_) => ApprovalEnd::OtherAddress.failure_type(),
        }
    }
}

impl Asking {
    fn of(approval: Approval) -> Self {
        Self {
            login: approval.login,
            remote_ip: approval.remote_ip,
            client: approval.client,
            since: approval.created_at,
            expires_at: approval.expires_at,
        }
    }
}

/// The form in which addresses are compared.
fn address(ip: IpAddr) -> String {
    ip.to_canonical().to_string()
}
