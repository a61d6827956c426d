//! Attribute paths, as in filters, `attributes` and `sortBy`, and PATCH paths (RFC 7644 §3.5.2, §3.10).

use std::fmt;
use std::str::FromStr;

use crate::error::{Result, ScimError};
use crate::filter::{Filter, Scanner};

/// `[URN:]name[.subAttribute]`, spelled as the client did.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AttrPath {
    schema: Option<String>,
    name: String,
    sub_attribute: Option<String>,
}

impl AttrPath {
    /// The URN before the name.
    #[must_use]
    pub fn schema(&self) -> Option<&str> {
        self.schema.as_deref()
    }

    /// The attribute name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name after the dot.
    #[must_use]
    pub fn sub_attribute(&self) -> Option<&str> {
        self.sub_attribute.as_deref()
    }

    /// Whether it is `name` and nothing else.
    pub(crate) fn is_plain(&self, name: &str) -> bool {
        self.schema.is_none() && self.sub_attribute.is_none() && self.name.eq_ignore_ascii_case(name)
    }

    pub(crate) fn with_sub_attribute(mut self, sub_attribute: &str) -> Option<Self> {
        if self.sub_attribute.is_some() || !is_name(sub_attribute) {
            return None;
        }
        self.sub_attribute = Some(sub_attribute.to_owned());
        Some(self)
    }

    /// Reads a path that holds nothing else; `None` where it isn't one.
    pub(crate) fn read(text: &str) -> Option<Self> {
        // The version in a URN holds a dot, so that the name begins after the last colon.
        let (schema, rest) = match text.rsplit_once(':') {
            Some((schema, rest)) => (Some(schema), rest),
            None => (None, text),
        };
        let (name, sub_attribute) = match rest.split_once('.') {
            Some((name, sub_attribute)) => (name, Some(sub_attribute)),
            None => (rest, None),
        };
        let urn_like = schema.is_none_or(|urn| urn.contains(':') && urn.chars().all(|c| c.is_ascii_graphic()));
        if !urn_like || !is_name(name) || !sub_attribute.is_none_or(is_name) {
            return None;
        }
        Some(Self {
            schema: schema.map(str::to_owned),
            name: name.to_owned(),
            sub_attribute: sub_attribute.map(str::to_owned),
        })
    }
}

/// `ATTRNAME` of RFC 7643 §2.1, and `$ref`.
fn is_name(text: &str) -> bool {
    let text = text.strip_prefix('$').unwrap_or(text);
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

impl FromStr for AttrPath {
    type Err = ScimError;

    fn from_str(text: &str) -> Result<Self> {
        Self::read(text.trim()).ok_or_else(|| {
            ScimError::invalid_path(format!(
                "\"{}\" isn't an attribute. Write it like `userName`, `name.familyName` \
                or with its schema URN before it.",
                excerpt(text)
            ))
        })
    }
}

impl fmt::Display for AttrPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "{schema}:")?;
        }
        f.write_str(&self.name)?;
        match &self.sub_attribute {
            Some(sub_attribute) => write!(f, ".{sub_attribute}"),
            None => Ok(()),
        }
    }
}

/// The `path` of a PATCH operation: `attribute`, `attribute[filter]` or `attribute[filter].subAttribute`.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The attribute; with a filter, the sub-attribute after the brackets is part of it.
    pub attribute: AttrPath,
    /// Which values of a multi-valued attribute are meant; attribute names in it are those of the value.
    pub filter: Option<Filter>,
}

impl FromStr for Path {
    type Err = ScimError;

    fn from_str(text: &str) -> Result<Self> {
        Scanner::new(text).and_then(Scanner::path).map_err(|error| {
            ScimError::invalid_path(format!(
                "The path \"{}\" can't be read: {error}. Write it like `active`, \
                `name.familyName` or `emails[type eq \"work\"].value`.",
                excerpt(text)
            ))
        })
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(filter) = &self.filter else {
            return self.attribute.fmt(f);
        };
        let outer = AttrPath { sub_attribute: None, ..self.attribute.clone() };
        write!(f, "{outer}[{filter}]")?;
        match self.attribute.sub_attribute() {
            Some(sub_attribute) => write!(f, ".{sub_attribute}"),
            None => Ok(()),
        }
    }
}

/// The beginning of a text that a client sent, fit for an error message.
pub(crate) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 200;
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
