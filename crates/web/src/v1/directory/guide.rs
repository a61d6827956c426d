//! What to paste where, in the words of each directory.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{Result, address::SiteAddress, caller::Caller, query::Query, rest::sso_strategies::Provider};

/// Which directory is set up.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GuideQuery {
    /// Which directory it is.
    #[param(inline)]
    pub provider: Provider,
}

/// How a directory is set up, in the order in which one goes through its pages.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetupGuide {
    /// Which directory it is.
    pub provider: Provider,
    /// The pages.
    pub sections: Vec<SetupSection>,
}

/// What a page of a directory's administration is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SetupStep {
    /// Signing in: SAML.
    SignIn,
    /// Pushing people and groups: SCIM.
    Provisioning,
    /// Saying which people and groups.
    Assignment,
}

/// One page of a directory's administration.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SetupSection {
    /// What it is for.
    pub step: SetupStep,
    /// Where it is.
    pub place: &'static str,
    /// What to do there.
    pub task: &'static str,
    /// What to paste or choose there.
    pub fields: Vec<SetupField>,
}

/// A field of a directory's page.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SetupField {
    /// What the directory calls it.
    pub name: &'static str,
    /// What to paste or choose. Nothing where it is the token: that is shown once, when it is made.
    pub value: Option<String>,
}

/// Shows what to paste where, in the words of the directory.
#[utoipa::path(
    get,
    path = "/setup_guide",
    tag = "directory",
    operation_id = "directory_guide",
    params(GuideQuery),
    responses((status = 200, description = "The pages with their fields", body = SetupGuide)),
)]
pub async fn guide(
    State(site): State<SiteAddress>,
    caller: Caller,
    Query(query): Query<GuideQuery>,
) -> Result<Json<SetupGuide>> {
    caller.site_reader()?;
    Ok(Json(SetupGuide { provider: query.provider, sections: sections(query.provider, &site) }))
}

fn sections(provider: Provider, site: &SiteAddress) -> Vec<SetupSection> {
    match provider {
        Provider::JumpCloud => jumpcloud(site),
        Provider::Okta => okta(site),
        Provider::Entra => entra(site),
        Provider::OneLogin | Provider::Google | Provider::Generic => generic(site),
    }
}

fn field(name: &'static str, value: impl Into<String>) -> SetupField {
    SetupField { name, value: Some(value.into()) }
}

const fn token(name: &'static str) -> SetupField {
    SetupField { name, value: None }
}

fn jumpcloud(site: &SiteAddress) -> Vec<SetupSection> {
    vec![
        SetupSection {
            step: SetupStep::SignIn,
            place: "SSO Applications → Add New Application → Custom Application",
            task: "Choose Manage Single Sign-On (SAML) and Export users to this app (Identity Management).",
            fields: vec![field("Display Label", "Keyfold")],
        },
        SetupSection {
            step: SetupStep::SignIn,
            place: "SSO",
            task: "Fill these in, then export the metadata (Export Metadata) and paste it here.",
            fields: vec![
                field("IdP Entity ID", "JumpCloud"),
                field("SP Entity ID", site.sp_entity_id()),
                field("ACS URLs: Default URL", site.acs_url()),
                field("SAMLSubject NameID", "email"),
                field("SAMLSubject NameID Format", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"),
                field("Signature Algorithm", "RSA-SHA256"),
                field("Sign", "Assertion"),
                field("Include group attribute", "memberOf"),
            ],
        },
        SetupSection {
            step: SetupStep::Provisioning,
            place: "Identity Management",
            task: "Choose SCIM API, SCIM 2.0, with groups. Press Test Connection, then Activate.",
            fields: vec![field("Base URL", site.scim_base_url()), token("Token Key"), field("Test User Email", "any")],
        },
        SetupSection {
            step: SetupStep::Assignment,
            place: "User Groups",
            task: "Give the application to the groups whose people are to be here. JumpCloud sends them by itself.",
            fields: Vec::new(),
        },
    ]
}

fn okta(site: &SiteAddress) -> Vec<SetupSection> {
    vec![
        SetupSection {
            step: SetupStep::SignIn,
            place: "Applications → Create App Integration → SAML 2.0",
            task: "Fill these in. Afterwards copy the Metadata URL of the Sign On page here.",
            fields: vec![
                field("Single sign-on URL", site.acs_url()),
                field("Audience URI (SP Entity ID)", site.sp_entity_id()),
                field("Name ID format", "EmailAddress"),
                field("Application username", "Okta username"),
                field("Group attribute statement: Name", "groups"),
            ],
        },
        SetupSection {
            step: SetupStep::Provisioning,
            place: "General → App Settings → Provisioning",
            task: "Choose SCIM.",
            fields: Vec::new(),
        },
        SetupSection {
            step: SetupStep::Provisioning,
            place: "Provisioning → Integration",
            task: "Fill these in, press Test Connector Configuration, and save.",
            fields: vec![
                field("SCIM connector base URL", site.scim_base_url()),
                field("Unique identifier field for users", "userName"),
                field("Supported provisioning actions", "Push New Users, Push Profile Updates, Push Groups"),
                field("Authentication Mode", "HTTP Header"),
                token("Authorization: Bearer"),
            ],
        },
        SetupSection {
            step: SetupStep::Provisioning,
            place: "Provisioning → To App",
            task: "Switch on Create Users, Update User Attributes and Deactivate Users.",
            fields: Vec::new(),
        },
        SetupSection {
            step: SetupStep::Assignment,
            place: "Assignments, then Push Groups",
            task: "Assign people or groups to the application; push the groups that are to be groups here.",
            fields: Vec::new(),
        },
    ]
}

fn entra(site: &SiteAddress) -> Vec<SetupSection> {
    vec![
        SetupSection {
            step: SetupStep::SignIn,
            place: "Enterprise applications → New application → Create your own application",
            task: "Choose Integrate any other application you don't find in the gallery.",
            fields: vec![field("Name", "Keyfold")],
        },
        SetupSection {
            step: SetupStep::SignIn,
            place: "Single sign-on → SAML",
            task: "Fill these in. Afterwards copy the App Federation Metadata Url here.",
            fields: vec![
                field("Identifier (Entity ID)", site.sp_entity_id()),
                field("Reply URL (Assertion Consumer Service URL)", site.acs_url()),
                field("Unique User Identifier (Name ID)", "user.userprincipalname"),
                field("Add a group claim: Name", "groups"),
            ],
        },
        SetupSection {
            step: SetupStep::Provisioning,
            place: "Provisioning → Automatic",
            task: "Fill these in, press Test Connection, and save.",
            fields: vec![field("Tenant URL", site.scim_base_url()), token("Secret Token")],
        },
        SetupSection {
            step: SetupStep::Assignment,
            place: "Users and groups, then Provisioning → Start provisioning",
            task: "Assign people and groups. The first cycle can take 40 minutes; Provision on demand sends one person at once.",
            fields: Vec::new(),
        },
    ]
}

fn generic(site: &SiteAddress) -> Vec<SetupSection> {
    vec![
        SetupSection {
            step: SetupStep::SignIn,
            place: "SAML 2.0 application",
            task: "Fill these in, or give it the metadata address. Then paste the metadata of the directory here.",
            fields: vec![
                field("SP entity ID (Audience)", site.sp_entity_id()),
                field("ACS URL (HTTP-POST)", site.acs_url()),
                field("SP metadata", site.sp_entity_id()),
                field("NameID format", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"),
                field("Signature", "RSA-SHA256, of the Response or the Assertion"),
            ],
        },
        SetupSection {
            step: SetupStep::Provisioning,
            place: "SCIM 2.0 provisioning",
            task: "Fill these in, and give the application to people and groups.",
            fields: vec![field("Base URL", site.scim_base_url()), token("Bearer token")],
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_directory_is_told_the_address_and_asked_for_the_token() {
        let site = SiteAddress::parse("https://files.example.com").expect("an address");
        for provider in [Provider::JumpCloud, Provider::Okta, Provider::Entra, Provider::Generic] {
            let fields: Vec<_> = sections(provider, &site).into_iter().flat_map(|section| section.fields).collect();
            for value in [site.acs_url(), site.sp_entity_id(), site.scim_base_url()] {
                assert!(fields.iter().any(|field| field.value.as_ref() == Some(&value)), "{provider:?}: {value}");
            }
            assert_eq!(fields.iter().filter(|field| field.value.is_none()).count(), 1, "{provider:?}: the token");
        }
    }
}
