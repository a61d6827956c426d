//! The table of errors in `docs/ftp.md` is the code's own.

use std::{fs, path::Path};

const BEGIN: &str = "<!-- errors: written by `KEYFOLD_WRITE_DOCS=1 cargo test -p keyfold-ftp --test docs` -->\n";
const END: &str = "<!-- end of errors -->";

#[test]
fn the_table_of_errors_is_the_code_s_own() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/ftp.md");
    let text = fs::read_to_string(&file).expect("docs/ftp.md");
    let (before, rest) = text.split_once(BEGIN).expect("the mark before the table");
    let (_, after) = rest.split_once(END).expect("the mark after the table");
    let mut table = "| message | code |\n|---|---|\n".to_owned();
    for (message, code) in keyfold_ftp::status::table() {
        table.push_str(&format!("| {message} | {code} |\n"));
    }
    let wanted = format!("{before}{BEGIN}{table}{END}{after}");
    if std::env::var_os("KEYFOLD_WRITE_DOCS").is_some() {
        fs::write(&file, wanted).expect("written");
    } else {
        assert!(
            text == wanted,
            "docs/ftp.md is out of date: KEYFOLD_WRITE_DOCS=1 cargo test -p keyfold-ftp --test docs"
        );
    }
}
