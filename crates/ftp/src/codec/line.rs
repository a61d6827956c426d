//! Command lines out of bytes, with Telnet's own commands taken out (RFC 959, section 5.3; RFC 854).

use bytes::{Buf, BytesMut};

/// The longest line, in bytes: a path of twice the longest that is accepted, as SFTP takes it, and a command.
pub const MAX_LINE: usize = 8 * 1024 + 64;

/// Interpret As Command: what begins a command of Telnet. No text in UTF-8 holds this byte.
const IAC: u8 = 255;
/// The first of WILL, WONT, DO, DONT: an option follows each.
const WILL: u8 = 251;

/// A line was longer than [`MAX_LINE`]; it was thrown away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the line is too long")]
pub struct Overlong;

/// Bytes that have come and are not yet lines.
#[derive(Debug, Default)]
pub struct Lines {
    buffer: BytesMut,
    /// How much of the buffer holds no end of a line.
    searched: usize,
    /// The line that comes is too long: it is thrown away to its end.
    skipping: bool,
}

impl Lines {
    /// Where what is read goes.
    pub fn buffer(&mut self) -> &mut BytesMut {
        &mut self.buffer
    }

    /// Forgets what has come. What a client sent before it asked for TLS must not be taken for what it sends inside.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Whether nothing has come that is not handed out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.buffer.is_empty()
    }

    /// The next line without its end, if it is whole. Ends are CR LF, or LF alone.
    ///
    /// # Errors
    /// It was too long.
    pub fn next_line(&mut self) -> Option<Result<Vec<u8>, Overlong>> {
        loop {
            let end = self.buffer[self.searched..].iter().position(|byte| *byte == b'\n').map(|at| at + self.searched);
            let Some(end) = end else {
                if self.buffer.len() > MAX_LINE {
                    self.skipping = true;
                    self.buffer.clear();
                }
                self.searched = self.buffer.len();
                if self.buffer.is_empty() {
                    // A quiet connection holds no memory.
                    self.buffer = BytesMut::new();
                }
                return None;
            };
            let line = without_telnet(&self.buffer[..end]);
            self.buffer.advance(end + 1);
            self.searched = 0;
            if std::mem::take(&mut self.skipping) || end > MAX_LINE {
                return Some(Err(Overlong));
            }
            // Telnet's Synch alone, or an empty line: nothing is asked.
            if !line.is_empty() {
                return Some(Ok(line));
            }
        }
    }
}

/// The line without Telnet's commands and without the CR of its end.
fn without_telnet(line: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(line.len());
    let mut bytes = line.iter().copied();
    while let Some(byte) = bytes.next() {
        if byte != IAC {
            text.push(byte);
            continue;
        }
        match bytes.next() {
            Some(IAC) => text.push(IAC),
            Some(WILL..) => drop(bytes.next()),
            Some(_) | None => {}
        }
    }
    if text.last() == Some(&b'\r') {
        text.pop();
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(bytes: &[u8]) -> Vec<Result<Vec<u8>, Overlong>> {
        let mut lines = Lines::default();
        lines.buffer().extend_from_slice(bytes);
        std::iter::from_fn(|| lines.next_line()).collect()
    }

    #[test]
    fn both_ends_of_line_are_known_and_telnet_is_taken_out() {
        assert_eq!(lines(b"USER ann\r\nNOOP\nPA"), [Ok(b"USER ann".to_vec()), Ok(b"NOOP".to_vec())]);
        // IP, Synch and ABOR, as lftp sends them; an option; a doubled IAC.
        assert_eq!(lines(b"\xff\xf4\xff\xf2ABOR\r\n"), [Ok(b"ABOR".to_vec())]);
        assert_eq!(lines(b"\xff\xfd\x06NO\xff\xffOP\r\n"), [Ok(b"NO\xffOP".to_vec())]);
        assert_eq!(lines(b"\r\n\n\xff\xf2\r\nNOOP\r\n"), [Ok(b"NOOP".to_vec())]);
    }

    #[test]
    fn a_line_that_never_ends_takes_no_memory_and_the_next_one_counts() {
        let mut lines = Lines::default();
        for _ in 0..100 {
            lines.buffer().extend_from_slice(&[b'x'; 4096]);
            assert_eq!(lines.next_line(), None);
            assert!(lines.buffer.len() <= MAX_LINE);
        }
        lines.buffer().extend_from_slice(b"\r\nNOOP\r\n");
        assert_eq!(lines.next_line(), Some(Err(Overlong)));
        assert_eq!(lines.next_line(), Some(Ok(b"NOOP".to_vec())));
    }

    proptest! {
        #[test]
        fn how_bytes_are_cut_into_packets_does_not_matter(bytes in proptest::collection::vec(any::<u8>(), 0..200), cut in 0..200_usize) {
            let whole = lines(&bytes);
            let mut cut_lines = Lines::default();
            let mut got = Vec::new();
            let (head, tail) = bytes.split_at(cut.min(bytes.len()));
            for part in [head, tail] {
                cut_lines.buffer().extend_from_slice(part);
                got.extend(std::iter::from_fn(|| cut_lines.next_line()));
            }
            prop_assert_eq!(got, whole);
        }
    }
}
