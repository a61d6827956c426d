//! People and machine accounts.

mod create;
mod delete;
mod find;
mod list;
mod update;
mod user;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use user::{AuthenticationMethod, NewUser, User, UserChange, UserQuery};

use crate::State;

/// The routes below `/api/rest/v1/users`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list::list, create::create)).routes(routes!(
        find::find,
        update::update,
        delete::delete
    ))
}
