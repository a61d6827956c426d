//! Lists of resources: what a client asks for and what it gets (RFC 7644 §3.4.2, §3.4.3).

use serde_json::{Map, Value};

use crate::error::{Result, ScimError};
use crate::filter::Filter;
use crate::limits::{DEFAULT_COUNT, MAX_COUNT};
use crate::path::{AttrPath, excerpt};
use crate::projection::Projection;
use crate::schema::ResourceType;

/// The schema of a list.
pub const LIST_URN: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
/// The schema of the body of `/.search`.
pub const SEARCH_URN: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

/// What a client asks of a list, by URL parameters or the body of `/.search`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// Which resources.
    pub filter: Option<Filter>,
    /// Which part of them.
    pub page: Page,
    /// In what order; `None` leaves it to the store.
    pub sort: Option<Sort>,
    /// Which attributes of them.
    pub projection: Projection,
}

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Position of the first resource; 1 is the first of all.
    pub start_index: u64,
    /// Most resources on the page, up to [`MAX_COUNT`]; 0 asks for the total alone.
    pub count: u64,
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// The attribute to sort by. Resources without it come last when ascending, first when descending (RFC 7644
    /// §3.4.2.3).
    pub by: AttrPath,
    /// The direction.
    pub order: SortOrder,
}

/// A direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortOrder {
    /// Smallest first.
    #[default]
    Ascending,
    /// Largest first.
    Descending,
}

impl Page {
    /// How many resources come before the page.
    #[must_use]
    pub fn offset(self) -> u64 {
        self.start_index.saturating_sub(1)
    }

    /// RFC 7644 §3.4.2.4: a `startIndex` below 1 means 1, a negative `count` means 0; more than the most means the
    /// most.
    fn new(start_index: Option<i64>, count: Option<i64>) -> Self {
        let count = count.map_or(DEFAULT_COUNT, |count| u64::try_from(count).unwrap_or(0));
        let start_index = start_index.and_then(|index| u64::try_from(index).ok()).unwrap_or(1);
        Self { start_index: start_index.max(1), count: count.min(MAX_COUNT) }
    }
}

impl Default for Page {
    fn default() -> Self {
        Self::new(None, None)
    }
}

impl Query {
    /// From URL parameters, percent-decoded. Their names have no case; others than SCIM's are left alone, and an empty
    /// one counts as not sent.
    ///
    /// # Errors
    /// `invalidFilter` for a filter that can't be read or used on `resource_types`, `invalidPath` for a bad `sortBy`,
    /// `invalidValue` for a number or order that is none.
    pub fn from_parameters<'a>(
        resource_types: &[ResourceType],
        parameters: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self> {
        let parameters: Vec<(&str, &str)> = parameters.into_iter().collect();
        let text = |name: &str| {
            let found =
                parameters.iter().find(|(key, value)| key.eq_ignore_ascii_case(name) && !value.trim().is_empty());
            found.map(|(_, value)| *value)
        };
        let number = |name: &str| {
            text(name).map(|digits| digits.trim().parse::<i64>().map_err(|_| not_a_number(name, digits))).transpose()
        };
        let names = |name: &str| text(name).unwrap_or_default().split(',');
        let request = Request {
            filter: text("filter"),
            sort_by: text("sortBy"),
            sort_order: text("sortOrder"),
            page: Page::new(number("startIndex")?, number("count")?),
            projection: Projection::new(names("attributes"), names("excludedAttributes")),
        };
        request.check(resource_types)
    }

    /// From the body of `/.search` (RFC 7644 §3.4.3).
    ///
    /// # Errors
    /// As [`Query::from_parameters`]; `invalidSyntax` where the body isn't an object.
    pub fn from_search_request(resource_types: &[ResourceType], body: &Value) -> Result<Self> {
        let members = body
            .as_object()
            .ok_or_else(|| ScimError::invalid_syntax("The body of a search must be one JSON object."))?;
        let member = |name: &str| {
            members
                .iter()
                .find(|(key, value)| key.eq_ignore_ascii_case(name) && !value.is_null())
                .map(|(_, value)| value)
        };
        let text = |name: &str| member(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
        let number = |name: &str| {
            member(name).map(|value| value.as_i64().ok_or_else(|| not_a_number(name, &value.to_string()))).transpose()
        };
        let names = |name: &str| names_in(member(name));
        let request = Request {
            filter: text("filter"),
            sort_by: text("sortBy"),
            sort_order: text("sortOrder"),
            page: Page::new(number("startIndex")?, number("count")?),
            projection: Projection::new(names("attributes"), names("excludedAttributes")),
        };
        request.check(resource_types)
    }
}

/// What the two forms of a query have in common, before its texts are read.
struct Request<'a> {
    filter: Option<&'a str>,
    sort_by: Option<&'a str>,
    sort_order: Option<&'a str>,
    page: Page,
    projection: Projection,
}

impl Request<'_> {
    fn check(self, resource_types: &[ResourceType]) -> Result<Query> {
        let filter = self.filter.map(str::parse::<Filter>).transpose()?;
        if let Some(filter) = &filter {
            resource_types.iter().try_for_each(|resource_type| filter.check(*resource_type))?;
        }
        let order = match self.sort_order {
            None => SortOrder::Ascending,
            Some(word) if word.eq_ignore_ascii_case("ascending") => SortOrder::Ascending,
            Some(word) if word.eq_ignore_ascii_case("descending") => SortOrder::Descending,
            Some(word) => {
                return Err(ScimError::invalid_value(format!(
                    "`sortOrder` must be ascending or descending, but is \"{}\".",
                    excerpt(word)
                )));
            }
        };
        let by = self.sort_by.map(str::parse::<AttrPath>).transpose()?;
        Ok(Query { filter, page: self.page, sort: by.map(|by| Sort { by, order }), projection: self.projection })
    }
}

/// A list of names, or one text of them with commas, as some clients send it in a body too.
fn names_in(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(names)) => names.split(',').collect(),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => Vec::new(),
    }
}

fn not_a_number(name: &str, sent: &str) -> ScimError {
    ScimError::invalid_value(format!("`{name}` must be a whole number, but is \"{}\".", excerpt(sent)))
}

/// A page of resources.
#[derive(Debug, Clone, PartialEq)]
pub struct ListResponse {
    /// How many there are on all pages.
    pub total_results: u64,
    /// Position of the first one on this page; 1 is the first of all.
    pub start_index: u64,
    /// The resources on this page, rendered and projected.
    pub resources: Vec<Value>,
}

impl ListResponse {
    /// A list that fits on one page.
    #[must_use]
    pub fn of_all(resources: Vec<Value>) -> Self {
        Self { total_results: resources.len() as u64, start_index: 1, resources }
    }

    /// The body. `Resources` is in it even when empty: clients iterate over it without a look.
    #[must_use]
    pub fn into_json(self) -> Value {
        let mut body = Map::new();
        body.insert("schemas".into(), vec![LIST_URN].into());
        body.insert("totalResults".into(), self.total_results.into());
        body.insert("itemsPerPage".into(), self.resources.len().into());
        body.insert("startIndex".into(), self.start_index.into());
        body.insert("Resources".into(), self.resources.into());
        Value::Object(body)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn query(parameters: &[(&str, &str)]) -> Result<Query> {
        Query::from_parameters(&[ResourceType::User], parameters.iter().copied())
    }

    #[test]
    fn pages_follow_the_rules_for_numbers_out_of_range() {
        for (start_index, count, expected) in [
            ("", "", (1, DEFAULT_COUNT)),
            ("0", "0", (1, 0)),
            ("-3", "-1", (1, 0)),
            ("11", "10", (11, 10)),
            ("1", "999999", (1, MAX_COUNT)),
        ] {
            let page = query(&[("startIndex", start_index), ("COUNT", count)]).unwrap().page;
            assert_eq!((page.start_index, page.count), expected, "{start_index:?} {count:?}");
            assert_eq!(page.offset(), expected.0 - 1);
        }
    }

    #[test]
    fn bad_parameters_say_which() {
        for (name, value, part) in [
            ("count", "ten", "`count`"),
            ("sortOrder", "up", "`sortOrder`"),
            ("filter", "userName eq", "The filter"),
            ("filter", "active gt true", "`active`"),
            ("sortBy", "a b", "\"a b\""),
        ] {
            let error = query(&[(name, value)]).unwrap_err();
            assert_eq!(error.status, 400);
            assert!(error.detail.contains(part), "{error}");
        }
    }

    #[test]
    fn a_search_body_asks_the_same_as_parameters() {
        let body = json!({"schemas": [SEARCH_URN], "filter": "userName sw \"a\"", "sortBy": "userName",
            "sortOrder": "descending",
            "startIndex": 5, "count": 2, "attributes": ["userName", "emails.value"]});
        let parameters = [
            ("filter", "userName sw \"a\""),
            ("sortBy", "userName"),
            ("sortOrder", "descending"),
            ("startIndex", "5"),
            ("count", "2"),
            ("attributes", "userName,emails.value"),
        ];
        assert_eq!(Query::from_search_request(&[ResourceType::User], &body), query(&parameters));
    }

    #[test]
    fn an_empty_list_still_has_resources() {
        let body = ListResponse::of_all(Vec::new()).into_json();
        assert_eq!(
            body,
            json!({"schemas": [LIST_URN], "totalResults": 0, "itemsPerPage": 0, "startIndex": 1, "Resources": []})
        );
    }
}
