//! Opens an answer of a directory.

use axum::{Json, extract::State};
use keyfold_identity::SamlAttempts;
use keyfold_model::SamlAttemptId;

use super::SamlAttempt;
use crate::{Error, Result, caller::Caller, id::Id};

/// Opens an answer of a directory.
#[utoipa::path(
    get,
    path = "/{id}",
    tag = "saml_attempts",
    operation_id = "saml_attempts_find",
    params(("id" = i64, Path)),
    responses((status = 200, description = "The answer with its XML, secrets masked", body = SamlAttempt)),
)]
pub async fn find(State(attempts): State<SamlAttempts>, caller: Caller, Id(id): Id) -> Result<Json<SamlAttempt>> {
    caller.site_reader()?;
    let row = attempts.find(SamlAttemptId(id)).await?.ok_or_else(Error::not_found)?;
    Ok(Json(SamlAttempt::opened(row)))
}
