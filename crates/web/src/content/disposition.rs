//! How a browser is told to treat the content of a file: never as something that runs with the power of this site.

use http::{HeaderName, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a browser may show by itself. Everything else is saved: HTML, SVG, scripts and whatever is not known.
const SHOWN: [&str; 16] = [
    "application/pdf",
    "audio/aac",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "audio/webm",
    "image/avif",
    "image/bmp",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
    "text/plain",
    "video/mp4",
    "video/ogg",
    "video/webm",
];

/// `attr-char` of RFC 8187 §3.2.1.
const ATTRIBUTE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// The headers for the content of a file of this name.
pub fn headers(name: &str) -> [(HeaderName, String); 4] {
    let guessed = mime_guess::from_path(name).first_raw().unwrap_or("application/octet-stream");
    let (content_type, disposition) = match SHOWN.into_iter().find(|shown| *shown == guessed) {
        Some("text/plain") => ("text/plain; charset=utf-8", "inline"),
        Some(shown) => (shown, "inline"),
        None => ("application/octet-stream", "attachment"),
    };
    let encoded = utf8_percent_encode(name, ATTRIBUTE);
    [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("{disposition}; filename*=UTF-8''{encoded}")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'; frame-ancestors 'self'".to_owned()),
    ]
}

/// The type that a name suggests, for listings.
pub fn mime_type(name: &str) -> Option<String> {
    mime_guess::from_path(name).first_raw().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_run_is_saved_and_not_shown() {
        for name in ["a.html", "a.svg", "a.xhtml", "a.js", "a.xml", "a.css", "a", "a.unknown", "a.png.html"] {
            let headers = headers(name);
            assert_eq!(headers[0].1, "application/octet-stream", "{name}");
            assert!(headers[1].1.starts_with("attachment"), "{name}");
        }
        assert!(headers("a.PNG")[1].1.starts_with("inline"));
        assert_eq!(headers("a.txt")[0].1, "text/plain; charset=utf-8");
    }

    #[test]
    fn a_name_can_not_leave_its_header() {
        let name = "\u{fc}ber \"x\"; filename=evil\r\nSet-Cookie: a=b.txt";
        let value = &headers(name)[1].1;
        assert!(
            value.starts_with("inline; filename*=UTF-8''%C3%BCber%20%22x%22%3B%20filename%3Devil%0D%0A"),
            "{value}"
        );
    }
}
