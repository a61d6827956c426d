//! Recovery codes: ten, each good once, for who has lost the phone.

use data_encoding::BASE32_NOPAD;
use keyfold_db::{Tx, sign_in_codes};
use keyfold_model::{Secret, UserId};

use crate::{Error, SiteSecret, act::Act, token};

/// How many there are.
const COUNT: usize = 10;
/// How many characters a code has: 80 bits.
const LENGTH: usize = 16;

/// Recovery codes that were just made: the only time that they are shown.
#[derive(Clone, Debug)]
pub struct RecoveryCodes(Vec<Secret<String>>);

impl RecoveryCodes {
    pub(crate) fn generate() -> Result<Self, Error> {
        let code = || {
            let text = BASE32_NOPAD.encode(&token::random_bytes()?).to_lowercase();
            let groups: Vec<_> = (0..LENGTH).step_by(4).map(|from| text[from..from + 4].to_owned()).collect();
            Ok(Secret::new(groups.join("-")))
        };
        Ok(Self((0..COUNT).map(|_| code()).collect::<Result<_, Error>>()?))
    }

    /// The codes, as four groups of four characters.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|code| code.expose().as_str())
    }

    /// Gives them to a person, in the place of those before.
    pub(crate) async fn write(&self, act: &mut Act<'_>, secret: &SiteSecret, user: UserId) -> Result<(), Error> {
        let hashes: Vec<_> = self.iter().map(|code| hash(secret, code)).collect();
        Ok(sign_in_codes::replace_recovery(act.tx, user, &hashes).await?)
    }
}

/// Uses a code up. True for exactly one caller.
pub(crate) async fn take(tx: &mut Tx, secret: &SiteSecret, user: UserId, code: &str) -> Result<bool, Error> {
    Ok(sign_in_codes::take_recovery(tx, user, &hash(secret, code)).await?)
}

/// Case and what stands between the groups don't count.
fn hash(secret: &SiteSecret, code: &str) -> String {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    secret.hash("recovery code", &code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_ten_and_their_spelling_does_not_count() {
        let codes = RecoveryCodes::generate().expect("randomness");
        let mut all: Vec<_> = codes.iter().collect();
        assert!(all.iter().all(|code| code.len() == 19));
        let secret = SiteSecret::new([1; 32]);
        assert_eq!(hash(&secret, all[0]), hash(&secret, &all[0].to_uppercase().replace('-', " ")));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 10);
    }
}
