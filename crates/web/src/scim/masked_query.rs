//! URLs as they may be logged: what a filter compares a secret with is masked.

use keyfold_scim::{
    Filter, ScimType,
    filter::Literal,
    mask::{MASKED, mask},
};
use serde_json::{Value, json};
use url::form_urlencoded;

/// The query of a URL with its secrets masked; as it was sent where there is none.
pub fn query(sent: &str) -> String {
    let mut found = false;
    let masked: Vec<(String, String)> = form_urlencoded::parse(sent.as_bytes())
        .map(|(name, value)| {
            let shown = if is_secret(&name) { MASKED.to_owned() } else { text(&value) };
            found |= shown != value;
            (name.into_owned(), shown)
        })
        .collect();
    if !found {
        return sent.to_owned();
    }
    masked.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// A body with its secrets masked, those in the text of a filter or a path too.
pub fn body(sent: &Value) -> Value {
    let mut masked = mask(sent);
    mask_filters(&mut masked);
    masked
}

/// The body of an answer: a refusal quotes the filter that it refuses.
pub fn response(sent: &Value) -> Value {
    let mut masked = mask(sent);
    let quotes = [ScimType::InvalidFilter, ScimType::InvalidPath].map(|kind| Value::from(kind.as_str()));
    if masked.get("scimType").is_some_and(|kind| quotes.contains(kind))
        && let Some(detail) = masked.get_mut("detail")
        && detail.as_str().is_some_and(is_secret)
    {
        *detail = MASKED.into();
    }
    masked
}

fn mask_filters(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                let may_be_filter = name.eq_ignore_ascii_case("filter") || name.eq_ignore_ascii_case("path");
                if may_be_filter && let Value::String(sent) = member {
                    *sent = text(sent);
                } else {
                    mask_filters(member);
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(mask_filters),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A text that may be a filter. One that can't be read and names a secret is masked as a whole, as nobody knows where in it
/// the secret is; a mere name is none.
fn text(sent: &str) -> String {
    if !is_secret(sent) || !sent.contains([' ', '[', '+']) {
        return sent.to_owned();
    }
    match sent.parse::<Filter>() {
        Ok(filter) => {
            let masked = filter_without_secrets(&filter, false);
            if masked == filter { sent.to_owned() } else { masked.to_string() }
        }
        Err(_) => MASKED.to_owned(),
    }
}

fn filter_without_secrets(filter: &Filter, inside_secret: bool) -> Filter {
    let all = |terms: &[Filter]| terms.iter().map(|term| filter_without_secrets(term, inside_secret)).collect();
    match filter {
        Filter::And(terms) => Filter::And(all(terms)),
        Filter::Or(terms) => Filter::Or(all(terms)),
        Filter::Not(inner) => Filter::Not(Box::new(filter_without_secrets(inner, inside_secret))),
        Filter::Compare(path, operator, _) if inside_secret || is_secret(&path.to_string()) => {
            Filter::Compare(path.clone(), *operator, Literal::Text(MASKED.to_owned()))
        }
        Filter::ValuePath(path, inner) => {
            let secret = inside_secret || is_secret(&path.to_string());
            Filter::ValuePath(path.clone(), Box::new(filter_without_secrets(inner, secret)))
        }
        Filter::Present(_) | Filter::Compare(..) => filter.clone(),
    }
}

fn is_secret(name: &str) -> bool {
    mask(&json!({ name: "" }))[name] == MASKED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_urls_are_masked() {
        for (sent, expected) in [
            ("filter=userName%20eq%20%22ann%22&count=1", "filter=userName%20eq%20%22ann%22&count=1"),
            ("filter=userName%20eq%20%22secretary%22", "filter=userName%20eq%20%22secretary%22"),
            ("access_token=abc", "access_token=***"),
            (
                "filter=password%20eq%20%22p%22%20and%20active%20eq%20true",
                "filter=password eq \"***\" and active eq true",
            ),
            ("filter=credentials%5Bvalue%20eq%20%22p%22%5D", "filter=credentials[value eq \"***\"]"),
            ("filter=password+eq+%22p", "filter=***"),
        ] {
            assert_eq!(query(sent), expected);
        }
    }

    #[test]
    fn secrets_in_filters_of_bodies_are_masked() {
        let sent =
            json!({"filter": "password eq \"p\"", "Operations": [{"path": "password[value eq \"p\"]", "value": "p"}]});
        let expected = json!({"filter": "password eq \"***\"", "Operations": [{"path": "password[value eq \"***\"]", "value": "***"}]});
        assert_eq!(body(&sent), expected);
        let refusal = json!({"scimType": "invalidFilter", "detail": "The filter \"password eq \"p\" can't be read"});
        assert_eq!(response(&refusal)["detail"], "***");
    }
}
