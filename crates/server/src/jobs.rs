//! What the server does by itself: sweeps, seals, retention. A job that fails is logged and done again at its next time.

use std::{future::Future, sync::Arc, time::Duration};

use keyfold_audit::{Log, SealKey};
use keyfold_identity::Identity;
use keyfold_vfs::Filesystem;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

const SECONDS: Duration = Duration::from_secs(5);
const HOUR: Duration = Duration::from_secs(3600);

/// Starts every job; they end when `stop` is cancelled.
pub fn start(
    tasks: &TaskTracker,
    stop: &CancellationToken,
    identity: &Identity,
    filesystem: &Filesystem,
    log: &Log,
    seal_key: &Arc<SealKey>,
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
