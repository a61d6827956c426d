//! From what an administrator sends to the settings of a connection.

use std::collections::BTreeMap;

use keyfold_identity::{ConnectionSettings, GroupPatterns, IdentityProvider, SamlSide};
use keyfold_saml::certificate::Certificate;

use super::{SsoStrategyChange, sso_strategy::GROUPS};
use crate::{Error, Result};

/// What is to become of a connection's settings, read and checked: applying it can't fail.
pub struct Edit {
    change: SsoStrategyChange,
    saml: SamlEdit,
}

/// What is to become of the SAML side.
#[derive(Default)]
struct SamlEdit {
    provider: Option<IdentityProvider>,
    entity_id: Option<String>,
    sso_url: Option<String>,
    slo_url: Option<Option<String>>,
    certificates: Option<Vec<String>>,
    metadata_url: Option<Option<String>>,
}

impl Edit {
    /// Reads a change. What stands in fields of their own counts before what the metadata says.
    ///
    /// # Errors
    /// A certificate that can't be read.
    pub fn read(mut change: SsoStrategyChange, provider: Option<IdentityProvider>) -> Result<Self> {
        let mut saml = SamlEdit { provider, ..SamlEdit::default() };
        if let Some(pem) = change.saml_provider_certificate.take() {
            let certificates = Certificate::from_pem(&pem)
                .map_err(|error| Error::invalid(format!("saml_provider_certificate: {error}.")))?;
            saml.certificates = Some(certificates.iter().map(Certificate::pem).collect());
        }
        change.attribute_map.as_ref().map_or(Ok(()), check_map)?;
        saml.entity_id = change.saml_provider_issuer_url.take();
        saml.sso_url = change.saml_provider_sso_target_url.take();
        saml.slo_url = change.saml_provider_slo_target_url.take().map(some_text);
        saml.metadata_url = change.saml_provider_metadata_url.take().map(some_text);
        Ok(Self { change, saml })
    }

    /// Applies the change; what it does not name stays.
    pub fn apply(self, settings: &mut ConnectionSettings) {
        let change = self.change;
        self.saml.apply(&mut settings.saml);
        set(&mut settings.provider, change.provider.map(Into::into));
        set(&mut settings.label, change.label);
        set(&mut settings.logo, change.logo_url.map(|logo| Some(logo).filter(|logo| !logo.is_empty())));
        set(&mut settings.enabled, change.enabled);
        set(&mut settings.display_on_login_page, change.display_on_login_page);
        set(&mut settings.scim_enabled, change.scim_enabled);
        set(&mut settings.saml.take_unsolicited, change.accept_unsolicited);
        if let Some(saml) = change.saml {
            saml.apply(&mut settings.saml);
        }
        set(&mut settings.saml.attributes, change.attribute_map);
        if let Some(name) = change.group_attribute {
            let names = Some(name).filter(|name| !name.is_empty()).map(|name| (GROUPS.to_owned(), vec![name]));
            settings.saml.attributes.remove(GROUPS);
            settings.saml.attributes.extend(names);
        }
        let rules = &mut settings.rules;
        set(&mut rules.provision_users, change.provision_users);
        set(&mut rules.provision_groups, change.provision_groups);
        set(&mut rules.deprovision_behavior, change.deprovision_behavior.map(Into::into));
        set(&mut rules.provision_group_default, change.provision_group_default.as_deref().map(list));
        set(&mut rules.provision_group_inclusion, patterns(change.provision_group_inclusion));
        set(&mut rules.provision_group_exclusion, patterns(change.provision_group_exclusion));
        set(&mut rules.provision_group_required, patterns(change.provision_group_required));
        set(&mut rules.provision_site_admin_groups, patterns(change.provision_site_admin_groups));
        set(&mut rules.provision_readonly_site_admin_groups, patterns(change.provision_readonly_site_admin_groups));
        set(&mut rules.provision_group_admin_groups, patterns(change.provision_group_admin_groups));
        set(&mut rules.provision_company, change.provision_company.map(some_text));
        set(&mut rules.provision_time_zone, change.provision_time_zone.map(some_text));
        set(&mut rules.provision_user_root, change.provision_user_root.map(some_text));
        set(&mut rules.provision_sftp_permission, change.provision_sftp_permission);
        set(&mut rules.provision_ftp_permission, change.provision_ftp_permission);
        set(&mut rules.provision_dav_permission, change.provision_dav_permission);
    }
}

impl SamlEdit {
    fn apply(self, saml: &mut SamlSide) {
        if let Some(provider) = self.provider {
            provider.apply(saml);
        }
        set(&mut saml.idp_entity_id, self.entity_id.map(Some));
        set(&mut saml.sso_url, self.sso_url.map(Some));
        set(&mut saml.slo_url, self.slo_url);
        set(&mut saml.certificates, self.certificates);
        set(&mut saml.metadata_url, self.metadata_url);
    }
}

fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

fn some_text(text: String) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The attributes of a person that the map may name.
const ATTRIBUTES: [&str; 5] = ["email", "given_name", "family_name", "display_name", GROUPS];

fn check_map(map: &BTreeMap<String, Vec<String>>) -> Result<()> {
    match map.keys().find(|key| !ATTRIBUTES.contains(&key.as_str())) {
        Some(key) => {
            let known = ATTRIBUTES.join(", ");
            Err(Error::invalid(format!("attribute_map: '{key}' is nothing that a person has here. There is {known}.")))
        }
        None => Ok(()),
    }
}

fn patterns(text: Option<String>) -> Option<GroupPatterns> {
    text.as_deref().map(list).map(GroupPatterns)
}

fn list(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
