//! Shows the attribute names of directory products.

use std::collections::BTreeMap;

use axum::Json;
use keyfold_saml::attributes::{AttributeMap, Preset as Names};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Result, caller::Caller, rest::sso_strategies::Provider};

/// The attribute names that a directory product sends unless told otherwise.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttributePreset {
    /// Which product; `generic` stands for what is read where nothing is set.
    pub provider: Provider,
    /// The names for `email`, `given_name`, `family_name`, `display_name`, `groups`: what a connection takes as
    /// `attribute_map`.
    pub attributes: BTreeMap<&'static str, Vec<String>>,
}

/// Shows the attribute names of directory products, for a connection to start from.
#[utoipa::path(
    get,
    path = "/attribute_presets",
    tag = "directory",
    operation_id = "directory_attribute_presets",
    responses((status = 200, description = "The names, by product", body = Vec<AttributePreset>)),
)]
pub async fn attribute_presets(caller: Caller) -> Result<Json<Vec<AttributePreset>>> {
    caller.site_reader()?;
    let presets = [
        (Provider::JumpCloud, Names::JumpCloud.map()),
        (Provider::Okta, Names::Okta.map()),
        (Provider::Entra, Names::Entra.map()),
        (Provider::OneLogin, Names::OneLogin.map()),
        (Provider::Google, Names::Google.map()),
        (Provider::Generic, AttributeMap::default()),
    ];
    Ok(Json(
        presets.into_iter().map(|(provider, names)| AttributePreset { provider, attributes: named(names) }).collect(),
    ))
}

fn named(names: AttributeMap) -> BTreeMap<&'static str, Vec<String>> {
    let AttributeMap { email, given_name, family_name, display_name, groups } = names;
    [
        ("email", email),
        ("given_name", given_name),
        ("family_name", family_name),
        ("display_name", display_name),
        ("groups", groups),
    ]
    .into()
}
