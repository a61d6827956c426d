//! What the filesystem tells of a file or folder.

use keyfold_model::{EntryId, Name, Timestamp, UserId};

/// File or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
}

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
