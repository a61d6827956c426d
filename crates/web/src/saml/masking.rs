//! Posted answers, made harmless for people to read: nobody can sign in with what is kept, nor learn a secret from it.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// The longest that is kept, in bytes.
const MAX_BYTES: usize = 64 * 1024;

/// Elements whose text is masked: a signature makes the answer good, and what is encrypted is nobody's business.
const SECRET_ELEMENTS: &[&str] = &["SignatureValue", "CipherValue"];

/// Attributes of a person whose values are masked: their `Name` holds one of these words.
const SECRET_WORDS: &[&str] = &["password", "passwd", "secret", "token", "credential"];

/// The XML of a posted answer, masked and cut; nothing where it was no base64 of text.
pub(super) fn readable(response: &str) -> Option<String> {
    let compact: Vec<u8> = response.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let xml = String::from_utf8(STANDARD.decode(compact).ok()?).ok()?;
    let masked = mask_attributes(&SECRET_ELEMENTS.iter().fold(xml, |xml, name| mask_elements(&xml, name)));
    Some(cut(masked))
}

/// Masks all between the start tag and the end tag of elements of this local name, whatever stands there. It reads text, not
/// XML: what is kept may be anything that a stranger sent.
fn mask_elements(xml: &str, name: &str) -> String {
    let mut masked = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(at) = rest.find(name) {
        let Some(end_of_tag) = rest[at..].find('>').map(|end| at + end + 1) else { break };
        let opens = rest[..at].rfind('<').is_some_and(|start| !rest[start..at].contains(['/', '>']));
        masked.push_str(&rest[..end_of_tag]);
        let empty = rest[..end_of_tag].ends_with("/>");
        rest = &rest[end_of_tag..];
        if opens && !empty {
            // Up to the end tag: comments in between would let a part of the value through.
            let end = rest.find(name).and_then(|close| rest[..close].rfind('<')).unwrap_or(rest.len());
            masked.push_str("***");
            rest = &rest[end..];
        }
    }
    masked.push_str(rest);
    masked
}

/// Masks the values of attributes that are named like secrets.
fn mask_attributes(xml: &str) -> String {
    let mut masked = String::with_capacity(xml.len());
    for (index, piece) in xml.split("Attribute ").enumerate() {
        if index > 0 {
            masked.push_str("Attribute ");
        }
        let tag = piece.split('>').next().unwrap_or_default().to_ascii_lowercase();
        if index > 0 && SECRET_WORDS.iter().any(|word| tag.contains(word)) {
            masked.push_str(&mask_elements(piece, "AttributeValue"));
        } else {
            masked.push_str(piece);
        }
    }
    masked
}

fn cut(mut text: String) -> String {
    if text.len() > MAX_BYTES {
        let end = (0..=MAX_BYTES).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        text.truncate(end);
        text.push_str("\n… the rest is not kept");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(xml: &str) -> String {
        readable(&STANDARD.encode(xml)).expect("text")
    }

    #[test]
    fn signatures_and_encrypted_values_are_masked_however_they_are_written() {
        for (xml, shown) in [
            ("<ds:SignatureValue>abc\n=</ds:SignatureValue><b/>", "<ds:SignatureValue>***</ds:SignatureValue><b/>"),
            ("<SignatureValue Id=\"x\">a<!-- -->b</SignatureValue>", "<SignatureValue Id=\"x\">***</SignatureValue>"),
            (
                "<x:CipherValue>k</x:CipherValue><x:CipherValue>d</x:CipherValue>",
                "<x:CipherValue>***</x:CipherValue><x:CipherValue>***</x:CipherValue>",
            ),
            ("<SignatureValue/>abc", "<SignatureValue/>abc"),
            ("<SignatureValue>abc", "<SignatureValue>***"),
            ("about SignatureValue", "about SignatureValue"),
        ] {
            assert_eq!(masked(xml), shown);
        }
    }

    #[test]
    fn attributes_that_are_named_like_secrets_are_masked() {
        let xml = "<s:Attribute Name=\"mail\"><s:AttributeValue>a@b</s:AttributeValue></s:Attribute>\
                   <s:Attribute Name=\"resetToken\"><s:AttributeValue>t1</s:AttributeValue>\
                   <s:AttributeValue>t2</s:AttributeValue></s:Attribute>";
        let shown = masked(xml);
        assert!(shown.contains("a@b") && !shown.contains("t1") && !shown.contains("t2"), "{shown}");
        assert_eq!(shown.matches("***").count(), 2);
    }

    #[test]
    fn long_ones_are_cut_and_what_is_no_text_is_not_kept() {
        let shown = masked(&"ä".repeat(MAX_BYTES));
        assert!(shown.len() < MAX_BYTES + 64 && shown.ends_with("not kept"));
        assert_eq!(readable("%%%"), None);
        assert_eq!(readable(&STANDARD.encode([0xff, 0xfe])), None);
    }
}
