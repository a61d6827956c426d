//! Acts on files and folders.

use keyfold_vfs::Replace;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Where to, for copies and moves.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Destination {
    /// The full path of the new place.
    pub destination: String,
    /// Replaces a file that is there.
    pub overwrite: Option<bool>,
}

impl Destination {
    /// Whether a file that is there is replaced.
    #[must_use]
    pub fn replace(&self) -> Replace {
        if self.overwrite == Some(true) { Replace::Yes } else { Replace::No }
    }
}

/// How the act went: it is done when the answer comes.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileAction {
    /// Always `completed`.
    pub status: &'static str,
}

impl FileAction {
    /// It is done.
    pub const COMPLETED: Self = Self { status: "completed" };
}

/// The beginning of an upload, or of its next part.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct BeginUpload {
    /// How long the file will be.
    pub size: Option<u64>,
    /// Makes the folders above it, too.
    pub mkdir_parents: Option<bool>,
    /// Which part is next: 1 where nothing is said.
    pub part: Option<u32>,
    /// How many parts are asked for at once.
    pub parts: Option<u32>,
    /// The upload that the part belongs to.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// The number of the part to begin again with.
    pub restart: Option<u32>,
    /// Chooses another name where this one is taken: refused, as it isn't built.
    pub with_rename: Option<bool>,
    /// A hint of some clients that means nothing here.
    pub buffered_upload: Option<bool>,
}

/// Where a part of an upload is to be sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileUploadPart {
    /// Always `put/write`.
    pub action: &'static str,
    /// Always false: the right to overwrite decides.
    pub ask_about_overwrites: bool,
    /// How many parts there can be.
    pub available_parts: u32,
    /// Until when the address works.
    pub expires: crate::time::DateTime,
    /// Headers to send with the part: none.
    #[schema(value_type = Object)]
    pub headers: serde_json::Value,
    /// Always `PUT`.
    pub http_method: &'static str,
    /// How long the next part is, in bytes.
    pub next_partsize: u64,
    /// Parts can be sent at the same time.
    pub parallel_parts: bool,
    /// A part can be sent again.
    pub retry_parts: bool,
    /// Further parameters: none.
    #[schema(value_type = Object)]
    pub parameters: serde_json::Value,
    /// Which part.
    pub part_number: u32,
    /// How long it is, in bytes; the last one may be shorter.
    pub partsize: u64,
    /// The path of the file.
    pub path: String,
    /// The upload, for the following requests.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Where to send it. The address is the proof: it wants no other.
    pub upload_uri: String,
}

/// Whether folders above are made, too.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MakeParents {
    /// Makes the folders above it, too.
    pub mkdir_parents: Option<bool>,
}
