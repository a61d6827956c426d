//! Signs out.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use keyfold_identity::SignIns;

use crate::{
    Result,
    caller::{Caller, cookie},
    serve::Farewell,
};

/// Signs out: the session ends with whatever it has open.
#[utoipa::path(
    delete,
    path = "",
    tag = "sessions",
    operation_id = "sessions_delete",
    responses((status = 204, description = "It has ended")),
)]
pub async fn delete(State(sign_ins): State<SignIns>, caller: Caller, farewell: Farewell) -> Result<Response> {
    let _spared = farewell.spare();
    sign_ins.sign_out(caller.session()).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie::clear())]).into_response())
}
