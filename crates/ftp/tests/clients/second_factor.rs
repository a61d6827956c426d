//! Signing in with a second factor.

use aws_lc_rs::hmac;
use keyfold_ftp::ClearControl;
use keyfold_identity::{Console, NewFactor, Reauthentication};
use keyfold_model::{Clock as _, Level, Secret, SystemClock};

use crate::{
    raw::Raw,
    world::{PASSWORD, World},
};

/// An authenticator app (RFC 6238).
struct App {
    key: hmac::Key,
    step: u64,
}

impl App {
    /// The code of this many steps after the one in which the app was set up.
    fn code(&self, later: u64) -> String {
        let tag = hmac::sign(&self.key, &(self.step + later).to_be_bytes());
        let digest = tag.as_ref();
        let at = usize::from(digest[19] & 15);
        let number = u32::from_be_bytes(digest[at..at + 4].try_into().expect("four")) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }
}

/// RFC 4648, section 6.
fn base32(text: &str) -> Vec<u8> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for letter in text.bytes().filter(u8::is_ascii_alphanumeric) {
        let value = if letter.is_ascii_digit() { letter - b'2' + 26 } else { letter.to_ascii_uppercase() - b'A' };
        (bits, held) = (bits << 5 | u32::from(value), held + 5);
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    bytes
}

/// Gives somebody an app.
async fn app(world: &World, user: &str) -> App {
    let session = world.identity.authenticator.console(&Console::of_this_machine(), user).await.expect("signed in");
    let new = NewFactor::Totp { label: "phone".into(), site: "Keyfold".into() };
    let proof = Reauthentication::Password(Secret::from(PASSWORD));
    let begun = world.identity.factors.begin(&session, proof, new).await.expect("begun");
    let key = base32(begun.app.expect("an app").key.expose());
    let step = u64::try_from(SystemClock.now().seconds() / 30).expect("after 1970");
    let app = App { key: hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key), step };
    world.identity.factors.confirm(&session, begun.id, &app.code(0)).await.expect("confirmed");
    app
}

async fn world() -> World {
    let world = World::with(|config| config.rules.clear_control = ClearControl::Allowed).await;
    world.person_at_desk("ann", Level::Full).await;
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_is_asked_for_and_counts_once() {
    let world = world().await;
    let app = app(&world, "ann").await;
    let mut raw = Raw::connect(&world).await;
    raw.ask("USER ann", 331).await;
    raw.ask(&format!("PASS {PASSWORD}"), 332).await;
    raw.ask("PWD", 530).await;
    raw.ask("ACCT 000000", 530).await;
    raw.ask(&format!("ACCT {}", app.code(1)), 503).await;
    raw.ask("USER ann", 331).await;
    raw.ask(&format!("PASS {PASSWORD}"), 332).await;
    raw.ask(&format!("ACCT {}", app.code(1)), 230).await;
    raw.ask("PWD", 257).await;
    let mut again = Raw::connect(&world).await;
    again.ask("USER ann", 331).await;
    again.ask(&format!("PASS {PASSWORD}"), 332).await;
    again.ask(&format!("ACCT {}", app.code(1)), 530).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_may_stand_behind_the_password() {
    let world = world().await;
    let app = app(&world, "ann").await;
    let mut raw = Raw::connect(&world).await;
    raw.ask("USER ann", 331).await;
    raw.ask(&format!("PASS {PASSWORD}{}", app.code(1)), 230).await;
    raw.ask("PWD", 257).await;
    let mut again = Raw::connect(&world).await;
    again.ask("USER ann", 331).await;
    again.ask(&format!("PASS {PASSWORD}{}", app.code(1)), 530).await;
}
