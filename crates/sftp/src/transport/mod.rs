//! SSH (RFC 4251–4254), as far as SFTP needs it: signing in, and channels that carry the engine.
//!
//! **Architecture invariant:** nothing but the subsystem `sftp` runs here: no shell, no command, no forwarding. russh does the
//! protocol; payload never passes its channel streams, which can block the task that would unblock them.

mod algorithms;
mod certificate;
mod channel;
mod connection;
mod dialogue;
mod greeting;
mod handler;
mod host_keys;
mod visitor;
mod words;

use std::{sync::Arc, time::Duration};

use keyfold_identity::Authenticator;
use keyfold_model::Clock;
use keyfold_net::{Drain, Limits};
use keyfold_vfs::Filesystem;
use tokio::net::TcpListener;

pub use host_keys::{HostKeyError, HostKeys};

/// How the server presents itself and how long it waits.
#[derive(Clone, Debug)]
pub struct Config {
    /// By which clients know this server.
    pub host_keys: HostKeys,
    /// The time, for what files are dated with. Waiting is in real time.
    pub clock: Arc<dyn Clock>,
    /// How long peers may take.
    pub patience: Patience,
    /// The address of the page on which people let a sign-in in from their browser. Without one, they can't.
    pub approval_page: Option<String>,
}

/// How long peers may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// From the connection until the client asks to sign in.
    pub first_request: Duration,
    /// From the connection until it has signed in.
    pub sign_in: Duration,
    /// From the connection until it has signed in, where its person was asked to approve in a browser.
    pub approval: Duration,
    /// Without a request, once it has.
    pub idle: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            first_request: Duration::from_secs(10),
            sign_in: Duration::from_secs(120),
            // Its own five minutes come on top of what was used up before.
            approval: Duration::from_secs(120) + keyfold_identity::APPROVAL_LIFETIME,
            idle: Duration::from_secs(30 * 60),
        }
    }
}

impl Config {
    /// With the usual patience.
    #[must_use]
    pub fn new(host_keys: HostKeys, clock: Arc<dyn Clock>) -> Self {
        Self { host_keys, clock, patience: Patience::default(), approval_page: None }
    }
}

/// Serves SFTP on `listener` until the drain is asked for and every connection has ended.
pub async fn serve(
    listener: TcpListener,
    config: Config,
    filesystem: Filesystem,
    authenticator: Authenticator,
    limits: Limits,
    drain: Drain,
) {
    let server = Arc::new(connection::Server {
        offers: algorithms::Offers::new(&config),
        patience: config.patience,
        approval_page: config.approval_page,
        clock: config.clock,
        filesystem,
        authenticator,
        stop: drain.stop.clone(),
    });
    keyfold_net::accept(listener, limits, drain, move |connection| {
        let server = Arc::clone(&server);
        async move { connection::serve(connection, &server).await }
    })
    .await;
}
