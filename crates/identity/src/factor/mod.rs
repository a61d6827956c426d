//! Second factors: what a person has besides the password, key or directory that says who they are.

mod kind;

pub use kind::FactorKind;
