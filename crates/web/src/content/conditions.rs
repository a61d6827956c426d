//! Conditions on a request (RFC 9110 §13): what has not changed is not sent, what has changed is not overwritten.

use http::{HeaderMap, header};
use keyfold_model::Timestamp;
use keyfold_vfs::{Entry, WriteMode};

use crate::{Error, error::Kind};

/// The conditions of a request.
#[derive(Clone, Copy, Debug)]
pub struct Conditions<'h>(&'h HeaderMap);

/// A file's ETag as it stands in a header.
pub fn etag(entry: &Entry) -> String {
    format!("\"{}\"", entry.etag)
}

/// A moment as it stands in a header, as in `Tue, 24 Nov 2026 08:00:00 GMT`.
pub fn http_date(at: Timestamp) -> Option<String> {
    let at = jiff::Timestamp::from_second(at.seconds()).ok()?;
    jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok()
}

impl<'h> Conditions<'h> {
    /// Those of these headers.
    pub const fn of(headers: &'h HeaderMap) -> Self {
        Self(headers)
    }

    /// Whether there are any on reading.
    pub fn concern_reading(self) -> bool {
        [header::IF_NONE_MATCH, header::IF_MODIFIED_SINCE, header::IF_MATCH, header::IF_UNMODIFIED_SINCE]
            .iter()
            .any(|name| self.0.contains_key(name))
    }

    /// Whether the client has the file as it is.
    pub fn is_unmodified(self, entry: &Entry) -> bool {
        match (self.text(header::IF_NONE_MATCH), self.date(header::IF_MODIFIED_SINCE)) {
            (Some(tags), _) => names(tags, &entry.etag, Comparison::Weak),
            (None, Some(since)) => entry.modified.seconds() <= since,
            (None, None) => false,
        }
    }

    /// Refuses where the file is not the one that the client means.
    ///
    /// # Errors
    /// `If-Match` or `If-Unmodified-Since` does not hold.
    pub fn check(self, entry: &Entry) -> Result<(), Error> {
        let holds = match (self.text(header::IF_MATCH), self.date(header::IF_UNMODIFIED_SINCE)) {
            (Some(tags), _) => names(tags, &entry.etag, Comparison::Strong),
            (None, Some(since)) => entry.modified.seconds() <= since,
            (None, None) => true,
        };
        if holds {
            Ok(())
        } else {
            Err(Error::new(Kind::PreconditionFailed, "It has been changed by somebody else since you read it."))
        }
    }

    /// Whether a range is meant for the file as it is; otherwise the whole is sent.
    pub fn range_applies(self, entry: &Entry) -> bool {
        match self.text(header::IF_RANGE) {
            Some(tag) if tag.starts_with('"') => names(tag, &entry.etag, Comparison::Strong),
            Some(_) => self.date(header::IF_RANGE) == Some(entry.modified.seconds()),
            None => true,
        }
    }

    /// How a file may be written under these conditions.
    pub fn write_mode(self) -> WriteMode {
        if self.text(header::IF_NONE_MATCH) == Some("*") { WriteMode::CreateNew } else { WriteMode::Replace }
    }

    /// The ETag that the file has to have to be overwritten.
    ///
    /// # Errors
    /// More than one: a file has one.
    pub fn if_match(self) -> Result<Option<String>, Error> {
        let Some(tag) = self.text(header::IF_MATCH).filter(|tag| *tag != "*") else { return Ok(None) };
        let plain = tag.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|tag| !tag.contains('"'));
        plain.map(|tag| Some(tag.to_owned())).ok_or_else(|| Error::invalid("If-Match: give the one ETag of the file."))
    }

    fn text(self, name: header::HeaderName) -> Option<&'h str> {
        self.0.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
    }

    fn date(self, name: header::HeaderName) -> Option<i64> {
        let text = self.text(name)?;
        let at = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
        Some(at.as_second())
    }
}

/// How ETags are compared (RFC 9110 §8.8.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Strong,
    Weak,
}

fn names(tags: &str, etag: &str, comparison: Comparison) -> bool {
    tags.split(',').map(str::trim).any(|tag| {
        let strong = match comparison {
            Comparison::Strong => tag,
            Comparison::Weak => tag.strip_prefix("W/").unwrap_or(tag),
        };
        tag == "*" || strong.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) == Some(etag)
    })
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};
    use keyfold_model::EntryId;
    use keyfold_vfs::Kind as EntryKind;

    use super::*;

    fn entry() -> Entry {
        Entry {
            id: EntryId(7),
            name: None,
            kind: EntryKind::File,
            size: 10,
            modified: Timestamp::from_seconds(1_795_507_200),
            created: Timestamp(0),
            created_by: None,
            etag: "abc".into(),
            sha256: None,
        }
    }

    fn headers(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn what_the_client_has_is_not_sent_again() {
        for (name, value, unmodified) in [
            (header::IF_NONE_MATCH, "\"abc\"", true),
            (header::IF_NONE_MATCH, "W/\"abc\", \"x\"", true),
            (header::IF_NONE_MATCH, "\"abcd\"", false),
            (header::IF_MODIFIED_SINCE, "Tue, 24 Nov 2026 08:00:00 GMT", true),
            (header::IF_MODIFIED_SINCE, "Tue, 24 Nov 2026 07:59:59 GMT", false),
            (header::IF_MODIFIED_SINCE, "yesterday", false),
        ] {
            assert_eq!(Conditions::of(&headers(name, value)).is_unmodified(&entry()), unmodified, "{value}");
        }
        assert_eq!(http_date(entry().modified).as_deref(), Some("Tue, 24 Nov 2026 08:00:00 GMT"));
    }

    #[test]
    fn what_somebody_else_changed_is_refused() {
        assert!(Conditions::of(&headers(header::IF_MATCH, "\"abc\"")).check(&entry()).is_ok());
        assert!(Conditions::of(&headers(header::IF_MATCH, "W/\"abc\"")).check(&entry()).is_err());
        assert!(Conditions::of(&headers(header::IF_MATCH, "\"old\"")).check(&entry()).is_err());
        let old = headers(header::IF_UNMODIFIED_SINCE, "Tue, 24 Nov 2026 07:00:00 GMT");
        assert!(Conditions::of(&old).check(&entry()).is_err());
    }

    #[test]
    fn a_range_of_another_version_is_not_sent() {
        assert!(Conditions::of(&headers(header::IF_RANGE, "\"abc\"")).range_applies(&entry()));
        assert!(!Conditions::of(&headers(header::IF_RANGE, "\"old\"")).range_applies(&entry()));
        assert!(!Conditions::of(&headers(header::IF_RANGE, "Tue, 24 Nov 2026 07:00:00 GMT")).range_applies(&entry()));
    }
}
