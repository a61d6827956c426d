//! Entries as version 3 shows them: attributes, and lines as `ls -l` writes them.

use bytes::{BufMut, BytesMut};
use keyfold_model::Timestamp;
use keyfold_vfs::{Entry, Kind};

use crate::codec::Attributes;

/// A file that its owner writes and all read: what one may really do here is no matter of mode bits.
const FILE: u32 = 0o100_644;
/// A folder, likewise.
const FOLDER: u32 = 0o040_755;

/// The attributes of an entry.
pub(super) fn attributes(entry: &Entry) -> Attributes {
    let modified = seconds(entry.modified);
    let permissions = match entry.kind {
        Kind::File => FILE,
        Kind::Folder => FOLDER,
    };
    Attributes {
        size: Some(entry.size),
        owner: None,
        permissions: Some(permissions),
        times: Some((modified, modified)),
    }
}

/// The attributes of a file that is being written.
pub(super) fn attributes_of_written(length: u64, now: Timestamp) -> Attributes {
    let now = seconds(now);
    Attributes { size: Some(length), owner: None, permissions: Some(FILE), times: Some((now, now)) }
}

/// Version 3 has 32 bits for seconds.
fn seconds(at: Timestamp) -> u32 {
    u32::try_from(at.seconds().max(0)).unwrap_or(u32::MAX)
}

const DAY: i64 = 24 * 60 * 60;
/// How old a file is when `ls` shows its year instead of its hour: half of a mean Gregorian year.
const OLD: i64 = 31_556_952 / 2;

/// Writes the lines of one listing. The date of the last entry is kept: neighbours often share it.
#[derive(Debug)]
pub(super) struct Lines {
    now: i64,
    day: i64,
    month_and_day: String,
    year: i16,
}

impl Lines {
    pub(super) fn at(now: Timestamp) -> Self {
        Self { now: now.seconds(), day: i64::MIN, month_and_day: String::new(), year: 0 }
    }

    /// Appends the line of an entry, times in UTC.
    pub(super) fn write(&mut self, entry: &Entry, name: &str, to: &mut BytesMut) {
        to.put_slice(match entry.kind {
            Kind::File => b"-rw-r--r--    1 keyfold  keyfold  ",
            Kind::Folder => b"drwxr-xr-x    1 keyfold  keyfold  ",
        });
        put_number(entry.size, 12, b' ', to);
        to.put_u8(b' ');
        self.write_date(entry.modified.seconds(), to);
        to.put_u8(b' ');
        to.put_slice(name.as_bytes());
    }

    fn write_date(&mut self, at: i64, to: &mut BytesMut) {
        let day = at.div_euclid(DAY);
        if day != self.day {
            self.set_day(day);
        }
        to.put_slice(self.month_and_day.as_bytes());
        if at > self.now || at < self.now - OLD {
            put_number(u64::try_from(self.year).unwrap_or(0), 6, b' ', to);
        } else {
            let minutes = at.rem_euclid(DAY).unsigned_abs() / 60;
            to.put_u8(b' ');
            put_number(minutes / 60, 2, b'0', to);
            to.put_u8(b':');
            put_number(minutes % 60, 2, b'0', to);
        }
    }

    fn set_day(&mut self, day: i64) {
        let date = jiff::tz::Offset::UTC
            .to_datetime(jiff::Timestamp::from_second(day.saturating_mul(DAY)).unwrap_or(jiff::Timestamp::UNIX_EPOCH));
        self.day = day;
        self.month_and_day = date.strftime("%b %e").to_string();
        self.year = date.year();
    }
}

/// Appends a number, right-aligned in at least `width` bytes.
fn put_number(mut number: u64, width: usize, fill: u8, to: &mut BytesMut) {
    let mut digits = [fill; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    to.put_slice(&digits[at.min(digits.len() - width)..]);
}

#[cfg(test)]
mod tests {
    use keyfold_model::{EntryId, Name};

    use super::*;

    fn line(kind: Kind, size: u64, modified: &str) -> String {
        let at = |text: &str| Timestamp::from_seconds(text.parse::<jiff::Timestamp>().expect("a time").as_second());
        let entry = Entry {
            id: EntryId(1),
            name: Some(Name::parse("report.pdf").expect("a name")),
            kind,
            size,
            modified: at(modified),
            created: Timestamp(0),
            created_by: None,
            etag: String::new(),
            sha256: None,
        };
        let mut to = BytesMut::new();
        Lines::at(at("2026-11-24T08:00:00Z")).write(&entry, "report.pdf", &mut to);
        String::from_utf8(to.to_vec()).expect("text")
    }

    #[test]
    fn lines_are_those_of_ls() {
        assert_eq!(
            line(Kind::File, 1234, "2026-11-03T07:05:59Z"),
            "-rw-r--r--    1 keyfold  keyfold          1234 Nov  3 07:05 report.pdf"
        );
        assert_eq!(
            line(Kind::Folder, 0, "2024-02-29T23:59:59Z"),
            "drwxr-xr-x    1 keyfold  keyfold             0 Feb 29  2024 report.pdf"
        );
        assert_eq!(
            line(Kind::File, 12_345_678_901_234, "2027-01-01T00:00:00Z"),
            "-rw-r--r--    1 keyfold  keyfold  12345678901234 Jan  1  2027 report.pdf"
        );
    }
}
