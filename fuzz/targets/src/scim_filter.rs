use std::sync::LazyLock;

use keyfold_scim::{Filter, ResourceType};
use serde_json::{Value, json};

static AMY: LazyLock<Value> = LazyLock::new(|| {
    json!({
        "id": "17", "userName": "amy@example.com", "active": true, "externalId": "64f1c2aa91b0c3d4e5f60718",
        "name": { "givenName": "Amy", "familyName": "Pond" },
        "emails": [{ "value": "amy@example.com", "type": "work", "primary": true }, { "value": "a@b", "type": "home" }],
        "meta": { "resourceType": "User", "lastModified": "2026-11-24T08:00:00Z" },
    })
});

/// A filter that is taken means the same once it is written down and read again.
pub fn scim_filter(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(filter) = text.parse::<Filter>() else { return };
    let written = filter.to_string();
    let again: Filter = written.parse().unwrap_or_else(|error| panic!("{text:?} was written as {written:?}: {error}"));
    assert_eq!(again, filter, "{written}");
    for kind in [ResourceType::User, ResourceType::Group] {
        if filter.check(kind).is_ok() {
            assert_eq!(filter.matches(kind, &AMY), again.matches(kind, &AMY));
        }
    }
}
