//! Moments as `YYYYMMDDHHMMSS[.sss]`, in UTC (RFC 3659, section 2.3).

use std::fmt::Write as _;

use jiff::{civil, tz::Offset};
use keyfold_model::Timestamp;

/// Appends a moment to the second. What the calendar can't hold is its beginning.
pub fn format_moment(at: Timestamp, to: &mut String) {
    let moment = jiff::Timestamp::from_second(at.seconds()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let time = Offset::UTC.to_datetime(moment);
    let (year, month, day) = (time.year(), time.month(), time.day());
    // Writing to a string can't fail.
    write!(to, "{year:04}{month:02}{day:02}{:02}{:02}{:02}", time.hour(), time.minute(), time.second()).ok();
}

/// Reads a moment.
#[must_use]
pub fn parse_moment(text: &str) -> Option<Timestamp> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 14 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let number = |from: usize, to: usize| whole[from..to].parse::<i16>().ok();
    let small = |from: usize| i8::try_from(number(from, from + 2)?).ok();
    // A leap second is the one before it.
    let second = small(12)?.min(59);
    let time = civil::DateTime::new(number(0, 4)?, small(4)?, small(6)?, small(8)?, small(10)?, second, 0).ok()?;
    let micros = format!("{fraction:0<6}")[..6].parse::<i64>().ok()?;
    let seconds = Offset::UTC.to_timestamp(time).ok()?.as_second();
    Some(Timestamp(Timestamp::from_seconds(seconds).0 + micros))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(at: Timestamp) -> String {
        let mut text = String::new();
        format_moment(at, &mut text);
        text
    }

    #[test]
    fn moments_are_written_and_read() {
        let at = parse_moment("20261124080102").expect("a moment");
        assert_eq!(at.to_string(), "2026-11-24T08:01:02.000000Z");
        assert_eq!(shown(at), "20261124080102");
        assert_eq!(parse_moment("20261124080102.25"), Some(Timestamp(at.0 + 250_000)));
        assert_eq!(parse_moment("20261124080160"), parse_moment("20261124080159"));
        assert_eq!(shown(Timestamp(i64::MAX)).len(), 14);
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for wrong in
            ["", "2026", "20261324080102", "20260230080102", "2026112408010é", "20261124080102.", "+0261124080102"]
        {
            assert_eq!(parse_moment(wrong), None, "{wrong}");
        }
    }
}
