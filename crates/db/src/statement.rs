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
        ("audit", crate::audit::STATEMENTS),
        ("blobs", crate::blobs::STATEMENTS),
        ("entries", crate::entries::STATEMENTS),
        ("ids", crate::ids::STATEMENTS),
        ("quotas", crate::quotas::STATEMENTS),
        ("staging", crate::staging::STATEMENTS),
    ];
    modules.into_iter().flat_map(|(module, list)| list.iter().map(move |(name, sql)| (module, *name, *sql))).collect()
}
