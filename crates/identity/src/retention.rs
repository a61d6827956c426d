//! How long the SCIM log is kept, as an administrator of the site says.

use keyfold_audit::scim_log::DEFAULT_RETENTION;
use keyfold_db::settings;
use serde_json::json;

use crate::{Error, SiteAdmin, act::Acts, target};

/// The setting that holds the days.
const SCIM_LOG_DAYS: &str = "scim_log.days";
const SECONDS_PER_DAY: u64 = 24 * 3600;
/// The longest that the log can be kept: ten years.
const MOST_DAYS: u32 = 3_660;

/// How long logs are kept. Cheap to clone.
#[derive(Clone)]
pub struct Retention {
    pub(crate) acts: Acts,
}

impl Retention {
    /// How many days the rows of the SCIM log are kept: 180 unless somebody said otherwise.
    ///
    /// # Errors
    /// The database fails.
    pub async fn scim_log_days(&self) -> Result<u32, Error> {
        days(&mut *self.acts.db.read().await?).await
    }

    /// Says how many days they are kept from now on. Older rows go with the next daily sweep.
    ///
    /// # Errors
    /// It is no day at all, or more than ten years.
    pub async fn set_scim_log_days(&self, admin: &SiteAdmin, kept: u32) -> Result<(), Error> {
        if !(1..=MOST_DAYS).contains(&kept) {
            return Err(Error::invalid("days", format!("the log is kept for 1 to {MOST_DAYS} days")));
        }
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let before = days(act.tx.connection()).await?;
                    settings::set(act.tx, SCIM_LOG_DAYS, &json!(kept).to_string(), act.now).await?;
                    let mut event = act.event("setting_update");
                    event.target = Some(target::of("setting", SCIM_LOG_DAYS, SCIM_LOG_DAYS));
                    event.before = Some(json!(before));
                    event.after = Some(json!(kept));
                    act.record(event).await
                })
            })
            .await
    }
}

async fn days(db: &mut keyfold_db::Connection) -> Result<u32, Error> {
    let said = settings::get(db, SCIM_LOG_DAYS).await?.and_then(|text| serde_json::from_str(&text).ok());
    let usual = u32::try_from(DEFAULT_RETENTION.as_secs() / SECONDS_PER_DAY).unwrap_or(MOST_DAYS);
    Ok(said.unwrap_or(usual))
}
