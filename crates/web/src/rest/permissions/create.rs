//! Grants a level on a folder.

use axum::{Json, extract::State};
use http::StatusCode;
use keyfold_identity::{Groups, Users};
use keyfold_model::{GroupId, PartnerId, Reach, Subject, UserId};
use keyfold_vfs::Filesystem;

use super::{NewPermission, Permission, PermissionLevel};
use crate::{Error, Result, caller::Caller, error::Kind, id, input::Input, names::Names, tree_path};

/// Grants a level on a folder. It holds on every protocol, in open sessions too, before the answer.
#[utoipa::path(
    post,
    path = "",
    tag = "permissions",
    operation_id = "permissions_create",
    request_body = NewPermission,
    responses((status = 201, description = "The grant", body = Permission)),
)]
pub async fn create(
    State(filesystem): State<Filesystem>,
    State(users): State<Users>,
    State(groups): State<Groups>,
    caller: Caller,
    mut names: Names,
    Input(new): Input<NewPermission>,
) -> Result<(StatusCode, Json<Permission>)> {
    let session = caller.session();
    let folder = tree_path::parse(&new.path)?;
    let subject = subject(&new, &users, &groups).await?;
    let level = new.permission.unwrap_or(PermissionLevel::Full);
    let reach = if new.recursive == Some(false) { Reach::Folder } else { Reach::Tree };
    let grant = filesystem.grant(session, &folder, subject, level.into(), reach).await?;
    let granted = filesystem.grants(session, &folder).await?.into_iter().find(|granted| granted.grant.id == grant.id);
    let granted = granted.ok_or_else(Error::not_found)?;
    Ok((StatusCode::CREATED, Json(Permission::of(granted, &mut names).await?)))
}

/// Who will hold the grant: exactly one way to say so.
async fn subject(new: &NewPermission, users: &Users, groups: &Groups) -> Result<Subject> {
    let mut said = Vec::new();
    said.extend(new.user_id.map(|id| Subject::User(UserId(id))));
    said.extend(new.group_id.map(|id| Subject::Group(GroupId(id))));
    said.extend(new.partner_id.map(|id| Subject::Partner(PartnerId(id))));
    if let Some(ids) = &new.group_ids {
        let ids = id::parse_list(ids)?.into_iter().map(GroupId).collect();
        said.push(Subject::all_of(ids).map_err(|error| Error::invalid(format!("group_ids: {error}.")))?);
    }
    if let Some(name) = &new.username {
        let user = users.find_by_login(name).await?.ok_or_else(|| nobody("user", name))?;
        said.push(Subject::User(user.id));
    }
    if let Some(name) = &new.group_name {
        let group = groups.find_by_name(name).await?.ok_or_else(|| nobody("group", name))?;
        said.push(Subject::Group(group.id));
    }
    match <[Subject; 1]>::try_from(said) {
        Ok([subject]) => Ok(subject),
        Err(_) => Err(Error::new(
            Kind::RequestParamsRequired,
            "Say who will hold the grant, in one way: user_id, username, group_id, group_name, group_ids or partner_id.",
        )),
    }
}

fn nobody(what: &str, name: &str) -> Error {
    Error::new(Kind::InvalidModel, format!("There is no {what} '{name}'."))
}
