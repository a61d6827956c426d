//! Up: the body of a request becomes a file, whole or not at all.

use std::time::Duration;

use axum::body::Body;
use futures::StreamExt as _;
use http::{HeaderMap, header};
use keyfold_identity::Session;
use keyfold_model::{Timestamp, VPath};
use keyfold_vfs::{Entry, Filesystem, Refusal, WriteHandle, WriteOptions};

use super::conditions::Conditions;
use crate::{Error, Result, error::Kind};

/// How long a client may send nothing in the middle of an upload.
const PATIENCE: Duration = Duration::from_secs(120);

/// Stores the body of a request under this path. Nothing is to be seen of it before its last byte has come, and nothing at
/// all if that never comes, or the session ends first.
pub async fn store(
    filesystem: &Filesystem,
    session: &Session,
    path: &VPath,
    headers: &HeaderMap,
    modified: Option<Timestamp>,
    body: Body,
) -> Result<Entry> {
    let conditions = Conditions::of(headers);
    let options = WriteOptions {
        mode: conditions.write_mode(),
        if_match: conditions.if_match()?,
        expected_length: content_length(headers),
    };
    let handle = filesystem.open_write(session, path, options).await?;
    if let Err(error) = body_to(&handle, session, 0, None, body).await {
        handle.abort().await;
        return Err(error);
    }
    if let Some(modified) = modified {
        handle.set_modified(modified);
    }
    Ok(handle.commit().await?)
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Writes a body into a file from `start` on, at the most `limit` bytes. Returns how many there were.
///
/// # Errors
/// The client goes away or is silent for too long, sends too much, or the session is cut.
pub async fn body_to(
    handle: &WriteHandle,
    session: &Session,
    start: u64,
    limit: Option<u64>,
    body: Body,
) -> Result<u64> {
    let mut chunks = body.into_data_stream();
    let mut written = 0;
    loop {
        let chunk = tokio::select! {
            biased;
            () = session.cut() => return Err(Refusal::SessionEnded.into()),
            chunk = tokio::time::timeout(PATIENCE, chunks.next()) => chunk.map_err(|_| interrupted())?,
        };
        let Some(chunk) = chunk else { return Ok(written) };
        let chunk = chunk.map_err(|_| interrupted())?;
        let length = chunk.len() as u64;
        if limit.is_some_and(|limit| written + length > limit) {
            return Err(Error::new(Kind::InvalidUploadOffset, "The part is longer than the server asked for."));
        }
        handle.write_at(start + written, chunk).await?;
        written += length;
    }
}

fn interrupted() -> Error {
    Error::new(Kind::InvalidBody, "The upload broke off before its end; nothing was stored.")
}
