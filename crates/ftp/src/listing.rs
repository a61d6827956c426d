//! Entries as FTP lists them: lines of `ls -l` (`LIST`), names (`NLST`), facts (`MLSD`, `MLST`; RFC 3659, section 7).

use std::{borrow::Cow, fmt::Write as _};

use keyfold_model::Timestamp;
use keyfold_vfs::{Entry, Kind};

use crate::codec::format_moment;

const DAY: i64 = 24 * 60 * 60;
/// How old a file is when `ls` shows its year instead of its hour: half of a mean Gregorian year.
const OLD: i64 = 31_556_952 / 2;

/// What a listing shows of each entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `LIST`.
    Long,
    /// `NLST`.
    Names,
    /// `MLSD`.
    Facts(Facts),
}

/// A fact of `MLST` and `MLSD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fact {
    Type,
    Size,
    Modify,
    Create,
    Unique,
}

const FACTS: [(Fact, &str); 5] = [
    (Fact::Type, "type"),
    (Fact::Size, "size"),
    (Fact::Modify, "modify"),
    (Fact::Create, "create"),
    (Fact::Unique, "unique"),
];

/// The facts that a client wants to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Facts([bool; FACTS.len()]);

impl Default for Facts {
    fn default() -> Self {
        Self([true; FACTS.len()])
    }
}

impl Facts {
    /// Those of `OPTS MLST type;size;`: unknown ones are left out.
    pub(crate) fn chosen(names: &str) -> Self {
        let wanted = |name: &str| names.split(';').any(|other| other.trim().eq_ignore_ascii_case(name));
        Self(FACTS.map(|(_, name)| wanted(name)))
    }

    /// As FEAT shows them: every fact, a star behind those that are shown.
    pub(crate) fn feature(self) -> String {
        let mut text = "MLST ".to_owned();
        for ((_, name), shown) in FACTS.iter().zip(self.0) {
            text.push_str(name);
            text.push_str(if shown { "*;" } else { ";" });
        }
        text
    }

    /// Their names, as `OPTS MLST` confirms them.
    pub(crate) fn names(self) -> String {
        FACTS.iter().zip(self.0).filter(|(_, shown)| *shown).map(|((_, name), _)| format!("{name};")).collect()
    }

    /// Appends the facts of an entry, without a name.
    pub(crate) fn write(self, entry: &Entry, to: &mut String) {
        for ((fact, name), _) in FACTS.iter().zip(self.0).filter(|(_, shown)| *shown) {
            if *fact == Fact::Size && entry.kind == Kind::Folder {
                continue;
            }
            to.push_str(name);
            to.push('=');
            match fact {
                Fact::Type => to.push_str(match entry.kind {
                    Kind::File => "file",
                    Kind::Folder => "dir",
                }),
                Fact::Size => push(entry.size, to),
                Fact::Modify => format_moment(entry.modified, to),
                Fact::Create => format_moment(entry.created, to),
                Fact::Unique => push(entry.id.0, to),
            }
            to.push(';');
        }
        to.push(' ');
    }
}

/// Appends a value; writing to a string can't fail.
fn push(value: impl std::fmt::Display, to: &mut String) {
    write!(to, "{value}").ok();
}

/// Writes the lines of one listing. The date of the last entry is kept: neighbours often share it.
pub(crate) struct Lines {
    style: Style,
    now: i64,
    day: i64,
    date: String,
    year: i16,
}

impl Lines {
    pub(crate) fn new(style: Style, now: Timestamp) -> Self {
        Self { style, now: now.seconds(), day: i64::MIN, date: String::new(), year: 0 }
    }

    /// Appends the line of an entry, times in UTC. `name` is how it is to be called.
    pub(crate) fn write(&mut self, entry: &Entry, name: &str, to: &mut String) {
        match self.style {
            Style::Names => {}
            Style::Facts(facts) => facts.write(entry, to),
            Style::Long => self.write_long(entry, to),
        }
        to.push_str(&shown(name));
        to.push_str("\r\n");
    }

    fn write_long(&mut self, entry: &Entry, to: &mut String) {
        let mode = match entry.kind {
            Kind::File => "-rw-r--r--",
            Kind::Folder => "drwxr-xr-x",
        };
        let at = entry.modified.seconds();
        self.turn_to(at.div_euclid(DAY));
        write!(to, "{mode} 1 keyfold keyfold {:>12} {} ", entry.size, self.date).ok();
        if at > self.now || at < self.now - OLD {
            write!(to, "{:>5} ", self.year).ok();
        } else {
            let minutes = at.rem_euclid(DAY) / 60;
            write!(to, "{:02}:{:02} ", minutes / 60, minutes % 60).ok();
        }
    }

    fn turn_to(&mut self, day: i64) {
        if day == self.day {
            return;
        }
        let midnight = jiff::Timestamp::from_second(day.saturating_mul(DAY)).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let date = jiff::tz::Offset::UTC.to_datetime(midnight);
        (self.day, self.year) = (day, date.year());
        self.date = date.strftime("%b %e").to_string();
    }
}

/// A name that holds an end of line would look like two entries, of which one is forged.
fn shown(name: &str) -> Cow<'_, str> {
    crate::codec::one_line(name)
}

#[cfg(test)]
mod tests {
    use keyfold_model::{EntryId, Name};

    use super::*;

    fn entry(kind: Kind, size: u64, modified: &str) -> Entry {
        let seconds = modified.parse::<jiff::Timestamp>().expect("a time").as_second();
        Entry {
            id: EntryId(7),
            name: Some(Name::parse("report.pdf").expect("a name")),
            kind,
            size,
            modified: Timestamp::from_seconds(seconds),
            created: Timestamp(0),
            created_by: None,
            etag: String::new(),
            sha256: None,
        }
    }

    fn line(style: Style, entry: &Entry, name: &str) -> String {
        let mut to = String::new();
        let now = Timestamp::from_seconds(1_795_507_200);
        Lines::new(style, now).write(entry, name, &mut to);
        to
    }

    #[test]
    fn long_lines_are_those_of_ls() {
        let file = entry(Kind::File, 1234, "2026-11-03T07:05:59Z");
        assert_eq!(
            line(Style::Long, &file, "report.pdf"),
            "-rw-r--r-- 1 keyfold keyfold         1234 Nov  3 07:05 report.pdf\r\n"
        );
        let folder = entry(Kind::Folder, 0, "2024-02-29T23:59:59Z");
        assert_eq!(line(Style::Long, &folder, "old"), "drwxr-xr-x 1 keyfold keyfold            0 Feb 29  2024 old\r\n");
    }

    #[test]
    fn facts_are_those_that_were_chosen() {
        let file = entry(Kind::File, 1234, "2026-11-03T07:05:59Z");
        let all = Style::Facts(Facts::default());
        assert_eq!(
            line(all, &file, "a b"),
            "type=file;size=1234;modify=20261103070559;create=19700101000000;unique=7; a b\r\n"
        );
        let few = Facts::chosen("Type;SIZE;UNIX.mode;");
        assert_eq!(few.names(), "type;size;");
        assert_eq!(few.feature(), "MLST type*;size*;modify;create;unique;");
        let folder = entry(Kind::Folder, 0, "2024-02-29T23:59:59Z");
        assert_eq!(line(Style::Facts(few), &folder, "x"), "type=dir; x\r\n");
    }

    #[test]
    fn a_name_can_not_forge_an_entry() {
        let file = entry(Kind::File, 1, "2026-11-03T07:05:59Z");
        assert_eq!(line(Style::Names, &file, "a\r\nb"), "a??b\r\n");
    }
}
