//! The body of a request, from bytes to JSON.

use axum::body::Body;
use http::{HeaderMap, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use keyfold_scim::{Result, ScimError};
use serde_json::Value;

/// Reads a body of up to `limit` bytes; an empty one is none. The media type isn't looked at, as some clients send none; its
/// charset is.
///
/// # Errors
/// 413 for a longer one, `invalidSyntax` where it isn't JSON.
pub async fn read(body: Body, headers: &HeaderMap, limit: usize) -> Result<Option<Value>> {
    let bytes = match Limited::new(body, limit).collect().await {
        Ok(collected) => collected.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => return Err(ScimError::too_large("bytes", limit)),
        Err(_) => return Err(ScimError::invalid_syntax("The connection broke before the whole body had arrived.")),
    };
    if bytes.trim_ascii().is_empty() {
        return Ok(None);
    }
    let text = decode(&bytes, charset(headers).as_deref())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    serde_json::from_str(text)
        .map(Some)
        .map_err(|error| ScimError::invalid_syntax(format!("The body is not JSON: {error}.")))
}

fn charset(headers: &HeaderMap) -> Option<String> {
    let content_type = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_ascii_lowercase())
    })
}

/// UTF-8 unless the client says otherwise and the bytes bear it out: what claims to be Latin-1 is mostly UTF-8 all the same.
fn decode(bytes: &[u8], charset: Option<&str>) -> Result<String> {
    if let Some(charset @ ("utf-16" | "utf-16le" | "utf-16be")) = charset {
        return Ok(decode_utf16(bytes, charset));
    }
    match (std::str::from_utf8(bytes), charset) {
        (Ok(text), _) => Ok(text.to_owned()),
        (Err(_), Some("iso-8859-1" | "latin1" | "windows-1252")) => Ok(bytes.iter().copied().map(char::from).collect()),
        (Err(_), _) => Err(ScimError::invalid_syntax("The body is not UTF-8. Send it in UTF-8, or name its charset.")),
    }
}

fn decode_utf16(bytes: &[u8], charset: &str) -> String {
    let little = charset == "utf-16le" || (charset == "utf-16" && bytes.starts_with(&[0xff, 0xfe]));
    let unit = |pair: &[u8; 2]| if little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) };
    let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(unit).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use serde_json::json;

    use super::*;

    async fn parsed(bytes: &[u8], content_type: &'static str) -> Result<Option<Value>> {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(content_type))]);
        read(Body::from(bytes.to_vec()), &headers, 64).await
    }

    #[tokio::test]
    async fn every_charset_says_the_same() {
        let expected = Ok(Some(json!({"a": "é"})));
        let utf16: Vec<u8> = "{\"a\":\"é\"}".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(parsed("{\"a\":\"é\"}".as_bytes(), "application/scim+json; charset=utf-8").await, expected);
        assert_eq!(parsed("\u{feff}{\"a\":\"é\"}".as_bytes(), "application/json").await, expected);
        assert_eq!(parsed("{\"a\":\"é\"}".as_bytes(), "application/json; charset=ISO-8859-1").await, expected);
        assert_eq!(parsed(b"{\"a\":\"\xe9\"}", "application/json; charset=\"iso-8859-1\"").await, expected);
        assert_eq!(parsed(&utf16, "application/json;charset=utf-16").await, expected);
    }

    #[tokio::test]
    async fn what_is_no_json_is_refused_and_what_is_too_long_too() {
        assert_eq!(parsed(b" \n", "application/json").await, Ok(None));
        assert_eq!(parsed(b"{", "application/json").await.expect_err("refused").status, 400);
        assert_eq!(parsed(b"\"\xe9\"", "application/json").await.expect_err("refused").status, 400);
        assert_eq!(parsed(&[b' '; 65], "application/json").await.expect_err("refused").status, 413);
    }
}
