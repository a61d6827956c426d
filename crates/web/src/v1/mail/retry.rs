//! Tries a mail again.

use axum::extract::State;
use http::StatusCode;
use keyfold_mail::Mailer;

use crate::{Result, caller::Caller, id::Id};

/// Tries a mail that failed, or that waits, again at the next chance.
#[utoipa::path(
    post,
    path = "/messages/{id}/retry",
    tag = "mail",
    operation_id = "mail_retry",
    params(("id" = i64, Path)),
    responses((status = 204, description = "It waits to be sent")),
)]
pub async fn retry(State(mailer): State<Mailer>, caller: Caller, Id(id): Id) -> Result<StatusCode> {
    caller.site_admin()?;
    mailer.try_again(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
