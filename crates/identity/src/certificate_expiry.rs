//! Reminders that the certificate of an identity provider expires: to the site admins, 30, 14, 7 and 1 days ahead and when it
//! has. No answer is refused for the date, but a directory that rolls its key over may refuse to use the old one, and a new
//! one has to be here by then.

use std::time::Duration;

use keyfold_db::Durability;
use keyfold_mail::{Kind, Letter, queue};
use keyfold_model::{ConnectionId, Timestamp};

use crate::{Connections, Error};

const DAY: Duration = Duration::from_secs(24 * 3600);
/// How many days ahead, the last moment first. Zero is the expiry itself.
const DAYS_AHEAD: [u32; 5] = [0, 1, 7, 14, 30];
/// How long after its moment a reminder is still worth sending.
const WORTH: Duration = Duration::from_secs(30 * 24 * 3600);

/// The certificate of a connection that is good for the longest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastCertificate {
    /// Whose.
    pub connection: ConnectionId,
    /// What people call the connection.
    pub label: String,
    /// SHA-256, in hexadecimal.
    pub fingerprint: String,
    /// Until when it is dated.
    pub not_after: Timestamp,
}

impl LastCertificate {
    /// Which reminder is due, by how many days ahead it is. Of several moments that have passed while nobody looked, the last
    /// one alone.
    fn due(&self, now: Timestamp) -> Option<u32> {
        let moment = |days: u32| self.not_after.before(DAY * days);
        let days = DAYS_AHEAD.into_iter().find(|days| moment(*days) <= now)?;
        (now.since(moment(days)) < WORTH).then_some(days)
    }

    fn letter(&self, days: u32) -> Letter {
        let when = match days {
            0 => "has expired".to_owned(),
            1 => "expires tomorrow".to_owned(),
            days => format!("expires in {days} days"),
        };
        let name = format!("The certificate of {}", self.label);
        Letter {
            kind: Kind::CertificateExpiry,
            subject: format!("{name} {when}"),
            paragraphs: vec![
                format!("{name}, with which its sign-ins are checked, {when}: {}.", self.not_after),
                "This site goes on to accept it, but the directory is likely to change over to another one. Sign-ins fail \
                 until that is known here."
                    .to_owned(),
                "Where the connection has the address of the directory's metadata, the new one arrives by itself. Otherwise \
                 paste the new metadata or certificate."
                    .to_owned(),
            ],
            link: Some(format!("/admin/directory/{}", self.connection)),
        }
    }
}

impl Connections {
    /// Writes the reminders that are due for these certificates, and says how many mails those are. Which ones were written
    /// is in the mail log, so that neither a restart nor another node writes one twice.
    ///
    /// # Errors
    /// The database fails.
    pub async fn remind_of_certificates(&self, last: Vec<LastCertificate>, now: Timestamp) -> Result<usize, Error> {
        let due: Vec<_> = last.into_iter().filter_map(|last| Some((last.due(now)?, last))).collect();
        if due.is_empty() {
            return Ok(0);
        }
        self.acts
            .db
            .write(Durability::Disk, move |tx| {
                Box::pin(async move {
                    let mut written = 0;
                    for (days, last) in due {
                        let about = format!("certificate:{}:{}:{days}", last.connection, last.fingerprint);
                        written += queue::write_to_site_admins(tx, &last.letter(days), Some(&about), now).await?;
                    }
                    Ok::<_, Error>(written)
                })
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_moment_that_has_passed_is_the_one_that_is_due() {
        let last = LastCertificate {
            connection: ConnectionId(7),
            label: "Corp".to_owned(),
            fingerprint: "ab".to_owned(),
            not_after: Timestamp::from_seconds(100 * 86_400),
        };
        let on_day = |day: i64| last.due(Timestamp::from_seconds(day * 86_400));
        assert_eq!(
            [69, 70, 85, 86, 92, 93, 98, 99, 100, 129, 130].map(on_day),
            [None, Some(30), Some(30), Some(14), Some(14), Some(7), Some(7), Some(1), Some(0), Some(0), None,]
        );
        assert_eq!(last.letter(0).subject, "The certificate of Corp has expired");
    }
}
