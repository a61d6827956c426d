//! One control connection from its first byte to its last.

use std::{pin::pin, sync::Arc, time::Duration};

use keyfold_identity::Authenticator;
use keyfold_net::{Connection, Drain, Limits};
use keyfold_vfs::Filesystem;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    Config,
    codec::Reply,
    control::Control,
    conversation::Conversation,
    data::Listeners,
    visitor::{Parting, Visitor},
};

/// How long a client has to take our goodbye.
const GOODBYE: Duration = Duration::from_secs(3);

/// What all connections share.
pub(crate) struct Server {
    pub(crate) config: Config,
    pub(crate) listeners: Listeners,
    pub(crate) filesystem: Filesystem,
    pub(crate) authenticator: Authenticator,
    pub(crate) stop: CancellationToken,
}

/// Serves FTP on `listener` until the drain is asked for and every connection has ended.
pub async fn serve(
    listener: TcpListener,
    config: Config,
    filesystem: Filesystem,
    authenticator: Authenticator,
    limits: Limits,
    drain: Drain,
) {
    let listeners = Listeners::new(config.passive_ports.clone());
    let server = Arc::new(Server { config, listeners, filesystem, authenticator, stop: drain.stop.clone() });
    keyfold_net::accept(listener, limits, drain, move |connection| {
        let server = Arc::clone(&server);
        async move { serve_one(connection, server).await }
    })
    .await;
}

/// Serves a connection. Returns when it has ended and nothing of it runs any more.
async fn serve_one(connection: Connection, server: Arc<Server>) {
    let visitor = Arc::new(Visitor::of(&connection));
    let local = connection.local();
    let control = Control::new(connection, Arc::clone(&visitor));
    let mut conversation = Conversation::new(control, Arc::clone(&visitor), Arc::clone(&server), local.ip());
    let words = {
        let mut running = pin!(conversation.run());
        let parting = visitor.overstays(&server.config.patience, &server.stop);
        let ended = tokio::select! {
            biased;
            ended = &mut running => Ok(ended),
            parting = parting => Err(parting),
        };
        match ended {
            Ok(ended) => {
                report(ended, &visitor);
                None
            }
            Err(Parting::Idle) => Some("Nothing was asked for a long time."),
            Err(Parting::Stopping) => Some("The server is stopping."),
            Err(Parting::Cut | Parting::TooSlow) => {
                // Everything that runs ends by itself then, and what was begun is put away in order.
                visitor.reset();
                report(running.await, &visitor);
                None
            }
        }
    };
    if let Some(words) = words {
        let goodbye = conversation.say(Reply::new(421, words));
        tokio::time::timeout(GOODBYE, goodbye).await.ok();
    }
    conversation.end().await;
}

/// Most connections of strangers end in one error or another; that is no news.
fn report(ended: std::io::Result<()>, visitor: &Visitor) {
    let Err(error) = ended else { return };
    let peer = visitor.origin().remote_ip;
    match visitor.session() {
        Some(session) => tracing::debug!(%peer, session = %session.id(), %error, "an FTP connection broke"),
        None => tracing::debug!(%peer, %error, "an FTP connection ended before signing in"),
    }
}
