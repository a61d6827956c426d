//! Forged Responses, made out of valid ones, each named after what it tries.
//!
//! A check that is taken out of the verification lets at least one of them through.

mod content;
mod document;
mod scene;
mod signature;
mod wrapping;

pub use scene::Scene;
pub(super) use scene::{element, replaced};

use anyhow::Result;

/// One way to forge a Response.
#[derive(Debug, Clone, Copy)]
pub struct Forgery {
    /// What it tries.
    pub name: &'static str,
    /// The `failure_type` of the check that has to refuse it.
    pub refused_by: &'static str,
    /// Makes the form field `SAMLResponse`.
    pub forge: fn(&Scene) -> Result<String>,
}

/// Every forgery there is.
pub fn all() -> impl Iterator<Item = &'static Forgery> {
    [document::FORGERIES, wrapping::FORGERIES, signature::FORGERIES, content::FORGERIES].into_iter().flatten()
}
