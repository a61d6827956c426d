//! A file on its way to the client.

use keyfold_vfs::ReadHandle;
use tokio::io::AsyncWriteExt as _;

use super::TransferError;
use crate::{stream::Stream, visitor::Visitor};

/// How much is written at once in clear: system calls cost.
const CLEAR: usize = 256 * 1024;
/// How much is written at once in TLS: what rustls holds before it wants to be flushed.
const TLS: usize = 64 * 1024;

/// Sends a file from an offset on.
pub(super) async fn send(
    file: &ReadHandle,
    from: u64,
    stream: &mut Stream,
    visitor: &Visitor,
) -> Result<(), TransferError> {
    let piece = if matches!(stream, Stream::Tls(_)) { TLS } else { CLEAR };
    let mut at = from;
    loop {
        let bytes = file.read_at(at, piece).await?;
        if bytes.is_empty() {
            return Ok(stream.flush().await?);
        }
        stream.write_all(&bytes).await?;
        at += bytes.len() as u64;
        visitor.hears();
    }
}
