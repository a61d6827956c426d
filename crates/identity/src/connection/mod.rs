//! Directory connections: which company directories govern this site, and by what rules.

mod defaults;
mod identity_provider;
mod rules;
mod saml_side;

use keyfold_db::{
    connections::{self, ConnectionRow},
    saml_requests, scim_tokens,
};
use keyfold_model::{ConnectionId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub(crate) use defaults::join_defaults;
pub use identity_provider::IdentityProvider;
pub use rules::{Deprovision, GroupPatterns, Rules};
pub use saml_side::{MatchBy, SamlSide};

use crate::{
    Conflict, Error, SiteAdmin, account,
    act::{Act, Acts},
    admission, power, target,
};

/// Whose product a directory is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// JumpCloud.
    JumpCloud,
    /// Okta.
    Okta,
    /// Microsoft Entra ID.
    Entra,
    /// OneLogin.
    OneLogin,
    /// Google Workspace.
    Google,
    /// Any other one that speaks SAML 2.0 and SCIM 2.0.
    #[default]
    Generic,
}

impl Provider {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::JumpCloud, Self::Okta, Self::Entra, Self::OneLogin, Self::Google, Self::Generic];

    /// The name in the database and the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::JumpCloud => "jumpcloud",
            Self::Okta => "okta",
            Self::Entra => "entra",
            Self::OneLogin => "onelogin",
            Self::Google => "google",
            Self::Generic => "generic",
        }
    }

    /// The provider of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|provider| provider.name() == name)
    }
}

/// What an administrator says of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ConnectionSettings {
    /// What people call it.
    pub label: String,
    /// Whose product it is.
    pub provider: Provider,
    /// A picture, as a data URL.
    pub logo: Option<String>,
    /// Whether anybody may sign in through it, and its SCIM client is let in at all.
    pub enabled: bool,
    /// Whether the sign-in page offers it.
    pub display_on_login_page: bool,
    /// Whether SCIM is on; while it is, sign-ins make no accounts.
    pub scim_enabled: bool,
    /// The SAML side.
    pub saml: SamlSide,
    /// What becomes of the directory's people and groups here.
    pub rules: Rules,
}

impl ConnectionSettings {
    /// Whether a first sign-in makes the account (JIT): never while SCIM is on.
    pub(crate) const fn makes_people_at_sign_in(&self) -> bool {
        !self.scim_enabled && self.rules.provision_users
    }
}

/// Whether what a directory pushes is done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Stage {
    /// It is.
    #[default]
    Live,
    /// It is answered as if it were, and kept apart until somebody starts it.
    Preview,
}

/// A directory connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryConnection {
    /// Its id.
    pub id: ConnectionId,
    /// What an administrator says of it.
    pub settings: ConnectionSettings,
    /// Whether what its SCIM client pushes is done here.
    pub stage: Stage,
    /// Rises with each change.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}

impl DirectoryConnection {
    pub(crate) fn from_row(row: ConnectionRow) -> Result<Self, Error> {
        let settings = ConnectionSettings {
            provider: Provider::from_name(&row.provider)
                .ok_or_else(|| corrupt("connections.provider", row.provider))?,
            label: row.label,
            logo: row.logo,
            enabled: row.enabled,
            display_on_login_page: row.on_login_page,
            scim_enabled: row.scim_enabled,
            saml: serde_json::from_str(&row.saml).map_err(|_| corrupt("connections.saml", row.saml))?,
            rules: serde_json::from_str(&row.rules).map_err(|_| corrupt("connections.rules", row.rules))?,
        };
        Ok(Self {
            id: row.id,
            settings,
            stage: if row.preview { Stage::Preview } else { Stage::Live },
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }

    pub(crate) fn to_row(&self) -> Result<ConnectionRow, Error> {
        let settings = &self.settings;
        Ok(ConnectionRow {
            id: self.id,
            label: settings.label.clone(),
            provider: settings.provider.name().to_owned(),
            logo: settings.logo.clone(),
            enabled: settings.enabled,
            on_login_page: settings.display_on_login_page,
            scim_enabled: settings.scim_enabled,
            preview: self.stage == Stage::Preview,
            idp_entity_id: settings.saml.idp_entity_id.clone(),
            saml: serde_json::to_string(&settings.saml).map_err(|error| Error::invalid("saml", error))?,
            rules: serde_json::to_string(&settings.rules).map_err(|error| Error::invalid("rules", error))?,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

fn corrupt(what: &'static str, value: String) -> Error {
    Error::Database(keyfold_db::Error::Corrupt { what, value })
}

/// Directory connections. Cheap to clone.
#[derive(Clone)]
pub struct Connections {
    pub(crate) acts: Acts,
}

impl Connections {
    /// Makes a connection.
    ///
    /// # Errors
    /// The label is empty.
    pub async fn create(&self, admin: &SiteAdmin, settings: ConnectionSettings) -> Result<DirectoryConnection, Error> {
        check(&settings)?;
        let id = ConnectionId(self.acts.db.next_id().await?);
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let made = DirectoryConnection {
                        id,
                        settings,
                        stage: Stage::Live,
                        version: 1,
                        created_at: act.now,
                        updated_at: act.now,
                    };
                    defaults::check(&mut act, &made.settings.rules.provision_group_default).await?;
                    connections::insert(act.tx, &made.to_row()?).await?;
                    let mut event = act.event("connection_create");
                    event.target = Some(target::of("connection", id, &made.settings.label));
                    event.after = Some(state(&made));
                    act.record(event).await?;
                    Ok(made)
                })
            })
            .await
    }

    /// Changes a connection. `edit` gets its settings as they are in the transaction, so that two edits lose nothing.
    ///
    /// # Errors
    /// No such connection, or the label would be empty.
    pub async fn update(
        &self,
        admin: &SiteAdmin,
        id: ConnectionId,
        edit: impl FnOnce(&mut ConnectionSettings) + Send + 'static,
    ) -> Result<DirectoryConnection, Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let row = connections::lock(act.tx, id).await?.ok_or(Error::NotFound("connection"))?;
                    let before = DirectoryConnection::from_row(row)?;
                    let mut after = before.clone();
                    edit(&mut after.settings);
                    check(&after.settings)?;
                    if after == before {
                        return Ok(after);
                    }
                    after.version += 1;
                    after.updated_at = act.now;
                    connections::update(act.tx, &after.to_row()?).await?;
                    let mut event = act.event("connection_update");
                    event.target = Some(target::of("connection", id, &after.settings.label));
                    event.before = Some(state(&before));
                    event.after = Some(state(&after));
                    act.record(event).await?;
                    enforce(&mut act, &before, &after).await?;
                    Ok(after)
                })
            })
            .await
    }

    /// Deletes a connection that no account or group comes from, with its tokens.
    ///
    /// # Errors
    /// No such connection, or people or groups come from it.
    pub async fn delete(&self, admin: &SiteAdmin, id: ConnectionId) -> Result<(), Error> {
        self.acts
            .run(&admin.0, move |mut act| {
                Box::pin(async move {
                    let row = connections::lock(act.tx, id).await?.ok_or(Error::NotFound("connection"))?;
                    if connections::count_dependents(act.tx.connection(), id).await? > 0 {
                        return Err(Conflict::ConnectionInUse.into());
                    }
                    scim_tokens::delete_of_connection(act.tx, id).await?;
                    saml_requests::delete_of_connection(act.tx, id).await?;
                    connections::delete(act.tx, id).await?;
                    let mut event = act.event("connection_delete");
                    event.target = Some(target::of("connection", id, &row.label));
                    act.record(event).await
                })
            })
            .await
    }

    /// A connection.
    ///
    /// # Errors
    /// The database fails.
    pub async fn find(&self, id: ConnectionId) -> Result<Option<DirectoryConnection>, Error> {
        let row = connections::find(&mut *self.acts.db.read().await?, id).await?;
        row.map(DirectoryConnection::from_row).transpose()
    }

    /// Every connection, oldest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn list(&self) -> Result<Vec<DirectoryConnection>, Error> {
        let rows = connections::all(&mut *self.acts.db.read().await?).await?;
        rows.into_iter().map(DirectoryConnection::from_row).collect()
    }
}

fn check(settings: &ConnectionSettings) -> Result<(), Error> {
    if settings.label.trim().is_empty() {
        return Err(Error::invalid("label", "a connection needs a name"));
    }
    account::check_root(settings.rules.provision_user_root.as_deref())?;
    let required = &settings.rules.provision_group_required;
    let left_out = |name: &&String| !name.contains('*') && !settings.rules.takes_group(name);
    match required.0.iter().find(left_out).filter(|_| settings.scim_enabled) {
        Some(name) => Err(Error::invalid(
            "provision_group_required",
            format!("'{name}' never becomes a group here by the other rules, so nobody could be in it"),
        )),
        None => Ok(()),
    }
}

/// Rules that have changed are in force for those who are here already, before the caller hears of it. Groups that are here
/// stay, whatever the rules say now: only their deletion takes grants away.
async fn enforce(act: &mut Act<'_>, before: &DirectoryConnection, after: &DirectoryConnection) -> Result<(), Error> {
    let (id, old, new) = (after.id, &before.settings.rules, &after.settings.rules);
    if old == new {
        return Ok(());
    }
    power::withdraw_unnamed(act, id, new).await?;
    defaults::follow(act, after, &old.provision_group_default).await?;
    if old.provision_group_required != new.provision_group_required {
        admission::cut_all_left_out(act, id, new).await?;
    }
    Ok(())
}

/// A connection in the record. The certificates are public.
fn state(connection: &DirectoryConnection) -> Value {
    let settings = &connection.settings;
    json!({
        "label": settings.label,
        "provider": settings.provider.name(),
        "enabled": settings.enabled,
        "display_on_login_page": settings.display_on_login_page,
        "scim_enabled": settings.scim_enabled,
        "saml": settings.saml,
        "rules": settings.rules,
    })
}
