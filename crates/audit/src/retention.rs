//! Expiry: whole months, oldest first; what was there stays provable by the seal upon its end.

use jiff::{Span, civil::DateTime, tz::TimeZone};
use keyfold_db::{
    Durability,
    audit::{self as rows, ChainHead, Head, Row, SealKind},
};
use keyfold_model::Timestamp;

use crate::{Error, Log, SealKey};

/// How many months rows are kept unless somebody says otherwise: seven years.
pub const DEFAULT_MONTHS: u32 = 84;
/// How many rows one transaction deletes.
const BATCH: i64 = 1_000;

/// The beginning of the oldest month that is kept, in UTC, if `months` whole ones before the present one are.
#[must_use]
pub fn cutoff(now: Timestamp, months: u32) -> Timestamp {
    let beginning = || {
        let today = TimeZone::UTC.to_datetime(jiff::Timestamp::from_microsecond(now.0).ok()?).date();
        let oldest = today.first_of_month().checked_sub(Span::new().try_months(months).ok()?).ok()?;
        TimeZone::UTC.to_timestamp(DateTime::from(oldest)).ok()
    };
    beginning().map_or(Timestamp(i64::MIN), |at| Timestamp(at.as_microsecond()))
}

impl Log {
    /// Deletes this node's rows of months that are over and not kept any more, and says how many there were.
    ///
    /// # Errors
    /// The database can't be written. What was deleted until then stays deleted, and sealed.
    pub async fn expire(&self, key: &SealKey, months: u32) -> Result<u64, Error> {
        let cutoff = cutoff(self.now(), months);
        let mut deleted = 0;
        loop {
            let Some((base, last)) = self.expired(cutoff).await? else { return Ok(deleted) };
            let place = Head { seq: last.seq, hash: last.hash };
            let seal = key.sign(self.node(), SealKind::Expiry, &place, self.now());
            deleted += self
                .db()
                .write(Durability::Disk, move |tx| {
                    Box::pin(async move {
                        rows::insert_seal(tx.connection(), &seal).await?;
                        rows::move_base(tx.connection(), &seal.node, seal.seq, &seal.hash).await?;
                        Ok::<_, Error>(rows::delete_through(tx.connection(), base.base_seq, seal.seq).await?)
                    })
                })
                .await?;
        }
    }

    /// The last of the next few rows from the beginning of the chain that are all older than the cutoff.
    async fn expired(&self, cutoff: Timestamp) -> Result<Option<(ChainHead, Row)>, Error> {
        let mut connection = self.db().read().await?;
        let Some(head) = rows::heads(&mut connection).await?.into_iter().find(|head| head.node == self.node()) else {
            return Ok(None);
        };
        let oldest = rows::rows_after(&mut connection, head.base_seq, BATCH).await?;
        let last = oldest.into_iter().take_while(|row| row.node == head.node && row.at < cutoff.0).last();
        Ok(last.map(|row| (head, row)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_months_are_kept() {
        let at = |text: &str| Timestamp(text.parse::<jiff::Timestamp>().expect("a time").as_microsecond());
        assert_eq!(cutoff(at("2026-11-24T08:00:00Z"), 84), at("2019-11-01T00:00:00Z"));
        assert_eq!(cutoff(at("2026-03-31T23:59:59Z"), 1), at("2026-02-01T00:00:00Z"));
        assert_eq!(cutoff(at("2026-03-01T00:00:00Z"), 0), at("2026-03-01T00:00:00Z"));
        assert_eq!(cutoff(at("2026-03-01T00:00:00Z"), u32::MAX), Timestamp(i64::MIN));
    }
}
