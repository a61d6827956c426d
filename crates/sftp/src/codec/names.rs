//! The body of a NAME answer (section 7).

use bytes::{BufMut, Bytes, BytesMut};

use super::Attributes;

/// Names with what `ls -l` would show and their attributes, encoded as they are added.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct NameList {
    count: u32,
    bytes: BytesMut,
}

impl NameList {
    /// An empty list with room for about this many names.
    #[must_use]
    pub fn with_room_for(names: usize) -> Self {
        Self { count: 0, bytes: BytesMut::with_capacity(names.saturating_mul(128)) }
    }

    /// A list of one name that is not a file to look at: the answer to REALPATH.
    #[must_use]
    pub fn of_path(path: &str) -> Self {
        let mut list = Self::default();
        list.push(path, |long| long.put_slice(path.as_bytes()), &Attributes::default());
        list
    }

    /// Adds a name; `long` appends the line that is shown for it.
    pub fn push(&mut self, name: &str, long: impl FnOnce(&mut BytesMut), attributes: &Attributes) {
        self.count += 1;
        self.string(|bytes| bytes.put_slice(name.as_bytes()));
        self.string(long);
        attributes.write(&mut self.bytes);
    }

    /// How many names it holds.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.count
    }

    pub(super) fn into_bytes(self) -> Bytes {
        self.bytes.freeze()
    }

    /// Appends a string whose length is known only when it has been written.
    fn string(&mut self, write: impl FnOnce(&mut BytesMut)) {
        let at = self.bytes.len();
        self.bytes.put_u32(0);
        write(&mut self.bytes);
        // A folder's page is far below 4 GiB.
        let length = u32::try_from(self.bytes.len() - at - 4).unwrap_or(u32::MAX);
        self.bytes[at..at + 4].copy_from_slice(&length.to_be_bytes());
    }
}
