//! The keys by which clients know this server, made at the first start.

use std::{
    fs, io,
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rsa::{KeyPair, KeySize},
};
use russh::keys::{
    Algorithm, HashAlg, PrivateKey, PublicKey,
    ssh_key::{self, LineEnding},
};

const ED25519_FILE: &str = "ssh_host_ed25519_key";
const RSA_FILE: &str = "ssh_host_rsa_key";
/// The bits that let others than the owner read or write a file.
const OTHERS: u32 = 0o077;

/// Why the host keys could not be had. Each text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum HostKeyError {
    /// A file can't be read or written.
    #[error("can't {doing} {}", path.display())]
    File {
        /// "read" or "write".
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Others can read a private key.
    #[error("{0} can be read by others than its owner: `chmod 600 {0}`, and make a new key if it may have been read")]
    Exposed(String),
    /// A file holds no private key.
    #[error("{} is not an OpenSSH private key without a passphrase: put the right file back, or remove it to have a new key made", path.display())]
    NotAKey {
        /// The file.
        path: PathBuf,
        /// What the parser said.
        source: ssh_key::Error,
    },
    /// A key could not be made.
    #[error("can't make a host key: the system's random numbers failed")]
    Make(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The private host keys: Ed25519 and RSA. They are shown nowhere; people compare [`fingerprints`](Self::fingerprints).
#[derive(Clone)]
pub struct HostKeys(Vec<PrivateKey>);

impl HostKeys {
    /// Takes the keys in `folder` (`ssh_host_ed25519_key`, `ssh_host_rsa_key`; OpenSSH's own format, so that those of a
    /// server that is replaced can be put there), and makes what is missing, readable by the owner alone.
    ///
    /// # Errors
    /// A file can't be read or written, holds no key, or can be read by others.
    pub fn load_or_make(folder: &Path) -> Result<Self, HostKeyError> {
        fs::create_dir_all(folder).map_err(file("write", folder))?;
        let ed25519 = load_or(&folder.join(ED25519_FILE), make_ed25519)?;
        let rsa = load_or(&folder.join(RSA_FILE), make_rsa)?;
        Ok(Self(vec![ed25519, rsa]))
    }

    /// What clients show of the keys, each as `ssh-keygen -l` has it: `SHA256:… (ED25519)`.
    #[must_use]
    pub fn fingerprints(&self) -> Vec<String> {
        self.0.iter().map(|key| fingerprint(key.public_key())).collect()
    }

    /// The public keys, as lines of a `known_hosts` file have them after the host name.
    #[must_use]
    pub fn public_lines(&self) -> Vec<String> {
        self.0.iter().filter_map(|key| key.public_key().to_openssh().ok()).collect()
    }

    pub(super) fn keys(&self) -> &[PrivateKey] {
        &self.0
    }
}

impl std::fmt::Debug for HostKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("HostKeys").field(&self.fingerprints()).finish()
    }
}

fn fingerprint(key: &PublicKey) -> String {
    let kind = if key.algorithm() == Algorithm::Ed25519 { "ED25519" } else { "RSA" };
    format!("{} ({kind})", key.fingerprint(HashAlg::Sha256))
}

fn load_or(path: &Path, make: fn() -> Result<PrivateKey, HostKeyError>) -> Result<PrivateKey, HostKeyError> {
    match fs::read(path) {
        Ok(text) => {
            let mode = fs::metadata(path).map_err(file("read", path))?.permissions().mode();
            if mode & OTHERS != 0 {
                return Err(HostKeyError::Exposed(path.display().to_string()));
            }
            parse(&text).map_err(|source| HostKeyError::NotAKey { path: path.to_owned(), source })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let key = make()?;
            let text = key.to_openssh(LineEnding::LF).map_err(failed)?;
            write(path, text.as_bytes()).map_err(file("write", path))?;
            Ok(key)
        }
        Err(error) => Err(file("read", path)(error)),
    }
}

fn parse(text: &[u8]) -> Result<PrivateKey, ssh_key::Error> {
    let key = PrivateKey::from_openssh(text)?;
    if key.is_encrypted() { Err(ssh_key::Error::Encrypted) } else { Ok(key) }
}

fn make_ed25519() -> Result<PrivateKey, HostKeyError> {
    PrivateKey::random(&mut russh::keys::key::safe_rng(), Algorithm::Ed25519).map_err(failed)
}

fn make_rsa() -> Result<PrivateKey, HostKeyError> {
    let pair = KeyPair::generate(KeySize::Rsa3072).map_err(failed)?;
    let der: Pkcs8V1Der<'_> = pair.as_der().map_err(failed)?;
    russh::keys::pkcs8::decode_pkcs8(der.as_ref(), None).map_err(failed)
}

/// The whole key or none: a start that was cut short leaves nothing that the next would take for a key.
fn write(path: &Path, text: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("new");
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(text)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)
}

fn file(doing: &'static str, path: &Path) -> impl Fn(io::Error) -> HostKeyError {
    move |source| HostKeyError::File { doing, path: path.to_owned(), source }
}

fn failed(source: impl std::error::Error + Send + Sync + 'static) -> HostKeyError {
    HostKeyError::Make(Box::new(source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_once_and_for_the_owner_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let made = HostKeys::load_or_make(folder.path()).expect("made");
        assert!(made.fingerprints()[0].starts_with("SHA256:") && made.fingerprints()[0].ends_with(" (ED25519)"));
        assert!(made.fingerprints()[1].ends_with(" (RSA)"));
        for name in [ED25519_FILE, RSA_FILE] {
            let mode = fs::metadata(folder.path().join(name)).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        let loaded = HostKeys::load_or_make(folder.path()).expect("loaded");
        assert_eq!(loaded.fingerprints(), made.fingerprints());
    }

    #[test]
    fn a_key_that_others_can_read_is_refused_with_what_to_do() {
        let folder = tempfile::tempdir().expect("a folder");
        HostKeys::load_or_make(folder.path()).expect("made");
        let path = folder.path().join(RSA_FILE);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("set");
        let error = HostKeys::load_or_make(folder.path()).expect_err("exposed").to_string();
        assert!(error.contains(&format!("chmod 600 {}", path.display())), "{error}");
    }

    #[test]
    fn a_file_that_is_no_key_is_not_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(ED25519_FILE);
        write(&path, b"something else").expect("written");
        let error = HostKeys::load_or_make(folder.path()).expect_err("no key").to_string();
        assert!(error.contains("is not an OpenSSH private key"), "{error}");
        assert_eq!(fs::read(&path).expect("still there"), b"something else");
    }
}
