//! Begins a second factor.

use axum::{Json, extract::State};
use http::StatusCode;
use keyfold_identity::Factors;

use super::{BegunFactor, NewFactor};
use crate::{Result, Site, caller::Caller, input::Input};

/// Begins a second factor of the caller's own. Its first code puts it in force.
#[utoipa::path(
    post,
    path = "",
    tag = "second_factors",
    operation_id = "second_factors_begin",
    request_body = NewFactor,
    responses((status = 201, description = "What is to be scanned, or where a code was sent", body = BegunFactor)),
)]
pub async fn begin(
    State(factors): State<Factors>,
    State(site): State<Site>,
    caller: Caller,
    Input(new): Input<NewFactor>,
) -> Result<(StatusCode, Json<BegunFactor>)> {
    let wanted = new.wanted(&site.name)?;
    let begun = factors.begin(caller.session(), new.proof(), wanted).await?;
    Ok((StatusCode::CREATED, Json(BegunFactor::of(&begun)?)))
}
