//! A listing on its way to the client.

use keyfold_vfs::{DirHandle, Entry};
use tokio::io::AsyncWriteExt as _;

use super::TransferError;
use crate::{listing::Lines, stream::Stream, visitor::Visitor};

/// How many entries are read at once.
const PAGE: usize = 512;

/// What is listed.
pub(crate) enum Source {
    /// What a folder holds, as it is read.
    Folder(DirHandle),
    /// One entry.
    Entry(Box<Entry>),
}

/// A listing.
pub(crate) struct Listed {
    source: Source,
    lines: Lines,
    /// What stands before each name: as the client named the folder.
    prefix: String,
}

impl Listed {
    pub(crate) const fn new(source: Source, lines: Lines, prefix: String) -> Self {
        Self { source, lines, prefix }
    }

    /// Sends it as it is read: a folder may hold millions.
    pub(super) async fn send(&mut self, stream: &mut Stream, visitor: &Visitor) -> Result<(), TransferError> {
        let mut text = String::new();
        match &mut self.source {
            Source::Entry(entry) => {
                self.lines.write(entry, &self.prefix, &mut text);
                stream.write_all(text.as_bytes()).await?;
            }
            Source::Folder(folder) => loop {
                let entries = folder.next(PAGE).await?;
                if entries.is_empty() {
                    break;
                }
                text.clear();
                for entry in &entries {
                    let Some(name) = &entry.name else { continue };
                    if self.prefix.is_empty() {
                        self.lines.write(entry, name.as_str(), &mut text);
                    } else {
                        self.lines.write(entry, &format!("{}{name}", self.prefix), &mut text);
                    }
                }
                stream.write_all(text.as_bytes()).await?;
                visitor.hears();
            },
        }
        Ok(stream.flush().await?)
    }
}
