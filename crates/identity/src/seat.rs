//! Seats: who counts, since when and until when.

use std::time::Duration;

pub use keyfold_db::seats::{Day as SeatDay, Seat, Sitter};

use keyfold_db::{
    Durability, Tx, revocations,
    seats::{self, Day},
    settings,
    users::User,
};
use keyfold_mail::{Kind, Letter, queue};
use keyfold_model::{Timestamp, UserId};
use serde_json::json;

use crate::{
    Denial, Error, SiteAdmin,
    act::{Act, Acts},
    target,
};

/// How long a seat stays taken after somebody was switched off again.
const HELD: Duration = Duration::from_secs(90 * 24 * 3600);
const DAY: i64 = 24 * 3600;
/// The setting that holds the cap.
const CAP: &str = "seats.cap";
/// How many days the highest number is looked for in.
pub const WINDOW_DAYS: i64 = 30;

/// Seats. Cheap to clone.
#[derive(Clone)]
pub struct Seats {
    pub(crate) acts: Acts,
}

/// How many seats are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeatTally {
    /// Now.
    pub now: i64,
    /// The most at once within the last 30 days.
    pub highest: i64,
    /// How many there may be; none: any number.
    pub cap: Option<i64>,
}

impl Seats {
    /// How many seats are taken.
    ///
    /// # Errors
    /// The database fails.
    pub async fn tally(&self) -> Result<SeatTally, Error> {
        let now = self.acts.clock.now();
        let db = &mut *self.acts.db.read().await?;
        let count = seats::count(db, now).await?;
        let days = seats::days(db, day_of(now) - WINDOW_DAYS + 1).await?;
        let highest = days.into_iter().map(|day| day.highest).max().unwrap_or(0).max(count);
        Ok(SeatTally { now: count, highest, cap: cap(db).await? })
    }

    /// The most seats that were taken at once on each of the last `days` days, oldest first, as far as they are known.
    ///
    /// # Errors
    /// The database fails.
    pub async fn history(&self, days: i64) -> Result<Vec<SeatDay>, Error> {
        let from = day_of(self.acts.clock.now()) - days + 1;
        Ok(seats::days(&mut *self.acts.db.read().await?, from).await?)
    }

    /// Up to `most` people who take a seat now, after the person `after`; start with `UserId(0)`.
    ///
    /// # Errors
    /// The database fails.
    pub async fn people(&self, after: UserId, most: i64) -> Result<Vec<Sitter>, Error> {
        let now = self.acts.clock.now();
        Ok(seats::sitters(&mut *self.acts.db.read().await?, now, after, most).await?)
    }

    /// Sets how many seats there may be. Those who have one keep it, however many they are.
    ///
    /// # Errors
    /// It is below zero.
    pub async fn set_cap(&self, admin: &SiteAdmin, most: Option<i64>) -> Result<(), Error> {
        if most.is_some_and(|most| most < 0) {
            return Err(Error::invalid("seat cap", "it can't be below zero"));
        }
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let before = cap(act.tx.connection()).await?;
                    settings::set(act.tx, CAP, &json!(most).to_string(), act.now).await?;
                    let mut event = act.event("setting_update");
                    event.target = Some(target::of("setting", CAP, CAP));
                    event.before = Some(json!(before));
                    event.after = Some(json!(most));
                    act.record(event).await
                })
            })
            .await
    }

    /// Notes how many seats are taken, for today and for the days on which this could not be done. To be called at least once
    /// a day.
    ///
    /// # Errors
    /// The database fails.
    pub async fn note_days(&self) -> Result<(), Error> {
        let now = self.acts.clock.now();
        self.acts
            .db
            .write(Durability::Process, move |tx| {
                Box::pin(async move {
                    let today = day_of(now);
                    let last = seats::last_day(tx.connection()).await?.unwrap_or(today);
                    for day in last + 1..today {
                        let start = Timestamp::from_seconds(day * DAY);
                        let highest = seats::count(tx.connection(), start).await?;
                        seats::note_day(tx, Day { day, highest }).await?;
                    }
                    note(tx, now).await
                })
            })
            .await
    }

    /// Writes to the site admins that somebody was refused for want of a seat, once a day.
    pub(crate) async fn tell_of_refusal(acts: &Acts, login: &str) -> Result<(), Error> {
        let (now, login) = (acts.clock.now(), login.to_owned());
        acts.db
            .write(Durability::Disk, move |tx| {
                Box::pin(async move {
                    let taken = seats::count(tx.connection(), now).await?;
                    let letter = Letter {
                        kind: Kind::SeatCap,
                        subject: format!("All {taken} seats are taken: {login} could not sign in"),
                        paragraphs: vec![
                            format!("{login} signed in for the first time and was refused, as every seat of this site is taken."),
                            "Nobody who has a seat is refused. Raise the cap, or switch somebody off who needs no access any more.".into(),
                            "This mail comes once a day at the most; the audit log names everybody who was refused.".into(),
                        ],
                        link: Some("/admin/seats".to_owned()),
                    };
                    let about = format!("seat_cap:{}", day_of(now));
                    queue::write_to_site_admins(tx, &letter, Some(&about), now).await?;
                    Ok::<_, Error>(())
                })
            })
            .await
    }
}

/// Takes a seat for a person who signs in for the first time. Sign-ins that could take the last one wait here for each other,
/// on every node.
pub(crate) async fn take(act: &mut Act<'_>, user: UserId) -> Result<(), Denial> {
    if seats::of_user(act.tx.connection(), user).await?.is_some() {
        return Ok(());
    }
    let now = act.now;
    if let Some(cap) = cap(act.tx.connection()).await? {
        revocations::lock(act.tx).await?;
        if seats::count(act.tx.connection(), now).await? >= cap {
            return Err(Denial::SeatCap);
        }
    }
    seats::set(act.tx, &Seat { user, since: now, disablings: 0, freed_at: None }).await?;
    note(act.tx, now).await?;
    Ok(())
}

/// After a person was switched on or off: a first switching off frees the seat at once, each later one after 90 days.
pub(crate) async fn follow(act: &mut Act<'_>, before: &User, after: &User) -> Result<(), Error> {
    if before.is_alive() == after.is_alive() {
        return Ok(());
    }
    let Some(mut seat) = seats::of_user(act.tx.connection(), after.id).await? else { return Ok(()) };
    let now = act.now;
    if after.is_alive() {
        seat.freed_at = None;
    } else {
        seat.disablings += 1;
        seat.freed_at = Some(if seat.disablings == 1 { now } else { now.after(HELD) });
    }
    seats::set(act.tx, &seat).await?;
    note(act.tx, now).await
}

async fn note(tx: &mut Tx, now: Timestamp) -> Result<(), Error> {
    let highest = seats::count(tx.connection(), now).await?;
    Ok(seats::note_day(tx, Day { day: day_of(now), highest }).await?)
}

async fn cap(db: &mut keyfold_db::Connection) -> Result<Option<i64>, Error> {
    let text = settings::get(db, CAP).await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).flatten())
}

const fn day_of(at: Timestamp) -> i64 {
    at.seconds().div_euclid(DAY)
}
