//! Sign-ins on SFTP that their person lets in from a browser: the routes of the page `/approve`.

mod asking;
mod confirm;
mod find;
mod look;
mod refuse;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use asking::{ApprovalCode, AskingSignIn};
pub use find::ApprovalStanding;

use crate::State;

/// The routes below `/api/v1/approvals`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(find::find))
        .routes(routes!(look::look))
        .routes(routes!(confirm::confirm))
        .routes(routes!(refuse::refuse))
}
