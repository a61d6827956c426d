//! A certificate for the first start: an authority of this server's own, and a leaf signed by it.

use std::{
    fs, io,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};

use super::Certificate;
use crate::Error;

const AUTHORITY_NAME: &str = "Keyfold local authority";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long the authority is good for.
const AUTHORITY_DAYS: u32 = 3650;
/// How long a leaf is good for: what Apple's systems accept at most from a private authority is 825 days.
const LEAF_DAYS: u32 = 397;
/// A leaf this old is made anew at the next start.
const RENEW_AFTER_DAYS: u32 = 300;

/// A certificate that this server made for itself.
#[derive(Debug)]
pub struct SelfMade {
    /// What the server shows.
    pub certificate: Certificate,
    /// The authority's certificate, PEM: what clients are given to verify the server with.
    pub authority_file: PathBuf,
}

/// The files, in a folder that is this module's own.
struct Files {
    authority: PathBuf,
    authority_key: PathBuf,
    leaf: PathBuf,
    leaf_key: PathBuf,
}

impl SelfMade {
    /// Takes the certificate in `folder` (`ca.pem`, `ca-key.pem`, `cert.pem`, `key.pem`), or makes what is missing. The leaf is
    /// made anew when it is 300 days old or `names` (host names and IP addresses) have changed; the authority stays, so that
    /// clients that trust it go on.
    ///
    /// # Errors
    /// A file can't be read or written, or a name is none.
    pub fn load_or_make(folder: &Path, names: &[String], now: SystemTime) -> Result<Self, Error> {
        let files = Files {
            authority: folder.join("ca.pem"),
            authority_key: folder.join("ca-key.pem"),
            leaf: folder.join("cert.pem"),
            leaf_key: folder.join("key.pem"),
        };
        fs::create_dir_all(folder).map_err(|source| file("write", folder, source))?;
        if !(files.authority.exists() && files.authority_key.exists()) {
            make_authority(&files, now)?;
            make_leaf(&files, names, now)?;
        } else if !is_current(&files, names, now) {
            make_leaf(&files, names, now)?;
        }
        let certificate = Certificate::read(&files.leaf, &files.leaf_key)?;
        Ok(Self { certificate, authority_file: files.authority })
    }
}

fn make_authority(files: &Files, now: SystemTime) -> Result<(), Error> {
    let failed = |source| Error::Make { names: AUTHORITY_NAME.to_owned(), source };
    let key = KeyPair::generate().map_err(failed)?;
    let authority = authority(now).self_signed(&key).map_err(failed)?;
    write(&files.authority_key, &key.serialize_pem(), Readers::Owner)?;
    write(&files.authority, &authority.pem(), Readers::All)
}

/// What the authority's certificate says. With its key this is also all that signing a leaf needs: the file is not read again.
fn authority(now: SystemTime) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, AUTHORITY_NAME);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = (now - DAY).into();
    params.not_after = (now + DAY * AUTHORITY_DAYS).into();
    params
}

fn make_leaf(files: &Files, names: &[String], now: SystemTime) -> Result<(), Error> {
    let failed = |source| Error::Make { names: names.join(", "), source };
    let authority_key = KeyPair::from_pem(&read(&files.authority_key)?).map_err(failed)?;
    let issuer = Issuer::new(authority(now), authority_key);
    let key = KeyPair::generate().map_err(failed)?;
    let mut params = CertificateParams::new(names).map_err(failed)?;
    params.distinguished_name.push(DnType::CommonName, names.first().map_or("keyfold", String::as_str));
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    params.not_before = (now - DAY).into();
    params.not_after = (now + DAY * LEAF_DAYS).into();
    let leaf = params.signed_by(&key, &issuer).map_err(failed)?;
    write(&files.leaf_key, &key.serialize_pem(), Readers::Owner)?;
    write(&files.leaf, &format!("{}\n{}", heading(names), leaf.pem()), Readers::All)
}

/// PEM allows text before the block (RFC 7468, section 5.2): it says for what the certificate was made.
fn heading(names: &[String]) -> String {
    format!("Made by Keyfold for: {}", names.join(", "))
}

fn is_current(files: &Files, names: &[String], now: SystemTime) -> bool {
    let for_names = fs::read_to_string(&files.leaf).is_ok_and(|pem| pem.lines().next() == Some(&heading(names)));
    let made = fs::metadata(&files.leaf).and_then(|metadata| metadata.modified());
    let young = made.is_ok_and(|made| now < made + DAY * RENEW_AFTER_DAYS);
    for_names && young && files.leaf_key.exists()
}

#[derive(Clone, Copy)]
enum Readers {
    Owner,
    All,
}

/// Writes beside the file and renames, so that a crash leaves the old one or the new one.
fn write(path: &Path, text: &str, readers: Readers) -> Result<(), Error> {
    let mode = match readers {
        Readers::Owner => 0o600,
        Readers::All => 0o644,
    };
    let fresh = path.with_extension("new");
    let written = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(mode)
        .open(&fresh)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&fresh, path));
    written.map_err(|source| file("write", path, source))
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| file("read", path, source))
}

fn file(doing: &'static str, path: &Path, source: io::Error) -> Error {
    Error::File { doing, path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn load(folder: &Path, name: &str, now: SystemTime) -> Vec<u8> {
        let made = SelfMade::load_or_make(folder, &[name.to_owned()], now).expect("made");
        made.certificate.chain[0].to_vec()
    }

    #[test]
    fn it_stays_until_it_is_old_or_for_other_names_and_the_authority_stays_always() {
        let folder = tempfile::tempdir().expect("a folder");
        let now = SystemTime::now();
        let first = load(folder.path(), "a.example", now);
        let authority = fs::read(folder.path().join("ca.pem")).expect("written");
        assert_eq!(load(folder.path(), "a.example", now + DAY * 299), first);
        let second = load(folder.path(), "b.example", now);
        assert_ne!(second, first);
        assert_ne!(load(folder.path(), "b.example", now + DAY * 301), second);
        assert_eq!(fs::read(folder.path().join("ca.pem")).expect("there"), authority);
    }

    #[test]
    fn only_the_owner_can_read_the_keys() {
        let folder = tempfile::tempdir().expect("a folder");
        load(folder.path(), "localhost", SystemTime::now());
        for key in ["key.pem", "ca-key.pem"] {
            let mode = fs::metadata(folder.path().join(key)).expect("written").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{key}");
        }
    }
}
