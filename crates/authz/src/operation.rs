//! What each operation on files and folders needs.

use keyfold_model::{Capability, CapabilitySet};

/// Something that a person does to an entry, on whatever protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// List a folder's names, sizes, times; stat an entry of it.
    List,
    /// Open a file in the web viewer.
    Preview,
    /// Download a file, or ask for its checksum.
    Download,
    /// Upload a new file.
    Upload,
    /// Make a folder.
    MakeFolder,
    /// Copy a file onto a free name.
    Copy,
    /// Copy a file onto another one.
    CopyReplacing,
    /// Overwrite, truncate or append to an existing file, or set its times.
    Overwrite,
    /// The same to one's own recent upload: a file that the same person made over the same protocol less than 24 hours
    /// ago, and nobody else has touched since.
    OverwriteOwnUpload,
    /// Rename one's own recent upload within its folder onto a free name: how many clients end an upload.
    RenameOwnUpload,
    /// Rename or move a file onto a free name.
    Move,
    /// Rename or move a file onto another one.
    MoveReplacing,
    /// Rename or move a folder onto a free name.
    MoveFolder,
    /// Rename or move a folder onto another one.
    MoveFolderReplacing,
    /// Delete a file.
    Delete,
    /// Delete a folder.
    DeleteFolder,
    /// Make a share link to read.
    Share,
    /// Make a share link that takes uploads.
    ShareForUpload,
    /// See a folder's history.
    SeeHistory,
    /// Change a folder's grants, fence, settings, retention.
    Administer,
}

/// The capabilities that an operation needs, by where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Needs {
    /// In the folder that the operation begins in: the one that holds the file or folder in question, or will hold the
    /// new one. Operations on a folder as such (listing, history, administration) mean the folder itself.
    pub source: CapabilitySet,
    /// In the folder that receives the entry, where that is a second place. It may be the same folder.
    pub target: CapabilitySet,
    /// In the folder that is moved or deleted, and in every one below it: see
    /// [`Policy::coverage`](crate::Policy::coverage).
    pub tree: Option<Capability>,
}

impl Operation {
    /// All of them, in the order of the grid.
    pub const ALL: [Self; 20] = [
        Self::List,
        Self::Preview,
        Self::Download,
        Self::Upload,
        Self::MakeFolder,
        Self::Copy,
        Self::CopyReplacing,
        Self::Overwrite,
        Self::OverwriteOwnUpload,
        Self::RenameOwnUpload,
        Self::Move,
        Self::MoveReplacing,
        Self::MoveFolder,
        Self::MoveFolderReplacing,
        Self::Delete,
        Self::DeleteFolder,
        Self::Share,
        Self::ShareForUpload,
        Self::SeeHistory,
        Self::Administer,
    ];

    /// What it needs.
    #[must_use]
    pub const fn needs(self) -> Needs {
        use Capability::{Admin, Create, Delete, History, List, Move, Overwrite, Preview, Read, Share};
        match self {
            Self::List => Needs::source(&[List]),
            Self::Preview => Needs::source(&[Preview]),
            Self::Download => Needs::source(&[Read]),
            Self::Upload | Self::MakeFolder => Needs::source(&[Create]),
            Self::Copy => Needs::source(&[Read]).target(&[Create]),
            Self::CopyReplacing => Needs::source(&[Read]).target(&[Create, Overwrite]),
            Self::Overwrite => Needs::source(&[Overwrite]),
            Self::OverwriteOwnUpload | Self::RenameOwnUpload => Needs::source(&[Create]),
            Self::Move => Needs::source(&[Move]).target(&[Create]),
            Self::MoveReplacing => Needs::source(&[Move]).target(&[Create, Overwrite]),
            Self::MoveFolder => Needs::source(&[Move]).target(&[Create]).tree(Move),
            Self::MoveFolderReplacing => Needs::source(&[Move]).target(&[Create, Overwrite]).tree(Move),
            Self::Delete => Needs::source(&[Delete]),
            Self::DeleteFolder => Needs::source(&[Delete]).tree(Delete),
            Self::Share => Needs::source(&[Share]),
            Self::ShareForUpload => Needs::source(&[Share, Create]),
            Self::SeeHistory => Needs::source(&[History]),
            Self::Administer => Needs::source(&[Admin]),
        }
    }

    /// What a person calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::List => "list a folder, stat an entry",
            Self::Preview => "open in the web viewer",
            Self::Download => "download, checksum",
            Self::Upload => "upload a new file",
            Self::MakeFolder => "make a folder",
            Self::Copy => "copy a file",
            Self::CopyReplacing => "copy a file onto another",
            Self::Overwrite => "overwrite, truncate, append, set times",
            Self::OverwriteOwnUpload => "the same, to one's own recent upload",
            Self::RenameOwnUpload => "rename one's own recent upload in place",
            Self::Move => "rename or move a file",
            Self::MoveReplacing => "rename or move a file onto another",
            Self::MoveFolder => "rename or move a folder",
            Self::MoveFolderReplacing => "rename or move a folder onto another",
            Self::Delete => "delete a file",
            Self::DeleteFolder => "delete a folder",
            Self::Share => "make a share link",
            Self::ShareForUpload => "make a share link that takes uploads",
            Self::SeeHistory => "see a folder's history",
            Self::Administer => "change grants, fence, settings, retention",
        }
    }
}

impl Needs {
    const fn source(capabilities: &[Capability]) -> Self {
        Self { source: CapabilitySet::of(capabilities), target: CapabilitySet::NONE, tree: None }
    }

    const fn target(self, capabilities: &[Capability]) -> Self {
        Self { target: CapabilitySet::of(capabilities), ..self }
    }

    const fn tree(self, capability: Capability) -> Self {
        Self { tree: Some(capability), ..self }
    }

    /// Whether someone who has `held` in every folder involved may do it.
    #[must_use]
    pub fn are_met_by(self, held: CapabilitySet) -> bool {
        held.has_all(self.source) && held.has_all(self.target) && self.tree.is_none_or(|needed| held.has(needed))
    }
}
