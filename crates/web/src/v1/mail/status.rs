//! How mail stands, as the API shows it.

use keyfold_mail::Status;
use serde::Serialize;
use utoipa::ToSchema;

/// How mail stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailStatus {
    /// Whether a mail server is configured. Where none is, every mail waits.
    pub configured: bool,
    /// The server, as `host:port`.
    pub server: Option<String>,
    /// From whom mail is.
    pub from: Option<String>,
    /// How many mails wait.
    pub waiting: i64,
    /// How many were sent.
    pub sent: i64,
    /// How many were given up.
    pub failed: i64,
}

impl From<Status> for MailStatus {
    fn from(status: Status) -> Self {
        Self {
            configured: status.server.is_some(),
            server: status.server,
            from: status.from,
            waiting: status.waiting,
            sent: status.sent,
            failed: status.failed,
        }
    }
}
