//! Begins an upload in parts, or its next part.

use axum::{Json, extract::State};
use keyfold_vfs::Filesystem;

use super::{
    BeginUpload, FileUploadPart, Uploads,
    uploads::{MOST_PARTS, Upload},
};
use crate::{
    Error, Result, address::SiteAddress, caller::Caller, content::make_parents, input::Input, tree_path::TreePath,
};

/// How many addresses are given at once.
const MOST_AT_ONCE: u32 = 100;

/// Begins an upload in parts, or its next part. Each part goes to its own `upload_uri`; then `files_create` finishes it.
#[utoipa::path(
    post,
    path = "/begin_upload/{*path}",
    tag = "file_actions",
    operation_id = "file_actions_begin_upload",
    params(("path" = String, Path)),
    request_body = BeginUpload,
    responses((status = 200, description = "Where the parts go", body = Vec<FileUploadPart>)),
)]
pub async fn begin_upload(
    State(filesystem): State<Filesystem>,
    State(uploads): State<Uploads>,
    State(site): State<SiteAddress>,
    caller: Caller,
    TreePath(path): TreePath,
    Input(begin): Input<BeginUpload>,
) -> Result<Json<Vec<FileUploadPart>>> {
    if begin.with_rename == Some(true) {
        return Err(Error::not_built("uploads that choose another name by themselves"));
    }
    let session = caller.session();
    let upload = match &begin.reference {
        Some(reference) => {
            let upload = uploads.find(reference)?;
            (upload.session().user() == session.user()).then_some(upload).ok_or_else(Error::not_found)?
        }
        None => {
            if begin.mkdir_parents == Some(true) {
                make_parents(&filesystem, session, &path).await?;
            }
            uploads.begin(&filesystem, session, &path, begin.size).await?
        }
    };
    let first = begin.restart.or(begin.part).unwrap_or(1).max(1);
    let end = first.saturating_add(begin.parts.unwrap_or(1).clamp(1, MOST_AT_ONCE)).min(MOST_PARTS + 1);
    Ok(Json((first..end).map(|part| address_of(&upload, part, path.as_str(), &site)).collect()))
}

fn address_of(upload: &Upload, part: u32, path: &str, site: &SiteAddress) -> FileUploadPart {
    FileUploadPart {
        action: "put/write",
        ask_about_overwrites: false,
        available_parts: MOST_PARTS,
        expires: upload.expires.into(),
        headers: serde_json::json!({}),
        http_method: "PUT",
        next_partsize: upload.part_length,
        parallel_parts: true,
        retry_parts: true,
        parameters: serde_json::json!({}),
        part_number: part,
        partsize: upload.part_length,
        path: path.to_owned(),
        upload_uri: site.join(&format!("/api/v1/uploads/{}/{part}", upload.reference)),
        reference: upload.reference.clone(),
    }
}
