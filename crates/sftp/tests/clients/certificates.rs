//! OpenSSH certificates, made by `ssh-keygen` and shown by `sftp`.

use keyfold_model::Level;

use crate::{
    openssh::openssh,
    program::{Ran, program, run},
    world::{Person, World},
};

/// Whom an authority certifies, and how.
struct Certified<'c> {
    principals: &'c str,
    options: &'c [&'c str],
}

/// A person's key, certified by the authority in the file `authority`. Returns the file of the certificate.
async fn certify(world: &World, person: &Person, authority: &str, certified: Certified<'_>) -> std::path::PathBuf {
    std::fs::write(person.key_file.with_extension("pub"), person.key.public_key().to_openssh().expect("a line"))
        .expect("written");
    let mut command = program("ssh-keygen", "openssh-client");
    command.args(["-q", "-s"]).arg(world.local(authority)).args(["-I", "laptop-of-ann", "-z", "7"]);
    if !certified.principals.is_empty() {
        command.args(["-n", certified.principals]);
    }
    command.args(certified.options).arg(person.key_file.with_extension("pub"));
    run(&mut command, "").await.ok();
    let name = person.key_file.file_name().expect("a name").to_string_lossy().into_owned();
    person.key_file.with_file_name(format!("{name}-cert.pub"))
}

async fn make_authority(world: &World, name: &str, kind: &[&str]) -> String {
    let file = world.local(name);
    run(program("ssh-keygen", "openssh-client").args(["-q", "-N", "", "-f"]).arg(&file).args(kind), "").await.ok();
    std::fs::read_to_string(file.with_extension("pub")).expect("a public key")
}

async fn sign_in(world: &World, person: &Person, certificate: &std::path::Path) -> Ran {
    let option = format!("CertificateFile={}", certificate.display());
    let mut command = openssh(world, person, "sftp");
    run(command.args(["-o", &option, "-o", "PreferredAuthentications=publickey", "-b", "-", "127.0.0.1"]), "ls\n").await
}

/// A site that trusts the authority `ca`, and a certificate of it for another key of this person, `certified_key`.
pub async fn certify_for(world: &World, person: &Person) -> std::path::PathBuf {
    let line = make_authority(world, "ca", &["-t", "ed25519"]).await;
    world.ssh_settings(|settings| settings.certificate_authorities = vec![line]).await;
    let holder = with_spare_key(world, person);
    certify(world, &holder, "ca", Certified { principals: person.login(), options: &[] }).await
}

fn with_spare_key(world: &World, person: &Person) -> Person {
    let (key, key_file) = world.make_key("certified_key");
    Person { user: person.user.clone(), key, key_file }
}

/// Ann, whose own key is not known here, and a site that trusts the authority `ca`.
async fn scene() -> (World, Person) {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    certify_for(&world, &ann).await;
    let ann = with_spare_key(&world, &ann);
    (world, ann)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_of_the_sites_authority_lets_its_principals_in() {
    let (world, ann) = scene().await;
    for (principals, options) in [
        ("ann", &["-V", "-5m:+5m"][..]),
        ("bob,ann", &["-V", "always:forever"]),
        ("ann", &["-O", "source-address=192.0.2.0/24,127.0.0.0/8"]),
    ] {
        let certificate = certify(&world, &ann, "ca", Certified { principals, options }).await;
        let out = sign_in(&world, &ann, &certificate).await.ok();
        assert!(out.contains("desk"), "{principals} {options:?}: {out}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_other_certificate_is_refused() {
    let (world, ann) = scene().await;
    make_authority(&world, "other", &["-t", "ed25519"]).await;
    for (authority, principals, options, failure) in [
        ("other", "ann", &[][..], Some("key_mismatch")),
        ("ca", "bob", &[], Some("key_mismatch")),
        ("ca", "", &[], Some("key_mismatch")),
        ("ca", "ann", &["-h"], None),
        ("ca", "ann", &["-V", "-2h:-1h"], None),
        ("ca", "ann", &["-V", "+1h:+2h"], None),
        ("ca", "ann", &["-O", "source-address=192.0.2.0/24"], Some("ip_mismatch")),
        ("ca", "ann", &["-O", "force-command=internal-sftp"], Some("key_mismatch")),
        ("ca", "ann", &["-O", "critical:nobody-knows@example.com=1"], Some("key_mismatch")),
        ("ca", "ann", &["-O", "verify-required"], Some("key_mismatch")),
    ] {
        let certificate = certify(&world, &ann, authority, Certified { principals, options }).await;
        let error = sign_in(&world, &ann, &certificate).await.failed();
        assert!(error.contains("Permission denied"), "{authority} {principals} {options:?}: {error}");
        if let Some(failure) = failure {
            assert!(world.failures().await.iter().any(|found| found == failure), "{principals} {options:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_certificate_lets_nobody_in_any_more() {
    let (world, ann) = scene().await;
    let certificate = certify(&world, &ann, "ca", Certified { principals: "ann", options: &[] }).await;
    sign_in(&world, &ann, &certificate).await.ok();
    world.ssh_settings(|settings| settings.revoked_serials = vec![7]).await;
    sign_in(&world, &ann, &certificate).await.failed();
    assert!(world.failures().await.iter().any(|failure| failure == "certificate_revoked"));
    world.ssh_settings(|settings| settings.revoked_serials.clear()).await;
    sign_in(&world, &ann, &certificate).await.ok();
    world.ssh_settings(|settings| settings.revoked_key_ids = vec!["laptop-of-ann".into()]).await;
    sign_in(&world, &ann, &certificate).await.failed();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_of_a_certificate_is_nothing_without_it_and_the_persons_own_key_still_works() {
    let (world, ann) = scene().await;
    let error = crate::openssh::sftp(&world, &ann, "ls").await.failed();
    assert!(error.contains("Permission denied"), "{error}");
    let zoe = world.person("zoe").await;
    crate::openssh::sftp(&world, &zoe, "ls").await.ok();
}
