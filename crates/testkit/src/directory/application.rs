//! What the directory is connected to.

use anyhow::Result;
use serde::Deserialize;

use super::push::ScimClient;

/// The values of an application that are pasted into a directory.
#[derive(Clone, Debug, Deserialize)]
pub struct Application {
    /// The service provider's Assertion Consumer Service.
    pub acs_url: String,
    /// The service provider's entity id.
    pub sp_entity_id: String,
    /// Where people and groups are pushed; nothing for an application without SCIM.
    pub scim: Option<ScimTarget>,
}

/// Where people and groups are pushed.
#[derive(Clone, Debug, Deserialize)]
pub struct ScimTarget {
    /// `https://HOST/api/scim/v2`.
    pub base_url: String,
    /// The bearer token.
    pub token: String,
}

/// The application as it is used.
#[derive(Default)]
pub(super) struct Connected {
    pub(super) acs_url: String,
    pub(super) sp_entity_id: String,
    pub(super) scim: Option<ScimClient>,
}

impl Connected {
    pub(super) fn new(application: Application, ca_pem: Option<&[u8]>) -> Result<Self> {
        let Application { acs_url, sp_entity_id, scim } = application;
        let scim = scim.map(|target| ScimClient::new(target, ca_pem)).transpose()?;
        Ok(Self { acs_url, sp_entity_id, scim })
    }
}
