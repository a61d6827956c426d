//! The corpus, through the functions that `cargo fuzz` runs.

use std::{fs, path::Path};

use keyfold_fuzz_targets::{ALL, accepted};

#[test]
fn nothing_in_the_corpus_breaks_its_target() {
    for (name, target) in ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus").join(name);
        let mut count = 0;
        for file in fs::read_dir(&folder).expect("a folder of the corpus") {
            let path = file.expect("a file").path();
            // The test's output ends with the file that broke it.
            println!("{}", path.display());
            target(&fs::read(&path).expect("a file"));
            count += 1;
        }
        assert!(count >= 5, "{name}: {count} files");
    }
}

/// Without this, a corpus that is refused as a whole would pass.
#[test]
fn the_corpus_holds_what_is_accepted_and_what_is_not() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/saml_response");
    for file in fs::read_dir(folder).expect("a folder") {
        let path = file.expect("a file").path();
        let valid = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("valid_"));
        assert_eq!(accepted(&fs::read(&path).expect("a file")).is_some(), valid, "{}", path.display());
    }
}
