//! An authenticator app, as people have it: made from the URI of the QR code alone, by code of its own.

use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;
use keyfold_identity::AppSecret;
use keyfold_model::Clock as _;

use crate::world::World;

pub struct App {
    key: String,
}

impl App {
    /// Reads the QR code.
    pub fn scan(secret: &AppSecret) -> Self {
        let (_, rest) = secret.uri.expose().split_once("secret=").expect("a secret in the URI");
        let key = rest.split('&').next().expect("its value").to_owned();
        assert_eq!(&key, secret.key.expose());
        Self { key }
    }

    pub fn key(&self) -> &str {
        &self.key
    }

    /// What it shows now.
    pub fn code(&self, world: &World) -> String {
        let step = world.clock.now().seconds() / 30;
        let key = BASE32_NOPAD.decode(self.key.as_bytes()).expect("base32");
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key), &step.to_be_bytes());
        let tag = tag.as_ref();
        let at = usize::from(tag[19] & 15);
        let word = u32::from_be_bytes([tag[at] & 0x7f, tag[at + 1], tag[at + 2], tag[at + 3]]);
        format!("{:06}", word % 1_000_000)
    }
}
