//! The open files and folders of a session.

use std::{collections::HashMap, sync::Arc};

use keyfold_model::VPath;
use keyfold_vfs::{DirHandle, ReadHandle, WriteHandle};
use tokio::sync::Mutex;

use super::listing::Lines;
use crate::codec::Handle;

/// How many files and folders one session may have open.
pub(super) const MOST: usize = 1024;

/// What a handle stands for.
#[derive(Clone)]
pub(super) enum Open {
    /// A file for reading.
    Read(Arc<ReadHandle>),
    /// A file for writing.
    Write(Arc<WriteHandle>),
    /// A folder. Its lock is never contended: READDIRs on one handle take turns.
    Folder(Arc<Mutex<Folder>>),
}

/// A folder that is being listed.
pub(super) struct Folder {
    pub(super) handle: DirHandle,
    pub(super) lines: Lines,
}

/// An open file or folder and where it was opened.
pub(super) struct Opened {
    pub(super) open: Open,
    pub(super) path: VPath,
    /// Where the next write goes, if the file was opened to append.
    pub(super) end: Option<u64>,
}

/// The open files and folders by handle. A handle is never given out twice.
#[derive(Default)]
pub(super) struct Handles {
    open: HashMap<Handle, Opened>,
    given: u32,
}

impl Handles {
    pub(super) fn is_full(&self) -> bool {
        self.open.len() >= MOST
    }

    pub(super) fn insert(&mut self, opened: Opened) -> Handle {
        let handle = Handle(self.given);
        self.given = self.given.wrapping_add(1) % Handle::NONE.0;
        self.open.insert(handle, opened);
        handle
    }

    pub(super) fn get(&self, handle: Handle) -> Option<&Opened> {
        self.open.get(&handle)
    }

    pub(super) fn remove(&mut self, handle: Handle) -> Option<Opened> {
        self.open.remove(&handle)
    }

    /// Where a write of `length` bytes goes that asks for `offset`: to the end so far, in a file that was opened to append. The
    /// end moves when the write is taken up, so that writes may still overlap.
    pub(super) fn place(&mut self, handle: Handle, offset: u64, length: usize) -> u64 {
        let end = self.open.get_mut(&handle).and_then(|opened| opened.end.as_mut());
        end.map_or(offset, |end| {
            let at = *end;
            *end = at.saturating_add(length as u64);
            at
        })
    }

    /// The file at `path` that this session is writing.
    pub(super) fn written_at(&self, path: &VPath) -> Option<Handle> {
        let written = |opened: &Opened| matches!(opened.open, Open::Write(_)) && opened.path == *path;
        self.open.iter().find_map(|(handle, opened)| written(opened).then_some(*handle))
    }

    pub(super) fn drain(&mut self) -> impl Iterator<Item = Opened> {
        self.open.drain().map(|(_, opened)| opened)
    }
}
