//! Who reaches what, and why.

mod explain;
mod explanation;
mod who;
mod words;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use explanation::{ExplainQuery, ExplainedGrant, Explanation, Reacher, StoppedGrant, Through, WhoQuery};

use crate::State;

/// The routes below `/api/v1/access`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(explain::explain)).routes(routes!(who::who))
}
