//! Reading ahead in large pieces: system calls cost, copies hardly.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep},
};

/// What a connection reads with at first.
const SMALL: usize = 8 * 1024;
/// What a busy one reads with.
const LARGE: usize = 256 * 1024;
/// How long a connection that was busy keeps its large buffer.
const KEPT: Duration = Duration::from_secs(1);

/// Reads ahead, 8 KiB at a time while little comes and 256 KiB while much does. A quiet connection holds no buffer: the large one
/// is given back a second or two after the last bytes. Writes go through as they are.
#[derive(Debug)]
pub struct BufferedReader<S> {
    inner: S,
    buffer: Vec<u8>,
    begin: usize,
    end: usize,
    busy_until: Instant,
    quiet: Option<Pin<Box<Sleep>>>,
}

impl<S: AsyncRead + Unpin> BufferedReader<S> {
    /// Reads ahead of `inner`.
    pub fn new(inner: S) -> Self {
        Self { inner, buffer: Vec::new(), begin: 0, end: 0, busy_until: Instant::now(), quiet: None }
    }

    /// What was read and not handed out.
    #[must_use]
    pub fn buffered(&self) -> &[u8] {
        &self.buffer[self.begin..self.end]
    }

    /// Reads once more behind what is [`buffered`](Self::buffered), which it must leave room for (8 KiB in all); how many bytes
    /// came. None means the end, or no room.
    ///
    /// # Errors
    /// Those of the stream.
    pub async fn read_ahead(&mut self) -> io::Result<usize> {
        std::future::poll_fn(|cx| self.poll_read_ahead(cx)).await
    }

    fn poll_read_ahead(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        if self.buffer.is_empty() {
            self.buffer = vec![0; SMALL];
        }
        let mut room = ReadBuf::new(&mut self.buffer[self.end..]);
        ready!(Pin::new(&mut self.inner).poll_read(cx, &mut room))?;
        let read = room.filled().len();
        self.end += read;
        Poll::Ready(Ok(read))
    }

    fn poll_refill(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        (self.begin, self.end) = (0, 0);
        let read = match self.poll_read_ahead(cx) {
            Poll::Ready(read) => read?,
            Poll::Pending => {
                self.give_back(cx);
                return Poll::Pending;
            }
        };
        if self.buffer.len() == SMALL && read == SMALL {
            // The bytes that were read are still to be handed out: they move to the front of the large buffer.
            self.buffer.resize(LARGE, 0);
            self.busy_until = Instant::now() + KEPT;
        } else if read > SMALL {
            self.busy_until = Instant::now() + KEPT;
        }
        Poll::Ready(Ok(()))
    }

    /// Nothing has come: a small buffer goes at once, the large one when that has lasted.
    fn give_back(&mut self, cx: &mut Context<'_>) {
        if self.buffer.len() <= SMALL {
            self.buffer = Vec::new();
            return;
        }
        let busy_until = self.busy_until;
        let quiet = self.quiet.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(busy_until)));
        while quiet.as_mut().poll(cx).is_ready() {
            if quiet.deadline() >= busy_until {
                self.buffer = Vec::new();
                self.quiet = None;
                return;
            }
            quiet.as_mut().reset(busy_until);
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for BufferedReader<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.begin == this.end {
            ready!(this.poll_refill(cx))?;
        }
        let take = buf.remaining().min(this.end - this.begin);
        buf.put_slice(&this.buffer[this.begin..this.begin + take]);
        this.begin += take;
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for BufferedReader<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn what_was_read_ahead_is_handed_out_first() {
        let (mut far, near) = tokio::io::duplex(1024);
        let mut reader = BufferedReader::new(near);
        far.write_all(b"hello ").await.expect("room");
        assert_eq!(reader.read_ahead().await.expect("read"), 6);
        far.write_all(b"world").await.expect("room");
        assert_eq!(reader.read_ahead().await.expect("read"), 5);
        assert_eq!(reader.buffered(), b"hello world");
        drop(far);
        let mut got = String::new();
        reader.read_to_string(&mut got).await.expect("read");
        assert_eq!(got, "hello world");
    }

    #[tokio::test(start_paused = true)]
    async fn a_busy_stream_is_read_whole_and_a_quiet_one_gives_its_buffer_back() {
        let sent: Vec<u8> = (0..2_000_003_u32).map(|n| (n % 251) as u8).collect();
        let (mut far, near) = tokio::io::duplex(LARGE);
        let mut reader = BufferedReader::new(near);
        let mut got = vec![0; sent.len()];
        let (written, read) = tokio::join!(far.write_all(&sent), reader.read_exact(&mut got));
        written.expect("written");
        read.expect("read");
        assert!(got == sent);
        assert_eq!(reader.buffer.len(), LARGE);
        tokio::time::timeout(KEPT * 3, reader.read_u8()).await.expect_err("nothing comes");
        assert_eq!(reader.buffer.len(), 0);
        far.write_all(b"x").await.expect("room");
        assert_eq!(reader.read_u8().await.expect("goes on"), b'x');
    }
}
