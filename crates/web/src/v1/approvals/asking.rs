//! What asks to be let in, and why it can't be.

use keyfold_identity::{Asking, Mistake};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Error, error::Kind, time::DateTime};

/// A code that was typed.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ApprovalCode {
    /// As it stands in the terminal; small letters and spaces will do.
    pub code: String,
}

/// A sign-in that asks to be let in.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskingSignIn {
    /// The user name that was given.
    pub username: String,
    /// From which address it comes.
    pub ip: String,
    /// What its client calls itself.
    pub client: String,
    /// When it began.
    pub started_at: DateTime,
    /// When it waits no longer.
    pub expires_at: DateTime,
}

impl From<Asking> for AskingSignIn {
    fn from(asking: Asking) -> Self {
        Self {
            username: asking.login,
            ip: asking.remote_ip,
            client: asking.client.trim_start_matches("SSH-2.0-").to_owned(),
            started_at: asking.since.into(),
            expires_at: asking.expires_at.into(),
        }
    }
}

impl From<Mistake> for Error {
    fn from(mistake: Mistake) -> Self {
        match mistake {
            Mistake::SignInAfresh => {
                Self::new(Kind::FreshSignInRequired, "Sign in at your company directory once more before you approve.")
            }
            Mistake::TooManyCodes => Self::new(
                Kind::FreshSignInRequired,
                "Too many wrong codes. Sign in at your company directory once more, and begin the sign-in in your \
                 terminal again.",
            ),
            Mistake::WrongCode(left) => Self::new(
                Kind::WrongApprovalCode,
                format!(
                    "No sign-in of yours waits with this code. Look at your terminal again; you have {left} more {}.",
                    if left == 1 { "try" } else { "tries" }
                ),
            ),
            Mistake::WrongPerson => Self::new(
                Kind::ApprovalEnded,
                "The sign-in with this code was begun under another user name than yours. It has been refused. If somebody \
                 sent you this code, tell your administrators.",
            ),
            Mistake::OtherAddress(address) => Self::new(
                Kind::ApprovalEnded,
                format!(
                    "The sign-in with this code comes from {address}, which is not the network address of this browser. It \
                     has been refused. If you began it yourself, use a browser on the same network, without a VPN on one \
                     side only."
                ),
            ),
        }
    }
}
