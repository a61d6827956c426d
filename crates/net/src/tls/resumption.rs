//! Which connections may go on with the TLS session of which.

use std::sync::Arc;

use rustls::{HandshakeKind, crypto::aws_lc_rs, server::NoServerSessionStorage};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use crate::Error;

/// A copy of the acceptor with ticket keys of its own: a connection that resumes a session here has the secrets of one that this
/// very copy accepted. So a data connection can be bound to its control connection, with TLS 1.2 and 1.3 alike.
///
/// # Errors
/// The system gives no random bytes.
pub fn with_own_sessions(acceptor: &TlsAcceptor) -> Result<TlsAcceptor, Error> {
    let mut config = acceptor.config().as_ref().clone();
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.ticketer = aws_lc_rs::Ticketer::new().map_err(Error::Unusable)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Whether the connection goes on with a session of an earlier one.
#[must_use]
pub fn resumes<S>(stream: &TlsStream<S>) -> bool {
    stream.get_ref().1.handshake_kind() == Some(HandshakeKind::Resumed)
}
