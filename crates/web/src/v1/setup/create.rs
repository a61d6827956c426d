//! Makes the first admin.

use axum::{extract::State, response::Response};
use keyfold_identity::{Authenticator, Setup, UserEdit, Users};
use keyfold_model::{Interface, LoginName, Secret};

use super::FirstAdmin;
use crate::{
    Error, Result,
    caller::Visitor,
    input::Input,
    rest::sessions::{Session, signed_in},
};

/// Makes the first admin with the set-up link, once, and signs them in.
#[utoipa::path(
    post,
    path = "",
    tag = "setup",
    operation_id = "setup_create",
    request_body = FirstAdmin,
    responses((status = 201, description = "The first admin is signed in", body = Session)),
    security(()),
)]
pub async fn create(
    State(setup): State<Setup>,
    State(users): State<Users>,
    State(authenticator): State<Authenticator>,
    visitor: Visitor,
    Input(first): Input<FirstAdmin>,
) -> Result<Response> {
    let login = LoginName::parse(&first.username).map_err(|error| Error::invalid(format!("username: {error}.")))?;
    let password = Secret::new(first.password);
    let account = setup.finish(&Secret::new(first.token), login, password.clone()).await?;
    let origin = visitor.origin(Interface::Web);
    let round = authenticator.web_password(&account.login, password, origin).await?;
    // A site that has just been set up asks for nothing but the password.
    let (sign_in, token) = round.into_signed_in().ok_or_else(Error::not_found)?;
    if first.name.is_some() || first.email.is_some() {
        let edit = UserEdit { display_name: first.name.map(Some), email: first.email.map(Some), ..UserEdit::default() };
        users.update(&sign_in.session.site_admin()?, account.id, edit).await?;
    }
    signed_in(&sign_in, &token)
}
