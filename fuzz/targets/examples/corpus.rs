//! Writes the corpus anew: `cargo run --package keyfold-fuzz-targets --example corpus`. What a fuzzer found is kept.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::Result;
use keyfold_testkit::idp::{
    IdentityProvider, KeyKind, Signed, decode,
    forgery::{self, Scene},
};

/// Larger documents teach a fuzzer nothing.
const MAX_BYTES: usize = 16 * 1024;

const PATHS: &[&str] = &[
    "",
    "/",
    "finance/2026/Q3 report.md",
    "//finance///2026/",
    "/team/../team2/./x",
    "../../etc/passwd",
    "a\0b",
    "Zürich/Zu\u{308}rich",
    "\u{202e}txt.exe",
    "a\\..\\b",
    "%2e%2e/x",
];

const FILTERS: &[&str] = &[
    r#"userName eq "amy@example.com""#,
    r#"emails[type eq "work" and value co "@example.com"]"#,
    r#"not (name.familyName sw "P") or title pr"#,
    r#"meta.lastModified gt "2026-11-24T08:00:00Z" and active eq true"#,
    r#"urn:ietf:params:scim:schemas:core:2.0:User:userName NE null"#,
    r#"(a eq 1 or b le -2.5e3) and not (c[d eq "\u00e9\""])"#,
    r#"members[value eq "17"].display ew "y""#,
    r#"userName eq "unfinished"#,
    "((((((((((a pr))))))))))",
];

const PATCHES: &[&str] = &[
    r#"{"Operations":[{"op":"replace","value":{"active":false}}]}"#,
    r#"{"Operations":[{"op":"Replace","path":"active","value":"False"}]}"#,
    r#"{"Operations":[{"op":"Add","path":"emails[type eq \"work\"].value","value":"amy@corp.example"}]}"#,
    r#"{"Operations":[{"op":"remove","path":"emails[type eq \"home\"]"},{"op":"add","path":"title","value":"Boss"}]}"#,
    r#"{"Operations":[{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"R&D"}]}"#,
    r#"{"Operations":[{"op":"add","path":"members","value":[{"value":"17"}]}]}"#,
    r#"{"Operations":[{"op":"remove","path":"members[value eq \"17\"]"}]}"#,
    r#"{"Operations":[{"op":"replace","value":{"id":"18","displayName":"x","name.givenName":"A"}}]}"#,
    r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[]}"#,
    r#"{"Operations":[{"op":"remove","path":"userName"}]}"#,
];

const FTP_LINES: &[&[u8]] = &[
    b"USER ann@corp.example\r\nPASS hunter2492039\r\nACCT 492039\r\n",
    b"AUTH TLS\r\nPBSZ 0\r\nPROT P\r\n",
    b"EPSV\r\nLIST -la finance/2026\r\n",
    b"PORT 127,0,0,1,10,10\r\nEPRT |2|::1|2000|\r\n",
    b"\xff\xf4\xff\xf2ABOR\r\n",
    b"\xf2ABOR\n",
    b"MFMT 20261124080102.250 a b\r\nMFMT 00000101000000 x\r\nMFMT 99991231235960 x\r\n",
    b"REST 18446744073709551616\r\nRANG 5 4\r\nRANG 1 0\r\n",
    b"OPTS MLST type;size;\r\nOPTS HASH SHA-512\r\nOPTS UTF8 ON\r\n",
    b"RETR /a\0b\r\nRETR \xc3\x28\r\nSITE EXEC /bin/sh\r\n",
    b"NOOP",
];

fn main() -> Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    for (name, seeds) in [("path", PATHS), ("scim_filter", FILTERS), ("scim_patch", PATCHES)] {
        for (index, seed) in seeds.iter().enumerate() {
            write(&corpus, name, &format!("seed_{index:02}"), seed.as_bytes())?;
        }
    }
    for (index, lines) in FTP_LINES.iter().enumerate() {
        write(&corpus, "ftp_line", &format!("seed_{index:02}"), lines)?;
    }
    for (index, packet) in packets().iter().enumerate() {
        write(&corpus, "sftp_packet", &format!("seed_{index:02}"), packet)?;
    }
    saml_responses(&corpus)
}

fn write(corpus: &Path, target: &str, name: &str, data: &[u8]) -> Result<()> {
    fs::create_dir_all(corpus.join(target))?;
    Ok(fs::write(corpus.join(target).join(name), data)?)
}

/// Three right answers, and one forgery for each check: all by a new key, of which only the certificate is kept.
fn saml_responses(corpus: &Path) -> Result<()> {
    let mut scene = Scene::new()?;
    scene.idp = IdentityProvider::generate_with(Scene::IDP, scene.idp.sso_url(), KeyKind::P256)?;
    fs::write(corpus.join("saml_response.pem"), scene.idp.certificate_pem())?;
    for (name, signed) in [("response", Signed::Response), ("assertion", Signed::Assertion), ("both", Signed::Both)] {
        write(corpus, "saml_response", &format!("valid_{name}"), scene.xml(signed)?.as_bytes())?;
    }
    let mut checks = BTreeSet::new();
    for forgery in forgery::all() {
        // Some are not UTF-8, or no base64: those are no XML to begin with.
        let Ok(forged) = (forgery.forge)(&scene).and_then(|posted| decode(&posted)) else { continue };
        if forged.len() <= MAX_BYTES && checks.insert(forgery.refused_by) {
            write(corpus, "saml_response", &format!("forged_{}", forgery.name), forged.as_bytes())?;
        }
    }
    Ok(())
}

/// One packet of each shape: type, id, and what follows.
fn packets() -> Vec<Vec<u8>> {
    let string = |text: &[u8]| [&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes(), text].concat();
    let packet = |kind: u8, rest: &[u8]| [&[kind, 0, 0, 0, 7], rest].concat();
    let handle = string(&[0, 0, 0, 1]);
    let no_attributes = [0; 4];
    let times = [0, 0, 0, 8, 101, 0, 0, 0, 101, 0, 0, 1];
    vec![
        vec![1, 0, 0, 0, 3],
        packet(3, &[&string(b"/finance/a.csv")[..], &[0, 0, 0, 0x1a], &no_attributes].concat()),
        packet(4, &handle),
        packet(5, &[&handle[..], &[0; 8], &[0, 0, 0x80, 0]].concat()),
        packet(6, &[&handle[..], &[0; 8], &string(b"data")].concat()),
        packet(9, &[&string(b"a")[..], &times].concat()),
        packet(9, &[&string(b"a")[..], &[0x80, 0, 0, 0, 0, 0, 0, 1], &string(b"name"), &string(b"data")].concat()),
        packet(14, &[&string(b"new folder")[..], &no_attributes].concat()),
        packet(18, &[string(b"from"), string(b"to")].concat()),
        packet(200, &[string(b"posix-rename@openssh.com"), string(b"from"), string(b"to")].concat()),
        packet(200, &string(b"limits@openssh.com")),
        packet(200, &[string(b"unknown@example.com"), string(b"x")].concat()),
        // Lengths and counts that can't be true.
        packet(3, &[0xff, 0xff, 0xff, 0xff, b'a']),
        packet(9, &[&string(b"a")[..], &[0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]].concat()),
        packet(6, &[&handle[..], &[0xff; 8], &[0x7f, 0xff, 0xff, 0xff]].concat()),
    ]
}
