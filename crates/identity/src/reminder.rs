//! Reminders that a SCIM token expires: to the site admins, 30, 14, 7 and 1 days ahead and when it has, each once.

use std::time::Duration;

use keyfold_db::{
    Durability, Tx, connections,
    connections::ConnectionRow,
    scim_tokens::{self, ScimToken},
};
use keyfold_mail::{Kind, Letter, queue};
use keyfold_model::{ConnectionId, Timestamp};

use crate::{Error, ScimTokens};

const DAY: Duration = Duration::from_secs(24 * 3600);
/// How many days ahead, the last moment first. Zero is the expiry itself.
const DAYS_AHEAD: [u32; 5] = [0, 1, 7, 14, 30];
/// How long after its moment a reminder is still worth sending. Shorter than the mail log is kept, as that is what knows
/// which ones were sent.
const WORTH: Duration = Duration::from_secs(30 * 24 * 3600);

impl ScimTokens {
    /// Writes the reminders that are due, and says how many mails those are. Which ones were written is in the mail log, so
    /// that neither a restart nor another node writes one twice. To be called every few minutes.
    ///
    /// # Errors
    /// The database fails.
    pub async fn remind(&self) -> Result<usize, Error> {
        let now = self.acts.clock.now();
        if due(&scim_tokens::all(&mut *self.acts.db.read().await?).await?, now).is_empty() {
            return Ok(0);
        }
        self.acts.db.write(Durability::Disk, move |tx| Box::pin(async move { write_due(tx, now).await })).await
    }
}

async fn write_due(tx: &mut Tx, now: Timestamp) -> Result<usize, Error> {
    let tokens = scim_tokens::all(tx.connection()).await?;
    let mut written = 0;
    for (token, days) in due(&tokens, now) {
        let Some(directory) = listening(tx, token.connection).await? else { continue };
        let about = format!("scim_token:{}:{}:{days}", token.id, token.expires_at.seconds());
        let letter = letter(token, &directory, days);
        written += queue::write_to_site_admins(tx, &letter, Some(&about), now).await?;
    }
    Ok(written)
}

/// The connection, where its SCIM side is on: a token that nobody could use is nothing to be reminded of.
async fn listening(tx: &mut Tx, id: ConnectionId) -> Result<Option<ConnectionRow>, Error> {
    let row = connections::find(tx.connection(), id).await?;
    Ok(row.filter(|row| row.enabled && row.scim_enabled))
}

/// The tokens of which somebody has to be reminded now, with how many days ahead that is. Of several moments that have
/// passed while nobody looked, the last one alone.
fn due(tokens: &[ScimToken], now: Timestamp) -> Vec<(&ScimToken, u32)> {
    let living = tokens.iter().filter(|token| token.revoked_at.is_none() && !is_replaced(token, tokens, now));
    living.filter_map(|token| step(token, now).map(|days| (token, days))).collect()
}

fn step(token: &ScimToken, now: Timestamp) -> Option<u32> {
    let days = DAYS_AHEAD.into_iter().find(|days| moment(token, *days) <= now)?;
    let moment = moment(token, days);
    (moment > token.expiry_set_at && now.since(moment) < WORTH).then_some(days)
}

fn moment(token: &ScimToken, days_ahead: u32) -> Timestamp {
    token.expires_at.before(DAY * days_ahead)
}

/// Whether the directory has moved over to a newer token.
fn is_replaced(token: &ScimToken, tokens: &[ScimToken], now: Timestamp) -> bool {
    tokens.iter().any(|other| {
        other.connection == token.connection
            && other.id > token.id
            && other.last_used_at.is_some()
            && other.revoked_at.is_none()
            && other.expires_at > now
    })
}

fn letter(token: &ScimToken, directory: &ConnectionRow, days: u32) -> Letter {
    let name = format!("The SCIM token \u{201c}{}\u{201d} of {}", token.label, directory.label);
    let when = match days {
        0 => "has expired".to_owned(),
        1 => "expires tomorrow".to_owned(),
        days => format!("expires in {days} days"),
    };
    let effect = if days == 0 {
        "The directory's requests are refused: nobody is made, changed or switched off here until it has a new token."
    } else {
        "After that the directory's requests are refused: nobody is made, changed or switched off here."
    };
    Letter {
        kind: Kind::ScimTokenExpiry,
        subject: format!("{name} {when}"),
        paragraphs: vec![
            format!("{name} ({}\u{2026}) {when}: {}.", token.hint, date(token.expires_at)),
            effect.to_owned(),
            "Rotate it: the new token works at once, and the old one until it expires. Paste the new one into the directory. \
             These reminders end when the directory uses it."
                .to_owned(),
        ],
        link: Some(format!("/admin/directory/{}", directory.id)),
    }
}

/// `2026-11-24 08:00 UTC`.
fn date(at: Timestamp) -> String {
    let text = at.to_string();
    format!("{} {} UTC", text.get(..10).unwrap_or(&text), text.get(11..16).unwrap_or_default())
}
