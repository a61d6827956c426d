//! Who is let in, and who is not.

use std::os::unix::fs::PermissionsExt;

use keyfold_identity::NewPublicKey;
use keyfold_model::{Level, Timestamp};

use crate::{
    openssh::{openssh, openssh_as, sftp},
    program::{Ran, run},
    world::{Person, World, save_key},
};

/// `sftp` that answers the question for a password.
async fn sftp_with_password(world: &World, person: &Person, user: &str, password: &str) -> Ran {
    let script = world.local("askpass.sh");
    std::fs::write(&script, format!("#!/bin/sh\necho '{password}'\n")).expect("written");
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o700)).expect("set");
    let mut command = openssh_as(world, person, user, "sftp");
    command.args(["-o", "PreferredAuthentications=password", "-o", "NumberOfPasswordPrompts=1"]);
    command.env("SSH_ASKPASS", script).env("SSH_ASKPASS_REQUIRE", "force");
    run(command.arg("127.0.0.1"), "ls\n").await
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_in_with_another_key_or_anothers_key() {
    let world = World::new().await;
    let mut ann = world.person_at_desk("ann", Level::Full).await;
    let bob = world.person("bob").await;
    sftp(&world, &ann, "ls").await.ok();
    let strange = russh::keys::PrivateKey::random(&mut russh::keys::key::safe_rng(), russh::keys::Algorithm::Ed25519);
    let file = world.local("strange_key");
    save_key(&strange.expect("a key"), &file);
    for key_file in [file, bob.key_file] {
        ann.key_file = key_file;
        let error = sftp(&world, &ann, "ls").await.failed();
        assert!(error.contains("Permission denied (publickey,keyboard-interactive,password)"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_is_switched_off_looks_like_a_stranger() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    world.disable(&ann).await;
    let error = sftp(&world, &ann, "ls").await.failed();
    assert!(error.contains("Permission denied (publickey,keyboard-interactive,password)"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_api_key_is_a_password_under_its_own_name_and_its_owners() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    world.person("bob").await;
    let issued = world.api_key(&ann, "laptop").await;
    let key = issued.secret.expose();
    for user in ["@api-laptop", &format!("@api-{}", issued.key.id), "ann"] {
        let out = sftp_with_password(&world, &ann, user, key).await.ok();
        assert!(out.contains("desk"), "{user}: {out}");
    }
    for (user, password) in [("bob", key.as_str()), ("@api-other", key), ("ann", "kf_wrong"), ("nobody", "x")] {
        let error = sftp_with_password(&world, &ann, user, password).await.failed();
        assert!(error.contains("Permission denied (publickey,keyboard-interactive,password)"), "{user}: {error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_local_password_lets_its_person_in() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    world.password(&ann, "correct horse battery").await;
    sftp_with_password(&world, &ann, "ann", "correct horse battery").await.ok();
    let error = sftp_with_password(&world, &ann, "ann", "correct horse").await.failed();
    assert!(error.contains("Permission denied (publickey,keyboard-interactive,password)"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_rsa_key_signs_with_sha_2_and_never_with_sha_1() {
    let world = World::new().await;
    let mut ann = world.person_at_desk("ann", Level::Full).await;
    let file = world.local("rsa_key");
    let keygen = ["-q", "-t", "rsa", "-b", "3072", "-N", "", "-f"];
    run(crate::program::program("ssh-keygen", "openssh-client").args(keygen).arg(&file), "").await.ok();
    let openssh_line = std::fs::read_to_string(file.with_extension("pub")).expect("a public key");
    let new = keyfold_identity::NewPublicKey {
        title: "rsa".into(),
        openssh: openssh_line,
        expires_at: None,
        addresses: None,
    };
    let admin = world.admin.site_admin().expect("an admin");
    world.identity.public_keys.create(&admin.custody_of(ann.user.id), new).await.expect("a key");
    ann.key_file = file;
    sftp(&world, &ann, "ls").await.ok();
    let sha1 = ["-o", "PubkeyAcceptedAlgorithms=ssh-rsa", "-b", "-", "127.0.0.1"];
    let error = run(openssh(&world, &ann, "sftp").args(sha1), "ls\n").await.failed();
    assert!(error.contains("Permission denied"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_good_until_its_time_and_from_its_addresses() {
    let world = World::new().await;
    let mut ann = world.person_at_desk("ann", Level::Full).await;
    let admin = world.admin.site_admin().expect("an admin");
    for (addresses, let_in) in
        [("192.0.2.0/24", false), ("192.0.2.0/24, 127.0.0.0/8", true), ("::ffff:0:0/96", false), ("127.0.0.1", true)]
    {
        let (key, file) = world.make_key("limited_key");
        let openssh = key.public_key().to_openssh().expect("a line");
        let new = NewPublicKey { title: "l".into(), openssh, expires_at: None, addresses: Some(addresses.into()) };
        world.identity.public_keys.create(&admin.custody_of(ann.user.id), new).await.expect("a key");
        ann.key_file = file;
        let ran = sftp(&world, &ann, "ls").await;
        assert_eq!(ran.succeeded, let_in, "{addresses}: {}", ran.err);
        if !let_in {
            assert_eq!(world.last_failure().await.as_deref(), Some("ip_mismatch"), "{addresses}");
        }
    }
    let (key, file) = world.make_key("old_key");
    let openssh = key.public_key().to_openssh().expect("a line");
    let new = NewPublicKey { title: "o".into(), openssh, expires_at: Some(Timestamp(1)), addresses: None };
    world.identity.public_keys.create(&admin.custody_of(ann.user.id), new).await.expect("a key");
    ann.key_file = file;
    sftp(&world, &ann, "ls").await.failed();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_rsa_key_lets_in_with_a_warning_and_a_shorter_one_is_refused() {
    let world = World::new().await;
    let mut ann = world.person_at_desk("ann", Level::Full).await;
    let admin = world.admin.site_admin().expect("an admin");
    for (bits, expected) in [("1024", None), ("2048", Some(true)), ("3072", Some(false))] {
        let file = world.local(&format!("rsa_{bits}"));
        let keygen = ["-q", "-t", "rsa", "-b", bits, "-N", "", "-f"];
        run(crate::program::program("ssh-keygen", "openssh-client").args(keygen).arg(&file), "").await.ok();
        let openssh = std::fs::read_to_string(file.with_extension("pub")).expect("a public key");
        let new = NewPublicKey { title: bits.into(), openssh, expires_at: None, addresses: None };
        let made = world.identity.public_keys.create(&admin.custody_of(ann.user.id), new).await;
        assert_eq!(made.as_ref().ok().map(keyfold_identity::is_short), expected, "{bits}: {made:?}");
        if made.is_ok() {
            ann.key_file = file;
            sftp(&world, &ann, "ls").await.ok();
        }
    }
}
