//! What the filesystem tells of a file or folder.

use keyfold_db::entries::Row;
use keyfold_model::{EntryId, Name, Timestamp, UserId};

use crate::Error;

pub use keyfold_db::entries::Kind;

/// A file or folder as one person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id. It stays through renames and moves.
    pub id: EntryId,
    /// Its name; nothing for the root.
    pub name: Option<Name>,
    /// File or folder.
    pub kind: Kind,
    /// Bytes; 0 for a folder.
    pub size: u64,
    /// When its content changed last, as the client that wrote it said or as the server saw.
    pub modified: Timestamp,
    /// When it was made here.
    pub created: Timestamp,
    /// Who made it, while that account exists.
    pub created_by: Option<UserId>,
    /// Changes whenever the content does; opaque. For HTTP: without quotes.
    pub etag: String,
    /// Of the content, in hexadecimal; nothing for a folder.
    pub sha256: Option<String>,
}

impl Entry {
    pub(crate) fn from_row(row: Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            name: row.parent.map(|_| Name::parse(&row.name)).transpose()?,
            kind: row.kind,
            size: u64::try_from(row.size).unwrap_or(0),
            modified: row.modified,
            created: row.created,
            created_by: row.created_by,
            etag: Self::etag_of(&row),
            sha256: row.sha256,
        })
    }

    /// A file's is that of its bytes, which no other version has; a folder has one for good.
    pub(crate) fn etag_of(row: &Row) -> String {
        match row.blob {
            Some(blob) => blob.0.simple().encode_lower(&mut [0; 32]).to_owned(),
            None => format!("{:x}", row.id.0),
        }
    }
}

/// A page of a folder.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Folders and files in byte order of their names.
    pub entries: Vec<Entry>,
    /// Where the next page begins: the last name of this one; nothing at the end.
    pub next: Option<Name>,
}

/// Room in a folder, in bytes: the narrowest of quota and disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// In all.
    pub total: u64,
    /// Still free.
    pub free: u64,
}
