//! Which crate may depend on which. What is absent is forbidden; a new edge needs a line in `docs/decisions/`.

use std::{collections::BTreeMap, fs, path::Path};

/// Crate → the crates of ours that its code may use. Test code (`[dev-dependencies]`) may use more.
const EDGES: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("authz", &["model"]),
    ("scim", &[]),
    ("saml", &[]),
    ("net", &[]),
    ("db", &["model"]),
    ("audit", &["db", "model"]),
    ("mail", &["db", "model"]),
    ("identity", &["audit", "authz", "db", "mail", "model"]),
    ("vfs", &["audit", "authz", "db", "identity", "model"]),
    ("sftp", &["identity", "model", "net", "vfs"]),
    ("ftp", &["identity", "model", "net", "vfs"]),
    ("web", &["audit", "identity", "mail", "model", "net", "saml", "scim", "vfs"]),
    ("server", &["audit", "db", "ftp", "identity", "mail", "model", "net", "sftp", "testkit", "vfs", "web"]),
    ("testkit", &["saml"]),
];

#[test]
fn crates_depend_on_each_other_only_as_the_architecture_says() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let allowed: BTreeMap<_, _> = EDGES.iter().copied().collect();
    let mut found = 0;
    for folder in fs::read_dir(&crates).expect("crates/") {
        let folder = folder.expect("a folder");
        let name = folder.file_name().into_string().expect("UTF-8");
        let edges = allowed.get(name.as_str()).unwrap_or_else(|| panic!("crates/{name} is not in the architecture"));
        let manifest = fs::read_to_string(folder.path().join("Cargo.toml")).expect("a manifest");
        let manifest: toml::Table = manifest.parse().expect("TOML");
        for dependency in
            manifest.get("dependencies").and_then(toml::Value::as_table).into_iter().flat_map(|t| t.keys())
        {
            if let Some(ours) = dependency.strip_prefix("keyfold-") {
                assert!(edges.contains(&ours), "crates/{name} must not depend on crates/{ours}");
            }
        }
        found += 1;
    }
    assert_eq!(found, allowed.len(), "a crate of the architecture is missing");
}
