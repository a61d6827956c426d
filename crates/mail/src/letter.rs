//! What a mail says.

/// What a mail is about, for programs and for those who look through the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A SCIM token expires, or has.
    ScimTokenExpiry,
    /// A directory made somebody an administrator.
    Promotion,
    /// Somebody was refused because every seat is taken.
    SeatCap,
    /// A certificate of an identity provider expires, or has.
    CertificateExpiry,
    /// The metadata of an identity provider can't be fetched any more.
    MetadataRefresh,
    /// A code for signing in. It is good for minutes only, and no administrator may read it.
    SignInCode,
    /// An administrator tries whether mail arrives.
    Test,
}

impl Kind {
    /// The name in the database and the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ScimTokenExpiry => "scim_token_expiry",
            Self::Promotion => "promotion",
            Self::SeatCap => "seat_cap",
            Self::CertificateExpiry => "certificate_expiry",
            Self::MetadataRefresh => "metadata_refresh",
            Self::SignInCode => "sign_in_code",
            Self::Test => "test",
        }
    }
}

/// A letter: it says the same to everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// What it is about.
    pub kind: Kind,
    /// One line.
    pub subject: String,
    /// Its paragraphs, without line breaks in them.
    pub paragraphs: Vec<String>,
    /// The page to go to, a path of this site: `/directory/7`.
    pub link: Option<String>,
}

/// Between two paragraphs, where they stand in one text.
const BREAK: &str = "\n\n";

impl Letter {
    /// The paragraphs as one text.
    pub(crate) fn body(&self) -> String {
        self.paragraphs.join(BREAK)
    }
}

/// A stored mail as text: paragraphs and the address of its page.
pub(crate) fn text(body: &str, url: Option<&str>) -> String {
    match url {
        Some(url) => format!("{body}{BREAK}{url}\n"),
        None => format!("{body}\n"),
    }
}

/// The same as HTML. What people and directories named stands in it as text, never as markup.
pub(crate) fn html(body: &str, url: Option<&str>) -> String {
    let mut html = String::from("<!doctype html><html lang=\"en\"><body style=\"font-family: sans-serif\">");
    for paragraph in body.split(BREAK) {
        html.push_str(&format!("<p>{}</p>", escaped(paragraph)));
    }
    if let Some(url) = url {
        let url = escaped(url);
        html.push_str(&format!("<p><a href=\"{url}\">{url}</a></p>"));
    }
    html.push_str("</body></html>");
    html
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\n', "<br>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_text_in_html() {
        let html = html("Hello <b>Ann</b> & \"co\"\n\nBye", Some("https://files.example/a?b=1&c=2"));
        assert!(html.contains("<p>Hello &lt;b&gt;Ann&lt;/b&gt; &amp; &quot;co&quot;</p><p>Bye</p>"), "{html}");
        assert!(html.contains("href=\"https://files.example/a?b=1&amp;c=2\""), "{html}");
    }
}
