//! Errors as a client reads them: `{type, title, error, http-code, detail, instance}`, with Files.com's types.

mod audit;
mod filesystem;
mod identity;
mod kind;
mod mail;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;

pub use kind::Kind;

/// What every handler of the API returns.
pub type Result<T> = std::result::Result<T, Error>;

/// A refusal or a failure, as it goes to the client.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    message: String,
    detail: Option<String>,
    data: Option<PartialSession>,
    /// Why it failed inside: for the server's log, never for the client.
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The body of an error answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Error)]
pub struct ErrorBody {
    /// What went wrong, for programs: `not-found`, `not-authorized/read-permission-required`…
    #[serde(rename = "type")]
    kind: &'static str,
    /// The type in words.
    title: &'static str,
    /// What happened, to what, and what to do, for people.
    error: String,
    /// The status code of the answer, again.
    #[serde(rename = "http-code")]
    http_code: u16,
    /// More, where there is more to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// What to go on with, where a sign-in wants more.
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<PartialSession>,
}

/// A sign-in that wants more.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartialSession {
    /// To be brought back within five minutes, from the same address.
    pub partial_session_id: String,
    /// What the person could answer with: `totp`, `email`, `recovery_code`, `passkey`.
    pub two_factor_authentication_methods: Vec<&'static str>,
}

impl Error {
    /// An error of this kind with its text for people.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), detail: None, data: None, cause: None }
    }

    /// The same with more to say.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The same of a sign-in that wants more.
    #[must_use]
    pub fn with_partial_session(mut self, data: PartialSession) -> Self {
        self.data = Some(data);
        self
    }

    /// Nothing there, or nothing that this person may know of: one answer for both.
    pub fn not_found() -> Self {
        Self::new(Kind::NotFound, "There is nothing here, or nothing that you may see.")
    }

    /// A part of Files.com's API that this server does not have.
    pub fn not_built(what: &str) -> Self {
        Self::new(Kind::NotBuilt, format!("This server does not have {what}."))
    }

    /// The caller's role is too small.
    pub fn admin_required() -> Self {
        Self::new(Kind::SiteAdminRequired, "Only a site admin may do this.")
    }

    /// The request makes no sense.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(Kind::RequestParamsInvalid, message)
    }

    /// The machinery failed; the cause goes to the server's log and not to the client.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            kind: Kind::Internal,
            message: "The server could not do this. Its log says why; try again later.".into(),
            detail: None,
            data: None,
            cause: Some(cause.into()),
        }
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// What it says to people.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Some(cause) = &self.cause {
            tracing::error!(error = %ErrorChain(cause.as_ref()), "request failed");
        }
        let status = self.kind.status();
        let body = ErrorBody {
            kind: self.kind.name(),
            title: self.kind.title(),
            error: self.message,
            http_code: status.as_u16(),
            detail: self.detail,
            data: self.data,
        };
        let mut response = (status, Json(body)).into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}

/// An error with all its causes on one line.
struct ErrorChain<'a>(&'a (dyn std::error::Error + 'static));

impl std::fmt::Display for ErrorChain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(cause) = source {
            write!(f, ": {cause}")?;
            source = cause.source();
        }
        Ok(())
    }
}
