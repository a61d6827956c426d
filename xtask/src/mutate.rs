//! Takes the checks of `keyfold-saml` out, one by one, and sees that a test fails each time.
//!
//! All mutations are built at once: in a copy of the sources each function that one changes becomes a `match` over its
//! versions, and an environment variable says which mutation is in force. So each costs a run of the tests, not a build.

mod function;
mod list;
mod programs;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use list::Mutation;
use programs::Programs;

const PACKAGE: &str = "keyfold-saml";
const RECORD: &str = "crates/saml/tests/MUTATIONS.md";
const HEAD: &str = "# What fails when a check is taken out\n
Written by `cargo xtask mutate` out of `crates/saml/mutations.toml`: each row was taken out alone. A name in *italics* is a
forged Response that was taken, or refused by another check than its own. Once a test program has failed, those after it are not
run for that row.\n
| check | taken out | what failed |\n|---|---|---|\n";

/// Which mutations are run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// Those that the record doesn't have.
    New,
}

/// Runs mutations, and writes down what failed.
///
/// # Errors
/// The tests fail without a mutation, one does not compile, or no test notices one.
pub fn run(which: Which) -> Result<()> {
    let root = workspace();
    let mutations = list::read(&root)?;
    let copy = copy(&root)?;
    function::build_in(&copy, &mutations)?;
    // A folder of its own: cargo would take the copy's crates for those of the workspace.
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from).join("mutate");
    let programs = Programs::build(PACKAGE, &copy, &target)?;
    let failed = programs.failures(None)?;
    ensure!(failed.is_empty(), "these fail as it is: {}", failed.join(", "));
    let before = fs::read_to_string(root.join(RECORD)).unwrap_or_default();
    let mut record = HEAD.to_owned();
    let mut unnoticed = Vec::new();
    for (number, Mutation { check, taken_out, .. }) in mutations.iter().enumerate() {
        let row = format!("| `{check}` | {taken_out} | ");
        let known = before.lines().find(|line| line.starts_with(&row)).filter(|_| which == Which::New);
        if let Some(line) = known {
            record.push_str(&format!("{line}\n"));
            continue;
        }
        let failed = programs.failures(Some(number))?;
        let row = format!("{row}{} |\n", failed.join(", "));
        print!("{row}");
        if failed.is_empty() {
            unnoticed.push(format!("{check}: {taken_out}"));
        } else {
            record.push_str(&row);
        }
    }
    fs::write(root.join(RECORD), record)?;
    ensure!(unnoticed.is_empty(), "no test notices that these are gone:\n{}", unnoticed.join("\n"));
    Ok(())
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A copy of the sources, for the mutations to change.
fn copy(root: &Path) -> Result<PathBuf> {
    let copy = std::env::temp_dir().join("keyfold-mutate");
    if copy.exists() {
        fs::remove_dir_all(&copy)?;
    }
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()?;
    for name in String::from_utf8(listed.stdout)?.split_terminator('\0') {
        let copied = copy.join(name);
        fs::create_dir_all(copied.parent().context("a file in a folder")?)?;
        fs::copy(root.join(name), copied).with_context(|| name.to_owned())?;
    }
    Ok(copy)
}
