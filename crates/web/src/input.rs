//! Bodies of the API: JSON or a form, checked against the schema that the OpenAPI document shows.

use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use utoipa::{
    PartialSchema,
    openapi::{RefOr, Schema},
};

use crate::{Error, error::Kind};

/// The fields of a request. A field that the schema does not name is one that this server does not have, and is refused
/// as such rather than dropped: the client would believe that it was stored.
#[derive(Clone, Debug)]
pub struct Input<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + PartialSchema> FromRequest<S> for Input<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let form = is_form(request.headers());
        let body = Bytes::from_request(request, state).await.map_err(|rejection| {
            let kind = if rejection.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
                Kind::BodyTooLarge
            } else {
                Kind::InvalidBody
            };
            Error::new(kind, rejection.body_text())
        })?;
        let fields = if form { read_form(&body) } else { read_json(&body)? };
        read(fields).map(Self)
    }
}

/// Reads the fields into their type; a field that is not in its schema is refused by name.
fn read<T: DeserializeOwned + PartialSchema>(fields: Map<String, Value>) -> Result<T, Error> {
    let known = property_names::<T>();
    if let Some(unknown) = fields.keys().find(|name| !known.iter().any(|known| known == *name)) {
        return Err(Error::new(Kind::NotBuilt, format!("This server does not have the field '{unknown}' here."))
            .with_detail(format!("The fields are: {}.", known.join(", "))));
    }
    serde_json::from_value(Value::Object(fields)).map_err(|error| Error::new(Kind::InvalidBody, error.to_string()))
}

fn property_names<T: PartialSchema>() -> Vec<String> {
    let RefOr::T(Schema::Object(object)) = T::schema() else { return Vec::new() };
    object.properties.keys().cloned().collect()
}

fn is_form(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    content_type.starts_with("application/x-www-form-urlencoded")
}

fn read_json(body: &[u8]) -> Result<Map<String, Value>, Error> {
    if body.trim_ascii().is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_slice(body)
        .map_err(|error| Error::new(Kind::InvalidBody, format!("The body is not a JSON object: {error}.")))
}

/// A form has texts only: what reads as a number or a truth is one.
fn read_form(body: &[u8]) -> Map<String, Value> {
    url::form_urlencoded::parse(body)
        .map(|(name, text)| {
            let value = match serde_json::from_str(&text) {
                Ok(value @ (Value::Bool(_) | Value::Number(_))) => value,
                _ => Value::String(text.into_owned()),
            };
            (name.into_owned(), value)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use utoipa::ToSchema;

    use super::*;

    #[derive(Debug, Deserialize, ToSchema)]
    struct Sample {
        name: String,
        count: Option<i64>,
    }

    fn sample(json: &str) -> Result<Sample, Error> {
        read(read_json(json.as_bytes())?)
    }

    #[test]
    fn a_field_that_is_not_in_the_schema_is_refused_by_name() {
        let error = sample(r#"{"name":"a","colour":"red"}"#).expect_err("refused");
        assert_eq!(error.kind(), Kind::NotBuilt);
        assert!(error.message().contains("'colour'"));
    }

    #[test]
    fn a_form_says_the_same_as_json() {
        let form: Sample = read(read_form(b"name=a&count=3")).expect("read");
        assert_eq!((form.name.as_str(), form.count), ("a", Some(3)));
        assert_eq!(sample(r#"{"name":"a","count":3}"#).expect("read").count, Some(3));
    }

    #[test]
    fn a_body_that_is_no_object_is_refused() {
        for body in ["[]", "{", "\"a\"", r#"{"name":7}"#, "{}"] {
            assert_eq!(sample(body).expect_err(body).kind(), Kind::InvalidBody, "{body}");
        }
    }
}
