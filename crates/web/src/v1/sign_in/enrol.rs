//! Begins the second factor that a sign-in wants.

use axum::{Json, extract::State};
use http::StatusCode;
use keyfold_identity::Authenticator;
use keyfold_model::{Interface, Secret};

use super::EnrolFirst;
use crate::{
    Result, Site,
    caller::Visitor,
    input::Input,
    v1::second_factors::{BegunFactor, NewFactor},
};

/// Begins the second factor that the site wants before it lets the person in.
#[utoipa::path(
    post,
    path = "/second_factor",
    tag = "sign_in",
    operation_id = "sign_in_enrol",
    request_body = EnrolFirst,
    responses((status = 201, description = "What is to be scanned, or where a code was sent", body = BegunFactor)),
    security(()),
)]
pub async fn enrol(
    State(authenticator): State<Authenticator>,
    State(site): State<Site>,
    visitor: Visitor,
    Input(first): Input<EnrolFirst>,
) -> Result<(StatusCode, Json<BegunFactor>)> {
    let EnrolFirst { partial_session_id, kind, label, address } = first;
    let wanted = NewFactor { kind, label, address, password: None, code: None }.wanted(&site.name)?;
    let ticket = Secret::new(partial_session_id);
    let begun = authenticator.web_enrol(&ticket, wanted, visitor.origin(Interface::Web)).await?;
    Ok((StatusCode::CREATED, Json(BegunFactor::of(&begun)?)))
}
