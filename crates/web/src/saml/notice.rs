//! A plain page for a person whose sign-in came to nothing: what happened, what to do, and a way back.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use axum::response::{Html, IntoResponse, Response};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{StatusCode, header};
use keyfold_identity::Error;

/// The palette of the web application (`web-ui/src/style.css`), light and dark.
const STYLE: &str = "\
:root{color-scheme:light dark;--paper:#f4efe6;--surface:#fffdf9;--line:#e6decf;--ink:#1b2625;--muted:#5d6865;\
--accent:#1f5f5b;--on-accent:#fdfaf4;font:16px/1.5 Inter,system-ui,sans-serif}\
@media(prefers-color-scheme:dark){:root{--paper:#0c1312;--surface:#131c1b;--line:#263331;--ink:#e9ece7;\
--muted:#95a29e;--accent:#7fcabe;--on-accent:#07211f}}\
*{box-sizing:border-box}\
body{display:grid;min-height:100dvh;margin:0;padding:1rem;place-items:center;background:var(--paper);color:var(--ink)}\
main{width:100%;max-width:30rem;padding:2rem;border:1px solid var(--line);border-top:4px solid var(--accent);\
border-radius:12px;background:var(--surface);overflow-wrap:anywhere}\
h1{font-size:1.375rem;line-height:1.3;margin:0 0 .75rem;text-wrap:balance}\
p{margin:0 0 .75rem;text-wrap:pretty}\
nav{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.5rem}\
a{padding:.5rem 1rem;border:1px solid var(--line);border-radius:6px;color:inherit;font-weight:500;\
text-decoration:none}\
a:first-child{border-color:transparent;background:var(--accent);color:var(--on-accent)}\
a:hover{text-decoration:underline}\
a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}\
small{display:block;margin-top:1.5rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--muted)}";

/// Nothing but this style: no script, no picture, no form, no frame around it.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = STANDARD.encode(digest(&SHA256, STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
});

/// What the page says. It is plain text.
#[derive(Debug)]
pub(super) struct Notice {
    /// The status of the answer.
    pub(super) status: StatusCode,
    /// What happened, in a few words.
    pub(super) title: &'static str,
    /// What happened, in full.
    pub(super) happened: &'static str,
    /// What the person can do.
    pub(super) remedy: &'static str,
    /// Where to try the same again, a path of this site.
    pub(super) again: Option<String>,
    /// The word under which administrators find it in the audit log.
    pub(super) reference: Option<&'static str>,
}

impl Notice {
    /// A page without a way to try again and without a reference.
    pub(super) const fn new(
        status: StatusCode,
        title: &'static str,
        happened: &'static str,
        remedy: &'static str,
    ) -> Self {
        Self { status, title, happened, remedy, again: None, reference: None }
    }

    /// The link leads to no directory that people sign in at.
    pub(super) fn no_such_directory() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "No such sign-in",
            "There is no company directory at this address, or signing in through it is switched off.",
            "Go back to the sign-in page and choose from what it offers.",
        )
    }

    /// The connection has no sign-in address that a browser can be sent to.
    pub(super) fn not_set_up() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "Sign-in is not set up",
            "This site does not know where your company directory's sign-in page is.",
            "Tell the administrators of this site: the directory connection needs the sign-in address.",
        )
    }

    /// The browser keeps no cookies.
    pub(super) fn cookies_needed() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "Your browser keeps no cookies",
            "Signing in needs a cookie, and your browser does not keep the one that this site sets.",
            "Allow cookies for this site, then open the tile of your portal again.",
        )
    }

    /// The machinery failed.
    pub(super) fn unavailable() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "Sign-in is not possible just now",
            "Something in this site failed while you were signing in. It is not your fault.",
            "Try again in a minute.",
        )
    }

    fn html(&self) -> String {
        let again = self
            .again
            .as_deref()
            .map_or_else(String::new, |path| format!(r#"<a href="{}">Try again</a>"#, escape(path)));
        let reference = self.reference.map_or_else(String::new, |word| {
            format!("<small>For administrators: the audit log has this as <code>{}</code>.</small>", escape(word))
        });
        format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head>\
             <body><main><h1>{title}</h1><p>{happened}</p><p>{remedy}</p>\
             <nav>{again}<a href=\"/\">Back to sign-in</a></nav>{reference}</main></body></html>",
            title = escape(self.title),
            happened = escape(self.happened),
            remedy = escape(self.remedy),
        )
    }
}

impl From<Error> for Notice {
    fn from(error: Error) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "signing in failed");
        Self::unavailable()
    }
}

impl IntoResponse for Notice {
    fn into_response(self) -> Response {
        let headers = [(header::CONTENT_SECURITY_POLICY, POLICY.as_str())];
        (self.status, headers, Html(self.html())).into_response()
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_stranger_named_stays_text() {
        let mut notice = Notice::unavailable();
        notice.again = Some("/saml/login/1?return_to=\"><b>&'".to_owned());
        assert!(notice.html().contains("return_to=&quot;&gt;&lt;b&gt;&amp;&#39;\""));
    }
}
