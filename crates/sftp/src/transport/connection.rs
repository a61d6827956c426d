//! One connection from its first byte to its last.

use std::{pin::Pin, sync::Arc, time::Duration};

use keyfold_identity::Authenticator;
use keyfold_model::Clock;
use keyfold_net::{BufferedReader, Connection, GatedStream};
use keyfold_vfs::Filesystem;
use russh::{
    Disconnect,
    server::{self, RunningSession},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    Patience,
    algorithms::Offers,
    greeting::{Greeted, greet},
    handler::{Handler, HandlerError},
    visitor::{Parting, SessionGate, Visitor},
};

/// How long a client has to take our goodbye.
const GOODBYE: Duration = Duration::from_secs(3);

/// What all connections share.
pub(super) struct Server {
    pub(super) offers: Offers,
    pub(super) patience: Patience,
    pub(super) approval_page: Option<String>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) filesystem: Filesystem,
    pub(super) authenticator: Authenticator,
    pub(super) stop: CancellationToken,
}

/// Serves a connection. Returns when it has ended and nothing of it runs any more.
pub(super) async fn serve(connection: Connection, server: &Arc<Server>) {
    let visitor = Arc::new(Visitor::of(&connection));
    let channels = TaskTracker::new();
    let parting = visitor.overstays(&server.patience, &server.stop);
    tokio::pin!(parting);
    let started = tokio::select! {
        biased;
        started = start(connection, &visitor, server, &channels) => started,
        _ = &mut parting => return,
    };
    match started {
        Ok(mut running) => {
            let handle = running.handle();
            let ended = tokio::select! {
                biased;
                ended = &mut running => ended,
                parting = &mut parting => part(parting, &visitor, &handle, Pin::new(&mut running)).await,
            };
            report(ended, &visitor);
        }
        Err(error) => report(Err(error), &visitor),
    }
    channels.close();
    channels.wait().await;
}

async fn start(
    connection: Connection,
    visitor: &Arc<Visitor>,
    server: &Arc<Server>,
    channels: &TaskTracker,
) -> Result<RunningSession<Handler>, HandlerError> {
    let gated = GatedStream::new(connection, SessionGate(Arc::clone(visitor)));
    let mut stream = BufferedReader::new(gated);
    let greeting = greet(&mut stream).await?;
    visitor.is_called(greeting.client);
    let handler = Handler::new(Arc::clone(visitor), Arc::clone(server), channels.clone());
    server::run_stream(server.offers.to(greeting.gcm), Greeted::new(stream), handler).await
}

/// Ends a connection, with a word where there is time for one. russh runs it in a task of its own, which only the end of the
/// socket ends.
async fn part(
    parting: Parting,
    visitor: &Visitor,
    handle: &server::Handle,
    mut running: Pin<&mut RunningSession<Handler>>,
) -> Result<(), HandlerError> {
    let words = match parting {
        Parting::Cut | Parting::TooSlow => None,
        Parting::Idle => Some("nothing was asked for a long time"),
        Parting::Stopping => Some("the server is stopping"),
    };
    if let Some(words) = words {
        let goodbye = async {
            handle.disconnect(Disconnect::ByApplication, words.to_owned(), "en".to_owned()).await.ok();
            running.as_mut().await
        };
        if let Ok(ended) = tokio::time::timeout(GOODBYE, goodbye).await {
            return ended;
        }
    }
    visitor.reset();
    running.await
}

/// Most connections of strangers end in one error or another; that is no news.
fn report(ended: Result<(), HandlerError>, visitor: &Visitor) {
    let peer = visitor.origin().remote_ip;
    match (ended, visitor.session()) {
        (Ok(()), _) => {}
        (Err(error), Some(session)) => {
            tracing::debug!(%peer, session = %session.id(), error = &error as &dyn std::error::Error, "an SSH connection broke");
        }
        (Err(error), None) => {
            tracing::debug!(%peer, error = &error as &dyn std::error::Error, "an SSH connection ended before signing in");
        }
    }
}
