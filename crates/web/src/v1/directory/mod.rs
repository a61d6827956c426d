//! Setting up a directory.

mod check;
mod confirm_power;
mod find;
mod guide;
mod power;
mod powers;
mod setup_values;
mod withdraw_power;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use check::{Check, CheckState};
pub use guide::{GuideQuery, SetupField, SetupGuide, SetupSection};
pub use power::{DirectoryPower, PowerChange, PowerName};
pub use setup_values::SetupValues;

use crate::State;

/// The routes below `/api/v1/directory`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(find::find))
        .routes(routes!(guide::guide))
        .routes(routes!(check::check))
        .routes(routes!(powers::powers, confirm_power::confirm_power))
        .routes(routes!(withdraw_power::withdraw_power))
}
