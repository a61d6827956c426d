//! Answers on their way to the transport.

use std::{collections::VecDeque, future::Future};

use bytes::{Bytes, BytesMut};

use crate::codec::Response;

/// Payload from this size on is sent as it is; smaller is copied behind its header, which saves the transport a packet.
const SENT_AS_IT_IS: usize = 16 * 1024;

/// Small answers are sent together, in pieces of about this many bytes.
const PIECE: usize = 32 * 1024;

/// Takes bytes to the client, in order.
pub trait Outlet: Clone + Send + 'static {
    /// Hands `bytes` on; resolves when there is room for more. False once the client can't be reached.
    fn send(self, bytes: Bytes) -> impl Future<Output = bool> + Send + 'static;
}

/// Encoded answers that wait.
#[derive(Debug, Default)]
pub(super) struct Output {
    pieces: VecDeque<Bytes>,
    tail: BytesMut,
    waiting: usize,
}

impl Output {
    pub(super) fn push(&mut self, id: u32, response: Response) {
        let before = self.tail.len();
        let payload = response.write(id, &mut self.tail);
        self.waiting += self.tail.len() - before;
        if let Some(payload) = payload {
            self.waiting += payload.len();
            if payload.len() < SENT_AS_IT_IS {
                self.tail.extend_from_slice(&payload);
            } else {
                self.cut_tail();
                self.pieces.push_back(payload);
            }
        }
        if self.tail.len() >= PIECE {
            self.cut_tail();
        }
    }

    /// What to send next.
    pub(super) fn pop(&mut self) -> Option<Bytes> {
        if self.pieces.is_empty() && !self.tail.is_empty() {
            self.cut_tail();
        }
        let piece = self.pieces.pop_front()?;
        self.waiting -= piece.len();
        Some(piece)
    }

    /// Bytes that wait.
    pub(super) const fn waiting(&self) -> usize {
        self.waiting
    }

    fn cut_tail(&mut self) {
        self.pieces.push_back(std::mem::take(&mut self.tail).freeze());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_answers_go_together_and_large_payload_is_not_copied() {
        let mut output = Output::default();
        output.push(1, Response::ok());
        output.push(2, Response::ok());
        let payload = Bytes::from(vec![7; SENT_AS_IT_IS]);
        output.push(3, Response::Data(payload.clone()));
        output.push(4, Response::ok());
        let pieces: Vec<Bytes> = std::iter::from_fn(|| output.pop()).collect();
        assert_eq!(pieces.len(), 3);
        assert_eq!(pieces[1].as_ptr(), payload.as_ptr());
        assert_eq!(output.waiting(), 0);
    }
}
