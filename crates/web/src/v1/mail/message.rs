//! Mails, as the API shows them.

use keyfold_mail::{Mail, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::time::DateTime;

/// A mail to one person, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailMessage {
    /// Its id.
    pub id: i64,
    /// What it is about: `scim_token_expiry`, `promotion`, `seat_cap`, `certificate_expiry`, `metadata_refresh`, `sign_in_code`,
    /// `test`.
    pub kind: String,
    /// To whom; empty where nobody has an address.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// Its paragraphs, with an empty line between them.
    pub body: String,
    /// The page that it leads to, a path of this site.
    pub link: Option<String>,
    /// What became of it.
    pub state: MailState,
    /// How often it was handed to the server.
    pub attempts: i64,
    /// When it is tried next, while it waits.
    pub next_attempt_at: Option<DateTime>,
    /// What the server answered last.
    pub answer: Option<String>,
    /// When it was written.
    pub created_at: DateTime,
    /// When the server took it.
    pub sent_at: Option<DateTime>,
}

impl MailMessage {
    /// A mail as it is shown.
    #[must_use]
    pub fn of(mail: Mail) -> Self {
        Self {
            id: mail.id,
            kind: mail.kind,
            recipient: mail.recipient,
            subject: mail.subject,
            body: mail.body,
            link: mail.link,
            next_attempt_at: (mail.state == State::Waiting).then(|| mail.next_attempt_at.into()),
            state: mail.state.into(),
            attempts: mail.attempts,
            answer: mail.answer,
            created_at: mail.created_at.into(),
            sent_at: mail.sent_at.map(DateTime),
        }
    }
}

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MailState {
    /// It is to be sent.
    Waiting,
    /// The server took it.
    Sent,
    /// It was given up.
    Failed,
}

impl From<State> for MailState {
    fn from(state: State) -> Self {
        match state {
            State::Waiting => Self::Waiting,
            State::Sent => Self::Sent,
            State::Failed => Self::Failed,
        }
    }
}

impl From<MailState> for State {
    fn from(state: MailState) -> Self {
        match state {
            MailState::Waiting => Self::Waiting,
            MailState::Sent => Self::Sent,
            MailState::Failed => Self::Failed,
        }
    }
}

/// Which mails are listed. Newest first.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MailQuery {
    /// Those of which this became.
    #[param(inline)]
    pub state: Option<MailState>,
}
