//! What is answered.

use bytes::{BufMut, Bytes, BytesMut};

use super::{Attributes, Handle, LENGTH_FIELD, MAX_DATA, MAX_PACKET, NameList, VERSION, number};

/// How a request ended (section 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum StatusCode {
    /// Done.
    Ok = 0,
    /// Nothing follows.
    Eof = 1,
    /// Nothing of that name.
    NoSuchFile = 2,
    /// Not for this person.
    PermissionDenied = 3,
    /// It failed for another reason, which the message tells.
    Failure = 4,
    /// The request makes no sense.
    BadMessage = 5,
    /// We don't do that.
    OpUnsupported = 8,
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// To the first packet: our version and extensions.
    Version,
    /// How it ended, for a person to read.
    Status(StatusCode, std::borrow::Cow<'static, str>),
    /// The file or folder that was opened.
    Handle(Handle),
    /// Bytes of a file.
    Data(Bytes),
    /// Names.
    Names(NameList),
    /// Attributes.
    Attributes(Attributes),
    /// Room in a folder: the answer to `statvfs@openssh.com`, in bytes.
    Space {
        /// In all.
        total: u64,
        /// Free.
        free: u64,
    },
    /// The answer to `limits@openssh.com`.
    Limits {
        /// How many handles may be open.
        handles: u64,
    },
}

/// The extensions that are announced, with their versions.
const EXTENSIONS: [(&str, &str); 7] = [
    ("posix-rename@openssh.com", "1"),
    ("statvfs@openssh.com", "2"),
    ("fstatvfs@openssh.com", "2"),
    ("fsync@openssh.com", "1"),
    ("lsetstat@openssh.com", "1"),
    ("limits@openssh.com", "1"),
    ("expand-path@openssh.com", "1"),
];

/// Block size in the answer to `statvfs@openssh.com`, in bytes.
const BLOCK: u64 = 4096;
/// "No set-uid": the one flag of `statvfs@openssh.com` that is true here.
const NO_SET_UID: u64 = 0x2;
/// The longest name, in bytes.
const NAME_MAX: u64 = keyfold_model::MAX_NAME_BYTES as u64;

impl Response {
    /// Done.
    #[must_use]
    pub const fn ok() -> Self {
        Self::Status(StatusCode::Ok, std::borrow::Cow::Borrowed("done"))
    }

    /// Appends the packet, with its length field, to `to`. The payload of [`Response::Data`] is not appended but given back: it
    /// follows, and need not be copied.
    pub fn write(self, id: u32, to: &mut BytesMut) -> Option<Bytes> {
        let at = to.len();
        to.put_u32(0);
        let payload = self.write_body(id, to);
        let length = to.len() - at - LENGTH_FIELD + payload.as_ref().map_or(0, Bytes::len);
        debug_assert!(length <= MAX_PACKET, "a response of {length} bytes");
        to[at..at + LENGTH_FIELD].copy_from_slice(&wire(length).to_be_bytes());
        payload
    }

    fn write_body(self, id: u32, to: &mut BytesMut) -> Option<Bytes> {
        let head = |to: &mut BytesMut, kind| {
            to.put_u8(kind);
            to.put_u32(id);
        };
        match self {
            Self::Version => write_version(to),
            Self::Status(code, message) => {
                head(to, number::STATUS);
                to.put_u32(code as u32);
                string(to, message.as_bytes());
                string(to, b"en");
            }
            Self::Handle(handle) => {
                head(to, number::HANDLE);
                string(to, &handle.0.to_be_bytes());
            }
            Self::Data(data) => {
                debug_assert!(data.len() <= MAX_DATA, "{} bytes of data", data.len());
                head(to, number::DATA);
                to.put_u32(wire(data.len()));
                return Some(data);
            }
            Self::Names(names) => {
                head(to, number::NAME);
                to.put_u32(names.count());
                to.put_slice(&names.into_bytes());
            }
            Self::Attributes(attributes) => {
                head(to, number::ATTRS);
                attributes.write(to);
            }
            Self::Space { total, free } => {
                head(to, number::EXTENDED_REPLY);
                write_space(total, free, to);
            }
            Self::Limits { handles } => {
                head(to, number::EXTENDED_REPLY);
                for limit in [MAX_PACKET as u64, MAX_DATA as u64, MAX_DATA as u64, handles] {
                    to.put_u64(limit);
                }
            }
        }
        None
    }
}

fn write_version(to: &mut BytesMut) {
    to.put_u8(number::VERSION);
    to.put_u32(VERSION);
    for (name, version) in EXTENSIONS {
        string(to, name.as_bytes());
        string(to, version.as_bytes());
    }
}

/// Block sizes, blocks (all, free, free to this person), the same of inodes, file system id, flags, longest name.
fn write_space(total: u64, free: u64, to: &mut BytesMut) {
    let (blocks, free) = (total / BLOCK, free / BLOCK);
    for field in [BLOCK, BLOCK, blocks, free, free, blocks, free, free, 0, NO_SET_UID, NAME_MAX] {
        to.put_u64(field);
    }
}

fn string(to: &mut BytesMut, text: &[u8]) {
    to.put_u32(wire(text.len()));
    to.put_slice(text);
}

/// A length as the wire has it. Every packet is bounded far below 4 GiB.
fn wire(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(response: Response) -> Vec<u8> {
        let mut bytes = BytesMut::new();
        let payload = response.write(0x0102_0304, &mut bytes);
        bytes.extend_from_slice(payload.as_deref().unwrap_or_default());
        bytes.to_vec()
    }

    #[test]
    fn each_answer_has_the_form_of_the_draft() {
        assert_eq!(
            written(Response::Status(StatusCode::NoSuchFile, "gone".into())),
            b"\0\0\0\x17\x65\x01\x02\x03\x04\0\0\0\x02\0\0\0\x04gone\0\0\0\x02en"
        );
        assert_eq!(written(Response::Handle(Handle(9))), b"\0\0\0\x0d\x66\x01\x02\x03\x04\0\0\0\x04\0\0\0\x09");
        assert_eq!(written(Response::Data(Bytes::from_static(b"abc"))), b"\0\0\0\x0c\x67\x01\x02\x03\x04\0\0\0\x03abc");
        assert_eq!(
            written(Response::Names(NameList::of_path("/a"))),
            b"\0\0\0\x19\x68\x01\x02\x03\x04\0\0\0\x01\0\0\0\x02/a\0\0\0\x02/a\0\0\0\0"
        );
        let attributes = Attributes { size: Some(5), permissions: Some(0o100_644), times: Some((7, 8)), owner: None };
        assert_eq!(
            written(Response::Attributes(attributes)),
            b"\0\0\0\x1d\x69\x01\x02\x03\x04\0\0\0\x0d\0\0\0\0\0\0\0\x05\0\0\x81\xa4\0\0\0\x07\0\0\0\x08"
        );
        assert_eq!(written(Response::Limits { handles: 10 }).len(), 4 + 5 + 4 * 8);
        assert_eq!(written(Response::Space { total: 1 << 40, free: 1 << 20 }).len(), 4 + 5 + 11 * 8);
        let version = written(Response::Version);
        let first_extension = b"\x02\0\0\0\x03\0\0\0\x18posix-rename@openssh.com\0\0\0\x011";
        assert_eq!(version[..LENGTH_FIELD], wire(version.len() - LENGTH_FIELD).to_be_bytes());
        assert!(version[LENGTH_FIELD..].starts_with(first_extension));
    }
}
