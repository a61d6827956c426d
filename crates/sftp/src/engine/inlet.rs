//! Where a transport puts the bytes that it received.

use std::{
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::codec::{LENGTH_FIELD, MAX_PACKET};

/// What may wait to be worked on, in bytes; above it the transport is made to wait. As large as the SSH window, so that a client
/// that fills the window is never stopped; and READs are small, so that one which asks for a whole file at once (paramiko) fits.
const WAITING: usize = 16 * 1024 * 1024;

/// How long a transport waits for a client that neither lets its requests end nor takes the answers.
const STALLED: Duration = Duration::from_secs(60);

/// Why bytes could not be put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// The engine has ended.
    #[error("the SFTP session has ended")]
    Ended,
    /// The client has 16 MiB of requests open and takes no answers.
    #[error("the client sent 16 MiB of requests and took no answers for a minute")]
    Stalled,
}

/// A packet whose length field can't be true: what follows it can't be understood either.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a packet of {0} bytes, where 1 to 262144 are possible: this is not SFTP")]
pub struct BadLength(pub u32);

/// A new channel for bytes.
#[must_use]
pub fn inlet() -> (Feed, Inlet) {
    let shared = Arc::new(Shared::default());
    (Feed(Arc::clone(&shared)), Inlet(shared))
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    room: Notify,
}

#[derive(Debug, Default)]
struct State {
    bytes: BytesMut,
    reader: Option<Waker>,
    feed_closed: bool,
    inlet_closed: bool,
}

/// The transport's end. Dropping it is the end of the client's requests.
#[derive(Debug)]
pub struct Feed(Arc<Shared>);

impl Feed {
    /// Hands on what was received, in any pieces. Waits while too much is unread.
    ///
    /// # Errors
    /// The engine has ended, or the client is stuck.
    pub async fn push(&self, data: &[u8]) -> Result<(), FeedError> {
        let (waiting, reader) = self.put(data)?;
        if let Some(reader) = reader {
            reader.wake();
        }
        if waiting <= WAITING {
            return Ok(());
        }
        tokio::time::timeout(STALLED, self.room()).await.map_err(|_| FeedError::Stalled)?
    }

    fn put(&self, data: &[u8]) -> Result<(usize, Option<Waker>), FeedError> {
        let mut state = self.0.state.lock();
        Ok((state.put(data)?, state.reader.take()))
    }

    async fn room(&self) -> Result<(), FeedError> {
        loop {
            let room = self.0.room.notified();
            {
                let state = self.0.state.lock();
                if state.inlet_closed {
                    return Err(FeedError::Ended);
                }
                if state.bytes.len() <= WAITING {
                    return Ok(());
                }
            }
            room.await;
        }
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        let mut state = self.0.state.lock();
        state.feed_closed = true;
        if let Some(reader) = state.reader.take() {
            reader.wake();
        }
    }
}

impl State {
    /// Appends, with room for the whole of the packet that is being received: its payload is written straight to where it stays.
    fn put(&mut self, data: &[u8]) -> Result<usize, FeedError> {
        if self.inlet_closed {
            return Err(FeedError::Ended);
        }
        let packet = packet_length(if self.bytes.is_empty() { data } else { &self.bytes }).unwrap_or(0) as usize;
        let whole = if packet > MAX_PACKET { 0 } else { packet + LENGTH_FIELD };
        self.bytes.reserve(data.len().max(whole.saturating_sub(self.bytes.len())));
        self.bytes.extend_from_slice(data);
        Ok(self.bytes.len())
    }
}

fn packet_length(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk().map(|length| u32::from_be_bytes(*length))
}

/// The engine's end.
#[derive(Debug)]
pub struct Inlet(Arc<Shared>);

impl Inlet {
    /// The next packet, without its length field; nothing once the transport has ended.
    pub(super) fn poll_packet(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BadLength>>> {
        let mut state = self.0.state.lock();
        if let Some(length) = packet_length(&state.bytes) {
            if length == 0 || length as usize > MAX_PACKET {
                return Poll::Ready(Some(Err(BadLength(length))));
            }
            let whole = LENGTH_FIELD + length as usize;
            if state.bytes.len() >= whole {
                let was_over = state.bytes.len() > WAITING;
                let packet = state.bytes.split_to(whole).freeze();
                if was_over && state.bytes.len() <= WAITING {
                    self.0.room.notify_one();
                }
                return Poll::Ready(Some(Ok(packet.slice(LENGTH_FIELD..))));
            }
        }
        if state.feed_closed {
            return Poll::Ready(None);
        }
        if state.bytes.is_empty() {
            // A quiet session holds no buffer.
            state.bytes = BytesMut::new();
        }
        state.reader = Some(cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Inlet {
    fn drop(&mut self) {
        self.0.state.lock().inlet_closed = true;
        self.0.room.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use proptest::prelude::*;

    use super::*;

    async fn next(inlet: &mut Inlet) -> Option<Result<Bytes, BadLength>> {
        poll_fn(|cx| inlet.poll_packet(cx)).await
    }

    #[tokio::test]
    async fn a_length_that_can_not_be_true_ends_it() {
        for length in [0, u32::MAX, 256 * 1024 + 1] {
            let (feed, mut inlet) = inlet();
            feed.push(&length.to_be_bytes()).await.expect("open");
            assert_eq!(next(&mut inlet).await, Some(Err(BadLength(length))));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_transport_waits_for_room_and_gives_up_a_stuck_client() {
        let (feed, mut inlet) = inlet();
        let packet = [&(200_000_u32).to_be_bytes()[..], &vec![7; 200_000]].concat();
        for _ in 0..WAITING / packet.len() {
            feed.push(&packet).await.expect("room");
        }
        assert_eq!(feed.push(&packet).await, Err(FeedError::Stalled));
        let pushing = tokio::spawn(async move { feed.push(&[]).await });
        tokio::task::yield_now().await;
        assert!(!pushing.is_finished());
        next(&mut inlet).await.expect("a packet").expect("well formed");
        assert_eq!(pushing.await.expect("no panic"), Ok(()));
    }

    #[tokio::test]
    async fn an_engine_that_ended_takes_no_more() {
        let (feed, inlet) = inlet();
        drop(inlet);
        assert_eq!(feed.push(b"more").await, Err(FeedError::Ended));
    }

    proptest! {
        #[test]
        fn packets_come_out_as_they_went_in_whatever_the_pieces(
            packets in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..2000), 1..20),
            piece in 1_usize..5000,
        ) {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
            runtime.block_on(async {
                let (feed, mut inlet) = inlet();
                let wire: Vec<u8> = packets
                    .iter()
                    .flat_map(|packet| [&u32::try_from(packet.len()).expect("short").to_be_bytes()[..], packet].concat())
                    .collect();
                for bytes in wire.chunks(piece) {
                    feed.push(bytes).await.expect("room");
                }
                drop(feed);
                for packet in &packets {
                    let got = next(&mut inlet).await.expect("a packet").expect("well formed");
                    assert_eq!(got.as_ref(), packet.as_slice());
                }
                assert_eq!(next(&mut inlet).await, None);
            });
        }
    }
}
