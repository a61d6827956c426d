//! Signs out.

use axum::{
    extract::{FromRef, State as Whole},
    response::{AppendHeaders, IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use keyfold_identity::SignIns;

use crate::{
    Error, Result, State,
    caller::{Caller, cookie},
    saml::{self, ServiceProvider},
    serve::Farewell,
};

/// Signs out: the session ends with whatever it has open. `Location` says where the browser has to go to sign out at the
/// company directory too, from where it comes back; it is absent where no directory signed the person in, or it has no single
/// logout.
#[utoipa::path(
    post,
    path = "",
    tag = "sign_out",
    operation_id = "sign_out_create",
    responses((
        status = 204,
        description = "It has ended here",
        headers(("Location" = String, description = "Where to go to sign out at the company directory too")),
    )),
)]
pub async fn create(Whole(state): Whole<State>, caller: Caller, farewell: Farewell) -> Result<Response> {
    let session = caller.session();
    let directory = saml::leave(&ServiceProvider::from_ref(&state), session.id()).await;
    // The session ends whatever becomes of the way to the directory.
    let spared = farewell.spare();
    SignIns::from_ref(&state).sign_out(session).await?;
    drop(spared);
    // In a header, as a session that has ended gets no body.
    let location = directory?.map(HeaderValue::try_from).transpose().map_err(Error::internal)?;
    let location = AppendHeaders(location.map(|url| (header::LOCATION, url)));
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie::clear())], location).into_response())
}
