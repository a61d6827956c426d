//! What a client asks.

use bytes::Bytes;

use super::{
    Attributes, number,
    reader::{Malformed, Reader},
};

/// A request and the number under which its answer is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    /// Chosen by the client; 0 for [`Request::Init`], which has none.
    pub id: u32,
    /// What is asked.
    pub request: Request,
}

/// An open file or folder, as the wire names it: four bytes. Whatever else a client sends names nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle(pub u32);

impl Handle {
    /// Names nothing: never given out.
    pub const NONE: Self = Self(u32::MAX);
}

/// How a file is opened (section 6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenFlags(pub u32);

impl OpenFlags {
    /// For reading.
    pub const READ: Self = Self(0x1);
    /// For writing.
    pub const WRITE: Self = Self(0x2);
    /// Each write goes to the end.
    pub const APPEND: Self = Self(0x4);
    /// Made if it is not there.
    pub const CREATE: Self = Self(0x8);
    /// Begins empty.
    pub const TRUNCATE: Self = Self(0x10);
    /// With `CREATE`: must not be there.
    pub const EXCLUSIVE: Self = Self(0x20);

    /// Whether all flags of `other` are set.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// What a client asks. Paths are bytes as they came: only the model makes a path of them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the draft, section 6")]
pub enum Request {
    /// The first packet: which version the client speaks.
    Init { version: u32 },
    /// Opens a file.
    Open { path: Bytes, flags: OpenFlags, attributes: Attributes },
    /// Closes a file or folder.
    Close { handle: Handle },
    /// Reads from a file.
    Read { handle: Handle, offset: u64, length: u32 },
    /// Writes to a file.
    Write { handle: Handle, offset: u64, data: Bytes },
    /// Attributes of a path.
    Stat { path: Bytes },
    /// Attributes of a path, of a symbolic link itself.
    LinkStat { path: Bytes },
    /// Attributes of an open file.
    HandleStat { handle: Handle },
    /// Sets attributes of a path.
    SetStat { path: Bytes, attributes: Attributes },
    /// Sets attributes of an open file.
    HandleSetStat { handle: Handle, attributes: Attributes },
    /// Opens a folder.
    OpenDir { path: Bytes },
    /// The next names in a folder.
    ReadDir { handle: Handle },
    /// Deletes a file.
    Remove { path: Bytes },
    /// Makes a folder.
    MakeDir { path: Bytes },
    /// Deletes an empty folder.
    RemoveDir { path: Bytes },
    /// The full name of a path.
    RealPath { path: Bytes },
    /// Renames; what has the new name already refuses it.
    Rename { from: Bytes, to: Bytes },
    /// Where a symbolic link leads.
    ReadLink,
    /// Makes a symbolic link.
    SymLink,
    /// `posix-rename@openssh.com`: renames, replacing.
    PosixRename { from: Bytes, to: Bytes },
    /// `statvfs@openssh.com`: room below a path.
    Space { path: Bytes },
    /// `fstatvfs@openssh.com`: room below an open file or folder.
    HandleSpace { handle: Handle },
    /// `fsync@openssh.com`: makes what was written durable.
    Sync { handle: Handle },
    /// `hardlink@openssh.com`.
    HardLink,
    /// `limits@openssh.com`.
    Limits,
    /// `expand-path@openssh.com`: as [`Request::RealPath`], with `~`.
    ExpandPath { path: Bytes },
    /// A packet type or an extension that we don't have.
    Unknown,
}

impl Packet {
    /// Reads a packet without its length field. What follows the last field is ignored: rclone 1.60 sends WRITE packets that are
    /// longer than they say.
    ///
    /// # Errors
    /// The packet ends early, or a length or count in it can't be true.
    pub fn read(packet: Bytes) -> Result<Self, Malformed> {
        let mut reader = Reader::new(packet);
        let kind = reader.u8()?;
        if kind == number::INIT {
            return Ok(Self { id: 0, request: Request::Init { version: reader.u32()? } });
        }
        let id = reader.id()?;
        Ok(Self { id, request: read_request(kind, &mut reader)? })
    }
}

fn read_request(kind: u8, reader: &mut Reader) -> Result<Request, Malformed> {
    Ok(match kind {
        number::OPEN => Request::Open {
            path: reader.string()?,
            flags: OpenFlags(reader.u32()?),
            attributes: Attributes::read(reader)?,
        },
        number::CLOSE => Request::Close { handle: read_handle(reader)? },
        number::READ => Request::Read { handle: read_handle(reader)?, offset: reader.u64()?, length: reader.u32()? },
        number::WRITE => Request::Write { handle: read_handle(reader)?, offset: reader.u64()?, data: reader.string()? },
        number::LSTAT => Request::LinkStat { path: reader.string()? },
        number::FSTAT => Request::HandleStat { handle: read_handle(reader)? },
        number::SETSTAT => Request::SetStat { path: reader.string()?, attributes: Attributes::read(reader)? },
        number::FSETSTAT => {
            Request::HandleSetStat { handle: read_handle(reader)?, attributes: Attributes::read(reader)? }
        }
        number::OPENDIR => Request::OpenDir { path: reader.string()? },
        number::READDIR => Request::ReadDir { handle: read_handle(reader)? },
        number::REMOVE => Request::Remove { path: reader.string()? },
        number::MKDIR => Request::MakeDir { path: reader.string()? },
        number::RMDIR => Request::RemoveDir { path: reader.string()? },
        number::REALPATH => Request::RealPath { path: reader.string()? },
        number::STAT => Request::Stat { path: reader.string()? },
        number::RENAME => Request::Rename { from: reader.string()?, to: reader.string()? },
        number::READLINK => Request::ReadLink,
        number::SYMLINK => Request::SymLink,
        number::EXTENDED => read_extended(reader)?,
        _ => Request::Unknown,
    })
}

fn read_extended(reader: &mut Reader) -> Result<Request, Malformed> {
    let name = reader.string()?;
    Ok(match name.as_ref() {
        b"posix-rename@openssh.com" => Request::PosixRename { from: reader.string()?, to: reader.string()? },
        b"statvfs@openssh.com" => Request::Space { path: reader.string()? },
        b"fstatvfs@openssh.com" => Request::HandleSpace { handle: read_handle(reader)? },
        b"fsync@openssh.com" => Request::Sync { handle: read_handle(reader)? },
        b"lsetstat@openssh.com" => Request::SetStat { path: reader.string()?, attributes: Attributes::read(reader)? },
        b"hardlink@openssh.com" => Request::HardLink,
        b"limits@openssh.com" => Request::Limits,
        b"expand-path@openssh.com" => Request::ExpandPath { path: reader.string()? },
        _ => Request::Unknown,
    })
}

fn read_handle(reader: &mut Reader) -> Result<Handle, Malformed> {
    let name = reader.string()?;
    Ok(name.as_ref().try_into().map_or(Handle::NONE, |bytes| Handle(u32::from_be_bytes(bytes))))
}

#[cfg(test)]
mod tests {
    use bytes::{BufMut, BytesMut};
    use proptest::prelude::*;

    use super::*;
    use crate::codec::MAX_PACKET;

    fn string(to: &mut BytesMut, text: &[u8]) {
        to.put_u32(u32::try_from(text.len()).expect("short"));
        to.put_slice(text);
    }

    fn packet(kind: u8, id: u32, fields: impl FnOnce(&mut BytesMut)) -> Bytes {
        let mut bytes = BytesMut::new();
        bytes.put_u8(kind);
        bytes.put_u32(id);
        fields(&mut bytes);
        bytes.freeze()
    }

    #[test]
    fn a_write_that_is_longer_than_it_says_is_read_as_it_says() {
        let bytes = packet(number::WRITE, 7, |to| {
            string(to, &[0, 0, 0, 3]);
            to.put_u64(1 << 40);
            string(to, b"data");
            to.put_slice(b"what rclone 1.60 leaves behind");
        });
        let request = Request::Write { handle: Handle(3), offset: 1 << 40, data: Bytes::from_static(b"data") };
        assert_eq!(Packet::read(bytes), Ok(Packet { id: 7, request }));
    }

    #[test]
    fn a_malformed_request_is_known_by_its_id() {
        let bytes = packet(number::OPENDIR, 9, |to| to.put_u32(u32::MAX));
        let what = "a string is longer than its packet";
        assert_eq!(Packet::read(bytes), Err(Malformed { id: Some(9), what }));
        assert_eq!(Packet::read(Bytes::from_static(&[3, 0])).expect_err("short").id, None);
    }

    #[test]
    fn a_count_that_can_not_be_true_is_refused() {
        let bytes = packet(number::SETSTAT, 1, |to| {
            string(to, b"/a");
            to.put_u32(0x8000_0000);
            to.put_u32(u32::MAX);
        });
        assert_eq!(Packet::read(bytes).expect_err("a lie").what, "more extended attributes than would fit");
    }

    #[test]
    fn handles_of_another_length_name_nothing() {
        for name in [&b""[..], b"abc", b"abcde", &[0; 300]] {
            let bytes = packet(number::CLOSE, 1, |to| string(to, name));
            assert_eq!(Packet::read(bytes).expect("read").request, Request::Close { handle: Handle::NONE });
        }
    }

    fn attributes() -> impl Strategy<Value = Attributes> {
        (any::<Option<u64>>(), any::<Option<(u32, u32)>>(), any::<Option<u32>>(), any::<Option<(u32, u32)>>())
            .prop_map(|(size, owner, permissions, times)| Attributes { size, owner, permissions, times })
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = Packet::read(bytes.into());
        }

        #[test]
        fn any_fields_of_any_request_are_read_or_refused(
            kind in prop_oneof![1_u8..=20, Just(number::EXTENDED)],
            fields in prop::collection::vec(prop_oneof![
                (0_u32..40).prop_map(|length| { let mut to = BytesMut::new(); string(&mut to, &vec![b'a'; length as usize]); to }),
                any::<u32>().prop_map(|number| BytesMut::from(&number.to_be_bytes()[..])),
                Just(BytesMut::from(&b"\0\0\0\x18posix-rename@openssh.com"[..])),
            ], 0..6),
        ) {
            let bytes = packet(kind, 1, |to| fields.iter().for_each(|field| to.put_slice(field)));
            let long = bytes.len();
            prop_assert!(long <= MAX_PACKET);
            match Packet::read(bytes) {
                Ok(read) => prop_assert!(kind == number::INIT || read.id == 1),
                Err(error) => prop_assert!(kind == number::INIT || error.id == Some(1)),
            }
        }

        #[test]
        fn what_was_written_is_read(
            path in prop::collection::vec(any::<u8>(), 0..100), flags in any::<u32>(), attributes in attributes(),
        ) {
            let bytes = packet(number::OPEN, 5, |to| { string(to, &path); to.put_u32(flags); attributes.write(to); });
            let request = Request::Open { path: path.into(), flags: OpenFlags(flags), attributes };
            prop_assert_eq!(Packet::read(bytes), Ok(Packet { id: 5, request }));
        }
    }
}
