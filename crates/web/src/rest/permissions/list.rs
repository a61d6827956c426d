//! Lists grants.

use axum::extract::State;
use keyfold_identity::Memberships;
use keyfold_model::{GroupId, Subject, UserId, VPath};
use keyfold_vfs::{Filesystem, Granted};

use super::{Permission, PermissionQuery};
use crate::{Result, caller::Caller, names::Names, page::Paged, query::Query, tree_path};

/// Lists the grants of the folders that the caller administers: all of them for site admins.
#[utoipa::path(
    get,
    path = "",
    tag = "permissions",
    operation_id = "permissions_list",
    params(PermissionQuery),
    responses((status = 200, description = "The grants", body = Vec<Permission>)),
)]
pub async fn list(
    State(filesystem): State<Filesystem>,
    State(memberships): State<Memberships>,
    caller: Caller,
    mut names: Names,
    Query(query): Query<PermissionQuery>,
) -> Result<Paged<Permission>> {
    let session = caller.session();
    let mut granted = filesystem.all_grants(session).await?;
    if let Some(path) = &query.path {
        let folder = tree_path::parse(path)?;
        filesystem.capabilities(session, &folder).await?;
        granted.retain(|granted| reaches(granted, &folder));
    }
    if let Some(group) = query.group_id {
        granted.retain(|granted| names_group(&granted.grant.subject, GroupId(group)));
    }
    if let Some(user) = query.user_id.map(UserId) {
        let groups: Vec<GroupId> = match query.include_groups {
            Some(true) => memberships.of_user(user).await?.into_iter().map(|word| word.group).collect(),
            _ => Vec::new(),
        };
        granted.retain(|granted| {
            granted.grant.subject == Subject::User(user)
                || groups.iter().any(|group| names_group(&granted.grant.subject, *group))
        });
    }
    let mut items = Vec::with_capacity(granted.len());
    for granted in granted {
        items.push(Permission::of(granted, &mut names).await?);
    }
    Ok(Paged::whole(items))
}

/// Whether a grant stands on the folder or above it.
fn reaches(granted: &Granted, folder: &VPath) -> bool {
    folder.is_within(&granted.path)
}

fn names_group(subject: &Subject, group: GroupId) -> bool {
    match subject {
        Subject::Group(id) => *id == group,
        Subject::AllOf(groups) => groups.contains(&group),
        Subject::User(_) | Subject::Partner(_) => false,
    }
}
