//! A connection of FTP, control or data, in clear or in TLS. The session's gate stands directly on the socket.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use keyfold_net::{BufferedReader, Connection, GatedStream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::server::TlsStream;

use crate::visitor::SessionGate;

/// What is directly on the socket.
pub(crate) type Gated = GatedStream<Connection, SessionGate>;

/// In clear or in TLS.
pub(crate) enum Stream {
    /// As it is.
    Clear(Gated),
    /// In TLS, which reads ahead in large pieces.
    Tls(Box<TlsStream<BufferedReader<Gated>>>),
}

impl Stream {
    /// Whether an end that was read is the client's own word: with TLS an end without close_notify is an error (RFC 8446,
    /// section 6.1), and never comes as one.
    pub(crate) const fn tells_ends_from_cuts(&self) -> bool {
        matches!(self, Self::Tls(_))
    }
}

impl AsyncRead for Stream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match &mut *self {
            Self::Clear(stream) => Pin::new(stream).poll_read(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match &mut *self {
            Self::Clear(stream) => Pin::new(stream).poll_write(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self {
            Self::Clear(stream) => Pin::new(stream).poll_flush(cx),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self {
            Self::Clear(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}
