//! Writing letters, inside the transaction of what they tell.

use keyfold_db::{
    Tx,
    mails::{self, Mail, State},
    users,
};
use keyfold_model::Timestamp;
use lettre::Address;

use crate::{Error, Letter};

/// Writes a letter to each of these addresses. `about` names the one thing that it tells, such as `scim_token:7:expired`:
/// whoever was written to about that before is passed over, so a job that runs twice tells nobody twice. Returns how many
/// mails were made.
///
/// # Errors
/// The database fails.
pub async fn write(
    tx: &mut Tx,
    to: &[String],
    letter: &Letter,
    about: Option<&str>,
    now: Timestamp,
) -> Result<usize, Error> {
    let mut written = 0;
    for recipient in to {
        let mail = mail(recipient, letter, about, now);
        written += usize::from(mails::insert(tx, &mail).await?);
    }
    Ok(written)
}

/// Writes a letter to every active site admin, at their mail address, or at their login name where that is one. Where nobody
/// has an address the letter stands in the log as failed: it is not lost silently.
///
/// # Errors
/// The database fails.
pub async fn write_to_site_admins(
    tx: &mut Tx,
    letter: &Letter,
    about: Option<&str>,
    now: Timestamp,
) -> Result<usize, Error> {
    let admins = users::site_admins(tx.connection()).await?;
    let mut to: Vec<String> = admins
        .into_iter()
        .filter_map(|admin| [admin.email, Some(admin.login)].into_iter().flatten().find(|text| is_address(text)))
        .collect();
    to.sort();
    to.dedup();
    if to.is_empty() {
        let nobody = Mail {
            state: State::Failed,
            answer: Some("No site admin has a mail address.".to_owned()),
            ..mail("", letter, about, now)
        };
        mails::insert(tx, &nobody).await?;
        return Ok(0);
    }
    write(tx, &to, letter, about, now).await
}

/// Whether a text is a mail address.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.parse::<Address>().is_ok()
}

/// A mail that waits. Its id is given when it is written.
fn mail(recipient: &str, letter: &Letter, about: Option<&str>, now: Timestamp) -> Mail {
    Mail {
        id: 0,
        kind: letter.kind.name().to_owned(),
        about: about.map(str::to_owned),
        recipient: recipient.to_owned(),
        subject: letter.subject.clone(),
        body: letter.body(),
        link: letter.link.clone(),
        state: State::Waiting,
        attempts: 0,
        next_attempt_at: now,
        answer: None,
        created_at: now,
        sent_at: None,
    }
}
