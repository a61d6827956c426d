//! Says what a person may do in a folder, and why.

use axum::Json;

use super::{ExplainQuery, Explanation};
use crate::{Error, Result, caller::Caller, query::Query};

/// Says what a person may do in a folder, and why.
#[utoipa::path(
    get,
    path = "/explain",
    tag = "access",
    operation_id = "access_explain",
    params(ExplainQuery),
    responses((status = 200, description = "Says what a person may do in a folder, and why", body = Explanation)),
)]
pub async fn explain(caller: Caller, Query(query): Query<ExplainQuery>) -> Result<Json<Explanation>> {
    let _ = (caller, query);
    Err(Error::not_built("this"))
}
