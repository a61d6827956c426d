//! What to measure, and how much of it.

use anyhow::{Context, Result, bail};

/// The sizes of a run.
#[derive(Clone, Debug)]
pub struct Options {
    /// How often each pair is measured; medians are printed.
    pub rounds: usize,
    /// The large file, in MiB.
    pub size_mib: u64,
    /// How many small files.
    pub files: usize,
    /// How many entries are listed.
    pub entries: usize,
    /// How many people a directory pushes over SCIM; a twentieth as many groups, and five memberships each.
    pub people: usize,
    only: Option<String>,
}

impl Options {
    /// Reads the arguments.
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut options = Self { rounds: 3, size_mib: 1024, files: 5000, entries: 100_000, people: 10_000, only: None };
        while let Some(flag) = arguments.next() {
            let value = arguments.next().with_context(|| format!("{flag} needs a value"))?;
            match flag.as_str() {
                "--rounds" => options.rounds = value.parse()?,
                "--size" => options.size_mib = value.parse()?,
                "--files" => options.files = value.parse()?,
                "--entries" => options.entries = value.parse()?,
                "--people" => options.people = value.parse()?,
                "--only" => options.only = Some(value),
                _ => bail!("{flag} is not known: --rounds, --size, --files, --entries, --people, --only"),
            }
        }
        Ok(options)
    }

    /// Whether that part is wanted.
    pub fn runs(&self, part: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == part)
    }
}
