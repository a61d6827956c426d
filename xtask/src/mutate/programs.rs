//! The test programs of a package, and which tests fail.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use super::function::IN_FORCE;

/// Programs that fail for most mutations come first: once one has failed, the rest are not run.
const FIRST: &[&str] = &["forged", "encrypted", "logout"];

/// The test programs of a package.
pub struct Programs {
    folder: PathBuf,
    programs: Vec<(String, PathBuf)>,
}

impl Programs {
    /// Builds them.
    pub fn build(package: &str, root: &Path, target: &Path) -> Result<Self> {
        let mut cargo = Command::new("cargo");
        cargo.args(["test", "--no-run", "--package", package]).current_dir(root).env("CARGO_TARGET_DIR", target);
        let output = cargo.output().context("cargo can't be started")?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "the mutations don't compile:\n{said}");
        let mut programs: Vec<_> = said.lines().filter_map(program).collect();
        programs.sort_by_key(|(name, _)| FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()));
        ensure!(!programs.is_empty(), "no test programs in:\n{said}");
        Ok(Self { folder: root.join("crates").join(package.trim_start_matches("keyfold-")), programs })
    }

    /// What fails of the first program that does, with this mutation in force.
    pub fn failures(&self, mutation: Option<usize>) -> Result<Vec<String>> {
        for (name, program) in &self.programs {
            let mut command = Command::new(program);
            command.current_dir(&self.folder).env_remove(IN_FORCE);
            command.envs(mutation.map(|number| (IN_FORCE, number.to_string())));
            let output = command.output().with_context(|| format!("{} can't be started", program.display()))?;
            if !output.status.success() {
                let failed = failed(&String::from_utf8_lossy(&output.stdout));
                let crashed = failed.is_empty().then(|| format!("the tests `{name}` crash"));
                return Ok(failed.into_iter().chain(crashed).collect());
            }
        }
        Ok(Vec::new())
    }
}

/// Name and file, out of a line such as `  Executable tests/forged.rs (/target/debug/deps/forged-0af1)`.
fn program(line: &str) -> Option<(String, PathBuf)> {
    let (_, file) = line.trim().strip_prefix("Executable ")?.rsplit_once(" (")?;
    let file = PathBuf::from(file.strip_suffix(')')?);
    let name = file.file_name()?.to_str()?.rsplit_once('-')?.0.to_owned();
    Some((name, file))
}

/// The failed tests in what a test program printed, and the forgeries that one of them lists.
fn failed(said: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in said.lines() {
        if let Some(name) = line.strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... FAILED")) {
            found.insert(format!("`{name}`"));
        } else if let Some((name, verdict)) = line.split_once(": ")
            && ["ACCEPTED as", "refused by", "not forged"].iter().any(|start| verdict.starts_with(start))
        {
            found.insert(format!("*{name}*"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_programs_are_found_in_what_cargo_prints() {
        let found = program("  Executable tests/forged.rs (/target/debug/deps/forged-0af1)");
        assert_eq!(found, Some(("forged".to_owned(), PathBuf::from("/target/debug/deps/forged-0af1"))));
        assert_eq!(program("    Finished `test` profile in 1s (x)"), None);
    }

    #[test]
    fn failed_tests_and_forgeries_are_found_in_what_a_test_prints() {
        let said = "test a_b ... ok\ntest c::d ... FAILED\nthread 'x' panicked at y:\nxsw1: ACCEPTED as Verified\n";
        assert_eq!(failed(said).into_iter().collect::<Vec<_>>(), ["*xsw1*", "`c::d`"]);
    }
}
