//! Shows how mail stands.

use axum::{Json, extract::State};
use keyfold_mail::Mailer;

use super::MailStatus;
use crate::{Result, caller::Caller};

/// Shows whether a mail server is configured, and how many mails wait.
#[utoipa::path(
    get,
    path = "",
    tag = "mail",
    operation_id = "mail_find",
    responses((status = 200, description = "How mail stands", body = MailStatus)),
)]
pub async fn find(State(mailer): State<Mailer>, caller: Caller) -> Result<Json<MailStatus>> {
    caller.site_reader()?;
    Ok(Json(mailer.status().await?.into()))
}
