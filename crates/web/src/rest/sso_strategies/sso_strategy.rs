//! Directory connections, as the API shows them (Files.com: SSO strategies).

use std::collections::BTreeMap;

use keyfold_identity::{Deprovision, DirectoryConnection, Provider as Product, SamlMetadata, SamlSide, Stage};
use keyfold_saml::certificate::Certificate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{SamlSettings, SamlSettingsChange};

/// A company directory that this site is connected to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SsoStrategy {
    /// Its id.
    pub id: i64,
    /// Always `saml`.
    pub protocol: &'static str,
    /// Which directory it is.
    pub provider: Provider,
    /// What people call it; it stands on the sign-in button.
    pub label: String,
    /// Its logo, as an address of this site or a `data:` URL.
    pub logo_url: Option<String>,
    /// Whether people can sign in through it.
    pub enabled: bool,
    /// Whether the sign-in page has a button for it.
    pub display_on_login_page: bool,
    /// Whether its SCIM client manages people here. While it does, nobody is made at sign-in.
    pub scim_enabled: bool,
    /// How many people belong to it.
    pub user_count: i64,
    /// The identity provider's entity id.
    pub saml_provider_issuer_url: Option<String>,
    /// Where people are sent to sign in.
    pub saml_provider_sso_target_url: Option<String>,
    /// Where people are sent to sign out.
    pub saml_provider_slo_target_url: Option<String>,
    /// Where its metadata is read from, again and again.
    pub saml_provider_metadata_url: Option<String>,
    /// SHA-256 fingerprints of the certificates that its answers are checked with.
    pub saml_provider_cert_fingerprints: Vec<String>,
    /// Whether an answer that nobody asked for is taken as it is, instead of starting a sign-in of our own.
    pub accept_unsolicited: bool,
    /// Makes accounts at the first sign-in, where SCIM is off.
    pub provision_users: bool,
    /// Takes groups over from the directory.
    pub provision_groups: bool,
    /// What its `DELETE` of a person does here.
    pub deprovision_behavior: DeprovisionBehavior,
    /// Groups that everybody joins: names with commas between them.
    pub provision_group_default: String,
    /// Which directory groups become groups here: patterns with `*`, commas between them; empty for all.
    pub provision_group_inclusion: String,
    /// Which don't.
    pub provision_group_exclusion: String,
    /// Groups of which a person has to be in at least one to be let in.
    pub provision_group_required: String,
    /// Groups whose members are site admins.
    pub provision_site_admin_groups: String,
    /// Groups whose members see all configuration.
    pub provision_readonly_site_admin_groups: String,
    /// Groups whose members are admins of that group.
    pub provision_group_admin_groups: String,
    /// The company that new people get.
    pub provision_company: Option<String>,
    /// The time zone that new people get, as IANA names it: `Europe/Berlin`.
    pub provision_time_zone: Option<String>,
    /// The folder that is the top for new people on SFTP, FTP and WebDAV.
    pub provision_user_root: Option<String>,
    /// Whether new people may use SFTP.
    pub provision_sftp_permission: bool,
    /// Whether new people may use FTP.
    pub provision_ftp_permission: bool,
    /// Whether new people may use WebDAV.
    pub provision_dav_permission: bool,
    /// The attribute that holds the groups of a person, where it isn't `memberOf` or `groups`.
    pub group_attribute: Option<String>,
    /// How people sign in and out.
    pub saml: SamlSettings,
    /// Which attributes of the directory stand for `email`, `given_name`, `family_name`, `display_name`, `groups`: the
    /// first of a list that is there counts. The usual ones where a key is absent.
    pub attribute_map: BTreeMap<String, Vec<String>>,
    /// Whether what its SCIM client pushes is only looked at: nobody is made here until it is started.
    pub preview: bool,
}

impl SsoStrategy {
    /// A connection, with how many people belong to it, and how fetching its metadata goes.
    #[must_use]
    pub fn of(connection: DirectoryConnection, user_count: i64, metadata: Option<SamlMetadata>) -> Self {
        let settings = connection.settings;
        let rules = settings.rules;
        Self {
            id: connection.id.0,
            protocol: "saml",
            provider: settings.provider.into(),
            label: settings.label,
            logo_url: settings.logo,
            enabled: settings.enabled,
            display_on_login_page: settings.display_on_login_page,
            scim_enabled: settings.scim_enabled,
            user_count,
            saml: SamlSettings::of(&settings.saml, metadata),
            saml_provider_cert_fingerprints: fingerprints(&settings.saml),
            saml_provider_issuer_url: settings.saml.idp_entity_id,
            saml_provider_sso_target_url: settings.saml.sso_url,
            saml_provider_slo_target_url: settings.saml.slo_url,
            saml_provider_metadata_url: settings.saml.metadata_url,
            accept_unsolicited: settings.saml.take_unsolicited,
            provision_users: rules.provision_users,
            provision_groups: rules.provision_groups,
            deprovision_behavior: rules.deprovision_behavior.into(),
            provision_group_default: rules.provision_group_default.join(","),
            provision_group_inclusion: rules.provision_group_inclusion.0.join(","),
            provision_group_exclusion: rules.provision_group_exclusion.0.join(","),
            provision_group_required: rules.provision_group_required.0.join(","),
            provision_site_admin_groups: rules.provision_site_admin_groups.0.join(","),
            provision_readonly_site_admin_groups: rules.provision_readonly_site_admin_groups.0.join(","),
            provision_group_admin_groups: rules.provision_group_admin_groups.0.join(","),
            provision_company: rules.provision_company,
            provision_time_zone: rules.provision_time_zone,
            provision_user_root: rules.provision_user_root,
            provision_sftp_permission: rules.provision_sftp_permission,
            provision_ftp_permission: rules.provision_ftp_permission,
            provision_dav_permission: rules.provision_dav_permission,
            preview: connection.stage == Stage::Preview,
            group_attribute: settings.saml.attributes.get(GROUPS).and_then(|names| names.first()).cloned(),
            attribute_map: settings.saml.attributes,
        }
    }
}

/// The key of the attribute map under which the names of the group attribute stand.
pub(super) const GROUPS: &str = "groups";

fn fingerprints(saml: &SamlSide) -> Vec<String> {
    let certificates = saml.certificates.iter().filter_map(|pem| Certificate::from_pem(pem).ok()).flatten();
    certificates.map(|certificate| certificate.fingerprint()).collect()
}

macro_rules! same {
    ($ours:ident, $theirs:ident: $($name:ident)*) => {
        impl From<$theirs> for $ours {
            fn from(value: $theirs) -> Self {
                match value { $($theirs::$name => Self::$name,)* }
            }
        }

        impl From<$ours> for $theirs {
            fn from(value: $ours) -> Self {
                match value { $($ours::$name => Self::$name,)* }
            }
        }
    };
}

same!(Provider, Product: JumpCloud Okta Entra OneLogin Google Generic);
same!(DeprovisionBehavior, Deprovision: Disable Delete);

/// Which directory a connection leads to: it chooses the words of the set-up page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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
    /// Any other with SAML 2.0 and SCIM 2.0.
    Generic,
}

/// What a directory's `DELETE` of a person does here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DeprovisionBehavior {
    /// Switches them off and keeps the row, unseen by SCIM.
    Disable,
    /// Deletes them.
    Delete,
}

/// A new connection, or what changes of one: what is absent stays as it is. The SAML side is given by metadata, or by
/// issuer, sign-in address and certificate.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct SsoStrategyChange {
    /// Which directory it is: `generic` where nothing is said.
    pub provider: Option<Provider>,
    /// What people call it.
    pub label: Option<String>,
    /// Its logo.
    pub logo_url: Option<String>,
    /// Whether people can sign in through it.
    pub enabled: Option<bool>,
    /// Whether the sign-in page has a button for it.
    pub display_on_login_page: Option<bool>,
    /// Whether its SCIM client manages people here.
    pub scim_enabled: Option<bool>,
    /// Where the identity provider's metadata is read from, now and again and again: an https address. Empty for by hand.
    pub saml_provider_metadata_url: Option<String>,
    /// The identity provider's metadata document.
    pub saml_provider_metadata_content: Option<String>,
    /// The identity provider's entity id.
    pub saml_provider_issuer_url: Option<String>,
    /// Where people are sent to sign in.
    pub saml_provider_sso_target_url: Option<String>,
    /// Where people are sent to sign out; empty for nowhere.
    pub saml_provider_slo_target_url: Option<String>,
    /// The certificates that its answers are checked with, in PEM.
    pub saml_provider_certificate: Option<String>,
    /// Whether an answer that nobody asked for is taken as it is.
    pub accept_unsolicited: Option<bool>,
    /// Makes accounts at the first sign-in, where SCIM is off.
    pub provision_users: Option<bool>,
    /// Takes groups over from the directory.
    pub provision_groups: Option<bool>,
    /// What its `DELETE` of a person does here.
    pub deprovision_behavior: Option<DeprovisionBehavior>,
    /// Groups that everybody joins.
    pub provision_group_default: Option<String>,
    /// Which directory groups become groups here.
    pub provision_group_inclusion: Option<String>,
    /// Which don't.
    pub provision_group_exclusion: Option<String>,
    /// Groups of which a person has to be in at least one to be let in.
    pub provision_group_required: Option<String>,
    /// Groups whose members are site admins.
    pub provision_site_admin_groups: Option<String>,
    /// Groups whose members see all configuration.
    pub provision_readonly_site_admin_groups: Option<String>,
    /// Groups whose members are admins of that group.
    pub provision_group_admin_groups: Option<String>,
    /// The company that new people get; empty for none.
    pub provision_company: Option<String>,
    /// The time zone that new people get; empty for none.
    pub provision_time_zone: Option<String>,
    /// The folder that is the top for new people on SFTP, FTP and WebDAV; empty for none.
    pub provision_user_root: Option<String>,
    /// Whether new people may use SFTP.
    pub provision_sftp_permission: Option<bool>,
    /// Whether new people may use FTP.
    pub provision_ftp_permission: Option<bool>,
    /// Whether new people may use WebDAV.
    pub provision_dav_permission: Option<bool>,
    /// The attribute that holds the groups of a person.
    pub group_attribute: Option<String>,
    /// How people sign in and out.
    pub saml: Option<SamlSettingsChange>,
    /// Which attributes stand for `email`, `given_name`, `family_name`, `display_name`, `groups`: the whole map.
    pub attribute_map: Option<BTreeMap<String, Vec<String>>>,
}
