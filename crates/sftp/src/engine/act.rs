//! Carrying out requests: each is one call on the filesystem, or two.

use std::sync::Arc;

use bytes::Bytes;
use futures::future::BoxFuture;
use keyfold_identity::Session;
use keyfold_model::{Clock, Timestamp, VPath};
use keyfold_vfs::{DirHandle, Error, Filesystem, ReadHandle, Refusal, Replace, WriteHandle, WriteMode, WriteOptions};
use tokio::sync::Mutex;

use super::{
    handles::{Folder, Open, Opened},
    listing::{self, Lines},
};
use crate::{
    codec::{Attributes, NameList, OpenFlags, Response, StatusCode},
    status,
};

/// How many names one READDIR gives: about 32 KiB of them, and far below the longest packet even if all are of full length.
const PAGE_NAMES: usize = 256;
/// What such an answer takes.
pub(super) const PAGE_BYTES: usize = 32 * 1024;

/// The filesystem as one person sees it, and the time.
#[derive(Clone)]
pub struct Door {
    /// What is served.
    pub filesystem: Filesystem,
    /// To whom.
    pub session: Session,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// What is done.
pub(super) enum Act {
    OpenRead { path: VPath },
    OpenWrite { path: VPath, flags: OpenFlags },
    OpenDir { path: VPath },
    Close { open: Open },
    Read { file: Arc<ReadHandle>, offset: u64, length: usize },
    ReadWritten { file: Arc<WriteHandle>, offset: u64, length: usize },
    Write { file: Arc<WriteHandle>, offset: u64, data: Bytes },
    Sync { file: Arc<WriteHandle> },
    StatWritten { file: Arc<WriteHandle> },
    SetWritten { file: Arc<WriteHandle>, attributes: Attributes },
    ReadDir { folder: Arc<Mutex<Folder>> },
    Stat { path: VPath },
    SetStat { path: VPath, attributes: Attributes },
    Space { path: VPath },
    RemoveFile { path: VPath },
    MakeDir { path: VPath },
    RemoveDir { path: VPath },
    Rename { from: VPath, to: VPath, replace: Replace },
}

/// What came of it.
pub(super) enum Outcome {
    /// The answer.
    Answer(Response),
    /// A handle is to be given out.
    Opened(Opened),
}

impl Act {
    /// Does it. Reads and writes are futures of their own, so that they stay small: there are many at once.
    pub(super) fn perform(self, door: Door) -> BoxFuture<'static, Outcome> {
        match self {
            Self::Read { file, offset, length } => Box::pin(async move { data(file.read_at(offset, length).await) }),
            Self::Write { file, offset, data } => Box::pin(async move { done(file.write_at(offset, data).await) }),
            Self::ReadWritten { file, offset, length } => {
                Box::pin(async move { data(file.read_at(offset, length).await) })
            }
            Self::OpenRead { .. }
            | Self::OpenWrite { .. }
            | Self::OpenDir { .. }
            | Self::Close { .. }
            | Self::Sync { .. }
            | Self::StatWritten { .. }
            | Self::SetWritten { .. }
            | Self::ReadDir { .. }
            | Self::Stat { .. }
            | Self::SetStat { .. }
            | Self::Space { .. }
            | Self::RemoveFile { .. }
            | Self::MakeDir { .. }
            | Self::RemoveDir { .. }
            | Self::Rename { .. } => Box::pin(async move {
                self.act(&door).await.unwrap_or_else(|error| Outcome::Answer(status::response(&error)))
            }),
        }
    }

    async fn act(self, door: &Door) -> Result<Outcome, Error> {
        let Door { filesystem, session, clock } = door;
        let response = match self {
            Self::OpenRead { path } => {
                let file = Arc::new(filesystem.open_read(session, &path).await?);
                return Ok(Outcome::Opened(Opened { open: Open::Read(file), path, end: None }));
            }
            Self::OpenWrite { path, flags } => return open_write(door, path, flags).await,
            Self::OpenDir { path } => {
                let handle = filesystem.open_dir(session, &path).await?;
                let folder = Arc::new(Mutex::new(Folder { handle, lines: Lines::at(clock.now()) }));
                return Ok(Outcome::Opened(Opened { open: Open::Folder(folder), path, end: None }));
            }
            Self::Close { open } => close(open).await?,
            Self::Read { file, offset, length } => return Ok(data(file.read_at(offset, length).await)),
            Self::ReadWritten { file, offset, length } => return Ok(data(file.read_at(offset, length).await)),
            Self::Write { file, offset, data } => return Ok(done(file.write_at(offset, data).await)),
            Self::Sync { file } => file.sync().await.map(|()| Response::ok())?,
            Self::StatWritten { file } => {
                Response::Attributes(listing::attributes_of_written(file.length(), clock.now()))
            }
            Self::SetWritten { file, attributes } => set_written(&file, attributes).await?,
            Self::ReadDir { folder } => read_dir(&mut *folder.lock().await).await?,
            Self::Stat { path } => Response::Attributes(listing::attributes(&filesystem.stat(session, &path).await?)),
            Self::SetStat { path, attributes } => set_stat(door, &path, attributes).await?,
            Self::Space { path } => {
                let space = filesystem.space(session, &path).await?;
                Response::Space { total: space.total, free: space.free }
            }
            Self::RemoveFile { path } => filesystem.remove_file(session, &path).await.map(|()| Response::ok())?,
            Self::MakeDir { path } => filesystem.make_dir(session, &path).await.map(|_| Response::ok())?,
            Self::RemoveDir { path } => filesystem.remove_dir(session, &path).await.map(|()| Response::ok())?,
            Self::Rename { from, to, replace } => {
                filesystem.rename(session, &from, &to, replace).await.map(|_| Response::ok())?
            }
        };
        Ok(Outcome::Answer(response))
    }
}

fn data(read: Result<Bytes, Error>) -> Outcome {
    Outcome::Answer(match read {
        Ok(data) if data.is_empty() => Response::Status(StatusCode::Eof, "the end of the file".into()),
        Ok(data) => Response::Data(data),
        Err(error) => status::response(&error),
    })
}

fn done(written: Result<(), Error>) -> Outcome {
    Outcome::Answer(written.map_or_else(|error| status::response(&error), |()| Response::ok()))
}

async fn open_write(door: &Door, path: VPath, flags: OpenFlags) -> Result<Outcome, Error> {
    let (creates, truncates) = (flags.has(OpenFlags::CREATE), flags.has(OpenFlags::TRUNCATE));
    let mode = if creates && flags.has(OpenFlags::EXCLUSIVE) {
        WriteMode::CreateNew
    } else if creates && truncates {
        WriteMode::Replace
    } else if creates {
        WriteMode::Update
    } else {
        WriteMode::UpdateExisting
    };
    let options = WriteOptions { mode, if_match: None, expected_length: None };
    let file = door.filesystem.open_write(&door.session, &path, options).await?;
    if truncates && mode == WriteMode::UpdateExisting {
        file.set_length(0).await?;
    }
    let end = flags.has(OpenFlags::APPEND).then(|| file.length());
    Ok(Outcome::Opened(Opened { open: Open::Write(Arc::new(file)), path, end }))
}

/// The answer to CLOSE is what a client may rely on: a file that was written is there, durable, or the answer is an error.
async fn close(open: Open) -> Result<Response, Error> {
    match open {
        Open::Read(file) => {
            if let Some(file) = Arc::into_inner(file) {
                file.close().await?;
            }
        }
        Open::Write(file) => {
            let file = Arc::into_inner(file).ok_or(Refusal::Invalid("the file is still being written to"))?;
            file.commit().await?;
        }
        Open::Folder(_) => {}
    }
    Ok(Response::ok())
}

async fn set_written(file: &WriteHandle, attributes: Attributes) -> Result<Response, Error> {
    if let Some(size) = attributes.size {
        file.set_length(size).await?;
    }
    if let Some((_, modified)) = attributes.times {
        file.set_modified(Timestamp::from_seconds(i64::from(modified)));
    }
    Ok(Response::ok())
}

/// Size and modification time are set. Mode bits and owners mean nothing here, and clients that send them (`chmod`, `put -p`) are
/// told that all is well, as long as there is something of that name.
async fn set_stat(door: &Door, path: &VPath, attributes: Attributes) -> Result<Response, Error> {
    let Door { filesystem, session, .. } = door;
    if let Some(size) = attributes.size {
        let options = WriteOptions { mode: WriteMode::UpdateExisting, if_match: None, expected_length: Some(size) };
        let file = filesystem.open_write(session, path, options).await?;
        set_written(&file, attributes).await?;
        file.commit().await?;
    } else if let Some((_, modified)) = attributes.times {
        match filesystem.set_modified(session, path, Timestamp::from_seconds(i64::from(modified))).await {
            // A folder's time is that of its last change; clients that copy trees set it all the same.
            Ok(_) | Err(Error::Refused(Refusal::IsAFolder)) => {}
            Err(error) => return Err(error),
        }
    } else {
        filesystem.stat(session, path).await?;
    }
    Ok(Response::ok())
}

async fn read_dir(folder: &mut Folder) -> Result<Response, Error> {
    let entries = DirHandle::next(&mut folder.handle, PAGE_NAMES).await?;
    if entries.is_empty() {
        return Ok(Response::Status(StatusCode::Eof, "the end of the folder".into()));
    }
    let mut names = NameList::with_room_for(entries.len());
    for entry in &entries {
        let Some(name) = &entry.name else { continue };
        let name = name.as_str();
        names.push(name, |long| folder.lines.write(entry, name, long), &listing::attributes(entry));
    }
    Ok(Response::Names(names))
}
