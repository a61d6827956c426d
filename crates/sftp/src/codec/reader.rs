//! Reads the fields of a packet.

use bytes::{Buf, Bytes};

/// The bytes are no packet of this protocol.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the packet is malformed: {what}")]
pub struct Malformed {
    /// Which request it was, where that could still be read: it is answered, and the session goes on.
    pub id: Option<u32>,
    /// What was wrong.
    pub what: &'static str,
}

/// What is left of a packet.
pub(super) struct Reader {
    rest: Bytes,
    id: Option<u32>,
}

impl Reader {
    pub(super) fn new(packet: Bytes) -> Self {
        Self { rest: packet, id: None }
    }

    /// Reads the request id, which errors name from here on.
    pub(super) fn id(&mut self) -> Result<u32, Malformed> {
        let id = self.u32()?;
        self.id = Some(id);
        Ok(id)
    }

    pub(super) fn u8(&mut self) -> Result<u8, Malformed> {
        self.rest.try_get_u8().map_err(|_| self.short())
    }

    pub(super) fn u32(&mut self) -> Result<u32, Malformed> {
        self.rest.try_get_u32().map_err(|_| self.short())
    }

    pub(super) fn u64(&mut self) -> Result<u64, Malformed> {
        self.rest.try_get_u64().map_err(|_| self.short())
    }

    /// A string is a length and that many bytes; it shares the packet's memory.
    pub(super) fn string(&mut self) -> Result<Bytes, Malformed> {
        let length = self.u32()? as usize;
        if length > self.rest.len() {
            return Err(self.error("a string is longer than its packet"));
        }
        Ok(self.rest.split_to(length))
    }

    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    pub(super) fn error(&self, what: &'static str) -> Malformed {
        Malformed { id: self.id, what }
    }

    fn short(&self) -> Malformed {
        self.error("it ends too early")
    }
}
