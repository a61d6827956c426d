//! A file on its way from the client.

use std::{future::poll_fn, io, pin::pin, task::Poll};

use bytes::BytesMut;
use keyfold_vfs::WriteHandle;
use tokio::io::AsyncReadExt as _;

use super::{Ending, TransferError};
use crate::{stream::Stream, visitor::Visitor};

/// How much is gathered before it is handed on.
const PIECE: usize = 256 * 1024;

/// Writes what comes behind what is in the file, until the client ends the connection. What came before a break is kept.
pub(super) async fn receive(
    file: &WriteHandle,
    stream: &mut Stream,
    visitor: &Visitor,
) -> Result<Ending, TransferError> {
    let mut at = file.length();
    let mut buffer = BytesMut::new();
    loop {
        buffer.reserve(PIECE);
        let filled = fill(stream, &mut buffer).await;
        if !buffer.is_empty() {
            let bytes = buffer.split().freeze();
            let length = bytes.len() as u64;
            file.write_at(at, bytes).await?;
            at += length;
            visitor.hears();
        }
        if filled? == Filled::End {
            return Ok(if stream.tells_ends_from_cuts() { Ending::Said } else { Ending::Silent });
        }
    }
}

/// What reading came upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filled {
    More,
    End,
}

/// Waits for bytes, and takes all that are there, up to a piece. TLS gives 16 KiB at a time.
async fn fill(stream: &mut Stream, buffer: &mut BytesMut) -> io::Result<Filled> {
    poll_fn(|cx| {
        loop {
            if buffer.len() >= PIECE {
                return Poll::Ready(Ok(Filled::More));
            }
            match pin!(stream.read_buf(buffer)).poll(cx) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Ok(Filled::End)),
                Poll::Ready(Ok(_)) => {}
                // An error is told at once: a socket tells it once, and ends afterwards as if all were well.
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending if buffer.is_empty() => return Poll::Pending,
                Poll::Pending => return Poll::Ready(Ok(Filled::More)),
            }
        }
    })
    .await
}
