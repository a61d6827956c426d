//! lftp, curl and rclone, over TLS.

use keyfold_ftp::{Encryption, SessionReuse};
use keyfold_model::Level;
use tokio::process::Command;

use crate::{
    program::{program, run},
    world::{Person, World, authority, noise},
};

/// What begins a script of lftp.
pub fn open(world: &World, person: &Person) -> String {
    format!(
        "set ssl:ca-file {}\nset ftp:ssl-force yes\nset ftp:ssl-protect-data yes\nset cmd:fail-exit yes\n\
         open -u {},{} ftp://127.0.0.1:{}\n",
        authority().display(),
        person.user.login,
        person.api_key,
        world.address.port()
    )
}

/// 200 small files and a large one in a folder.
fn fill(world: &World) -> std::path::PathBuf {
    let folder = world.local("up");
    std::fs::create_dir(&folder).expect("made");
    for n in 0..200_u64 {
        std::fs::write(folder.join(format!("f{n:03}")), noise(2000, n)).expect("written");
    }
    std::fs::write(folder.join("big"), noise(20 * 1024 * 1024, 11)).expect("written");
    folder
}

async fn assert_same(world: &World, down: &std::path::Path) {
    assert_eq!(world.names("desk").await.len(), 201);
    for n in 0..200_u64 {
        assert!(std::fs::read(down.join(format!("f{n:03}"))).expect("downloaded") == noise(2000, n), "f{n:03}");
    }
    assert!(std::fs::read(down.join("big")).expect("downloaded") == noise(20 * 1024 * 1024, 11));
}

#[tokio::test(flavor = "multi_thread")]
async fn lftp_mirrors_both_ways() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    fill(&world);
    let script = format!(
        "{}mirror -R up desk\ncls -1 desk\nmirror desk down\nrm desk/f000\nmv desk/f001 desk/f000\n",
        open(&world, &ann)
    );
    let mut command = program("lftp", "lftp");
    command.current_dir(world.home.path()).env("HOME", world.home.path());
    let out = run(command.args(["-f", "/dev/stdin"]), script).await.ok();
    assert_eq!(out.lines().filter(|line| line.contains("desk/f") || line.contains("desk/big")).count(), 201, "{out}");
    assert!(world.get("desk/f000").await == noise(2000, 1), "renamed");
    world.put("desk/f001", b"").await;
    assert_same(&world, &world.local("down")).await;
}

/// `put -c` goes on where a broken upload ended, `get -c` where a broken download did.
#[tokio::test(flavor = "multi_thread")]
async fn lftp_resumes() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let content = noise(3 * 1024 * 1024, 3);
    std::fs::write(world.local("part"), &content[..1024 * 1024]).expect("written");
    std::fs::write(world.local("whole"), &content).expect("written");
    std::fs::write(world.local("back"), &content[..1024 * 1024]).expect("written");
    let script =
        format!("{}put part -o desk/file\nput -c whole -o desk/file\nget -c desk/file -o back\n", open(&world, &ann));
    let mut command = program("lftp", "lftp");
    command.current_dir(world.home.path()).env("HOME", world.home.path());
    run(command.args(["-f", "/dev/stdin"]), script).await.ok();
    assert!(world.get("desk/file").await == content);
    assert!(std::fs::read(world.local("back")).expect("downloaded") == content);
}

#[tokio::test(flavor = "multi_thread")]
async fn rclone_copies_up_checks_lists_and_copies_down() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let up = fill(&world);
    let obscured = run(program("rclone", "rclone").args(["obscure", &ann.api_key]), "").await.ok();
    let remote = format!(
        ":ftp,host=127.0.0.1,port={},user=ann,pass={},explicit_tls=true:/desk",
        world.address.port(),
        obscured.trim()
    );
    let down = world.local("down");
    let rclone = || {
        let mut command = program("rclone", "rclone");
        command.env("RCLONE_CONFIG", world.local("rclone.conf")).env("HOME", world.home.path());
        command.env("SSL_CERT_FILE", authority());
        command
    };
    run(rclone().arg("copy").arg(&up).arg(&remote), "").await.ok();
    let listed = run(rclone().args(["lsf", &remote]), "").await.ok();
    assert_eq!(listed.lines().count(), 201);
    run(rclone().args(["check", "--download"]).arg(&up).arg(&remote), "").await.ok();
    run(rclone().args(["copy", &remote]).arg(&down), "").await.ok();
    assert_same(&world, &down).await;
    run(rclone().args(["delete", &remote]), "").await.ok();
    assert!(world.names("desk").await.is_empty());
}

fn curl(person: &Person) -> Command {
    let mut command = program("curl", "curl");
    command.args(["--silent", "--show-error", "--cacert"]).arg(authority());
    command.arg("--user").arg(format!("{}:{}", person.user.login, person.api_key));
    command
}

async fn curl_works(world: &World, ann: &Person, url: &str, options: &[&str]) {
    let content = noise(5 * 1024 * 1024, 4);
    std::fs::write(world.local("whole"), &content).expect("written");
    std::fs::write(world.local("back"), &content[..1024]).expect("written");
    let curl = || {
        let mut command = curl(ann);
        command.args(options);
        command
    };
    run(curl().arg("--upload-file").arg(world.local("whole")).arg(format!("{url}/desk/file")), "").await.ok();
    assert!(world.get("desk/file").await == content);
    let listing = run(curl().arg(format!("{url}/desk/")), "").await.ok();
    assert!(listing.contains(" file") && listing.starts_with("-rw"), "{listing}");
    run(curl().args(["--continue-at", "-", "--output"]).arg(world.local("back")).arg(format!("{url}/desk/file")), "")
        .await
        .ok();
    assert!(std::fs::read(world.local("back")).expect("downloaded") == content);
    let script = ["-RNFR /desk/file", "-RNTO /desk/other", "-DELE /desk/other"].map(|line| ["--quote", line]);
    run(curl().args(script.as_flattened()).arg(format!("{url}/desk/")), "").await.ok();
    assert!(world.names("desk").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn curl_puts_gets_resumes_lists_renames_and_deletes() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let url = format!("ftp://127.0.0.1:{}", world.address.port());
    curl_works(&world, &ann, &url, &["--ssl-reqd"]).await;
    // Without TLS nothing of it.
    let url = format!("{url}/desk/");
    run(curl(&ann).arg(&url), "").await.failed();
}

#[tokio::test(flavor = "multi_thread")]
async fn curl_speaks_tls_from_the_first_byte() {
    let world = World::with(|config| config.encryption = Encryption::Implicit).await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let url = format!("ftps://127.0.0.1:{}", world.address.port());
    curl_works(&world, &ann, &url, &[]).await;
}

/// curl goes on with the session of the control connection; in TLS 1.2 and 1.3 alike.
#[tokio::test(flavor = "multi_thread")]
async fn curl_and_lftp_reuse_the_session_where_that_is_required() {
    let world = World::with(|config| config.rules.session_reuse = SessionReuse::Required).await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let url = format!("ftp://127.0.0.1:{}", world.address.port());
    curl_works(&world, &ann, &url, &["--ssl-reqd"]).await;
    curl_works(&world, &ann, &url, &["--ssl-reqd", "--tls-max", "1.2"]).await;
    world.put("desk/file", b"content").await;
    let mut command = program("lftp", "lftp");
    command.current_dir(world.home.path()).env("HOME", world.home.path());
    run(command.args(["-f", "/dev/stdin"]), format!("{}get desk/file -o lftp-got\n", open(&world, &ann))).await.ok();
    assert_eq!(std::fs::read(world.local("lftp-got")).expect("downloaded"), b"content");
}
