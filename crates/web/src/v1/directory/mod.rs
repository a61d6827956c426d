//! Setting up a directory.

mod attribute_presets;
mod begin_preview;
mod check;
mod confirm_power;
mod find;
mod forget_preview;
mod guide;
mod power;
mod powers;
mod preview;
mod setup_values;
mod show_preview;
mod start_preview;
mod why;
mod withdraw_power;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use attribute_presets::AttributePreset;
pub use check::{Check, CheckState};
pub use guide::{GuideQuery, SetupField, SetupGuide, SetupSection, SetupStep};
pub use power::{DirectoryPower, PowerChange, PowerName};
pub use preview::{ClashingName, DirectoryPreview, NameKind, StartPreview, StartedPreview};
pub use setup_values::SetupValues;
pub use why::{Finding, FindingKind, WhyQuery};

use crate::State;

/// The routes below `/api/v1/directory`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(find::find))
        .routes(routes!(guide::guide))
        .routes(routes!(check::check))
        .routes(routes!(powers::powers, confirm_power::confirm_power))
        .routes(routes!(withdraw_power::withdraw_power))
        .routes(routes!(show_preview::show_preview, begin_preview::begin_preview, forget_preview::forget_preview))
        .routes(routes!(start_preview::start_preview))
        .routes(routes!(why::why))
        .routes(routes!(attribute_presets::attribute_presets))
}
