//! The accept loop.

use std::{future::Future, io, net::SocketAddr, sync::Arc, time::Duration};

use parking_lot::Mutex;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{Connection, Limits, Reset, admission::Admission};

/// How long the loop waits when the system has no descriptors left.
const EXHAUSTED: Duration = Duration::from_millis(100);

/// How serving ends.
#[derive(Clone, Debug)]
pub struct Drain {
    /// Cancelled when no new connection is to be taken. Tasks that can end early watch it too.
    pub stop: CancellationToken,
    /// How long running connections then have before they are reset.
    pub grace: Duration,
}

/// Accepts connections and runs `serve` for each in a task of its own, until the drain is asked for and every task has ended.
/// Connections over the limits are reset without a word.
pub async fn accept<F, Served>(listener: TcpListener, limits: Limits, drain: Drain, serve: F)
where
    F: Fn(Connection) -> Served,
    Served: Future<Output = ()> + Send + 'static,
{
    let admission = Admission::new(limits);
    let tasks = TaskTracker::new();
    let resets = Arc::new(Mutex::new(slots::Slots::default()));
    loop {
        let accepted = tokio::select! {
            () = drain.stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                recover(&error).await;
                continue;
            }
        };
        let Some(connection) = admit(&admission, stream, peer) else { continue };
        let slot = slots::keep(&resets, connection.reset());
        let served = serve(connection);
        tasks.spawn(async move {
            served.await;
            drop(slot);
        });
    }
    drop(listener);
    tasks.close();
    if tokio::time::timeout(drain.grace, tasks.wait()).await.is_err() {
        tracing::info!(connections = tasks.len(), "the time to finish is over: resetting what is still open");
        resets.lock().each(Reset::now);
        tasks.wait().await;
    }
}

fn admit(admission: &Arc<Admission>, stream: TcpStream, peer: SocketAddr) -> Option<Connection> {
    let ticket = match admission.admit(peer.ip()) {
        Ok(ticket) => ticket,
        Err(full) => {
            tracing::debug!(%peer, ?full, "turned away a connection over the limit");
            rustix::net::sockopt::set_socket_linger(&stream, Some(Duration::ZERO)).ok();
            return None;
        }
    };
    // A peer that is gone already is no news.
    Connection::new(stream, peer, ticket, admission.limits().unproven_bytes).ok()
}

/// A failed accept is either one lost peer, or a lack of descriptors that will pass.
async fn recover(error: &io::Error) {
    let lost_peer = matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset | io::ErrorKind::Interrupted
    );
    if !lost_peer {
        tracing::warn!(%error, "can't accept connections at the moment");
        tokio::time::sleep(EXHAUSTED).await;
    }
}

/// The resets of what is open, each until its task has ended.
mod slots {
    use std::{collections::HashMap, sync::Arc};

    use parking_lot::Mutex;

    use crate::Reset;

    #[derive(Default)]
    pub(super) struct Slots {
        next: u64,
        open: HashMap<u64, Reset>,
    }

    pub(super) struct Slot {
        key: u64,
        slots: Arc<Mutex<Slots>>,
    }

    pub(super) fn keep(slots: &Arc<Mutex<Slots>>, reset: Reset) -> Slot {
        let mut inner = slots.lock();
        let key = inner.next;
        inner.next += 1;
        inner.open.insert(key, reset);
        Slot { key, slots: Arc::clone(slots) }
    }

    impl Slots {
        pub(super) fn each(&self, act: impl Fn(&Reset)) {
            self.open.values().for_each(act);
        }
    }

    impl Drop for Slot {
        fn drop(&mut self) {
            self.slots.lock().open.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    async fn echoing(limits: Limits, grace: Duration) -> (SocketAddr, CancellationToken, tokio::task::JoinHandle<()>) {
        let listener = crate::listen((Ipv4Addr::LOCALHOST, 0).into()).await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let stop = CancellationToken::new();
        let drain = Drain { stop: stop.clone(), grace };
        let loop_ = tokio::spawn(accept(listener, limits, drain, |connection| async move {
            let (mut read, mut write) = tokio::io::split(connection);
            tokio::io::copy(&mut read, &mut write).await.ok();
            write.shutdown().await.ok();
        }));
        (address, stop, loop_)
    }

    async fn echo(stream: &mut TcpStream) -> io::Result<u8> {
        stream.write_all(b"x").await?;
        stream.read_u8().await
    }

    #[tokio::test]
    async fn connections_over_the_limit_are_reset_and_others_go_on() {
        let limits = Limits { unproven_per_address: 1, ..Limits::default() };
        let (address, _stop, _loop) = echoing(limits, Duration::ZERO).await;
        let mut first = TcpStream::connect(address).await.expect("listening");
        assert_eq!(echo(&mut first).await.expect("served"), b'x');
        let mut second = TcpStream::connect(address).await.expect("the kernel accepts");
        assert!(echo(&mut second).await.is_err());
        assert_eq!(echo(&mut first).await.expect("still served"), b'x');
    }

    #[tokio::test]
    async fn a_drain_lets_connections_finish() {
        let (address, stop, accepting) = echoing(Limits::default(), Duration::from_secs(60)).await;
        let mut client = TcpStream::connect(address).await.expect("listening");
        assert_eq!(echo(&mut client).await.expect("served"), b'x');
        stop.cancel();
        assert_eq!(echo(&mut client).await.expect("still served"), b'x');
        assert!(!accepting.is_finished());
        drop(client);
        accepting.await.expect("ends with its last connection");
        TcpStream::connect(address).await.expect_err("no longer listening");
    }

    #[tokio::test]
    async fn a_drain_resets_what_takes_too_long() {
        let (address, stop, accepting) = echoing(Limits::default(), Duration::from_millis(10)).await;
        let mut client = TcpStream::connect(address).await.expect("listening");
        assert_eq!(echo(&mut client).await.expect("served"), b'x');
        stop.cancel();
        accepting.await.expect("ends");
        assert_eq!(client.read_u8().await.expect_err("reset").kind(), io::ErrorKind::ConnectionReset);
    }
}
