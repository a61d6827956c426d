//! The register of statements: each is a constant and an entry of its module's `STATEMENTS`, so that a test can prepare
//! all of them on both engines.

/// Declares statements: `NAME = "SQL";` makes a constant of that name and lists it in `STATEMENTS`.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$doc])* const $name: &str = $sql;)*
        /// Every statement of this module, by name.
        pub(crate) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}
pub(crate) use statements;

/// Every statement there is, as (module, name, SQL).
#[must_use]
pub fn all() -> Vec<(&'static str, &'static str, &'static str)> {
    let modules = [
        ("access", crate::access::STATEMENTS),
        ("account_settings", crate::account_settings::STATEMENTS),
        ("api_keys", crate::api_keys::STATEMENTS),
        ("approvals", crate::approvals::STATEMENTS),
        ("attribute_values", crate::attribute_values::STATEMENTS),
        ("audit", crate::audit::STATEMENTS),
        ("audit::chain", crate::audit::CHAIN_STATEMENTS),
        ("blobs", crate::blobs::STATEMENTS),
        ("connections", crate::connections::STATEMENTS),
        ("directory_powers", crate::directory_powers::STATEMENTS),
        ("entries", crate::entries::STATEMENTS),
        ("factors", crate::factors::STATEMENTS),
        ("grants", crate::grants::STATEMENTS),
        ("group_sign_in", crate::group_sign_in::STATEMENTS),
        ("groups", crate::groups::STATEMENTS),
        ("ids", crate::ids::STATEMENTS),
        ("jit_groups", crate::jit_groups::STATEMENTS),
        ("mails", crate::mails::STATEMENTS),
        ("memberships", crate::memberships::STATEMENTS),
        ("password_ages", crate::password_ages::STATEMENTS),
        ("public_keys", crate::public_keys::STATEMENTS),
        ("quotas", crate::quotas::STATEMENTS),
        ("revocations", crate::revocations::STATEMENTS),
        ("saml_attempts", crate::saml_attempts::STATEMENTS),
        ("saml_keys", crate::saml_keys::STATEMENTS),
        ("saml_metadata", crate::saml_metadata::STATEMENTS),
        ("saml_requests", crate::saml_requests::STATEMENTS),
        ("saml_sessions", crate::saml_sessions::STATEMENTS),
        ("scim_log", crate::scim_log::STATEMENTS),
        ("scim_tokens", crate::scim_tokens::STATEMENTS),
        ("seats", crate::seats::STATEMENTS),
        ("settings", crate::settings::STATEMENTS),
        ("setup_links", crate::setup_links::STATEMENTS),
        ("sign_in_codes", crate::sign_in_codes::STATEMENTS),
        ("sign_in_failures", crate::sign_in_failures::STATEMENTS),
        ("small_blobs", crate::small_blobs::STATEMENTS),
        ("staging", crate::staging::STATEMENTS),
        ("users", crate::users::STATEMENTS),
        ("web_sessions", crate::web_sessions::STATEMENTS),
    ];
    modules.into_iter().flat_map(|(module, list)| list.iter().map(move |(name, sql)| (module, *name, *sql))).collect()
}
