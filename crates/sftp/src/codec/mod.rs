//! SFTP version 3 on the wire (draft-ietf-secsh-filexfer-02), with OpenSSH's extensions (its PROTOCOL file, section 4).
//!
//! Pure: bytes to [`Packet`], [`Response`] to bytes. Counts and lengths from the peer are checked against what is really
//! there before anything is made of them.

mod attributes;
mod names;
mod number;
mod reader;
mod request;
mod response;

pub use attributes::Attributes;
pub use names::NameList;
pub use reader::Malformed;
pub use request::{Handle, OpenFlags, Packet, Request};
pub use response::{Response, StatusCode};

/// The version that we speak, whatever newer one a client offers.
pub const VERSION: u32 = 3;

/// The longest packet, without its own length field, in bytes.
pub const MAX_PACKET: usize = 256 * 1024;

/// The most bytes in one READ or WRITE: what fits in a packet with room to spare for the rest of it.
pub const MAX_DATA: usize = 255 * 1024;

/// The length of the field that precedes each packet, in bytes.
pub const LENGTH_FIELD: usize = 4;
