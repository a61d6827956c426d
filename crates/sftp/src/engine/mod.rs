//! The SFTP server itself: bytes in, frames out.
//!
//! **Architecture invariant:** free of any transport. Bytes come through a [`Feed`], answers leave through an [`Outlet`]; what is
//! between needs no socket, and the transport can change under it.

mod act;
mod claims;
mod handles;
mod inlet;
mod listing;
mod output;
mod plan;

use std::{
    future::poll_fn,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered};

use self::{
    act::Outcome,
    claims::{Claims, InFlight},
    handles::{Handles, Open},
    output::Output,
    plan::{Plan, plan},
};
use crate::codec::{Malformed, Packet, Response, StatusCode};

pub use act::Door;
pub use inlet::{BadLength, Feed, FeedError, Inlet, inlet};
pub use output::Outlet;

/// How many requests of one session are worked on at once.
const IN_FLIGHT: usize = 64;
/// How much payload they may hold, in bytes.
const IN_FLIGHT_BYTES: usize = 8 * 1024 * 1024;
/// How many bytes of answers may wait for the client; above it nothing new is begun.
const OUTPUT_BYTES: usize = 4 * 1024 * 1024;

/// Why a session ended before its client had finished.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The client's bytes are not SFTP.
    #[error(transparent)]
    BadLength(#[from] BadLength),
    /// A packet without a request id to answer.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// The client is gone.
    #[error("the client went away")]
    Disconnected,
}

/// Serves one session until the feed ends, the client is gone or the session is cut. Files that were not closed by then are not
/// shown; what was written of them is kept for resuming.
///
/// # Errors
/// The client sent what is not SFTP, or went away.
pub async fn serve(door: Door, inlet: Inlet, outlet: impl Outlet) -> Result<(), EngineError> {
    let session = door.session.clone();
    let mut engine = Engine {
        door,
        inlet,
        outlet,
        handles: Handles::default(),
        in_flight: InFlight::default(),
        running: FuturesUnordered::new(),
        next: None,
        output: Output::default(),
        sending: None,
        input: Input::Open,
    };
    let ended = tokio::select! {
        biased;
        () = session.cut() => Ok(()),
        ended = poll_fn(|cx| engine.poll(cx)) => ended,
    };
    engine.abandon().await;
    ended
}

struct Engine<O> {
    door: Door,
    inlet: Inlet,
    outlet: O,
    handles: Handles,
    in_flight: InFlight,
    running: FuturesUnordered<BoxFuture<'static, Done>>,
    /// The first request that is not begun yet. All behind it wait too.
    next: Option<Waiting>,
    output: Output,
    sending: Option<BoxFuture<'static, bool>>,
    input: Input,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Input {
    Open,
    Ended,
}

/// A request that is worked on as soon as nothing conflicts with it.
struct Waiting {
    id: u32,
    act: act::Act,
    claims: Claims,
    bytes: usize,
}

/// A request that was worked on.
struct Done {
    id: u32,
    slot: usize,
    outcome: Outcome,
}

/// Whether a step did anything.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Made,
    None,
}

impl<O: Outlet> Engine<O> {
    /// Goes on until nothing more can be done for now. Answers that come together leave together.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), EngineError>> {
        loop {
            let began = self.begin(cx)?;
            let ended = self.collect(cx);
            let sent = self.send(cx)?;
            if self.is_finished() {
                return Poll::Ready(Ok(()));
            }
            if [began, ended, sent] == [Progress::None; 3] {
                return Poll::Pending;
            }
        }
    }

    fn is_finished(&self) -> bool {
        self.input == Input::Ended
            && self.next.is_none()
            && self.running.is_empty()
            && self.sending.is_none()
            && self.output.waiting() == 0
    }

    /// Takes up requests while there is room for them and none conflicts.
    fn begin(&mut self, cx: &mut Context<'_>) -> Result<Progress, EngineError> {
        let mut progress = Progress::None;
        while self.has_room() {
            let Some(waiting) = self.next.take() else {
                match self.read(cx)? {
                    Progress::Made => progress = Progress::Made,
                    Progress::None => break,
                }
                continue;
            };
            if self.in_flight.conflict(&waiting.claims) {
                self.next = Some(waiting);
                break;
            }
            progress = Progress::Made;
            self.start(waiting, cx);
        }
        Ok(progress)
    }

    fn has_room(&self) -> bool {
        self.in_flight.len() < IN_FLIGHT
            && self.in_flight.bytes() < IN_FLIGHT_BYTES
            && self.output.waiting() < OUTPUT_BYTES
    }

    /// Reads one packet, and answers it if it needs no work.
    fn read(&mut self, cx: &mut Context<'_>) -> Result<Progress, EngineError> {
        if self.input == Input::Ended {
            return Ok(Progress::None);
        }
        let packet: Bytes = match self.inlet.poll_packet(cx) {
            Poll::Pending => return Ok(Progress::None),
            Poll::Ready(Some(packet)) => packet?,
            Poll::Ready(None) => {
                self.input = Input::Ended;
                return Ok(Progress::Made);
            }
        };
        match Packet::read(packet) {
            Ok(Packet { id, request }) => match plan(request, &mut self.handles) {
                Plan::Answer(response) => self.output.push(id, response),
                Plan::Work { act, claims, bytes } => self.next = Some(Waiting { id, act, claims, bytes }),
            },
            Err(Malformed { id: Some(id), what }) => {
                self.output.push(id, Response::Status(StatusCode::BadMessage, what.into()));
            }
            Err(malformed) => return Err(malformed.into()),
        }
        Ok(Progress::Made)
    }

    /// Begins to work on a request. Most are done at once, out of a cache; only the others are kept.
    fn start(&mut self, waiting: Waiting, cx: &mut Context<'_>) {
        let Waiting { id, act, claims, bytes } = waiting;
        let mut working = act.perform(self.door.clone());
        match working.poll_unpin(cx) {
            Poll::Ready(outcome) => self.answer(id, outcome),
            Poll::Pending => {
                let slot = self.in_flight.begin(claims, bytes);
                self.running.push(Box::pin(working.map(move |outcome| Done { id, slot, outcome })));
            }
        }
    }

    /// Answers requests that have ended.
    fn collect(&mut self, cx: &mut Context<'_>) -> Progress {
        let mut progress = Progress::None;
        while let Poll::Ready(Some(Done { id, slot, outcome })) = self.running.poll_next_unpin(cx) {
            progress = Progress::Made;
            self.in_flight.end(slot);
            self.answer(id, outcome);
        }
        progress
    }

    fn answer(&mut self, id: u32, outcome: Outcome) {
        let response = match outcome {
            Outcome::Answer(response) => response,
            Outcome::Opened(opened) => Response::Handle(self.handles.insert(opened)),
        };
        self.output.push(id, response);
    }

    /// Hands answers to the transport, one piece at a time.
    fn send(&mut self, cx: &mut Context<'_>) -> Result<Progress, EngineError> {
        let mut progress = Progress::None;
        loop {
            if let Some(sending) = &mut self.sending {
                match sending.poll_unpin(cx) {
                    Poll::Pending => return Ok(progress),
                    Poll::Ready(true) => self.sending = None,
                    Poll::Ready(false) => return Err(EngineError::Disconnected),
                }
                progress = Progress::Made;
            }
            let Some(piece) = self.output.pop() else { return Ok(progress) };
            self.sending = Some(Box::pin(self.outlet.clone().send(piece)));
        }
    }

    /// Gives up what is still open.
    async fn abandon(mut self) {
        self.next = None;
        self.running.clear();
        for opened in self.handles.drain() {
            match opened.open {
                Open::Write(file) => {
                    if let Some(file) = Arc::into_inner(file) {
                        file.abort().await;
                    }
                }
                Open::Read(_) | Open::Folder(_) => {}
            }
        }
    }
}
