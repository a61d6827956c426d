//! The OpenAPI document is checked in, so that a change of the API is seen in review, and the web client's types are
//! made from it.

use std::path::Path;

/// To write the document anew: `KEYFOLD_WRITE_OPENAPI=1 cargo test -p keyfold-web --test openapi`.
#[test]
fn the_document_that_is_checked_in_is_that_of_the_handlers() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let mut made = serde_json::to_string_pretty(&keyfold_web::document()).expect("JSON");
    made.push('\n');
    if std::env::var_os("KEYFOLD_WRITE_OPENAPI").is_some() {
        std::fs::write(&file, &made).expect("docs/ can be written");
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == made,
        "docs/openapi.json is not what the handlers say. If the change is meant, write it anew:\n\
         KEYFOLD_WRITE_OPENAPI=1 cargo test -p keyfold-web --test openapi\n{}",
        first_difference(&kept, &made)
    );
}

fn first_difference(kept: &str, made: &str) -> String {
    let differing = kept.lines().zip(made.lines()).enumerate().find(|(_, (kept, made))| kept != made);
    match differing {
        Some((line, (kept, made))) => format!("line {}:\n- {kept}\n+ {made}", line + 1),
        None => format!("{} lines are checked in, {} were made", kept.lines().count(), made.lines().count()),
    }
}
