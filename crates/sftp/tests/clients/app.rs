//! An authenticator app (RFC 6238), by code of its own, with a clock that goes on to the next code for each sign-in.

use std::{net::Ipv4Addr, sync::Arc, time::Duration};

use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;
use keyfold_identity::{NewFactor, Origin, Reauthentication};
use keyfold_model::{Clock as _, Interface, ManualClock, Secret};

use crate::world::{Person, World};

/// How long a code is shown, in seconds.
const STEP: u64 = 30;

pub struct App {
    key: Vec<u8>,
    clock: Arc<ManualClock>,
}

impl App {
    /// Sets an app up as the second factor of somebody with this password.
    pub async fn enrol(world: &World, clock: &Arc<ManualClock>, person: &Person, password: &str) -> Self {
        let origin = Origin { interface: Interface::Web, remote_ip: Ipv4Addr::LOCALHOST.into(), client: "".into() };
        let authenticator = &world.identity.authenticator;
        let round = authenticator.web_password(person.login(), Secret::from(password), origin).await.expect("let in");
        let (web, _) = round.into_signed_in().expect("signed in");
        let new = NewFactor::Totp { label: "Phone".into(), site: "Files".into() };
        let proof = Reauthentication::Password(Secret::from(password));
        let begun = world.identity.factors.begin(&web.session, proof, new).await.expect("begun");
        let secret = begun.app.expect("a key").key;
        let key = BASE32_NOPAD.decode(secret.expose().as_bytes()).expect("base32");
        let app = Self { key, clock: Arc::clone(clock) };
        world.identity.factors.confirm(&web.session, begun.id, &app.next_code()).await.expect("confirmed");
        app
    }

    /// The code of a time at which none was used yet.
    pub fn next_code(&self) -> String {
        self.clock.advance(Duration::from_secs(STEP));
        let step = self.clock.now().seconds().unsigned_abs() / STEP;
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.key);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let at = usize::from(tag.as_ref()[19] & 15);
        let word: [u8; 4] = tag.as_ref()[at..at + 4].try_into().expect("four bytes");
        format!("{:06}", (u32::from_be_bytes(word) & 0x7fff_ffff) % 1_000_000)
    }
}
