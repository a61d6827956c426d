//! What is offered to clients.

use std::{borrow::Cow, sync::Arc, time::Duration};

use russh::{
    MethodKind, MethodSet, Preferred, SshId, cipher, compression, kex,
    keys::{Algorithm, HashAlg},
    mac,
    server::Config as SshConfig,
};

use super::Config;

/// How this server names itself (RFC 4253, section 4.2).
pub(super) const IDENTIFICATION: &str = "SSH-2.0-Keyfold";

/// How a client may prove itself.
const METHODS: [MethodKind; 3] = [MethodKind::PublicKey, MethodKind::KeyboardInteractive, MethodKind::Password];

/// What one channel may send ahead, in bytes: enough for 1 Gbit/s over a line of 100 ms.
const WINDOW: u32 = 16 * 1024 * 1024;
/// The most payload in one packet, in bytes. russh asks for no more than this.
const PACKET: u32 = 65_535;
/// How many messages the engine may be ahead of the connection's task. Each can be a whole READ's data.
const EVENTS: usize = 2;
/// Every refusal of a sign-in takes at least this long, whatever it was that took the time.
const REFUSAL: Duration = Duration::from_millis(50);
/// People with many keys in their agent need some tries.
const TRIES: usize = 10;
/// How often a client that says nothing is asked whether it is there.
const KEEP_ALIVE: Duration = Duration::from_secs(60);
/// How often it may fail to answer.
const KEEP_ALIVES_MISSED: usize = 3;

/// ML-KEM hybrid first. The last marks the strict key exchange, without which the first packets could be deleted unnoticed
/// (Terrapin, CVE-2023-48795).
const KEY_EXCHANGES: &[kex::Name] = &[
    kex::MLKEM768X25519_SHA256,
    kex::CURVE25519,
    kex::CURVE25519_PRE_RFC_8731,
    kex::EXTENSION_SUPPORT_AS_SERVER,
    kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER,
];

/// No RSA with SHA-1.
const HOST_KEYS: &[Algorithm] = &[
    Algorithm::Ed25519,
    Algorithm::Rsa { hash: Some(HashAlg::Sha512) },
    Algorithm::Rsa { hash: Some(HashAlg::Sha256) },
];

/// With processors of the last ten years the fastest by far.
const GCM: &[cipher::Name] = &[cipher::AES_128_GCM, cipher::AES_256_GCM];

/// For clients that can't do GCM: counter mode is for older paramiko, and comes with encrypt-then-MAC alone.
const ALL_CIPHERS: &[cipher::Name] =
    &[cipher::AES_128_GCM, cipher::AES_256_GCM, cipher::CHACHA20_POLY1305, cipher::AES_256_CTR, cipher::AES_128_CTR];

const MACS: &[mac::Name] = &[mac::HMAC_SHA256_ETM, mac::HMAC_SHA512_ETM];

/// What is offered to which client.
pub(super) struct Offers {
    gcm: Arc<SshConfig>,
    all: Arc<SshConfig>,
}

/// Whether a client can encrypt with AES-GCM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gcm {
    Offered,
    NotKnown,
}

impl Offers {
    pub(super) fn new(config: &Config) -> Self {
        Self { gcm: Arc::new(ssh_config(config, GCM)), all: Arc::new(ssh_config(config, ALL_CIPHERS)) }
    }

    /// The client's order decides what is used, and OpenSSH's begins with what costs thirteen times as much as AES-GCM. So
    /// clients that offer GCM are offered nothing else.
    pub(super) fn to(&self, gcm: Gcm) -> Arc<SshConfig> {
        Arc::clone(match gcm {
            Gcm::Offered => &self.gcm,
            Gcm::NotKnown => &self.all,
        })
    }
}

/// The methods that are named in every refusal. russh would strike out one that failed, and so lock out who tries twice.
pub(super) fn methods() -> MethodSet {
    MethodSet::from(&METHODS[..])
}

/// What is left to do after a key that was accepted, where a second factor is wanted (RFC 4252, section 5.1).
pub(super) fn methods_after_key() -> MethodSet {
    MethodSet::from(&[MethodKind::KeyboardInteractive][..])
}

fn ssh_config(config: &Config, ciphers: &'static [cipher::Name]) -> SshConfig {
    SshConfig {
        server_id: SshId::Standard(Cow::Borrowed(IDENTIFICATION)),
        methods: methods(),
        auth_rejection_time: REFUSAL,
        // The first request asks what methods there are, and gives nothing away.
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: config.host_keys.keys().to_vec(),
        window_size: WINDOW,
        maximum_packet_size: PACKET,
        event_buffer_size: EVENTS,
        preferred: Preferred {
            kex: Cow::Borrowed(KEY_EXCHANGES),
            key: Cow::Borrowed(HOST_KEYS),
            cipher: Cow::Borrowed(ciphers),
            mac: Cow::Borrowed(MACS),
            compression: Cow::Borrowed(&[compression::NONE]),
            ..Preferred::DEFAULT
        },
        max_auth_attempts: TRIES,
        inactivity_timeout: Some(config.patience.idle),
        keepalive_interval: Some(KEEP_ALIVE),
        keepalive_max: KEEP_ALIVES_MISSED,
        nodelay: true,
        ..SshConfig::default()
    }
}
