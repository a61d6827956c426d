//! A certificate chain and its key, from PEM files.

use std::path::Path;

use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem, pem::PemObject};

use crate::Error;

/// What a server shows, the leaf first, and the key of the leaf.
#[derive(Debug)]
pub struct Certificate {
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) key: PrivateKeyDer<'static>,
}

impl Clone for Certificate {
    fn clone(&self) -> Self {
        Self { chain: self.chain.clone(), key: self.key.clone_key() }
    }
}

impl Certificate {
    /// Reads both from PEM files (PKCS#8, PKCS#1 or SEC1 keys).
    ///
    /// # Errors
    /// A file can't be read, or holds nothing of the kind.
    pub fn read(chain: &Path, key: &Path) -> Result<Self, Error> {
        let private = PrivateKeyDer::from_pem_file(key).map_err(|source| unreadable(key, "private key", source))?;
        Ok(Self { chain: Self::read_chain(chain)?, key: private })
    }

    /// Reads certificates from a PEM file.
    ///
    /// # Errors
    /// The file can't be read, or holds none.
    pub fn read_chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, Error> {
        let chain: Vec<_> = CertificateDer::pem_file_iter(path)
            .and_then(Iterator::collect)
            .map_err(|source| unreadable(path, "certificate", source))?;
        if chain.is_empty() {
            return Err(unreadable(path, "certificate", pem::Error::NoItemsFound));
        }
        Ok(chain)
    }
}

fn unreadable(path: &Path, expected: &'static str, source: pem::Error) -> Error {
    let path = path.to_owned();
    if let pem::Error::Io(source) = source {
        Error::File { doing: "read", path, source }
    } else {
        Error::Pem { path, expected, source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_names_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("cert.pem");
        let missing = Certificate::read_chain(&path).expect_err("missing").to_string();
        assert!(missing.starts_with("can't read ") && missing.contains("cert.pem"), "{missing}");
        std::fs::write(&path, "hello").expect("written");
        let empty = Certificate::read_chain(&path).expect_err("no certificate").to_string();
        assert!(empty.ends_with("cert.pem holds no certificate in PEM form"), "{empty}");
    }
}
