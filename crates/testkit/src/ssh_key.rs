//! SSH keys for tests and the demo.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use anyhow::Result;
use russh::keys::{Algorithm, PrivateKey, ssh_key::LineEnding};

/// Makes an Ed25519 key pair: the private key in `file` (readable by its owner alone, as OpenSSH insists), the public one beside
/// it as `.pub`. Returns the public line.
///
/// # Errors
/// A file can't be written.
pub fn generate(file: &Path) -> Result<String> {
    let key = PrivateKey::random(&mut rand::rng(), Algorithm::Ed25519)?;
    let mut private = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    private.write_all(key.to_openssh(LineEnding::LF)?.as_bytes())?;
    let public = key.public_key().to_openssh()?;
    fs::write(file.with_extension("pub"), format!("{public}\n"))?;
    Ok(public)
}
