//! What version 3 tells of a file (section 5).

use bytes::BufMut;

use super::reader::{Malformed, Reader};

const SIZE: u32 = 0x1;
const OWNER: u32 = 0x2;
const PERMISSIONS: u32 = 0x4;
const TIMES: u32 = 0x8;
const EXTENDED: u32 = 0x8000_0000;

/// The attributes of a file, each only if it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Attributes {
    /// Bytes.
    pub size: Option<u64>,
    /// User and group number.
    pub owner: Option<(u32, u32)>,
    /// The mode as in `stat(2)`: kind and permission bits.
    pub permissions: Option<u32>,
    /// Access and modification, in seconds since 1970.
    pub times: Option<(u32, u32)>,
}

impl Attributes {
    pub(super) fn read(reader: &mut Reader) -> Result<Self, Malformed> {
        let flags = reader.u32()?;
        let has = |flag| flags & flag != 0;
        let attributes = Self {
            size: has(SIZE).then(|| reader.u64()).transpose()?,
            owner: has(OWNER).then(|| pair(reader)).transpose()?,
            permissions: has(PERMISSIONS).then(|| reader.u32()).transpose()?,
            times: has(TIMES).then(|| pair(reader)).transpose()?,
        };
        if has(EXTENDED) {
            skip_extended(reader)?;
        }
        Ok(attributes)
    }

    /// Appends them to a packet.
    pub fn write(&self, to: &mut impl BufMut) {
        let flag = |present: bool, flag| if present { flag } else { 0 };
        to.put_u32(
            flag(self.size.is_some(), SIZE)
                | flag(self.owner.is_some(), OWNER)
                | flag(self.permissions.is_some(), PERMISSIONS)
                | flag(self.times.is_some(), TIMES),
        );
        if let Some(size) = self.size {
            to.put_u64(size);
        }
        if let Some((user, group)) = self.owner {
            to.put_u32(user);
            to.put_u32(group);
        }
        if let Some(permissions) = self.permissions {
            to.put_u32(permissions);
        }
        if let Some((accessed, modified)) = self.times {
            to.put_u32(accessed);
            to.put_u32(modified);
        }
    }
}

fn pair(reader: &mut Reader) -> Result<(u32, u32), Malformed> {
    Ok((reader.u32()?, reader.u32()?))
}

/// Pairs of a name and a value, none of which means anything to us. Each is at least two length fields long, so a count that
/// can't be true is refused before it is believed.
fn skip_extended(reader: &mut Reader) -> Result<(), Malformed> {
    let count = reader.u32()? as usize;
    if count > reader.left() / 8 {
        return Err(reader.error("more extended attributes than would fit"));
    }
    for _ in 0..count {
        reader.string()?;
        reader.string()?;
    }
    Ok(())
}
