//! What the server does by itself: sweeps, seals, retention. A job that fails is logged and done again at its next time.

use std::{future::Future, sync::Arc, time::Duration};

use keyfold_audit::{Actor, DEFAULT_MONTHS, Error, Event, Log, SealKey, action, scim_log};
use keyfold_db::Durability;
use keyfold_identity::{Identity, Retention};
use keyfold_mail::Mailer;
use keyfold_model::{Clock, Interface};
use keyfold_vfs::Filesystem;
use keyfold_web::saml::{MetadataRefresh, remind_of_certificates};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

const SECONDS: Duration = Duration::from_secs(5);
const MINUTES: Duration = Duration::from_secs(5 * 60);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// Starts every job; they end when `stop` is cancelled.
pub fn start(
    tasks: &TaskTracker,
    stop: &CancellationToken,
    identity: &Identity,
    filesystem: &Filesystem,
    log: &Log,
    seal_key: &Arc<SealKey>,
    clock: &Arc<dyn Clock>,
) {
    let sign_ins = identity.sign_ins.clone();
    every(tasks, stop, "session expiry", SECONDS, move || {
        let sign_ins = sign_ins.clone();
        async move { sign_ins.sweep().await }
    });
    let files = filesystem.clone();
    every(tasks, stop, "blob sweep", HOUR, move || {
        let files = files.clone();
        async move { files.sweep().await.map(drop) }
    });
    let (sealed, key) = (log.clone(), Arc::clone(seal_key));
    every(tasks, stop, "audit seal", HOUR, move || {
        let (log, key) = (sealed.clone(), Arc::clone(&key));
        async move { log.seal_head(&key).await.map(drop) }
    });
    let (kept, key) = (log.clone(), Arc::clone(seal_key));
    every(tasks, stop, "audit retention", DAY, move || {
        let (log, key) = (kept.clone(), Arc::clone(&key));
        async move { expire_audit(&log, &key).await }
    });
    let (scim, retention, clock) = (log.clone(), identity.retention.clone(), Arc::clone(clock));
    every(tasks, stop, "SCIM log retention", DAY, move || {
        let (log, retention, clock) = (scim.clone(), retention.clone(), Arc::clone(&clock));
        async move { expire_scim_log(&log, &retention, clock.as_ref()).await }
    });
}

/// Starts the jobs that tell people something, and the one that counts seats.
pub fn start_telling(tasks: &TaskTracker, stop: &CancellationToken, identity: &Identity, mailer: &Mailer) {
    let tokens = identity.scim_tokens.clone();
    every(tasks, stop, "token reminders", MINUTES, move || {
        let tokens = tokens.clone();
        async move { tokens.remind().await.map(drop) }
    });
    let seats = identity.seats.clone();
    every(tasks, stop, "seat count", HOUR, move || {
        let seats = seats.clone();
        async move { seats.note_days().await }
    });
    let sender = mailer.clone();
    every(tasks, stop, "mail", SECONDS, move || {
        let sender = sender.clone();
        async move { sender.send_due().await.map(drop) }
    });
    let kept = mailer.clone();
    every(tasks, stop, "mail log retention", DAY, move || {
        let kept = kept.clone();
        async move { kept.expire().await.map(drop) }
    });
}

/// Starts fetching the metadata of identity providers, again and again, and reminding of certificates that expire.
pub fn start_metadata_refresh(
    tasks: &TaskTracker,
    stop: &CancellationToken,
    refresh: MetadataRefresh,
    clock: Arc<dyn Clock>,
) {
    let (connections, time) = (refresh.connections.clone(), Arc::clone(&clock));
    every(tasks, stop, "certificate reminders", HOUR, move || {
        let (connections, now) = (connections.clone(), time.now());
        async move { remind_of_certificates(&connections, now).await.map(drop) }
    });
    every(tasks, stop, "metadata refresh", MINUTE, move || {
        let (refresh, now) = (refresh.clone(), clock.now());
        async move { refresh.tick(now).await }
    });
}

/// Deletes the requests of directories that are not kept any more.
async fn expire_scim_log(log: &Log, retention: &Retention, clock: &dyn Clock) -> anyhow::Result<()> {
    let kept = DAY * retention.scim_log_days().await?;
    scim_log::expire(log.db(), clock, kept).await?;
    Ok(())
}

/// Deletes the months that are not kept any more, and records that it did.
async fn expire_audit(log: &Log, key: &SealKey) -> Result<(), Error> {
    let rows = log.expire(key, DEFAULT_MONTHS).await?;
    if rows > 0 {
        let mut event = Event::new(Actor::Job("retention"), action::RETENTION_EXPIRE, Interface::Robot);
        event.after = Some(serde_json::json!({ "rows": rows }));
        log.record(event, Durability::Disk).await?;
    }
    Ok(())
}

fn every<F, Done, E>(tasks: &TaskTracker, stop: &CancellationToken, name: &'static str, period: Duration, job: F)
where
    F: Fn() -> Done + Send + Sync + 'static,
    Done: Future<Output = Result<(), E>> + Send,
    E: std::fmt::Display + Send,
{
    let stop = stop.clone();
    tasks.spawn(async move {
        let mut interval = tokio::time::interval(period);
        interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = interval.tick() => {}
            }
            if let Err(error) = job().await {
                tracing::warn!(job = name, %error, "a job failed; it is done again at its next time");
            }
        }
    });
}
