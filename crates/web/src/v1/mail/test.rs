//! Sends a test mail.

use axum::{Json, extract::State};
use keyfold_mail::Mailer;
use serde::Deserialize;
use utoipa::ToSchema;

use super::MailMessage;
use crate::{Result, caller::Caller, input::Input};

/// A test mail.
#[derive(Debug, Deserialize, ToSchema)]
pub struct MailTest {
    /// To whom.
    pub to: String,
}

/// Sends a test mail at once and shows what the server answered. It is in the list like every other.
#[utoipa::path(
    post,
    path = "/test",
    tag = "mail",
    operation_id = "mail_test",
    request_body = MailTest,
    responses((status = 200, description = "The mail, with the server's answer", body = MailMessage)),
)]
pub async fn test(
    State(mailer): State<Mailer>,
    caller: Caller,
    Input(test): Input<MailTest>,
) -> Result<Json<MailMessage>> {
    caller.site_admin()?;
    Ok(Json(MailMessage::of(mailer.test(test.to.trim()).await?)))
}
