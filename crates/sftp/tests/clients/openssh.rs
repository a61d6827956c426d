//! OpenSSH's `sftp`: every command that a person types.

use std::path::Path;

use keyfold_model::Level;
use tokio::process::Command;

use crate::{
    program::{Ran, program, run},
    world::{Person, World, noise},
};

/// A program of OpenSSH, signing in to this server with a key.
pub fn openssh(world: &World, person: &Person, name: &str) -> Command {
    openssh_as(world, person, person.login(), name)
}

/// The same with another user name.
pub fn openssh_as(world: &World, person: &Person, user: &str, name: &str) -> Command {
    openssh_with(world, &person.key_file, user, name)
}

/// The same with another key.
pub fn openssh_with(world: &World, key_file: &Path, user: &str, name: &str) -> Command {
    let mut command = program(name, "openssh-client");
    command.args(["-F", "/dev/null", "-i"]).arg(key_file);
    for option in [
        format!("Port={}", world.address.port()),
        format!("User={user}"),
        format!("UserKnownHostsFile={}", world.local("known_hosts").display()),
        "StrictHostKeyChecking=yes".into(),
        "IdentitiesOnly=yes".into(),
        "IdentityAgent=none".into(),
        "GlobalKnownHostsFile=/dev/null".into(),
    ] {
        command.args(["-o", &option]);
    }
    command.current_dir(world.home.path()).env_remove("SSH_AUTH_SOCK").env("LC_ALL", "C.UTF-8").env("TZ", "UTC");
    command
}

/// Runs `sftp` with these commands; the first that fails ends it.
pub async fn sftp(world: &World, person: &Person, commands: &str) -> Ran {
    run(openssh(world, person, "sftp").args(["-b", "-", "127.0.0.1"]), commands).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_does_what_it_says() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let content = noise(300_000, 1);
    std::fs::write(world.local("a.bin"), &content).expect("written");
    let out = sftp(
        &world,
        &ann,
        "pwd\ncd desk\nmkdir sub\nput a.bin sub/b.bin\ncd sub\nls -l\nrename b.bin c.bin\nchmod 600 c.bin\n\
         get c.bin back.bin\ncd ..\npwd\nls -la sub\ndf -h\nmkdir gone\nrmdir gone\n",
    )
    .await
    .ok();
    assert!(
        out.contains("Remote working directory: /\n") && out.contains("Remote working directory: /desk\n"),
        "{out}"
    );
    assert!(out.contains("300000") && out.contains("b.bin") && out.contains("c.bin"), "{out}");
    assert!(out.contains("Avail"), "{out}");
    assert_eq!(std::fs::read(world.local("back.bin")).expect("downloaded"), content);
    assert_eq!(world.get("desk/sub/c.bin").await, content);
    assert_eq!(world.names("desk").await, ["sub"]);
    sftp(&world, &ann, "rm desk/sub/c.bin\nrmdir desk/sub\n").await.ok();
    assert!(world.names("desk").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_replaced_by_put_and_by_rename() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    world.put("desk/a.txt", b"one").await;
    std::fs::write(world.local("new.txt"), b"longer than one").expect("written");
    sftp(&world, &ann, "put -f new.txt desk/a.txt\n").await.ok();
    assert_eq!(world.get("desk/a.txt").await, b"longer than one");
    std::fs::write(world.local("new.txt"), b"two").expect("written");
    sftp(&world, &ann, "put -p new.txt desk/b.txt\nrename desk/b.txt desk/a.txt\n").await.ok();
    assert_eq!(world.get("desk/a.txt").await, b"two");
    assert_eq!(world.names("desk").await, ["a.txt"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_transfers_are_resumed() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let content = noise(1_000_000, 2);
    world.put("desk/half.bin", &content[..400_000]).await;
    world.put("desk/whole.bin", &content).await;
    std::fs::write(world.local("whole.bin"), &content).expect("written");
    std::fs::write(world.local("half.bin"), &content[..600_000]).expect("written");
    sftp(&world, &ann, "reput whole.bin desk/half.bin\nreget desk/whole.bin half.bin\n").await.ok();
    assert_eq!(world.get("desk/half.bin").await, content);
    assert_eq!(std::fs::read(world.local("half.bin")).expect("downloaded"), content);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_small_files_go_up_by_a_glob_and_come_down_as_a_tree() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let small = world.local("small");
    std::fs::create_dir(&small).expect("made");
    for n in 0..200_u64 {
        std::fs::write(small.join(format!("f{n:03}.dat")), noise(1000 + n as usize, n)).expect("written");
    }
    sftp(&world, &ann, "put small/*.dat desk/\nget -r desk down\n").await.ok();
    assert_eq!(world.names("desk").await.len(), 200);
    for n in 0..200_u64 {
        let got = std::fs::read(world.local(&format!("down/f{n:03}.dat"))).expect("downloaded");
        assert!(got == noise(1000 + n as usize, n), "f{n:03}.dat");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_is_refused_in_plain_words() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::ReadOnly).await;
    world.dirs(&["secret"]).await;
    world.put("desk/a.txt", b"text").await;
    std::fs::write(world.local("mine.txt"), b"mine").expect("written");
    sftp(&world, &ann, "get desk/a.txt got.txt\n").await.ok();
    for refused in
        ["put mine.txt desk/", "rm desk/a.txt", "rename desk/a.txt desk/b.txt", "mkdir desk/sub", "rmdir desk"]
    {
        let error = sftp(&world, &ann, refused).await.failed();
        assert!(error.contains("ermission denied"), "{refused}: {error}");
    }
    let error = sftp(&world, &ann, "ls secret").await.failed();
    assert!(error.contains("not found"), "{error}");
    let out = sftp(&world, &ann, "ls").await.ok();
    assert!(out.contains("desk") && !out.contains("secret"), "{out}");
    assert_eq!(world.get("desk/a.txt").await, b"text");
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_no_shell_no_command_and_no_forwarding() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    for arguments in [&["127.0.0.1"][..], &["-tt", "127.0.0.1"], &["127.0.0.1", "id"]] {
        let error = run(openssh(&world, &ann, "ssh").args(arguments), "").await;
        let told = format!("{}{}", error.out, error.err);
        assert!(!error.succeeded, "{arguments:?}: {told}");
        assert!(told.contains("This server speaks SFTP only: use sftp, not ssh."), "{arguments:?}: {told}");
    }
    let forwarded = run(openssh(&world, &ann, "ssh").args(["-W", "127.0.0.1:22", "127.0.0.1"]), "").await.failed();
    assert!(forwarded.contains("This server speaks SFTP only"), "{forwarded}");
    let remote = ["-o", "ExitOnForwardFailure=yes", "-N", "-R", "0:127.0.0.1:22", "127.0.0.1"];
    let forwarded = run(openssh(&world, &ann, "ssh").args(remote), "").await.failed();
    assert!(forwarded.contains("remote port forwarding failed"), "{forwarded}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_negotiated_is_the_fastest_and_strict() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let talk = run(openssh(&world, &ann, "sftp").args(["-vv", "-b", "-", "127.0.0.1"]), "ls\n").await;
    assert!(talk.succeeded, "{}", talk.err);
    assert!(talk.err.contains("kex: server->client cipher: aes128-gcm@openssh.com"), "{}", talk.err);
    assert!(talk.err.contains("compression: none"), "{}", talk.err);
    assert!(talk.err.contains("kex-strict-s-v00@openssh.com"), "{}", talk.err);
    assert!(talk.err.contains("server-sig-algs=<ssh-ed25519,rsa-sha2-512,rsa-sha2-256>"), "{}", talk.err);
    for cipher in ["chacha20-poly1305@openssh.com", "aes256-ctr", "aes256-gcm@openssh.com"] {
        sftp_with(&world, &ann, &format!("Ciphers={cipher}")).await.ok();
    }
    for weak in ["Ciphers=aes128-cbc", "KexAlgorithms=diffie-hellman-group14-sha256", "HostKeyAlgorithms=ssh-rsa"] {
        let error = sftp_with(&world, &ann, weak).await.failed();
        assert!(error.contains("no matching"), "{weak}: {error}");
    }
    sftp_with(&world, &ann, "HostKeyAlgorithms=rsa-sha2-256").await.ok();
}

async fn sftp_with(world: &World, person: &Person, option: &str) -> Ran {
    run(openssh(world, person, "sftp").args(["-o", option, "-b", "-", "127.0.0.1"]), "ls\n").await
}
