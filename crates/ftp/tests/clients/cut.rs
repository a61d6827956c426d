//! Sessions and connections that end in the middle.

use std::{io, path::Path, time::Duration};

use keyfold_ftp::ClearControl;
use keyfold_model::Level;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{
    program::{end, python, start},
    python::tls,
    raw::Raw,
    world::{PASSWORD, World, noise},
};

async fn plain() -> World {
    World::with(|config| config.rules.clear_control = ClearControl::Allowed).await
}

/// Waits until no more comes; how many bytes there are to read.
async fn full(stream: &TcpStream) -> u64 {
    let (mut waiting, mut same) = (0, 0);
    let mut looks = tokio::time::interval(Duration::from_millis(10));
    while same < 30 {
        looks.tick().await;
        let now = rustix::io::ioctl_fionread(stream).expect("a number");
        same = if now == waiting && now > 0 { same + 1 } else { 0 };
        waiting = now;
    }
    waiting
}

/// The client stops reading until every buffer on the way is full. What lies in its own kernel when the cut has returned, and the
/// reset, is all that ever comes.
#[tokio::test(flavor = "multi_thread")]
async fn no_byte_follows_a_cut_not_even_what_the_kernel_held() {
    let world = plain().await;
    let ann = world.person_at_desk("ann", Level::ReadOnly).await;
    world.person("bob").await;
    world.put("desk/big.bin", &noise(64 * 1024 * 1024, 6)).await;
    let mut raw = Raw::signed_in(&world, "ann").await;
    let mut other = Raw::signed_in(&world, "bob").await;
    let mut data = raw.data(&world).await;
    raw.ask("RETR /desk/big.bin", 150).await;
    let waiting = full(&data).await;
    world.disable(&ann).await;
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(10), data.read_to_end(&mut rest)).await;
    let error = ended.expect("the end comes").expect_err("the connection was reset");
    assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
    assert_eq!(rest.len() as u64, waiting);
    assert_eq!(raw.reply().await, None);
    other.ask("PWD", 257).await;
}

/// The whole was handed to the kernel and 226 was said; the client has not read it.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_and_not_taken_yet_is_cut_too() {
    let world = plain().await;
    let ann = world.person_at_desk("ann", Level::ReadOnly).await;
    world.put("desk/some.bin", &noise(2 * 1024 * 1024, 6)).await;
    let mut raw = Raw::signed_in(&world, "ann").await;
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("set");
    let mut data = socket.connect(raw.passive(&world).await).await.expect("listening");
    raw.ask("RETR /desk/some.bin", 150).await;
    raw.expect(226).await;
    raw.ask("QUIT", 221).await;
    let waiting = full(&data).await;
    world.disable(&ann).await;
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(10), data.read_to_end(&mut rest)).await;
    ended.expect("the end comes").expect_err("the connection was reset");
    assert_eq!(rest.len() as u64, waiting);
    assert!(waiting < 2 * 1024 * 1024);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_is_cut_leaves_the_old_version() {
    let world = plain().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    world.put("desk/file.bin", b"old").await;
    let mut raw = Raw::signed_in(&world, "ann").await;
    let mut data = raw.data(&world).await;
    raw.ask("STOR /desk/file.bin", 150).await;
    data.write_all(&noise(4 * 1024 * 1024, 7)).await.expect("sent");
    world.disable(&ann).await;
    let ended = tokio::time::timeout(Duration::from_secs(10), data.read_u8()).await;
    assert_eq!(ended.expect("the end comes").expect_err("reset").kind(), io::ErrorKind::ConnectionReset);
    assert_eq!(raw.reply().await, None);
    assert_eq!(world.get("desk/file.bin").await, b"old");
}

const UPLOADS: &str = r#"
import ftplib, os, sys, time
ftp = ftplib.FTP(timeout=30)
ftp.connect("127.0.0.1", int(sys.argv[1]))
ftp.login("ann", sys.argv[2])
data = ftp.transfercmd("STOR /desk/file.bin")
data.sendall(b"new" * 500000)
print("sent", flush=True)
sys.stdin.read()
"#;

/// In clear: the kernel of the client's machine ends both connections, as it would at the end of the file.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_is_killed_leaves_the_old_version() {
    let world = plain().await;
    world.person_at_desk("ann", Level::Full).await;
    world.put("desk/file.bin", b"old").await;
    let script = world.local("uploads.py");
    std::fs::write(&script, UPLOADS).expect("written");
    let mut command = python();
    command.arg(&script).arg(world.address.port().to_string()).arg(PASSWORD);
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut said = [0; 5];
    child.stdout.take().expect("a pipe").read_exact(&mut said).await.expect("it sends");
    child.kill().await.expect("killed");
    // The end of the session is the end of what it began.
    let ended = async {
        while world.identity.sign_ins.all().iter().any(|session| session.facts().login_name == "ann") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), ended).await.expect("the session ends");
    assert_eq!(world.get("desk/file.bin").await, b"old");
}

const NO_CLOSE_NOTIFY: &str = r#"
ftp = connect()
data = ftp.transfercmd("STOR /desk/file.bin")
data.sendall(b"new" * 500000)
# The TCP connection ends in order; TLS does not.
raw = socket.socket(fileno=os.dup(data.fileno())); raw.shutdown(socket.SHUT_RDWR); raw.close()
answer = ftp.getmultiline()
assert answer.startswith("426"), answer
back = bytearray()
ftp.retrbinary("RETR /desk/file.bin", back.extend)
assert bytes(back) == b"old", len(back)
# A new name is resumed from where it broke.
data = ftp.transfercmd("STOR /desk/new.bin")
data.sendall(b"abc" * 500000)
raw = socket.socket(fileno=os.dup(data.fileno())); raw.shutdown(socket.SHUT_RDWR); raw.close()
assert ftp.getmultiline().startswith("426")
assert "new.bin" not in dict(ftp.mlsd("/desk"))
at = ftp.size("/desk/new.bin")
assert 0 < at <= 1500000, at
whole = b"abc" * 600000
ftp.storbinary("STOR /desk/new.bin", io.BytesIO(whole[at:]), rest=at)
back = bytearray()
ftp.retrbinary("RETR /desk/new.bin", back.extend)
assert bytes(back) == whole
ftp.quit()
"#;

#[tokio::test(flavor = "multi_thread")]
async fn an_end_without_close_notify_is_a_break_and_can_be_resumed() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    world.put("desk/file.bin", b"old").await;
    tls(&world, "ann", &ann.api_key, &format!("import socket\n{NO_CLOSE_NOTIFY}")).await.ok();
}

/// A file shorter than was announced is no whole one.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_announced_a_length_is_held_to_it() {
    let world = plain().await;
    world.person_at_desk("ann", Level::Full).await;
    let mut raw = Raw::signed_in(&world, "ann").await;
    for (announced, code) in [(6, 426), (5, 226)] {
        raw.ask(&format!("ALLO {announced}"), 200).await;
        let mut data = raw.data(&world).await;
        raw.ask("STOR /desk/short.txt", 150).await;
        data.write_all(b"short").await.expect("sent");
        drop(data);
        raw.expect(code).await;
        assert_eq!(world.names("desk").await.is_empty(), code == 426);
    }
}

/// An lftp that downloads slowly while its person is switched off.
#[tokio::test(flavor = "multi_thread")]
async fn a_real_client_is_cut_in_the_middle() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::ReadOnly).await;
    world.put("desk/big.bin", &noise(64 * 1024 * 1024, 5)).await;
    let script = format!(
        "{}set net:limit-rate 500000\nset net:max-retries 1\nget desk/big.bin -o got.bin\n",
        crate::other_clients::open(&world, &ann)
    );
    let mut command = crate::program::program("lftp", "lftp");
    command.current_dir(world.home.path()).env("HOME", world.home.path());
    let child = start(command.args(["-f", "/dev/stdin"]), script).await;
    grows(&world.local("got.bin")).await;
    world.disable(&ann).await;
    end(child).await.failed();
    let got = std::fs::metadata(world.local("got.bin")).expect("a part").len();
    assert!(got < 64 * 1024 * 1024, "the whole file came");
}

/// Waits until there is something in a file.
async fn grows(file: &Path) {
    let grown = async {
        while std::fs::metadata(file).map_or(0, |metadata| metadata.len()) == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), grown).await.expect("the download begins");
}
