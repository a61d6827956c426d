//! Takes a part of an upload.

use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};

use super::Uploads;
use crate::{Error, Result};

/// Takes a part of an upload. The unguessable name of the upload is the proof.
pub async fn receive_part(
    State(uploads): State<Uploads>,
    Path((reference, part)): Path<(String, String)>,
    body: Body,
) -> Result<Response> {
    let part: u32 = part.parse().map_err(|_| Error::not_found())?;
    let upload = uploads.find(&reference)?;
    let length = upload.write(part, body).await?;
    Ok((StatusCode::OK, [(header::ETAG, format!("\"{part}-{length}\""))]).into_response())
}
