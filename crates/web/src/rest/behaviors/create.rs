//! Sets a fence on a folder.

use axum::Json;
use http::StatusCode;

use super::{Behavior, NewBehavior};
use crate::{Error, Result, caller::Caller, input::Input};

/// Sets a fence on a folder.
#[utoipa::path(
    post,
    path = "",
    tag = "behaviors",
    operation_id = "behaviors_create",
    request_body = NewBehavior,
    responses((status = 201, description = "Sets a fence on a folder", body = Behavior)),
)]
pub async fn create(caller: Caller, Input(behavior): Input<NewBehavior>) -> Result<(StatusCode, Json<Behavior>)> {
    let _ = (caller, behavior);
    Err(Error::not_built("this"))
}
