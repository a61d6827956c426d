//! What the server does by itself: sweeps, seals, retention. A job that fails is logged and done again at its next time.

use std::{future::Future, sync::Arc, time::Duration};

use keyfold_audit::Log;
use keyfold_identity::SignIns;
use keyfold_model::Clock;
use keyfold_vfs::Filesystem;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

const SECONDS: Duration = Duration::from_secs(5);
const HOUR: Duration = Duration::from_secs(3600);

/// Starts every job; they end when `stop` is cancelled.
pub fn start(
    tasks: &TaskTracker,
    stop: &CancellationToken,
    sign_ins: SignIns,
    filesystem: Filesystem,
    log: Log,
    clock: Arc<dyn Clock>,
) {
    every(tasks, stop, "session expiry", SECONDS, move || {
        let sign_ins = sign_ins.clone();
        async move { sign_ins.sweep().await }
    });
    every(tasks, stop, "blob sweep", HOUR, move || {
        let (filesystem, now) = (filesystem.clone(), clock.now());
        async move { filesystem.sweep(now).await.map(drop) }
    });
    every(tasks, stop, "audit seal", HOUR, move || {
        let log = log.clone();
        async move { log.seal_head().await.map(drop) }
    });
}

fn every<F, Done, E>(tasks: &TaskTracker, stop: &CancellationToken, name: &'static str, period: Duration, job: F)
where
    F: Fn() -> Done + Send + 'static,
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
