//! Buffers that are filled once and handed out again and again, so that reading neither allocates nor wipes memory.

use std::sync::Arc;

use bytes::Bytes;
use parking_lot::Mutex;

/// How much is read ahead for one who reads in order, in bytes.
pub(super) const READ_AHEAD: usize = 256 * 1024;

/// For less, a buffer of its own is cheaper.
const WORTH_KEEPING: usize = READ_AHEAD / 4;

/// How many idle buffers are kept.
const MAX_IDLE: usize = 64;

/// Idle buffers of [`READ_AHEAD`] bytes. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Buffers(Arc<Mutex<Vec<Vec<u8>>>>);

impl Buffers {
    /// A buffer of at least `length` bytes, whatever they are.
    pub(super) fn take(&self, length: usize) -> Vec<u8> {
        match length {
            WORTH_KEEPING..=READ_AHEAD => self.0.lock().pop().unwrap_or_else(|| vec![0; READ_AHEAD]),
            _ => vec![0; length],
        }
    }

    /// The first `length` bytes of a buffer, which returns here when the last slice of them is dropped.
    pub(super) fn lend(&self, buffer: Vec<u8>, length: usize) -> Bytes {
        Bytes::from_owner(Lent { buffer, length, home: self.clone() })
    }
}

struct Lent {
    buffer: Vec<u8>,
    length: usize,
    home: Buffers,
}

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        &self.buffer[..self.length]
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if self.buffer.len() == READ_AHEAD {
            let mut idle = self.home.0.lock();
            if idle.len() < MAX_IDLE {
                idle.push(std::mem::take(&mut self.buffer));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_returns_when_its_last_slice_is_dropped() {
        let buffers = Buffers::default();
        let mut buffer = buffers.take(READ_AHEAD);
        buffer[0] = 7;
        let bytes = buffers.lend(buffer, 10);
        let slice = bytes.slice(0..1);
        drop(bytes);
        assert!(buffers.0.lock().is_empty(), "a slice is still out");
        assert_eq!(slice[0], 7);
        drop(slice);
        assert_eq!(buffers.0.lock().len(), 1);
    }
}
