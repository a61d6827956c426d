//! Down: the content of a file, in one piece or a range of it.

use std::ops::Range;

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures::stream::{self, Stream};
use http::{HeaderMap, Method, StatusCode, header};
use keyfold_identity::Session;
use keyfold_model::VPath;
use keyfold_vfs::{Entry, Error as FilesystemError, Filesystem, Kind, ReadHandle, Refusal};

use super::{
    conditions::{Conditions, etag, http_date},
    disposition,
    range::{self, Wanted},
};
use crate::{Error, Result};

/// How much is read at a time, in bytes.
const CHUNK: u64 = 256 * 1024;

/// Answers with the content of a file, under the conditions and in the range that the request names. Nothing is read, and no
/// read recorded, where the client has it already or asks for the head alone.
pub async fn send(
    filesystem: &Filesystem,
    session: &Session,
    path: &VPath,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response> {
    let conditions = Conditions::of(headers);
    if method == Method::HEAD || conditions.concern_reading() {
        let entry = filesystem.stat(session, path).await?;
        if entry.kind == Kind::Folder {
            return Err(Refusal::IsAFolder.into());
        }
        conditions.check(&entry)?;
        if conditions.is_unmodified(&entry) {
            return Ok((StatusCode::NOT_MODIFIED, validators(&entry)).into_response());
        }
        if method == Method::HEAD {
            return Ok(head(&entry, StatusCode::OK, entry.size, Body::empty()));
        }
    }
    let handle = filesystem.open_read(session, path).await?;
    let entry = handle.entry().clone();
    let wanted = match conditions.range_applies(&entry) {
        true => range::read(headers.get(header::RANGE), entry.size),
        false => Wanted::Whole,
    };
    Ok(match wanted {
        Wanted::Whole => head(&entry, StatusCode::OK, entry.size, body(handle, 0..entry.size)),
        Wanted::Part(part) => {
            let content_range = format!("bytes {}-{}/{}", part.start, part.end - 1, entry.size);
            let length = part.end - part.start;
            let response = head(&entry, StatusCode::PARTIAL_CONTENT, length, body(handle, part));
            ([(header::CONTENT_RANGE, content_range)], response).into_response()
        }
        Wanted::Unsatisfiable => {
            handle.close().await?;
            let content_range = [(header::CONTENT_RANGE, format!("bytes */{}", entry.size))];
            let error = Error::new(
                crate::error::Kind::RangeNotSatisfiable,
                format!("The file has {} bytes: the range lies behind its end.", entry.size),
            );
            (content_range, error).into_response()
        }
    })
}

fn validators(entry: &Entry) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.extend(etag(entry).parse().ok().map(|value| (header::ETAG, value)));
    let modified = http_date(entry.modified).and_then(|date| date.parse().ok());
    headers.extend(modified.map(|value| (header::LAST_MODIFIED, value)));
    headers.insert(header::CACHE_CONTROL, http::HeaderValue::from_static("private, no-cache"));
    headers
}

fn head(entry: &Entry, status: StatusCode, length: u64, body: Body) -> Response {
    let name = entry.name.as_ref().map_or("", |name| name.as_str());
    let fixed = [(header::CONTENT_LENGTH, length.to_string()), (header::ACCEPT_RANGES, "bytes".to_owned())];
    (status, validators(entry), disposition::headers(name), fixed, body).into_response()
}

fn body(handle: ReadHandle, range: Range<u64>) -> Body {
    Body::from_stream(chunks(handle, range))
}

/// The bytes of a range, chunk by chunk; each read looks whether the session and the right to read still live. A stream that
/// is dropped before its end is on record as aborted.
fn chunks(handle: ReadHandle, range: Range<u64>) -> impl Stream<Item = std::result::Result<Bytes, FilesystemError>> {
    stream::try_unfold(Some((handle, range)), |state| async move {
        let Some((handle, range)) = state else { return Ok(None) };
        if range.is_empty() {
            handle.close().await?;
            return Ok(None);
        }
        let length = usize::try_from(CHUNK.min(range.end - range.start)).unwrap_or(usize::MAX);
        let chunk = handle.read_at(range.start, length).await?;
        if chunk.is_empty() {
            let cause = std::io::ErrorKind::UnexpectedEof.into();
            return Err(FilesystemError::Store { doing: "reading a file to its end", source: cause });
        }
        let next = range.start + chunk.len() as u64..range.end;
        Ok(Some((chunk, Some((handle, next)))))
    })
}
