//! The chain: each row's hash covers all of its columns and the hash of the row before.
//!
//! The bytes that are hashed, so that anyone can check them without this program: the text `keyfold audit row 1`, then
//! the columns in the order of [`columns`]. NULL is the byte 0; an integer is the byte 1 and eight bytes, big end first,
//! two's complement; a text is the byte 2, its length in bytes as eight bytes, big end first, and its UTF-8. Lengths make
//! it unambiguous: no two different rows have the same bytes.

use aws_lc_rs::digest;
use keyfold_db::audit::Row;

/// The hash "before" the first row of a chain.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

const FORMAT: &[u8] = b"keyfold audit row 1";

/// One column's value.
pub(crate) enum Column<'a> {
    Integer(Option<i64>),
    Text(Option<&'a str>),
}

/// Every column but `hash`, with its name, in the order in which they are hashed.
pub(crate) fn columns(row: &Row) -> [(&'static str, Column<'_>); 26] {
    use Column::{Integer, Text};
    [
        ("seq", Integer(Some(row.seq))),
        ("id", Text(Some(&row.id))),
        ("node", Text(Some(&row.node))),
        ("at", Integer(Some(row.at))),
        ("actor_type", Text(Some(&row.actor_type))),
        ("actor_id", Text(row.actor_id.as_deref())),
        ("actor_name", Text(row.actor_name.as_deref())),
        ("person_id", Integer(row.person_id)),
        ("on_behalf_of", Integer(row.on_behalf_of)),
        ("action", Text(Some(&row.action))),
        ("interface", Text(Some(&row.interface))),
        ("remote_ip", Text(row.remote_ip.as_deref())),
        ("session_id", Text(row.session_id.as_deref())),
        ("path", Text(row.path.as_deref())),
        ("destination", Text(row.destination.as_deref())),
        ("target_type", Text(row.target_type.as_deref())),
        ("target_id", Text(row.target_id.as_deref())),
        ("target_name", Text(row.target_name.as_deref())),
        ("before_json", Text(row.before_json.as_deref())),
        ("after_json", Text(row.after_json.as_deref())),
        ("bytes", Integer(row.bytes)),
        ("sha256", Text(row.sha256.as_deref())),
        ("duration_ms", Integer(row.duration_ms)),
        ("outcome", Text(Some(&row.outcome))),
        ("failure_type", Text(row.failure_type.as_deref())),
        ("prev_hash", Text(Some(&row.prev_hash))),
    ]
}

/// The hash of a row, in hexadecimal, whatever stands in its `hash`.
#[must_use]
pub fn hash(row: &Row) -> String {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(FORMAT);
    for (_, column) in columns(row) {
        match column {
            Column::Integer(None) | Column::Text(None) => context.update(&[0]),
            Column::Integer(Some(value)) => {
                context.update(&[1]);
                context.update(&value.to_be_bytes());
            }
            Column::Text(Some(text)) => {
                context.update(&[2]);
                context.update(&(text.len() as u64).to_be_bytes());
                context.update(text.as_bytes());
            }
        }
    }
    hex::encode(context.finish())
}
