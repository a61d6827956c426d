//! The last part of a URL as an id.

use axum::extract::{FromRequestParts, RawPathParams};
use http::request::Parts;

use crate::Error;

/// The `{id}` of the route. What is no id is an id of nothing.
#[derive(Clone, Copy, Debug)]
pub struct Id(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Error::not_found())?;
        let text = params.iter().find(|(name, _)| *name == "id").map(|(_, value)| value);
        text.and_then(|text| text.parse().ok()).map(Self).ok_or_else(Error::not_found)
    }
}

/// Reads a list of ids with commas between them, as Files.com's clients write it.
pub fn parse_list(text: &str) -> Result<Vec<i64>, Error> {
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().map_err(|_| Error::invalid(format!("'{part}' is not an id."))))
        .collect()
}

/// Writes ids with commas between them.
pub fn join(ids: impl IntoIterator<Item = i64>) -> String {
    ids.into_iter().map(|id| id.to_string()).collect::<Vec<_>>().join(",")
}
