//! Writes that need a permission each.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Decides for each write whether it may happen.
pub trait Gatekeeper {
    /// Runs `write`, one attempt that does not block, unless writing is over for good. The permission is held until `write`
    /// returns, so that whoever closes the gate can wait for the last byte.
    fn admit<R>(&self, write: impl FnOnce() -> R) -> Option<R>;
}

/// A stream whose every write passes a [`Gatekeeper`]; refused, it fails with `ConnectionAborted`. It belongs directly on the
/// socket, below TLS or SSH: what those hold back would otherwise slip past the gate.
#[derive(Debug)]
pub struct GatedStream<S, G> {
    inner: S,
    gatekeeper: G,
}

impl<S, G: Gatekeeper> GatedStream<S, G> {
    /// Puts the gatekeeper before the stream.
    pub const fn new(inner: S, gatekeeper: G) -> Self {
        Self { inner, gatekeeper }
    }

    fn admit<R>(self: Pin<&mut Self>, write: impl FnOnce(Pin<&mut S>) -> Poll<io::Result<R>>) -> Poll<io::Result<R>>
    where
        S: Unpin,
        G: Unpin,
    {
        let this = self.get_mut();
        let inner = Pin::new(&mut this.inner);
        this.gatekeeper.admit(|| write(inner)).unwrap_or_else(|| {
            Poll::Ready(Err(io::Error::new(io::ErrorKind::ConnectionAborted, "the session has ended")))
        })
    }
}

impl<S: AsyncRead + Unpin, G: Unpin> AsyncRead for GatedStream<S, G> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin, G: Gatekeeper + Unpin> AsyncWrite for GatedStream<S, G> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.admit(|inner| inner.poll_write(cx, buf))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.admit(|inner| inner.poll_write_vectored(cx, bufs))
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.admit(|inner| inner.poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.admit(|inner| inner.poll_shutdown(cx))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    struct Writes(Cell<u32>);

    impl Gatekeeper for Writes {
        fn admit<R>(&self, write: impl FnOnce() -> R) -> Option<R> {
            let left = self.0.get().checked_sub(1)?;
            self.0.set(left);
            Some(write())
        }
    }

    #[tokio::test]
    async fn a_write_without_permission_fails_and_sends_nothing() {
        let (mut far, near) = tokio::io::duplex(64);
        let mut stream = GatedStream::new(near, Writes(Cell::new(1)));
        stream.write_all(b"first").await.expect("one write is permitted");
        let error = stream.write_all(b"second").await.expect_err("no permission is left");
        assert_eq!(error.kind(), io::ErrorKind::ConnectionAborted);
        drop(stream);
        let mut got = Vec::new();
        far.read_to_end(&mut got).await.expect("ends");
        assert_eq!(got, b"first");
    }
}
