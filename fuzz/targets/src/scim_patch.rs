use std::sync::LazyLock;

use keyfold_scim::{PatchOp, User, UserBody};
use serde_json::{Value, json};

static AMY: LazyLock<User> = LazyLock::new(|| {
    let body = json!({
        "userName": "amy@example.com", "externalId": "64f1c2aa91b0c3d4e5f60718",
        "name": { "givenName": "Amy", "familyName": "Pond" },
        "emails": [{ "value": "amy@example.com", "type": "work", "primary": true }, { "value": "a@b", "type": "home" }],
    });
    UserBody::parse(&body).expect("a user").create()
});

/// Whatever a PATCH asks for, the user that it makes is one that a POST could have made.
pub fn scim_patch(bytes: &[u8]) {
    let Ok(body) = serde_json::from_slice::<Value>(bytes) else { return };
    let Ok(patch) = PatchOp::parse(&body) else { return };
    let _ = patch.to_group_patch("17");
    let Ok(patched) = patch.apply_to_user("17", &AMY) else { return };
    assert!(!patched.user.user_name().trim().is_empty());
    assert!(patched.changes.is_empty() || patched.user != *AMY);
    let whole = Value::Object(patched.user.attributes().clone());
    let posted = UserBody::parse(&whole).unwrap_or_else(|error| panic!("{whole} is no user: {error}"));
    assert_eq!(posted.create().attributes(), patched.user.attributes());
}
