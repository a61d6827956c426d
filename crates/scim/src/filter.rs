//! Filters (RFC 7644 §3.4.2.2): the syntax tree, its text, and evaluation over JSON.
//!
//! The store turns the tree into SQL: [`ResourceType::resolve`] says which attribute a path names,
//! [`Location::compared`](crate::schema::Location::compared) what a comparison with it looks at. [`Filter::matches`] is
//! the reference that SQL has to agree with.

mod matches;
mod scan;

use std::fmt;
use std::str::FromStr;

use serde_json::{Number, Value};

pub(crate) use scan::Scanner;

use crate::error::{Result, ScimError};
use crate::path::{AttrPath, excerpt};
use crate::schema::{Kind, ResourceType};

/// A filter expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// All of them; two or more.
    And(Vec<Filter>),
    /// Any of them; two or more.
    Or(Vec<Filter>),
    /// Not that one.
    Not(Box<Filter>),
    /// `path pr`: there is a value that isn't empty.
    Present(AttrPath),
    /// `path op literal`. Over a multi-valued attribute it holds where it holds for one of the values.
    Compare(AttrPath, Operator, Literal),
    /// `path[filter]`: one single value of the attribute satisfies the whole filter, whose paths are those of the
    /// value.
    ValuePath(AttrPath, Box<Filter>),
}

/// Comparison operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// Equal.
    Eq,
    /// Exactly where `eq` doesn't hold, so also where there is no value.
    Ne,
    /// Contains.
    Co,
    /// Starts with.
    Sw,
    /// Ends with.
    Ew,
    /// Greater; later for dates.
    Gt,
    /// Greater or equal.
    Ge,
    /// Less; earlier for dates.
    Lt,
    /// Less or equal.
    Le,
}

/// What an attribute is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `null`: no value.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number.
    Number(Number),
    /// Text, a date, a reference.
    Text(String),
}

impl Operator {
    /// Every operator.
    pub const ALL: [Self; 9] =
        [Self::Eq, Self::Ne, Self::Co, Self::Sw, Self::Ew, Self::Gt, Self::Ge, Self::Lt, Self::Le];

    /// The operator as it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Co => "co",
            Self::Sw => "sw",
            Self::Ew => "ew",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
        }
    }

    fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.as_str().eq_ignore_ascii_case(word))
    }

    fn is_ordering(self) -> bool {
        matches!(self, Self::Gt | Self::Ge | Self::Lt | Self::Le)
    }
}

impl Literal {
    /// The literal as JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Boolean(flag) => Value::Bool(*flag),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Text(text) => Value::String(text.clone()),
        }
    }
}

impl Filter {
    /// Refuses what can't be compared: booleans and binary data have no order, and a date needs a date beside it. An
    /// attribute that the type doesn't have is no error; it has no value (RFC 7644 §3.4.2.1).
    ///
    /// # Errors
    /// `invalidFilter`, naming the attribute.
    pub fn check(&self, resource_type: ResourceType) -> Result<()> {
        match self {
            Self::And(terms) | Self::Or(terms) => terms.iter().try_for_each(|term| term.check(resource_type)),
            Self::Not(inner) => inner.check(resource_type),
            Self::Present(_) | Self::ValuePath(..) => Ok(()),
            Self::Compare(path, operator, literal) => {
                let Some(location) = resource_type.resolve(path) else { return Ok(()) };
                check_comparison(path, location.compared().attribute().kind, *operator, literal)
            }
        }
    }

    /// How many comparisons it is made of.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::And(terms) | Self::Or(terms) => terms.iter().map(Self::size).sum(),
            Self::Not(inner) | Self::ValuePath(_, inner) => inner.size(),
            Self::Present(_) | Self::Compare(..) => 1,
        }
    }

    /// The terms that must all hold: those of an `and`, or the filter itself.
    #[must_use]
    pub fn conjuncts(&self) -> &[Self] {
        match self {
            Self::And(terms) => terms,
            Self::Or(_) | Self::Not(_) | Self::Present(_) | Self::Compare(..) | Self::ValuePath(..) => {
                std::slice::from_ref(self)
            }
        }
    }
}

fn check_comparison(path: &AttrPath, kind: Kind, operator: Operator, literal: &Literal) -> Result<()> {
    let unordered = matches!(kind, Kind::Boolean | Kind::Binary);
    if unordered && operator.is_ordering() {
        return Err(ScimError::invalid_filter(format!("`{path}` has no order. Compare it with `eq` or `ne`.")));
    }
    if let (Kind::DateTime, Literal::Text(text)) = (kind, literal)
        && (operator.is_ordering() || matches!(operator, Operator::Eq | Operator::Ne))
        && matches::timestamp(text).is_none()
    {
        return Err(ScimError::invalid_filter(format!(
            "\"{}\" isn't a date. Compare `{path}` with one like \"2026-01-31T08:00:00Z\".",
            excerpt(text)
        )));
    }
    Ok(())
}

impl FromStr for Filter {
    type Err = ScimError;

    fn from_str(text: &str) -> Result<Self> {
        Scanner::new(text).and_then(Scanner::filter).map_err(|error| {
            ScimError::invalid_filter(format!(
                "The filter \"{}\" can't be read: {error}. Write it like `userName eq \"ann@example.com\"`.",
                excerpt(text)
            ))
        })
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(terms) => join(f, terms, " and "),
            Self::Or(terms) => join(f, terms, " or "),
            Self::Not(inner) => write!(f, "not ({inner})"),
            Self::Present(path) => write!(f, "{path} pr"),
            Self::Compare(path, operator, literal) => write!(f, "{path} {} {}", operator.as_str(), literal.to_json()),
            Self::ValuePath(path, inner) => write!(f, "{path}[{inner}]"),
        }
    }
}

fn join(f: &mut fmt::Formatter<'_>, terms: &[Filter], word: &str) -> fmt::Result {
    let mut separator = "";
    for term in terms {
        f.write_str(separator)?;
        if matches!(term, Filter::And(_) | Filter::Or(_)) {
            write!(f, "({term})")?;
        } else {
            write!(f, "{term}")?;
        }
        separator = word;
    }
    Ok(())
}
