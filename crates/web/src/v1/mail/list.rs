//! Lists mails.

use axum::extract::State;
use keyfold_mail::Mailer;

use super::{MailMessage, MailQuery};
use crate::{
    Result,
    caller::Caller,
    page::{Page, Paged},
    query::Query,
};

/// Lists mails: to whom, what, and what the server answered. Newest first.
#[utoipa::path(
    get,
    path = "/messages",
    tag = "mail",
    operation_id = "mail_list",
    params(MailQuery, Page),
    responses((status = 200, description = "The mails", body = Vec<MailMessage>)),
)]
pub async fn list(
    State(mailer): State<Mailer>,
    caller: Caller,
    page: Page,
    Query(query): Query<MailQuery>,
) -> Result<Paged<MailMessage>> {
    caller.site_reader()?;
    let mails = mailer.list(query.state.map(Into::into), &page.keyset()?).await?;
    Ok(Paged::from(mails).map(MailMessage::of))
}
