//! Replies (RFC 959, section 4.2).

use std::borrow::Cow;

/// A reply: three digits and lines of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The digits.
    pub code: u16,
    first: Cow<'static, str>,
    /// Lines between the first and the last, each sent behind a space (RFC 3659, section 7.2).
    inner: Vec<String>,
    last: Option<&'static str>,
}

impl Reply {
    /// A reply of one line.
    pub fn new(code: u16, text: impl Into<Cow<'static, str>>) -> Self {
        Self { code, first: text.into(), inner: Vec::new(), last: None }
    }

    /// A reply of many lines.
    pub fn many(code: u16, first: impl Into<Cow<'static, str>>, inner: Vec<String>, last: &'static str) -> Self {
        Self { code, first: first.into(), inner, last: Some(last) }
    }

    /// `257`: the name of a folder, with its quotes doubled (RFC 959, appendix II).
    #[must_use]
    pub fn folder(path: &str, text: &str) -> Self {
        Self::new(257, format!("\"{}\" {text}", path.replace('"', "\"\"")))
    }

    /// As it is sent.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let code = self.code;
        let text = match self.last {
            None => format!("{code} {}\r\n", one_line(&self.first)),
            Some(last) => {
                let mut text = format!("{code}-{}\r\n", one_line(&self.first));
                for line in &self.inner {
                    text.push(' ');
                    text.push_str(&one_line(line));
                    text.push_str("\r\n");
                }
                text.push_str(&format!("{code} {last}\r\n"));
                text
            }
        };
        text.into_bytes()
    }
}

/// A name may hold an end of line, and what follows would be taken for another reply.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\r', '\n']) { Cow::Owned(text.replace(['\r', '\n'], "?")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(reply: &Reply) -> String {
        String::from_utf8(reply.encode()).expect("text")
    }

    #[test]
    fn one_line_and_many() {
        assert_eq!(sent(&Reply::new(200, "Done.")), "200 Done.\r\n");
        let many = Reply::many(211, "Features:", vec!["UTF8".into(), "SIZE".into()], "End");
        assert_eq!(sent(&many), "211-Features:\r\n UTF8\r\n SIZE\r\n211 End\r\n");
    }

    #[test]
    fn a_name_can_not_forge_a_reply() {
        assert_eq!(
            sent(&Reply::folder("/a\"b\r\n230 Welcome", "is here.")),
            "257 \"/a\"\"b??230 Welcome\" is here.\r\n"
        );
    }
}
