//! Mail: how it stands, what was sent, and a test.

mod find;
mod list;
mod message;
mod retry;
mod status;
mod test;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use message::{MailMessage, MailQuery, MailState};
pub use status::MailStatus;
pub use test::MailTest;

use crate::State;

/// The routes below `/api/v1/mail`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(find::find))
        .routes(routes!(test::test))
        .routes(routes!(list::list))
        .routes(routes!(retry::retry))
}
