//! The form that the directory has the browser post (SAML bindings 3.5.4).

use axum::{body::Bytes, extract::rejection::BytesRejection};
use http::{HeaderMap, StatusCode, header};

use super::refusal::Reason;

/// The largest form that is read: the largest Response in base64, URL-encoded, and room for the RelayState.
pub(super) const MAX_BYTES: usize = 400 * 1024;

const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// An answer to a sign-in that was posted.
#[derive(Debug)]
pub(super) struct Form {
    /// The Response, in base64.
    pub(super) response: String,
    /// What came along with it, unprotected.
    pub(super) relay_state: Option<String>,
}

impl Form {
    /// Reads the form.
    pub(super) fn read(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Self, Reason> {
        let fields = Fields::read(headers, body)?;
        let response = fields.response.ok_or(Reason::Form("a field SAMLResponse"))?;
        Ok(Self { response, relay_state: fields.relay_state })
    }
}

/// All that a directory may post.
#[derive(Debug, Default)]
pub(super) struct Fields {
    /// A question, in base64.
    pub(super) request: Option<String>,
    /// An answer, in base64.
    pub(super) response: Option<String>,
    /// What came along with it, unprotected.
    pub(super) relay_state: Option<String>,
}

impl Fields {
    /// Reads the form. A field that stands twice could be read in two ways, so there is none.
    pub(super) fn read(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Self, Reason> {
        let body = body.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Reason::too_large(),
            _ => Reason::Form("a body that arrives whole"),
        })?;
        let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !media_type.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case(MEDIA_TYPE)) {
            return Err(Reason::Form(MEDIA_TYPE));
        }
        let mut fields = Self::default();
        for (name, value) in url::form_urlencoded::parse(&body) {
            let before = match &*name {
                "SAMLRequest" => fields.request.replace(value.into_owned()),
                "SAMLResponse" => fields.response.replace(value.into_owned()),
                "RelayState" => fields.relay_state.replace(value.into_owned()),
                _ => None,
            };
            if before.is_some() {
                return Err(Reason::Form("every field once"));
            }
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn read(media_type: &'static str, body: &'static str) -> Result<Form, Reason> {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(media_type))]);
        Form::read(&headers, Ok(Bytes::from_static(body.as_bytes())))
    }

    #[test]
    fn a_form_has_its_fields_once() {
        let form =
            read("application/x-www-form-urlencoded; charset=utf-8", "SAMLResponse=QQ%3D%3D&RelayState=%2Ffiles");
        let form = form.expect("a form");
        assert_eq!((&*form.response, form.relay_state.as_deref()), ("QQ==", Some("/files")));
        for (media_type, body) in [
            (MEDIA_TYPE, ""),
            (MEDIA_TYPE, "RelayState=/"),
            (MEDIA_TYPE, "SAMLResponse=QQ&SAMLResponse=QQ"),
            ("text/plain", "SAMLResponse=QQ"),
        ] {
            assert!(matches!(read(media_type, body), Err(Reason::Form(_))), "{media_type} {body}");
        }
    }
}
