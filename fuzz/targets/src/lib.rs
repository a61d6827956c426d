//! What strangers send, as functions over any bytes. Each panics where something doesn't hold that has to.
//!
//! `make test` replays the corpus through them; `make fuzz` goes on from there.

mod ftp_line;
mod path;
mod saml_response;
mod scim_filter;
mod scim_patch;
mod sftp_packet;

pub use ftp_line::ftp_line;
pub use path::path;
pub use saml_response::{accepted, saml_response};
pub use scim_filter::scim_filter;
pub use scim_patch::scim_patch;
pub use sftp_packet::sftp_packet;

/// What is tried with an input.
pub type Target = fn(&[u8]);

/// Every target, by the name of its corpus.
pub const ALL: &[(&str, Target)] = &[
    ("ftp_line", ftp_line),
    ("path", path),
    ("saml_response", saml_response),
    ("scim_filter", scim_filter),
    ("scim_patch", scim_patch),
    ("sftp_packet", sftp_packet),
];
