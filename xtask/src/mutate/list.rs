//! The list of mutations.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

const LIST: &str = "crates/saml/mutations.toml";

/// One check, and how it is taken out.
pub struct Mutation {
    /// Its `failure_type`.
    pub check: String,
    /// In words.
    pub taken_out: String,
    /// In code.
    pub edits: Vec<Edit>,
}

/// A text in a function, and what takes its place.
pub struct Edit {
    /// The file, from the root of the workspace.
    pub file: String,
    /// It stands there exactly once.
    pub from: String,
    /// What it becomes.
    pub to: String,
}

/// Reads the list of the workspace at `root`.
pub fn read(root: &Path) -> Result<Vec<Mutation>> {
    let list: toml::Table = fs::read_to_string(root.join(LIST))?.parse()?;
    let entries = list.get("mutation").and_then(toml::Value::as_array).context("no [[mutation]]")?;
    entries.iter().map(Mutation::of).collect()
}

impl Mutation {
    fn of(entry: &toml::Value) -> Result<Self> {
        let text = |key: &str| entry.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        let edits = entry.get("edits").and_then(toml::Value::as_array).context("no edits")?;
        Ok(Self {
            check: text("check").context("no check")?,
            taken_out: text("taken_out").context("nothing is taken out")?,
            edits: edits.iter().map(Edit::of).collect::<Result<_>>()?,
        })
    }
}

impl Edit {
    fn of(edit: &toml::Value) -> Result<Self> {
        let parts: Vec<_> = edit.as_array().into_iter().flatten().filter_map(toml::Value::as_str).collect();
        let [file, from, to] = parts.as_slice() else { bail!("an edit is [file, from, to]") };
        Ok(Self { file: (*file).to_owned(), from: (*from).to_owned(), to: (*to).to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::mutate::workspace;

    #[test]
    fn every_edit_still_fits_its_file() {
        for mutation in read(&workspace()).expect("the list") {
            for edit in &mutation.edits {
                let text = fs::read_to_string(workspace().join(&edit.file)).expect("a file");
                assert_eq!(text.matches(&edit.from).count(), 1, "{}: {}", mutation.taken_out, edit.from);
            }
        }
    }

    #[test]
    fn every_check_is_in_it() {
        let checks = workspace().join("crates/saml/src/response/rejection.rs");
        let checks = fs::read_to_string(checks).expect("the checks");
        let (_, checks) = checks.split_once("checks! {").expect("the list of checks");
        let names = checks.lines().filter_map(|line| line.split_once(" = \"")?.1.strip_suffix("\","));
        let taken_out: BTreeSet<_> = read(&workspace()).expect("the list").into_iter().map(|it| it.check).collect();
        let missing: Vec<_> = names.filter(|name| !taken_out.contains(*name)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
