//! Codes that are sent by mail: good for five minutes and once.

use std::time::Duration;

use keyfold_db::{Tx, factors::Factor, sign_in_codes};
use keyfold_mail::{Kind, Letter, queue};
use keyfold_model::{FactorId, Secret, Timestamp};

use crate::{Error, SiteSecret};

/// How long a code is good.
const LIFETIME: Duration = Duration::from_secs(300);
/// How long after one code the next can be sent: who has the password can't flood a mailbox.
const PAUSE: Duration = Duration::from_secs(30);

/// Six digits, each as likely as any other.
fn generate() -> Result<Secret<String>, Error> {
    let bytes = crate::token::random_bytes()?;
    let number = bytes.iter().take(15).fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
    Ok(Secret::new(format!("{:06}", number % 1_000_000)))
}

/// Sends a code to the address of a mail factor, in the place of the one before. Nothing happens where one was sent just now.
pub(crate) async fn send(tx: &mut Tx, secret: &SiteSecret, factor: &Factor, now: Timestamp) -> Result<(), Error> {
    let code = generate()?;
    let hash = hash(secret, factor.id, code.expose());
    let expires_at = now.after(LIFETIME);
    if !sign_in_codes::send(tx, factor.id, &hash, now, expires_at, now.before(PAUSE)).await? {
        return Ok(());
    }
    let letter = Letter {
        kind: Kind::SignInCode,
        subject: "Your code for signing in".to_owned(),
        paragraphs: vec![
            format!("Your code is {}.", code.expose()),
            "It is good for five minutes, and once. Nobody will ever ask you for it but the page or program in which you \
            are signing in."
                .to_owned(),
            "If you are not signing in just now, somebody else knows your password: change it.".to_owned(),
        ],
        link: None,
    };
    queue::write(tx, std::slice::from_ref(&factor.label), &letter, None, now).await?;
    Ok(())
}

/// Takes a code that was sent. True for exactly one caller.
pub(crate) async fn take(
    tx: &mut Tx,
    secret: &SiteSecret,
    factor: &Factor,
    code: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(sign_in_codes::take_sent(tx, factor.id, &hash(secret, factor.id, code), now).await?)
}

fn hash(secret: &SiteSecret, factor: FactorId, code: &str) -> String {
    secret.hash("mail code", &format!("{factor} {code}"))
}
