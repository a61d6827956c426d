//! Sets a fence.

use axum::{Json, extract::State};
use http::StatusCode;
use keyfold_vfs::Filesystem;

use super::{Behavior, FencedPermissions, NewBehavior};
use crate::{Error, Result, caller::Caller, input::Input, tree_path};

/// Sets a fence on a folder. It stops grants from above on every protocol, in open sessions too, before the answer.
#[utoipa::path(
    post,
    path = "",
    tag = "behaviors",
    operation_id = "behaviors_create",
    request_body = NewBehavior,
    responses((status = 201, description = "The fence", body = Behavior)),
)]
pub async fn create(
    State(filesystem): State<Filesystem>,
    caller: Caller,
    Input(new): Input<NewBehavior>,
) -> Result<(StatusCode, Json<Behavior>)> {
    if new.behavior != "permission_fence" {
        return Err(Error::not_built(&format!("folder settings of the kind '{}'", new.behavior)));
    }
    let folder = tree_path::parse(&new.path)?;
    let fence = new.value.map_or(FencedPermissions::All, |value| value.fenced_permissions);
    filesystem.set_fence(caller.session(), &folder, Some(fence.into())).await?;
    let fences = filesystem.all_fences(caller.session()).await?;
    let fenced = fences.into_iter().find(|fenced| fenced.path == folder).ok_or_else(Error::not_found)?;
    Ok((StatusCode::CREATED, Json(fenced.into())))
}
