//! What an endpoint gets of a request: everything but the network.

use std::sync::Arc;

use http::Method;
use keyfold_identity::DirectoryClient;
use keyfold_scim::{Projection, Result, ScimError};
use serde_json::Value;

use super::draft::Journal;

/// A request of a client that has proven which directory it belongs to.
#[derive(Clone)]
pub struct Request {
    /// Whose it is.
    pub client: DirectoryClient,
    /// What to do.
    pub method: Method,
    /// The URL's parameters, decoded.
    pub parameters: Vec<(String, String)>,
    /// `If-Match`.
    pub if_match: Option<String>,
    /// `If-None-Match`.
    pub if_none_match: Option<String>,
    /// What its row in the log tells beside its answer; nothing for a part of a bulk request.
    pub journal: Option<Journal>,
    /// The body; nothing where none was sent.
    pub body: Option<Arc<Value>>,
}

impl Request {
    /// The body.
    ///
    /// # Errors
    /// `invalidSyntax` where none was sent.
    pub fn body(&self) -> Result<&Value> {
        self.body.as_deref().ok_or_else(|| ScimError::invalid_syntax("The request needs a body: one JSON object."))
    }

    /// The URL's parameters.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A parameter, by its name without regard to case.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters()
            .find(|(key, value)| key.eq_ignore_ascii_case(name) && !value.is_empty())
            .map(|(_, value)| value)
    }

    /// Which attributes the answer is to hold.
    pub fn projection(&self) -> Projection {
        let names = |name| self.parameter(name).unwrap_or_default().split(',');
        Projection::new(names("attributes"), names("excludedAttributes"))
    }
}
