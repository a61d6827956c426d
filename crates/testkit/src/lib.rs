//! keyfold-testkit

pub mod idp;
