//! The last part of a URL as a path of the tree.

use axum::extract::{FromRequestParts, RawPathParams};
use http::request::Parts;
use keyfold_model::VPath;

use crate::{Error, error::Kind};

/// The wildcard `{*path}` of the route as a path of the tree; the root where the route has none. Bytes become a [`VPath`]
/// here or the request is refused here.
#[derive(Clone, Debug)]
pub struct TreePath(pub VPath);

impl<S: Send + Sync> FromRequestParts<S> for TreePath {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let params = RawPathParams::from_request_parts(parts, state)
            .await
            .map_err(|_| Error::new(Kind::InvalidPath, "the path is not valid UTF-8"))?;
        let text = params.iter().find(|(name, _)| *name == "path").map_or("", |(_, value)| value);
        parse(text).map(Self)
    }
}

/// Reads a path that stands in a query or a body.
pub fn parse(text: &str) -> Result<VPath, Error> {
    Ok(VPath::parse(text.as_bytes())?)
}
