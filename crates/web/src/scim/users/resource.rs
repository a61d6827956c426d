//! Between an account and its SCIM resource.

use keyfold_identity::{DirectoryClient, DirectoryUser, User as Account};
use keyfold_model::LoginName;
use keyfold_scim::{GroupReference, Meta, Projection, ResourceType, Result, ScimError, User, UserBody, Version};
use serde_json::{Value, json};

use crate::scim::{Scim, answer::Answer, failure, moment::moment};

/// The resource as the directory last said it. An account that a sign-in made has none yet: then what is known of it.
pub fn read(account: &Account) -> Result<User> {
    let kept = account.scim_resource.as_deref().and_then(|text| serde_json::from_str(text).ok());
    if let Some(kept) = kept {
        return Ok(kept);
    }
    let emails: Vec<Value> = account.email.iter().map(|email| json!({"value": email, "primary": true})).collect();
    let known = json!({
        "userName": account.login,
        "externalId": account.external_id,
        "displayName": account.display_name,
        "name": {"givenName": account.given_name, "familyName": account.family_name},
        "emails": emails,
        "active": account.active_in_directory,
    });
    Ok(UserBody::parse(&known)?.create())
}

/// What the directory says with this resource. `kept` is the text of the same resource where there is one, so that a request
/// that changes nothing writes nothing.
///
/// # Errors
/// `invalidValue` where the user name can't be a login name.
pub fn said(user: &User, kept: Option<String>) -> Result<DirectoryUser> {
    let name = user.user_name();
    let login = LoginName::parse(name)
        .map_err(|error| ScimError::invalid_value(format!("`userName` \"{name}\" can't be taken: {error}.")))?;
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Ok(DirectoryUser {
        login,
        external_id: owned(user.external_id()),
        display_name: user.display_name(),
        given_name: owned(user.name_part("givenName")),
        family_name: owned(user.name_part("familyName")),
        email: owned(user.primary_email()),
        active: user.active(),
        resource: kept.unwrap_or_else(|| Value::from(user.clone()).to_string()),
    })
}

/// The version of an account.
pub fn version(account: &Account) -> Version {
    Version::new(account.version)
}

/// The resource as the client sees it. Its groups are looked up only where they are wanted.
pub async fn render(
    scim: &Scim,
    client: &DirectoryClient,
    account: &Account,
    projection: &Projection,
) -> Result<Value> {
    let kind = ResourceType::User;
    let mut groups = Vec::new();
    if projection.wants(kind, "groups") {
        let found = scim.directory.groups_of(client, account.id).await.map_err(failure::refusal)?;
        groups.extend(found.into_iter().map(|group| GroupReference {
            id: group.scim_id.to_string(),
            location: scim.location(ResourceType::Group.endpoint(), group.scim_id),
            display: group.name,
        }));
    }
    let meta = Meta {
        id: account.scim_id.to_string(),
        location: scim.location(kind.endpoint(), account.scim_id),
        created: moment(account.created_at),
        last_modified: moment(account.updated_at),
        version: version(account),
    };
    Ok(projection.apply(kind, read(account)?.render(&meta, &groups)))
}

/// 200 with the resource.
pub async fn answer(
    scim: &Scim,
    client: &DirectoryClient,
    account: &Account,
    projection: &Projection,
) -> Result<Answer> {
    Ok(Answer::ok(render(scim, client, account, projection).await?).with_version(&version(account)))
}
