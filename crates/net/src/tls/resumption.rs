//! Which connections may go on with the TLS session of which.

use std::sync::Arc;

use rustls::{HandshakeKind, crypto::aws_lc_rs, server::ServerSessionMemoryCache};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use crate::Error;

/// How many sessions are kept by their ids, for clients that take no tickets (curl, with TLS 1.2).
const SESSIONS: usize = 4;

/// A copy of the acceptor with ticket keys and a cache of its own: a connection that resumes a session here has the secrets of one that this
/// very copy accepted. So a data connection can be bound to its control connection, with TLS 1.2 and 1.3 alike.
///
/// # Errors
/// The system gives no random bytes.
pub fn with_own_sessions(acceptor: &TlsAcceptor) -> Result<TlsAcceptor, Error> {
    let mut config = acceptor.config().as_ref().clone();
    config.session_storage = ServerSessionMemoryCache::new(SESSIONS);
    config.ticketer = aws_lc_rs::Ticketer::new().map_err(Error::Unusable)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// A copy of the acceptor that takes tickets, and gives out none with TLS 1.3. There they follow the handshake as data of ours: a
/// client that only sends never reads them, and a connection that is closed with something unread is reset by the kernel, which
/// throws away what the client had still to send.
#[must_use]
pub fn without_new_tickets(acceptor: &TlsAcceptor) -> TlsAcceptor {
    let mut config = acceptor.config().as_ref().clone();
    config.send_tls13_tickets = 0;
    TlsAcceptor::from(Arc::new(config))
}

/// Whether the connection goes on with a session of an earlier one.
#[must_use]
pub fn resumes<S>(stream: &TlsStream<S>) -> bool {
    stream.get_ref().1.handshake_kind() == Some(HandshakeKind::Resumed)
}
