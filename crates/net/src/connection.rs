//! One accepted connection, and how it is ended from elsewhere.

use std::{
    io,
    net::SocketAddr,
    os::fd::{AsFd, OwnedFd},
    pin::Pin,
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use parking_lot::Mutex;
use rustix::net::RecvFlags;
use tokio::{
    io::{AsyncRead, AsyncWrite, Interest, ReadBuf},
    net::TcpStream,
};

use crate::admission::Ticket;

/// An accepted TCP connection, counted against the limits while it lives. Small packets leave at once (`TCP_NODELAY`), and
/// until the peer is proven its packets are acknowledged at once, which saves a sign-in several waits of 40 ms.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    peer: SocketAddr,
    local: SocketAddr,
    unproven_bytes_left: u64,
    urgent: Urgent,
    shared: Arc<Shared>,
}

/// What becomes of bytes that were sent as urgent (`MSG_OOB`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Urgent {
    /// The kernel takes the last of them out.
    TakenOut,
    /// They come where they were sent.
    InLine,
}

/// What the handles reach. The descriptor is a duplicate of the stream's, closed with it.
#[derive(Debug)]
struct Shared {
    socket: OwnedFd,
    unproven: AtomicBool,
    ticket: Mutex<Option<Ticket>>,
}

impl Connection {
    pub(crate) fn new(stream: TcpStream, peer: SocketAddr, ticket: Ticket, unproven_bytes: u64) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        let shared = Arc::new(Shared {
            socket: stream.as_fd().try_clone_to_owned()?,
            unproven: AtomicBool::new(true),
            ticket: Mutex::new(Some(ticket)),
        });
        Ok(Self {
            peer,
            local: stream.local_addr()?,
            stream,
            unproven_bytes_left: unproven_bytes,
            urgent: Urgent::TakenOut,
            shared,
        })
    }

    /// A further connection of a peer that holds one already and has signed in on it: FTP's data connections. It counts against
    /// no limit; whoever opens them bounds how many there are.
    ///
    /// # Errors
    /// The socket is gone already.
    pub fn of_proven_peer(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        let shared = Arc::new(Shared {
            socket: stream.as_fd().try_clone_to_owned()?,
            unproven: AtomicBool::new(false),
            ticket: Mutex::new(None),
        });
        Ok(Self {
            peer: stream.peer_addr()?,
            local: stream.local_addr()?,
            stream,
            unproven_bytes_left: 0,
            urgent: Urgent::TakenOut,
            shared,
        })
    }

    /// Leaves bytes that were sent as urgent (`MSG_OOB`) where they were sent. Otherwise the kernel takes the last of them out,
    /// and Telnet's Synch (RFC 854), with which FTP clients abort a transfer, arrives with a hole.
    pub fn keep_urgent_in_line(&mut self) {
        if rustix::net::sockopt::set_socket_oobinline(&self.stream, true).is_ok() {
            self.urgent = Urgent::InLine;
        }
    }

    /// Reads until the kernel says that nothing is there. A read ends before an urgent byte, whatever follows it; the runtime takes
    /// a short read for the last one, and would wait for an event that has been.
    fn poll_read_to_the_last(&self, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            ready!(self.stream.poll_read_ready(cx))?;
            let unfilled = buf.initialize_unfilled();
            let received = self
                .stream
                .try_io(Interest::READABLE, || Ok(rustix::net::recv(&self.stream, unfilled, RecvFlags::empty())?.0));
            match received {
                Ok(count) => {
                    buf.advance(count);
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }

    /// Asks a peer that is silent for `span` whether it is still there, so that one which vanished is noticed, and routers on the
    /// way keep a quiet connection in mind.
    pub fn probe_after(&self, span: Duration) {
        let asked = rustix::net::sockopt::set_tcp_keepidle(&self.stream, span)
            .and_then(|()| rustix::net::sockopt::set_socket_keepalive(&self.stream, true));
        if let Err(error) = asked {
            tracing::debug!(%error, "a silent peer will not be asked whether it is still there");
        }
    }

    /// Where the peer is.
    #[must_use]
    pub fn peer(&self) -> SocketAddr {
        self.peer
    }

    /// Which of our addresses it came to.
    #[must_use]
    pub fn local(&self) -> SocketAddr {
        self.local
    }

    /// What ends it at once, from any thread.
    #[must_use]
    pub fn reset(&self) -> Reset {
        Reset(Arc::downgrade(&self.shared))
    }

    /// What lifts the limits on peers that have not signed in.
    #[must_use]
    pub fn unproven(&self) -> Unproven {
        Unproven(Arc::downgrade(&self.shared))
    }

    /// Counts what an unproven peer sent, and acknowledges it at once.
    fn heard_unproven(&mut self, bytes: usize) -> io::Result<()> {
        self.unproven_bytes_left = self
            .unproven_bytes_left
            .checked_sub(bytes as u64)
            .ok_or_else(|| io::Error::new(io::ErrorKind::ConnectionAborted, "too much was sent before signing in"))?;
        // The kernel leaves this mode by itself, so it is asked for after every read; what it saves is only time.
        rustix::net::sockopt::set_tcp_quickack(&self.stream, true).ok();
        Ok(())
    }
}

/// Ends a connection at once, from any thread, without blocking. Outlives the connection harmlessly.
#[derive(Clone, Debug)]
pub struct Reset(Weak<Shared>);

impl Reset {
    /// Throws away what was not sent yet and resets the connection (RST): after this returns nothing more is sent on it, and
    /// every later read and write on it fails. A connection that is gone already is left alone.
    ///
    /// Connecting a socket to "no address" is how the kernel is asked for this (`tcp_disconnect`; `connect(2)`, `AF_UNSPEC`);
    /// closing with `SO_LINGER` 0 would wait for the last duplicate of the descriptor, and `shutdown` sends what is queued.
    pub fn now(&self) {
        if let Some(shared) = self.0.upgrade()
            && rustix::net::connect_unspec(&shared.socket).is_err()
        {
            // Where the kernel refuses, ending both directions is the most that can be done from here.
            rustix::net::sockopt::set_socket_linger(&shared.socket, Some(std::time::Duration::ZERO)).ok();
            rustix::net::shutdown(&shared.socket, rustix::net::Shutdown::Both).ok();
        }
    }
}

impl Reset {
    /// Whether there is nothing left to reset: the peer has ended its side and all that it sent was read, or the connection is gone.
    /// The kernel is asked: the runtime may not have heard of it yet.
    #[must_use]
    pub fn is_too_late(&self) -> bool {
        let Some(shared) = self.0.upgrade() else { return true };
        match rustix::net::recv(&shared.socket, &mut [0; 1], RecvFlags::PEEK | RecvFlags::DONTWAIT) {
            Ok((count, _)) => count == 0,
            Err(error) => error != rustix::io::Errno::AGAIN,
        }
    }
}

/// A peer that has not signed in yet.
#[derive(Clone, Debug)]
pub struct Unproven(Weak<Shared>);

impl Unproven {
    /// The peer has signed in: it counts no longer among its address's unproven connections, may send without bound, and is
    /// acknowledged as usual.
    pub fn proven(&self) {
        if let Some(shared) = self.0.upgrade()
            && shared.unproven.swap(false, Ordering::AcqRel)
            && let Some(ticket) = &mut *shared.ticket.lock()
        {
            ticket.proven();
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let polled = match self.urgent {
            Urgent::TakenOut => Pin::new(&mut self.stream).poll_read(cx, buf),
            Urgent::InLine => self.poll_read_to_the_last(cx, buf),
        };
        if matches!(polled, Poll::Ready(Ok(()))) && self.shared.unproven.load(Ordering::Acquire) {
            self.heard_unproven(buf.filled().len() - before)?;
        }
        polled
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;
    use crate::{Limits, admission::Admission};

    async fn pair(unproven_bytes: u64) -> (TcpStream, Connection) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let client = TcpStream::connect(listener.local_addr().expect("bound")).await.expect("listening");
        let (stream, peer) = listener.accept().await.expect("a connection");
        let ticket = Admission::new(Limits::default()).admit(peer.ip()).expect("room");
        (client, Connection::new(stream, peer, ticket, unproven_bytes).expect("a connection"))
    }

    /// Writes until the kernel takes no more, so that bytes wait on the server's side.
    async fn fill(connection: &mut Connection) -> usize {
        let mut queued = 0;
        while let Poll::Ready(written) = futures::poll!(std::pin::pin!(connection.write(&[7; 65_536]))) {
            queued += written.expect("open");
        }
        queued
    }

    #[tokio::test]
    async fn nothing_follows_a_reset_not_even_what_was_queued() {
        let (mut client, mut connection) = pair(u64::MAX).await;
        let queued = fill(&mut connection).await;
        let reset = connection.reset();
        std::thread::spawn(move || reset.now()).join().expect("reset");
        let mut got = Vec::new();
        let error = client.read_to_end(&mut got).await.expect_err("reset");
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
        assert!(got.len() < queued, "{} of {queued} queued bytes arrived", got.len());
        assert!(connection.write(b"more").await.is_err());
        assert!(connection.read(&mut [0; 8]).await.map_or(true, |read| read == 0));
    }

    #[tokio::test]
    async fn a_reset_handle_does_not_keep_a_connection_open() {
        let (mut client, connection) = pair(u64::MAX).await;
        let reset = connection.reset();
        drop(connection);
        assert_eq!(client.read(&mut [0; 8]).await.expect("a clean end"), 0);
        reset.now();
    }

    #[tokio::test]
    async fn an_unproven_peer_is_cut_off_when_it_sends_too_much() {
        let (mut client, mut connection) = pair(10).await;
        client.write_all(&[0; 11]).await.expect("sent");
        let error = connection.read_exact(&mut [0; 11]).await.expect_err("over the limit");
        assert_eq!(error.kind(), io::ErrorKind::ConnectionAborted);
    }

    #[tokio::test]
    async fn a_proven_peer_sends_without_bound() {
        let (mut client, mut connection) = pair(10).await;
        connection.unproven().proven();
        client.write_all(&[0; 4096]).await.expect("sent");
        connection.read_exact(&mut [0; 4096]).await.expect("no limit");
    }

    #[tokio::test]
    async fn urgent_bytes_come_where_they_were_sent() {
        let (mut client, mut connection) = pair(u64::MAX).await;
        connection.keep_urgent_in_line();
        client.write_all(b"one ").await.expect("sent");
        rustix::net::send(&client, b"!", rustix::net::SendFlags::OOB).expect("sent");
        client.write_all(b" two").await.expect("sent");
        let mut got = [0; 9];
        let read = tokio::time::timeout(Duration::from_secs(10), connection.read_exact(&mut got)).await;
        read.expect("nothing is waited for").expect("read");
        assert_eq!(&got, b"one ! two");
    }

    #[tokio::test]
    async fn an_end_is_known_as_soon_as_the_kernel_knows_it() {
        let (client, connection) = pair(u64::MAX).await;
        let reset = connection.reset();
        assert!(!reset.is_too_late());
        drop(client);
        assert!(reset.is_too_late());
        drop(connection);
        assert!(reset.is_too_late());
    }
}
