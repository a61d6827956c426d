//! The attribute values of an account that a sign-in made: its directory has sent no resource, so that what is known of it
//! stands for one.

use keyfold_db::{attribute_values::AttributeValue, users::User};

/// Whether an account is one of those.
pub(crate) fn stand_for_resource(user: &User) -> bool {
    user.connection.is_some() && user.scim_resource.is_none()
}

/// The values that are known, by the paths of SCIM's core schema.
pub(crate) fn known_values(user: &User) -> Vec<AttributeValue> {
    let truth = user.email.as_ref().map(|_| "true".to_owned());
    let known = [
        ("displayName", &user.display_name),
        ("name.givenName", &user.given_name),
        ("name.familyName", &user.family_name),
        ("emails.value", &user.email),
        ("emails.primary", &truth),
    ];
    let present = known.into_iter().filter_map(|(path, text)| Some((path, text.as_deref()?)));
    present.map(|(path, text)| AttributeValue { path: path.into(), element: 0, value: text.to_lowercase() }).collect()
}
