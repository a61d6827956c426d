//! Secrets that the server makes for itself and keeps in a file.

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use anyhow::{Context, Result};

/// The 32 bytes in the file; random ones, readable by the owner alone, where there is none.
///
/// # Errors
/// The file can't be read or written, or holds something else.
pub fn load_or_make(file: &Path) -> Result<[u8; 32]> {
    let problem = || format!("the secret in {} can't be read or made", file.display());
    match fs::read(file) {
        Ok(bytes) => bytes.try_into().ok().context("it is not 32 bytes long").with_context(problem),
        Err(error) if error.kind() == ErrorKind::NotFound => make(file).with_context(problem),
        Err(error) => Err(error).with_context(problem),
    }
}

fn make(file: &Path) -> Result<[u8; 32]> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let secret = rand::random::<[u8; 32]>();
    let mut opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    opened.write_all(&secret)?;
    opened.sync_all()?;
    Ok(secret)
}
