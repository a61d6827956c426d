//! Says what the sign-in page shows.

use axum::{Json, extract::State};
use keyfold_identity::{Connections, DirectoryConnection, Setup};

use super::{LoginConnection, LoginPage};
use crate::{Result, state::Site};

/// Says what the sign-in page shows. Anybody may ask.
#[utoipa::path(
    get,
    path = "",
    tag = "login_page",
    operation_id = "login_page_find",
    responses((status = 200, description = "What the page shows", body = LoginPage)),
    security(()),
)]
pub async fn find(
    State(connections): State<Connections>,
    State(setup): State<Setup>,
    State(site): State<Site>,
) -> Result<Json<LoginPage>> {
    let connections = connections.list().await?;
    let offered = |connection: &DirectoryConnection| {
        let settings = &connection.settings;
        settings.enabled && settings.display_on_login_page && settings.saml.sso_url.is_some()
    };
    Ok(Json(LoginPage {
        site_name: site.name,
        connections: connections.into_iter().filter(offered).map(LoginConnection::of).collect(),
        setup_open: setup.is_waiting().await?,
    }))
}

impl LoginConnection {
    fn of(connection: DirectoryConnection) -> Self {
        Self {
            id: connection.id.0,
            provider: connection.settings.provider.into(),
            label: connection.settings.label,
            logo_url: connection.settings.logo,
            login_url: format!("/saml/login/{}", connection.id),
        }
    }
}
