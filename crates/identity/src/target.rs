//! What the record says was acted upon.

use keyfold_audit::Target;
use keyfold_db::{groups::Group, users::User};
use keyfold_model::UserId;

pub(crate) fn user(user: &User) -> Target {
    user_named(user.id, &user.login)
}

pub(crate) fn user_named(id: UserId, login: &str) -> Target {
    Target { kind: "user", id: id.to_string(), name: login.to_owned() }
}

pub(crate) fn group(group: &Group) -> Target {
    Target { kind: "group", id: group.id.to_string(), name: group.name.clone() }
}

pub(crate) fn of(kind: &'static str, id: impl ToString, name: &str) -> Target {
    Target { kind, id: id.to_string(), name: name.to_owned() }
}
