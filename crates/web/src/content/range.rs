//! Byte ranges (RFC 9110 §14).

use std::ops::Range;

use http::HeaderValue;

/// Which part of a file a client wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All of it: nothing was said, or something that this server does not serve, such as several ranges at once.
    Whole,
    /// These bytes.
    Part(Range<u64>),
    /// Bytes that the file does not have.
    Unsatisfiable,
}

/// Reads a `Range` header for a file of this size.
pub fn read(header: Option<&HeaderValue>, size: u64) -> Wanted {
    let Some(spec) = header.and_then(|value| value.to_str().ok()).and_then(|text| text.strip_prefix("bytes=")) else {
        return Wanted::Whole;
    };
    let Some((first, last)) = spec.trim().split_once('-') else { return Wanted::Whole };
    match (digits(first), digits(last)) {
        (Some(Some(first)), Some(_)) if first >= size => Wanted::Unsatisfiable,
        (Some(Some(first)), Some(last)) => match last.map_or(size, |last| last.saturating_add(1).min(size)) {
            end if end > first => Wanted::Part(first..end),
            _ => Wanted::Whole,
        },
        (Some(None), Some(Some(0))) => Wanted::Unsatisfiable,
        (Some(None), Some(Some(_))) if size == 0 => Wanted::Unsatisfiable,
        (Some(None), Some(Some(length))) => Wanted::Part(size.saturating_sub(length)..size),
        _ => Wanted::Whole,
    }
}

/// A number of digits alone; an inner nothing for no digits at all. A number beyond 64 bits is one beyond every file.
fn digits(text: &str) -> Option<Option<u64>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(None);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(Some(text.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wanted(header: &str, size: u64) -> Wanted {
        read(Some(&HeaderValue::from_str(header).expect("a header")), size)
    }

    #[test]
    fn ranges_mean_what_the_rfc_says() {
        for (header, expected) in [
            ("bytes=0-4", Wanted::Part(0..5)),
            ("bytes=5-", Wanted::Part(5..10)),
            ("bytes=-3", Wanted::Part(7..10)),
            ("bytes=-99", Wanted::Part(0..10)),
            ("bytes=8-99", Wanted::Part(8..10)),
            ("bytes=10-", Wanted::Unsatisfiable),
            ("bytes=99999999999999999999-", Wanted::Unsatisfiable),
            ("bytes=-0", Wanted::Unsatisfiable),
            ("bytes=4-2", Wanted::Whole),
            ("bytes=0-1,4-5", Wanted::Whole),
            ("bytes=a-b", Wanted::Whole),
            ("bytes=--1", Wanted::Whole),
            ("lines=0-4", Wanted::Whole),
        ] {
            assert_eq!(wanted(header, 10), expected, "{header}");
        }
        assert_eq!(wanted("bytes=0-", 0), Wanted::Unsatisfiable);
        assert_eq!(read(None, 10), Wanted::Whole);
    }

    proptest! {
        #[test]
        fn a_part_always_lies_within_the_file(text in "bytes=[0-9,-]{0,24}", size in 0_u64..100) {
            if let Wanted::Part(range) = wanted(&text, size) {
                prop_assert!(range.start < range.end && range.end <= size);
            }
        }
    }
}
