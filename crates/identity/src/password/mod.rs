//! Passwords: Argon2id (RFC 9106), a bounded number at a time.

mod rules;

use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use keyfold_model::Secret;
use tokio::sync::Semaphore;

pub(crate) use rules::{is_over, replace};

use crate::Error;

/// Memory in KiB, passes and lanes: OWASP's second recommendation for Argon2id.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// The longest, in bytes: no caller can make the hash work on megabytes.
const MAX_BYTES: usize = 1024;

/// Hashes and checks passwords off the runtime's threads. Cheap to clone.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    /// The hash of a password that nobody knows, to be checked where there is none: so that the time doesn't tell whether
    /// a user name exists.
    decoy: Arc<str>,
}

/// Whether a password is the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Match,
    Mismatch,
}

impl Passwords {
    /// Ready to check as many at a time as there are processors.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub async fn new() -> Result<Self, Error> {
        let turns = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let mut passwords = Self { turns: Arc::new(Semaphore::new(turns)), decoy: "".into() };
        let unknown = Secret::new(hex::encode(crate::token::random_bytes()?));
        passwords.decoy = passwords.hash_unchecked(unknown).await?.into();
        Ok(passwords)
    }

    /// The hash of a password, in PHC form.
    async fn hash(&self, password: Secret<String>) -> Result<String, Error> {
        if password.expose().len() > MAX_BYTES {
            return Err(Error::invalid("password", format!("it can't be longer than {MAX_BYTES} bytes")));
        }
        self.hash_unchecked(password).await
    }

    async fn hash_unchecked(&self, password: Secret<String>) -> Result<String, Error> {
        let salt: [u8; 32] = crate::token::random_bytes()?;
        self.take_turn(move || {
            let hash = argon2()?.hash_password_with_salt(password.expose().as_bytes(), &salt[..16]);
            hash.map(|hash| hash.to_string()).map_err(|error| Error::invalid("password", error))
        })
        .await?
    }

    /// Checks a password against a hash. Where there is no hash it works as long, and never matches.
    pub(crate) async fn verify(&self, hash: Option<String>, password: Secret<String>) -> Result<Verdict, Error> {
        let decoy = Arc::clone(&self.decoy);
        self.take_turn(move || {
            let known = hash.is_some() && password.expose().len() <= MAX_BYTES;
            let against = hash.as_deref().unwrap_or(&decoy);
            let bytes = password.expose().as_bytes();
            let matches = argon2()?.verify_password(&bytes[..bytes.len().min(MAX_BYTES)], against).is_ok();
            Ok(if known && matches { Verdict::Match } else { Verdict::Mismatch })
        })
        .await?
    }

    async fn take_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let _turn = self.turns.acquire().await.map_err(|_| Error::Interrupted)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::Interrupted)
    }
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|error| Error::invalid("password", error))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}
