//! Lists in pages: `cursor` and `per_page` in, `X-Files-Cursor` out.

use axum::{
    Json,
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderName, HeaderValue, request::Parts};
use keyfold_identity::list::Query;
use serde::Serialize;
use utoipa::IntoParams;

use crate::{Error, error::Kind};

/// Where the next page begins, in an answer.
pub const CURSOR_HEADER: HeaderName = HeaderName::from_static("x-files-cursor");
const DEFAULT_PER_PAGE: usize = 100;
const MOST_PER_PAGE: usize = 10_000;

/// Which page is asked for.
#[derive(Clone, Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// Where the page begins: the `X-Files-Cursor` of the one before.
    #[param(value_type = Option<String>)]
    pub cursor: Option<String>,
    /// How many entries at most: 1 to 10,000, 100 where nothing is said.
    #[param(value_type = Option<usize>)]
    pub per_page: usize,
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Error> {
        Self::parse(parts.uri.query().unwrap_or(""))
    }
}

impl Page {
    fn parse(query: &str) -> Result<Self, Error> {
        let mut page = Self { cursor: None, per_page: DEFAULT_PER_PAGE };
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "cursor" if !value.is_empty() => page.cursor = Some(decode(&value)?),
                "per_page" if !value.is_empty() => page.per_page = per_page(&value)?,
                _ => {}
            }
        }
        Ok(page)
    }

    /// The cursor as a number; `0` on the first page.
    pub fn number(&self) -> Result<i64, Error> {
        self.cursor.as_deref().map_or(Ok(0), |text| text.parse().map_err(|_| invalid_cursor()))
    }

    /// The page as lists of `identity` know it.
    pub fn list_query<F>(&self) -> Result<Query<F>, Error> {
        Ok(Query { offset: self.number()?, limit: self.most(), ..Query::default() })
    }

    /// The page as lists of `audit` know it.
    pub fn keyset(&self) -> Result<keyfold_audit::Page, Error> {
        let limit = u32::try_from(self.per_page).unwrap_or(u32::MAX);
        let after = self.cursor.as_deref().map(|text| text.parse().map_err(|_| invalid_cursor())).transpose()?;
        Ok(keyfold_audit::Page { after, limit })
    }

    /// How many entries at most.
    pub fn most(&self) -> i64 {
        i64::try_from(self.per_page).unwrap_or(i64::MAX)
    }

    /// The cursor of the page after this one, which has `shown` of `total` entries.
    pub fn next(&self, shown: usize, total: i64) -> Result<Option<String>, Error> {
        let end = self.number()? + i64::try_from(shown).unwrap_or(i64::MAX);
        Ok((shown > 0 && end < total).then(|| end.to_string()))
    }
}

fn per_page(text: &str) -> Result<usize, Error> {
    match text.parse() {
        Ok(count @ 1..=MOST_PER_PAGE) => Ok(count),
        _ => Err(Error::invalid(format!("per_page is a number from 1 to {MOST_PER_PAGE}, not '{text}'."))),
    }
}

fn decode(cursor: &str) -> Result<String, Error> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| invalid_cursor())?;
    String::from_utf8(bytes).map_err(|_| invalid_cursor())
}

fn invalid_cursor() -> Error {
    Error::new(Kind::InvalidCursor, "The cursor is not one that this server gave out.")
}

/// A page of a list.
#[derive(Debug)]
pub struct Paged<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Where the next one begins; nothing on the last.
    pub next: Option<String>,
}

impl<T> Paged<T> {
    /// A list that fits on one page.
    pub const fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}

impl<T> From<keyfold_audit::Slice<T>> for Paged<T> {
    fn from(slice: keyfold_audit::Slice<T>) -> Self {
        Self { items: slice.rows, next: slice.next.map(|cursor| cursor.to_string()) }
    }
}

impl<T> Paged<T> {
    /// The same page of what each becomes.
    pub fn map<U>(self, become_: impl FnMut(T) -> U) -> Paged<U> {
        Paged { items: self.items.into_iter().map(become_).collect(), next: self.next }
    }
}

impl<T: Serialize> IntoResponse for Paged<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.items).into_response();
        if let Some(next) = self.next
            && let Ok(value) = HeaderValue::from_str(&URL_SAFE_NO_PAD.encode(next))
        {
            response.headers_mut().insert(CURSOR_HEADER, value);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_where_the_one_before_ended() {
        let response = Paged { items: vec![1, 2], next: Some("caf\u{e9}".into()) }.into_response();
        let cursor = response.headers()[CURSOR_HEADER].to_str().expect("text");
        let page = Page::parse(&format!("cursor={cursor}&per_page=2")).expect("valid");
        assert_eq!((page.cursor.as_deref(), page.per_page), (Some("caf\u{e9}"), 2));
    }

    #[test]
    fn what_is_no_page_is_refused() {
        assert_eq!(Page::parse("cursor=%21").expect_err("refused").kind(), Kind::InvalidCursor);
        for query in ["per_page=0", "per_page=10001", "per_page=ten"] {
            assert_eq!(Page::parse(query).expect_err(query).kind(), Kind::RequestParamsInvalid);
        }
        assert_eq!(Page::parse("").expect("valid").per_page, 100);
    }
}
