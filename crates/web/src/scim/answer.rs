//! What an endpoint answers.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use keyfold_scim::{ScimError, Version};
use serde_json::Value;

use super::effects::Effects;

/// An answer, and what the request did here.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Option<Value>,
    pub effects: Effects,
    pub logged: Logged,
}

/// Whether the row of the request is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Logged {
    /// It has to be written yet.
    NotYet,
    /// It was committed with what the request did.
    WithItsAct,
}

impl Answer {
    fn new(status: StatusCode, body: Option<Value>) -> Self {
        Self { status, headers: HeaderMap::new(), body, effects: Effects::default(), logged: Logged::NotYet }
    }

    /// 200 with this body.
    pub fn ok(body: Value) -> Self {
        Self::new(StatusCode::OK, Some(body))
    }

    /// 201 with the resource that was made, and where it is.
    pub fn created(body: Value, location: &str) -> Self {
        Self::new(StatusCode::CREATED, Some(body)).with_header(header::LOCATION, location)
    }

    /// 204.
    pub fn no_content() -> Self {
        Self::new(StatusCode::NO_CONTENT, None)
    }

    /// 304: the client has this version.
    pub fn not_modified() -> Self {
        Self::new(StatusCode::NOT_MODIFIED, None)
    }

    /// With the version of the resource as its `ETag`.
    pub fn with_version(self, version: &Version) -> Self {
        self.with_header(header::ETAG, &version.to_string())
    }

    /// With what the request did here.
    pub fn with_effects(mut self, effects: Effects) -> Self {
        self.effects = effects;
        self
    }

    /// With a header; a text that can't be one is left out.
    pub fn with_header(mut self, name: HeaderName, text: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(text) {
            self.headers.insert(name, value);
        }
        self
    }

    /// The text of one of its headers.
    pub fn header(&self, name: &HeaderName) -> Option<String> {
        self.headers.get(name)?.to_str().ok().map(str::to_owned)
    }
}

impl From<ScimError> for Answer {
    fn from(error: ScimError) -> Self {
        let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let answer = Self::new(status, Some(error.to_json()));
        match status {
            StatusCode::UNAUTHORIZED => answer.with_header(header::WWW_AUTHENTICATE, "Bearer realm=\"SCIM\""),
            StatusCode::SERVICE_UNAVAILABLE => answer.with_header(header::RETRY_AFTER, "5"),
            _ => answer,
        }
    }
}
