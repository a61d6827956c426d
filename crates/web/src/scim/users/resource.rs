//! Between an account and its SCIM resource.

use std::collections::HashMap;

use keyfold_identity::{AttributeValue, AttributeValues, DirectoryClient, DirectoryUser, GroupName, User as Account};
use keyfold_model::{LoginName, UserId};
use keyfold_scim::{
    GroupReference, Meta, Projection, ResourceType, Result, ScimError, User, UserBody, Version, comparable::fold,
};
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
    let values = if kept.is_some() { AttributeValues::Keep } else { AttributeValues::Set(values(user)) };
    Ok(DirectoryUser {
        login,
        external_id: owned(user.external_id()),
        display_name: user.display_name(),
        given_name: owned(user.name_part("givenName")),
        family_name: owned(user.name_part("familyName")),
        email: owned(user.primary_email()),
        active: user.active(),
        resource: kept.unwrap_or_else(|| Value::from(user.clone()).to_string()),
        values,
    })
}

/// The values of an account for filters: those of its resource.
pub fn values_of(account: &Account) -> Vec<AttributeValue> {
    read(account).map(|user| values(&user)).unwrap_or_default()
}

/// The values for filters, those left out that have columns of their own. Who is shown under a name made of others has that
/// one, too: members are found by it.
fn values(user: &User) -> Vec<AttributeValue> {
    let value = |path: String, element: usize, value| AttributeValue { path, element: element as i64, value };
    let shown = user.display_name().filter(|_| user.text("displayName").is_none());
    user.comparable_values()
        .into_iter()
        .filter(|value| !matches!(value.key.as_str(), "userName" | "externalId" | "active"))
        .map(|kept| value(kept.key, kept.element, kept.text))
        .chain(shown.map(|name| value("shown".to_owned(), 0, fold(&name))))
        .collect()
}

/// The version of an account.
pub fn version(account: &Account) -> Version {
    Version::new(account.version)
}

/// The groups of an account that its directory sees.
pub async fn groups_of(scim: &Scim, client: &DirectoryClient, account: &Account) -> Result<Vec<GroupName>> {
    let mut groups = scim.directory.groups_of(client, &[account.id]).await.map_err(failure::refusal)?;
    Ok(groups.remove(&account.id).unwrap_or_default())
}

/// The resources as the client sees them. Their groups are looked up only where they are wanted, and all at once.
pub async fn render_all(
    scim: &Scim,
    client: &DirectoryClient,
    accounts: &[Account],
    projection: &Projection,
) -> Result<Vec<Value>> {
    let mut groups_of = HashMap::new();
    if projection.wants(ResourceType::User, "groups") {
        let ids: Vec<UserId> = accounts.iter().map(|account| account.id).collect();
        groups_of = scim.directory.groups_of(client, &ids).await.map_err(failure::refusal)?;
    }
    let groups = |account: &Account| groups_of.remove(&account.id).unwrap_or_default();
    let groups: Vec<_> = accounts.iter().map(groups).collect();
    accounts.iter().zip(groups).map(|(account, groups)| rendered(scim, account, groups, projection)).collect()
}

/// The resource of an account in these groups as the client sees it.
pub fn rendered(scim: &Scim, account: &Account, groups: Vec<GroupName>, projection: &Projection) -> Result<Value> {
    let kind = ResourceType::User;
    let groups: Vec<GroupReference> = groups.into_iter().map(|group| reference(scim, group)).collect();
    let meta = Meta {
        id: account.scim_id.to_string(),
        location: scim.location(kind.endpoint(), account.scim_id),
        created: moment(account.created_at),
        last_modified: moment(account.updated_at),
        version: version(account),
    };
    Ok(projection.apply(kind, read(account)?.render(&meta, &groups)))
}

fn reference(scim: &Scim, group: GroupName) -> GroupReference {
    GroupReference {
        id: group.scim_id.to_string(),
        location: scim.location(ResourceType::Group.endpoint(), group.scim_id),
        display: group.name,
    }
}

/// 200 with the resource.
pub async fn answer(
    scim: &Scim,
    client: &DirectoryClient,
    account: &Account,
    projection: &Projection,
) -> Result<Answer> {
    let groups = if projection.wants(ResourceType::User, "groups") {
        groups_of(scim, client, account).await?
    } else {
        Vec::new()
    };
    Ok(Answer::ok(rendered(scim, account, groups, projection)?).with_version(&version(account)))
}
