//! Takes the checks of `keyfold-saml` out, one by one, and sees that a test fails each time.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};

const SAML: &str = "keyfold-saml";
const LIST: &str = "crates/saml/mutations.toml";
const SEEN: &str = "crates/saml/tests/MUTATIONS.md";

/// One check, and how it is taken out.
struct Mutation {
    check: String,
    taken_out: String,
    package: String,
    edits: Vec<Edit>,
}

struct Edit {
    file: String,
    from: String,
    to: String,
}

/// Runs the mutations whose check or words contain `filter`, all without one, and keeps what it saw in the record.
///
/// # Errors
/// A mutation does not compile, or no test notices one.
pub fn run(filter: Option<&str>) -> Result<()> {
    let root = workspace();
    let scratch = copy(&root)?;
    // One of its own: cargo takes the copy's crates for those of the workspace.
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from).join("mutate");
    let before = fs::read_to_string(root.join(SEEN)).unwrap_or_default();
    let failed = test(SAML, &scratch, &target)?;
    ensure!(failed.is_empty(), "these fail as it is: {}", failed.join(", "));
    let mut record = HEAD.to_owned();
    let mut problems = Vec::new();
    for mutation in read(&root)? {
        let row = format!("| `{}` | {} | ", mutation.check, mutation.taken_out);
        if filter.is_some_and(|part| !row.contains(part)) {
            record.extend(before.lines().find(|line| line.starts_with(&row)).map(|line| format!("{line}\n")));
            continue;
        }
        match mutation.failing_tests(&scratch, &target) {
            Ok(failed) if failed.is_empty() => problems.push(format!("{row}no test notices")),
            Ok(failed) => {
                println!("{row}{} |", failed.join(", "));
                record.push_str(&format!("{row}{} |\n", failed.join(", ")));
            }
            Err(error) => problems.push(format!("{row}{error:#}")),
        }
    }
    fs::write(root.join(SEEN), record)?;
    ensure!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}

const HEAD: &str = "# What fails when a check is taken out\n
Written by `cargo xtask mutate` out of `crates/saml/mutations.toml`: each row was taken out alone, in a copy of the sources. A
name in *italics* is a forged Response that was taken, or refused by another check than its own.\n
| check | taken out | tests that failed |\n|---|---|---|\n";

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(root: &Path) -> Result<Vec<Mutation>> {
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
            package: text("package").unwrap_or_else(|| SAML.to_owned()),
            edits: edits.iter().map(Edit::of).collect::<Result<_>>()?,
        })
    }

    /// The names of the tests that fail in `scratch` with this mutation; it is as before afterwards.
    fn failing_tests(&self, scratch: &Path, target: &Path) -> Result<Vec<String>> {
        let before: Vec<_> = self
            .edits
            .iter()
            .map(|edit| Ok((scratch.join(&edit.file), fs::read_to_string(scratch.join(&edit.file))?)))
            .collect::<Result<_>>()?;
        let mutated = self.edits.iter().try_for_each(|edit| edit.apply(scratch));
        let failed = mutated.and_then(|()| test(&self.package, scratch, target));
        for (file, text) in before {
            fs::write(file, text)?;
        }
        failed
    }
}

/// The names of the tests of a package that fail.
fn test(package: &str, root: &Path, target: &Path) -> Result<Vec<String>> {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--no-fail-fast", "--package", package]).current_dir(root).env("CARGO_TARGET_DIR", target);
    let output = cargo.output().context("cargo can't be started")?;
    let (said, warned) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    ensure!(said.contains("test result: "), "it does not compile:\n{warned}");
    Ok(failures(&said, &warned))
}

/// The failed tests in what `cargo test` printed, the forgeries that one of them lists, and the tests that crashed as a whole.
fn failures(said: &str, warned: &str) -> Vec<String> {
    let mut found = BTreeSet::new();
    for line in said.lines().chain(warned.lines()).map(str::trim) {
        if let Some(name) = line.strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... FAILED")) {
            found.insert(format!("`{name}`"));
        } else if let Some((name, verdict)) = line.split_once(": ")
            && ["ACCEPTED as", "refused by", "not forged"].iter().any(|start| verdict.starts_with(start))
        {
            found.insert(format!("*{name}*"));
        } else if let Some((program, _)) = line.split_once("` (signal: ") {
            let name = program.rsplit('/').next().and_then(|file| file.split('-').next()).unwrap_or_default();
            found.insert(format!("the tests `{name}` crash"));
        }
    }
    found.into_iter().collect()
}

impl Edit {
    fn of(edit: &toml::Value) -> Result<Self> {
        let parts: Vec<_> = edit.as_array().into_iter().flatten().filter_map(toml::Value::as_str).collect();
        let [file, from, to] = parts.as_slice() else { bail!("an edit is [file, from, to]") };
        Ok(Self { file: (*file).to_owned(), from: (*from).to_owned(), to: (*to).to_owned() })
    }

    fn apply(&self, root: &Path) -> Result<()> {
        let file = root.join(&self.file);
        let text = fs::read_to_string(&file).with_context(|| self.file.clone())?;
        ensure!(text.matches(&self.from).count() == 1, "{} does not hold once: {}", self.file, self.from);
        fs::write(file, text.replacen(&self.from, &self.to, 1))?;
        Ok(())
    }
}

/// A copy of the sources, for the mutations to change.
fn copy(root: &Path) -> Result<PathBuf> {
    let scratch = std::env::temp_dir().join("keyfold-mutate");
    if scratch.exists() {
        fs::remove_dir_all(&scratch)?;
    }
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()?;
    for name in String::from_utf8(listed.stdout)?.split_terminator('\0') {
        let copied = scratch.join(name);
        fs::create_dir_all(copied.parent().context("a file in a folder")?)?;
        fs::copy(root.join(name), copied).with_context(|| name.to_owned())?;
    }
    Ok(scratch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_edit_of_the_list_still_fits_its_file() {
        let root = workspace();
        for mutation in read(&root).expect("the list") {
            for edit in &mutation.edits {
                let text = fs::read_to_string(root.join(&edit.file)).expect("a file");
                assert_eq!(text.matches(&edit.from).count(), 1, "{}: {}", mutation.taken_out, edit.from);
            }
        }
    }

    #[test]
    fn every_check_is_in_the_list() {
        let root = workspace();
        let checks = fs::read_to_string(root.join("crates/saml/src/response/rejection.rs")).expect("the checks");
        let (_, checks) = checks.split_once("checks! {").expect("the list of checks");
        let listed: BTreeSet<_> = read(&root).expect("the list").into_iter().map(|mutation| mutation.check).collect();
        let names = checks.lines().filter_map(|line| line.split_once(" = \"")?.1.strip_suffix("\","));
        let missing: Vec<_> = names.filter(|name| !listed.contains(*name)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn failed_tests_and_forgeries_are_found_in_what_cargo_prints() {
        let said = "test a_b ... ok\ntest c::d ... FAILED\nthread 'x' panicked at y:\nxsw1: ACCEPTED as Verified\n";
        let warned =
            "Caused by:\n  process didn't exit successfully: `/target/debug/deps/forged-0af1` (signal: 6, SIGABRT)\n";
        assert_eq!(failures(said, warned), ["*xsw1*", "`c::d`", "the tests `forged` crash"]);
    }
}
