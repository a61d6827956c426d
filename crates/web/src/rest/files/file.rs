//! Files and folders, as the API shows them.

use keyfold_model::{Capability, CapabilitySet, VPath};
use keyfold_vfs::{Entry, Kind};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{content, time::DateTime};

/// A file or a folder.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct File {
    /// Its id. It stays through renames and moves.
    pub id: i64,
    /// Its path, without a leading slash.
    pub path: String,
    /// Its name.
    pub display_name: String,
    /// `file` or `directory`.
    #[serde(rename = "type")]
    pub kind: FileType,
    /// Bytes; 0 for a folder.
    pub size: u64,
    /// When it was made here.
    pub created_at: DateTime,
    /// Who made it.
    pub created_by_id: Option<i64>,
    /// When its content changed last.
    pub mtime: DateTime,
    /// The type that its name suggests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    /// Of the content, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Changes whenever the content does.
    pub etag: String,
    /// What the caller may do in it (a folder) or in its folder (a file): `l` list, `p` preview, `r` read, `w` write (make
    /// new ones), `o` overwrite, `m` move, `d` delete, `s` share, `h` history, `a` admin. Not in lists of folders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<String>,
    /// Where its content can be fetched without further proof, for a short time and once the session lives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub download_uri: Option<String>,
}

impl File {
    /// An entry at this path. `held` is what the caller has in it (a folder) or in its folder (a file), where that is known.
    #[must_use]
    pub fn of(entry: Entry, path: &VPath, held: Option<CapabilitySet>) -> Self {
        let display_name = entry.name.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default();
        Self {
            id: entry.id.0,
            path: path.as_str().to_owned(),
            kind: entry.kind.into(),
            size: entry.size,
            created_at: entry.created.into(),
            created_by_id: entry.created_by.map(|user| user.0),
            mtime: entry.modified.into(),
            mime_type: (entry.kind == Kind::File).then(|| content::mime_type(&display_name)).flatten(),
            sha256: entry.sha256,
            etag: entry.etag,
            permissions: held.map(letters),
            download_uri: None,
            display_name,
        }
    }
}

/// Capabilities in one letter each, of which Files.com has `l`, `r`, `w` and `d`.
fn letters(held: CapabilitySet) -> String {
    let letter = |capability| match capability {
        Capability::List => 'l',
        Capability::Preview => 'p',
        Capability::Read => 'r',
        Capability::Create => 'w',
        Capability::Overwrite => 'o',
        Capability::Move => 'm',
        Capability::Delete => 'd',
        Capability::Share => 's',
        Capability::History => 'h',
        Capability::Admin => 'a',
    };
    held.iter().map(letter).collect()
}

impl From<Kind> for FileType {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::File => Self::File,
            Kind::Folder => Self::Directory,
        }
    }
}

/// File or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum FileType {
    /// A file.
    File,
    /// A folder.
    Directory,
}

/// What to do with a path: an upload in parts ends so.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct FileUpload {
    /// `end` finishes the upload `ref`; `put` makes an empty file.
    pub action: Option<String>,
    /// Which upload.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// The parts that were sent.
    pub etags: Option<Vec<FileUploadEtag>>,
    /// How long the file is, as the client counted it.
    pub size: Option<u64>,
    /// Makes the folders above it, too.
    pub mkdir_parents: Option<bool>,
    /// The time of the last change, as the client knows it.
    pub provided_mtime: Option<DateTime>,
}

/// A part that was sent.
#[derive(Debug, Deserialize, ToSchema)]
pub struct FileUploadEtag {
    /// The ETag of the answer to it.
    pub etag: Option<String>,
    /// Its number.
    #[schema(value_type = Option<String>)]
    pub part: Option<serde_json::Value>,
}

/// How a file that is sent as the body of the request is stored.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UploadQuery {
    /// Makes the folders above it, too.
    pub mkdir_parents: Option<bool>,
    /// The time of the last change, as the client knows it.
    #[param(value_type = Option<String>, format = DateTime)]
    pub provided_mtime: Option<DateTime>,
}

/// How a file is downloaded.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DownloadQuery {
    /// `stat` tells of the file and reads nothing; `redirect` leads to the content.
    pub action: Option<String>,
}

/// What changes of a file.
#[derive(Debug, Deserialize, ToSchema)]
pub struct FileChange {
    /// The time of its last change.
    pub provided_mtime: Option<DateTime>,
}

/// How much goes with a deletion.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeleteQuery {
    /// Deletes a folder with everything in it, or nothing at all where one folder inside refuses.
    pub recursive: Option<bool>,
}
