//! From a request to what is to be done, what it touches, and how much memory it takes.

use std::sync::Arc;

use bytes::Bytes;
use keyfold_model::{PathError, VPath};
use keyfold_vfs::{Refusal, Replace};

use super::{
    act::{Act, PAGE_BYTES},
    claims::{
        Access::{Exclusive, Shared},
        Claims,
    },
    handles::{self, Handles, Open, Opened},
    listing,
};
use crate::{
    codec::{Attributes, Handle, MAX_DATA, NameList, OpenFlags, Request, Response, StatusCode},
    status,
};

/// What becomes of a request.
pub(super) enum Plan {
    /// It is answered at once.
    Answer(Response),
    /// It is worked on.
    Work {
        /// What is done.
        act: Act,
        /// What it touches.
        claims: Claims,
        /// The payload that it holds or will hold, in bytes.
        bytes: usize,
    },
}

/// Why a request is answered without being worked on.
struct Refused(Response);

impl From<PathError> for Refused {
    fn from(error: PathError) -> Self {
        let message = error.to_string().into();
        Self(Response::Status(status::code(&Refusal::Path(error)), message))
    }
}

fn failed(message: &'static str) -> Refused {
    Refused(Response::Status(StatusCode::Failure, message.into()))
}

fn unsupported(message: &'static str) -> Plan {
    Plan::Answer(Response::Status(StatusCode::OpUnsupported, message.into()))
}

fn work(act: Act, claims: Claims) -> Plan {
    Plan::Work { act, claims, bytes: 0 }
}

/// What becomes of `request`, given what is open.
pub(super) fn plan(request: Request, handles: &mut Handles) -> Plan {
    try_plan(request, handles).unwrap_or_else(|Refused(response)| Plan::Answer(response))
}

fn try_plan(request: Request, handles: &mut Handles) -> Result<Plan, Refused> {
    Ok(match request {
        Request::Init { .. } => Plan::Answer(Response::Version),
        Request::Limits => Plan::Answer(Response::Limits { handles: handles::MOST as u64 }),
        Request::RealPath { path } => Plan::Answer(full_name(&VPath::resolve(&path)?)),
        Request::ExpandPath { path } => Plan::Answer(full_name(&expand(&path)?)),
        Request::ReadLink | Request::SymLink | Request::HardLink => unsupported("there are no links here"),
        Request::Unknown => unsupported("this server does not know that request"),

        Request::Read { handle, offset, length } => read(handle, offset, length, handles)?,
        Request::Write { handle, offset, data } => write(handle, offset, data, handles)?,
        Request::Close { handle } => close(handle, handles)?,
        Request::ReadDir { handle } => read_dir(handle, handles)?,
        Request::Sync { handle } => match &find(handle, handles)?.open {
            Open::Write(file) => work(Act::Sync { file: Arc::clone(file) }, Claims::handle(handle, Exclusive)),
            Open::Read(_) | Open::Folder(_) => return Err(failed("the handle is not open for writing")),
        },
        Request::HandleStat { handle } => match &find(handle, handles)?.open {
            Open::Read(file) => Plan::Answer(Response::Attributes(listing::attributes(file.entry()))),
            Open::Write(file) => work(Act::StatWritten { file: Arc::clone(file) }, Claims::handle(handle, Exclusive)),
            Open::Folder(_) => shared(find(handle, handles)?.path.clone(), |path| Act::Stat { path }),
        },
        Request::HandleSetStat { handle, attributes } => set_handle(handle, attributes, handles)?,
        Request::HandleSpace { handle } => shared(find(handle, handles)?.path.clone(), |path| Act::Space { path }),

        Request::Open { path, flags, .. } => open(VPath::parse(&path)?, flags, handles)?,
        Request::OpenDir { path } => {
            room(handles)?;
            shared(VPath::parse(&path)?, |path| Act::OpenDir { path })
        }
        Request::Stat { path } | Request::LinkStat { path } => shared(VPath::parse(&path)?, |path| Act::Stat { path }),
        Request::Space { path } => shared(VPath::parse(&path)?, |path| Act::Space { path }),
        Request::SetStat { path, attributes } => {
            let path = VPath::parse(&path)?;
            match handles.written_at(&path) {
                Some(handle) => set_handle(handle, attributes, handles)?,
                None => exclusive(path, |path| Act::SetStat { path, attributes }),
            }
        }
        Request::Remove { path } => exclusive(VPath::parse(&path)?, |path| Act::RemoveFile { path }),
        Request::MakeDir { path } => exclusive(VPath::parse(&path)?, |path| Act::MakeDir { path }),
        Request::RemoveDir { path } => exclusive(VPath::parse(&path)?, |path| Act::RemoveDir { path }),
        Request::Rename { from, to } => rename(VPath::parse(&from)?, VPath::parse(&to)?, Replace::No),
        Request::PosixRename { from, to } => rename(VPath::parse(&from)?, VPath::parse(&to)?, Replace::Yes),
    })
}

/// Names are absolute on the wire, so that a client can put them before other names.
fn full_name(path: &VPath) -> Response {
    Response::Names(NameList::of_path(&format!("/{}", path.as_str())))
}

/// `~` and `~/…` are the top folder: there is no other home.
fn expand(path: &[u8]) -> Result<VPath, PathError> {
    match path {
        [b'~'] => Ok(VPath::root()),
        [b'~', b'/', rest @ ..] => VPath::resolve(rest),
        _ => VPath::resolve(path),
    }
}

fn shared(path: VPath, act: impl FnOnce(VPath) -> Act) -> Plan {
    let claims = Claims::path(&path, Shared);
    work(act(path), claims)
}

fn exclusive(path: VPath, act: impl FnOnce(VPath) -> Act) -> Plan {
    let claims = Claims::path(&path, Exclusive);
    work(act(path), claims)
}

fn rename(from: VPath, to: VPath, replace: Replace) -> Plan {
    let claims = Claims::both(&from, &to);
    work(Act::Rename { from, to, replace }, claims)
}

fn open(path: VPath, flags: OpenFlags, handles: &Handles) -> Result<Plan, Refused> {
    room(handles)?;
    Ok(if flags.has(OpenFlags::WRITE) || flags.has(OpenFlags::APPEND) {
        exclusive(path, |path| Act::OpenWrite { path, flags })
    } else {
        shared(path, |path| Act::OpenRead { path })
    })
}

fn room(handles: &Handles) -> Result<(), Refused> {
    if handles.is_full() { Err(failed("too many files are open: close some first")) } else { Ok(()) }
}

fn find(handle: Handle, handles: &Handles) -> Result<&Opened, Refused> {
    handles.get(handle).ok_or_else(|| failed("nothing is open under that handle"))
}

fn read(handle: Handle, offset: u64, length: u32, handles: &Handles) -> Result<Plan, Refused> {
    let length = (length as usize).min(MAX_DATA);
    let act = match &find(handle, handles)?.open {
        Open::Read(file) => Act::Read { file: Arc::clone(file), offset, length },
        Open::Write(file) => Act::ReadWritten { file: Arc::clone(file), offset, length },
        Open::Folder(_) => return Err(failed("that handle is a folder")),
    };
    Ok(Plan::Work { act, claims: Claims::handle(handle, Shared), bytes: length })
}

fn write(handle: Handle, offset: u64, data: Bytes, handles: &mut Handles) -> Result<Plan, Refused> {
    let bytes = data.len();
    let offset = handles.place(handle, offset, bytes);
    match &find(handle, handles)?.open {
        Open::Write(file) => {
            let act = Act::Write { file: Arc::clone(file), offset, data };
            Ok(Plan::Work { act, claims: Claims::handle(handle, Shared), bytes })
        }
        Open::Read(_) | Open::Folder(_) => Err(failed("the handle is not open for writing")),
    }
}

/// The handle is gone from now on, even though its earlier requests may still be under way.
fn close(handle: Handle, handles: &mut Handles) -> Result<Plan, Refused> {
    find(handle, handles)?;
    let Some(opened) = handles.remove(handle) else { return Ok(Plan::Answer(Response::ok())) };
    let claims = Claims::handle(handle, Exclusive);
    let claims = match &opened.open {
        Open::Write(_) => claims.and_path(&opened.path, Exclusive),
        Open::Read(_) | Open::Folder(_) => claims,
    };
    Ok(work(Act::Close { open: opened.open }, claims))
}

fn read_dir(handle: Handle, handles: &Handles) -> Result<Plan, Refused> {
    match &find(handle, handles)?.open {
        Open::Folder(folder) => {
            let act = Act::ReadDir { folder: Arc::clone(folder) };
            Ok(Plan::Work { act, claims: Claims::handle(handle, Exclusive), bytes: PAGE_BYTES })
        }
        Open::Read(_) | Open::Write(_) => Err(failed("that handle is not a folder")),
    }
}

fn set_handle(handle: Handle, attributes: Attributes, handles: &Handles) -> Result<Plan, Refused> {
    let opened = find(handle, handles)?;
    Ok(match &opened.open {
        Open::Write(file) => {
            let act = Act::SetWritten { file: Arc::clone(file), attributes };
            work(act, Claims::handle(handle, Exclusive))
        }
        Open::Read(_) | Open::Folder(_) => exclusive(opened.path.clone(), |path| Act::SetStat { path, attributes }),
    })
}
