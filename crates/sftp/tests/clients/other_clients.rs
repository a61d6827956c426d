//! Clients other than OpenSSH's: paramiko, rclone, lftp.

use keyfold_model::Level;

use crate::{
    openssh::openssh,
    program::{program, run, run_python},
    world::{World, noise},
};

const PARAMIKO: &str = r#"
import hashlib, os, sys, threading
try:
    import paramiko
except ImportError:
    sys.exit("paramiko is missing: install the Debian package python3-paramiko")

port, user, key, home = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
client = paramiko.SSHClient()
client.load_host_keys(os.path.join(home, "known_hosts"))
client.connect("127.0.0.1", port=port, username=user, key_filename=key, allow_agent=False, look_for_keys=False)
sftp = client.open_sftp()
big = os.path.join(home, "big.bin")
sftp.put(big, "/desk/big.bin")
# Asks for the whole file at once, in tens of thousands of requests.
back = os.path.join(home, "back.bin")
sftp.get("/desk/big.bin", back)
digest = lambda file: hashlib.sha256(open(file, "rb").read()).hexdigest()
assert digest(big) == digest(back), "what came back is something else"
for n in range(200):
    with sftp.open(f"/desk/f{n:03}.txt", "w") as file:
        file.write(f"file {n}")
assert len(sftp.listdir_attr("/desk")) == 201
with sftp.open("/desk/f007.txt", "r+") as file:
    file.seek(5)
    file.write("seven")
with sftp.open("/desk/f007.txt") as file:
    assert file.read() == b"file seven"
sftp.truncate("/desk/f007.txt", 4)
assert sftp.stat("/desk/f007.txt").st_size == 4
assert sftp.normalize("desk/..") == "/"
sftp.posix_rename("/desk/f007.txt", "/desk/f008.txt")
sftp.mkdir("/desk/sub"); sftp.rmdir("/desk/sub")
for wrong in ("/desk/none", "/none"):
    try:
        sftp.stat(wrong)
        sys.exit(f"{wrong} is there")
    except FileNotFoundError:
        pass
# A second session on the same connection.
assert len(client.open_sftp().listdir("/desk")) == 200
client.close()
"#;

#[tokio::test(flavor = "multi_thread")]
async fn paramiko_puts_gets_and_lists() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    std::fs::write(world.local("big.bin"), noise(32 * 1024 * 1024, 10)).expect("written");
    let (port, home) = (world.address.port().to_string(), world.home.path().to_owned());
    let arguments = [port.into(), "ann".into(), ann.key_file.clone().into_os_string(), home.into_os_string()];
    run_python::<std::ffi::OsString>(PARAMIKO, arguments).await.ok();
    assert!(world.get("desk/big.bin").await == noise(32 * 1024 * 1024, 10));
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
async fn rclone_copies_up_checks_lists_and_copies_down() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let up = fill(&world);
    let remote = format!(
        ":sftp,host=127.0.0.1,port={},user=ann,key_file={},known_hosts_file={},shell_type=none:/desk",
        world.address.port(),
        ann.key_file.display(),
        world.local("known_hosts").display()
    );
    let down = world.local("down");
    let rclone = || {
        let mut command = program("rclone", "rclone");
        command.env("RCLONE_CONFIG", world.local("rclone.conf")).env("HOME", world.home.path());
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

#[tokio::test(flavor = "multi_thread")]
async fn lftp_mirrors_both_ways() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    fill(&world);
    let ssh = openssh(&world, &ann, "ssh");
    let words: Vec<&str> = ssh.as_std().get_args().map(|word| word.to_str().expect("UTF-8")).collect();
    let script = format!(
        "set sftp:connect-program \"ssh -a -x {}\"\nset net:max-retries 1\nset cmd:fail-exit yes\n\
         open -u ann, sftp://127.0.0.1:{}\nmirror -R up desk\ncls -1 desk\nmirror desk down\nrm desk/f000\n\
         mv desk/f001 desk/f000\n",
        words.join(" "),
        world.address.port()
    );
    let mut command = program("lftp", "lftp");
    command.current_dir(world.home.path()).env("HOME", world.home.path());
    let out = run(command.args(["-f", "/dev/stdin"]), script).await.ok();
    assert_eq!(out.lines().filter(|line| line.contains("desk/f") || line.contains("desk/big")).count(), 201, "{out}");
    let down = world.local("down");
    assert!(world.get("desk/f000").await == noise(2000, 1), "renamed");
    world.put("desk/f001", b"").await;
    assert_same(&world, &down).await;
}
