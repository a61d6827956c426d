//! Second factors: one's own to look after, anybody's for site admins to take away.

mod begin;
mod confirm;
mod factor;
mod list;
mod remove;
mod renew_recovery_codes;
mod reset;
mod unlock;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use factor::{BegunFactor, Code, ConfirmedFactor, NewFactor, RecoveryCodes, SecondFactor, SecondFactors};

use crate::State;

/// The routes below `/api/v1/second_factors`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list::list, begin::begin))
        .routes(routes!(renew_recovery_codes::renew_recovery_codes))
        .routes(routes!(confirm::confirm))
        .routes(routes!(remove::remove))
        .routes(routes!(reset::reset))
        .routes(routes!(unlock::unlock))
}
