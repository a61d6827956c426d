//! Serving the router over TLS: HTTP/1.1 and HTTP/2, with the session of each request tied to its connection, so that a cut
//! ends what is under way.

mod carried;
mod cut_body;
mod headers;

use std::{convert::Infallible, time::Duration};

use axum::{Router, body::Body, extract::Request};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use keyfold_net::{Connection, Drain, GatedStream, Limits};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tower::{ServiceExt as _, service_fn};

use crate::caller::Peer;
pub use carried::{Carried, Farewell};
pub(crate) use cut_body::{carry_session, tie};
pub(crate) use headers::secure;

/// How long a peer may take to shake hands, and to send the head of a request.
const PATIENCE: Duration = Duration::from_secs(20);
/// How many requests one HTTP/2 connection may have under way.
const STREAMS: u32 = 128;
/// The largest head of a request, in bytes.
const MAX_HEAD: usize = 64 * 1024;

/// Serves until the drain is told to stop, and then until what is under way has ended or its time is over.
pub async fn serve(listener: TcpListener, acceptor: TlsAcceptor, router: Router, limits: Limits, drain: Drain) {
    let stop = drain.stop.clone();
    keyfold_net::accept(listener, limits, drain, move |connection| {
        let (acceptor, router, stop) = (acceptor.clone(), router.clone(), stop.clone());
        async move {
            let peer = connection.peer();
            if let Err(error) = converse(connection, &acceptor, router, stop.cancelled()).await {
                tracing::debug!(%peer, %error, "a connection has ended early");
            }
        }
    })
    .await;
}

async fn converse(
    connection: Connection,
    acceptor: &TlsAcceptor,
    router: Router,
    stop: impl Future<Output = ()>,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let peer = Peer(connection.peer().ip());
    let unproven = connection.unproven();
    let carried = Carried::new(connection.reset());
    let stream = keyfold_net::handshake(acceptor, GatedStream::new(connection, carried.clone()), PATIENCE).await?;
    // Requests are bounded one by one from here on, and many of a browser's need no sign-in.
    unproven.proven();
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        request.extensions_mut().insert(carried.clone());
        let router = router.clone();
        async move { Ok::<_, Infallible>(router.oneshot(request).await.unwrap_or_else(|never| match never {})) }
    });
    let builder = builder();
    let serving = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let mut serving = std::pin::pin!(serving);
    tokio::select! {
        done = serving.as_mut() => return done,
        () = stop => serving.as_mut().graceful_shutdown(),
    }
    serving.await
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(MAX_HEAD);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(MAX_HEAD as u32)
        .keep_alive_interval(PATIENCE)
        .initial_stream_window_size(1 << 20)
        .initial_connection_window_size(4 << 20);
    builder
}
