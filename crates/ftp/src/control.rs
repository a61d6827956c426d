//! The control connection: commands in, replies out.

use std::{io, pin::Pin, sync::Arc, task::Poll, time::Duration};

use keyfold_net::{BufferedReader, Connection, GatedStream};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _, ReadBuf};
use tokio_rustls::TlsAcceptor;

use crate::{
    codec::{Command, Lines, Overlong, Reply, SyntaxError},
    stream::Stream,
    visitor::{SessionGate, Visitor},
};

/// How much is read at once.
const READ: usize = 4 * 1024;
/// How long a client that is quiet is left alone before it is asked whether it is still there.
const PROBED_AFTER: Duration = Duration::from_secs(60);

/// What came.
pub(crate) enum Heard {
    /// A line.
    Command(Result<Command, SyntaxError>),
    /// The client is gone.
    End,
}

/// The control connection.
pub(crate) struct Control {
    /// Nothing while TLS begins, or once that failed.
    stream: Option<Stream>,
    lines: Lines,
    visitor: Arc<Visitor>,
}

impl Control {
    pub(crate) fn new(mut connection: Connection, visitor: Arc<Visitor>) -> Self {
        connection.keep_urgent_in_line();
        connection.probe_after(PROBED_AFTER);
        let gated = GatedStream::new(connection, SessionGate(Arc::clone(&visitor)));
        Self { stream: Some(Stream::Clear(gated)), lines: Lines::default(), visitor }
    }

    /// Whether it is encrypted.
    pub(crate) const fn is_secure(&self) -> bool {
        matches!(self.stream, Some(Stream::Tls(_)))
    }

    fn stream(&mut self) -> io::Result<&mut Stream> {
        self.stream.as_mut().ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    /// The next command. Nothing is lost when this is given up and called again.
    pub(crate) async fn next(&mut self) -> io::Result<Heard> {
        loop {
            if let Some(line) = self.lines.next_line() {
                self.visitor.speaks();
                return Ok(Heard::Command(match line {
                    Ok(line) => Command::parse(&line),
                    Err(Overlong) => Err(SyntaxError::Parameter("The line is too long.")),
                }));
            }
            let mut piece = [0; READ];
            let stream = self.stream.as_mut().ok_or(io::ErrorKind::NotConnected)?;
            let read = stream.read(&mut piece).await?;
            if read == 0 {
                return Ok(Heard::End);
            }
            self.lines.buffer().extend_from_slice(&piece[..read]);
        }
    }

    /// Whether the client has ended the connection, as far as is known now. What it has sent is kept.
    pub(crate) async fn is_gone(&mut self) -> bool {
        let Some(stream) = &mut self.stream else { return true };
        let lines = &mut self.lines;
        std::future::poll_fn(|cx| {
            let mut piece = [0; READ];
            let mut read = ReadBuf::new(&mut piece);
            Poll::Ready(match Pin::new(&mut *stream).poll_read(cx, &mut read) {
                Poll::Pending => false,
                Poll::Ready(Ok(())) if read.filled().is_empty() => true,
                Poll::Ready(Ok(())) => {
                    lines.buffer().extend_from_slice(read.filled());
                    false
                }
                Poll::Ready(Err(_)) => true,
            })
        })
        .await
    }

    /// Sends a reply.
    pub(crate) async fn reply(&mut self, reply: &Reply) -> io::Result<()> {
        let bytes = reply.encode();
        let stream = self.stream()?;
        stream.write_all(&bytes).await?;
        stream.flush().await
    }

    /// Begins TLS, after `agreed` where the client asked for it. What it sent behind its question, in clear, is dropped: somebody
    /// on the way may have put it there (as with STARTTLS, CVE-2011-0411).
    pub(crate) async fn secure(
        &mut self,
        acceptor: &TlsAcceptor,
        limit: Duration,
        agreed: Option<&Reply>,
    ) -> io::Result<()> {
        if let Some(agreed) = agreed {
            loop {
                self.lines.clear();
                if self.is_gone().await {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                if self.lines.is_empty() {
                    break;
                }
            }
            self.reply(agreed).await?;
        }
        let Some(Stream::Clear(gated)) = self.stream.take() else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is encrypted already"));
        };
        let tls = keyfold_net::handshake(acceptor, BufferedReader::new(gated), limit).await?;
        self.stream = Some(Stream::Tls(Box::new(tls)));
        self.visitor.speaks();
        Ok(())
    }

    /// Ends it in order.
    pub(crate) async fn close(&mut self) {
        if let Some(stream) = &mut self.stream {
            stream.shutdown().await.ok();
        }
    }
}
