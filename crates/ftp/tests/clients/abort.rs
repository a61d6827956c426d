//! ABOR, in the middle and at rest.

use std::time::Duration;

use keyfold_ftp::ClearControl;
use keyfold_model::Level;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::{
    python::tls,
    raw::Raw,
    world::{World, noise},
};

async fn world() -> World {
    World::with(|config| config.rules.clear_control = ClearControl::Allowed).await
}

/// Sends Telnet's IP and Synch, with the last byte of it urgent, and ABOR: as lftp and the clients of BSD do.
async fn abort_urgently(raw: &mut Raw) {
    raw.send(b"\xff\xf4").await;
    let sent = rustix::net::send(raw.stream.get_ref(), b"\xff", rustix::net::SendFlags::OOB).expect("sent");
    assert_eq!(sent, 1);
    raw.send(b"\xf2ABOR\r\n").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_is_aborted_and_the_conversation_goes_on() {
    let world = world().await;
    world.person_at_desk("ann", Level::Full).await;
    world.put("desk/big.bin", &noise(64 * 1024 * 1024, 1)).await;
    world.put("desk/small.txt", b"small").await;
    let mut raw = Raw::signed_in(&world, "ann").await;
    raw.ask("ABOR", 225).await;
    for _ in 0..3 {
        let mut data = raw.data(&world).await;
        raw.ask("RETR /desk/big.bin", 150).await;
        data.read_exact(&mut [0; 1000]).await.expect("it flows");
        abort_urgently(&mut raw).await;
        raw.expect(426).await;
        raw.expect(226).await;
        drop(data);
    }
    assert_eq!(raw.download(&world, "RETR /desk/small.txt").await, b"small");
    // What was aborted is on record, with how far it came.
    raw.ask("QUIT", 221).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_aborted_upload_is_not_there_and_can_be_resumed() {
    let world = world().await;
    world.person_at_desk("ann", Level::Full).await;
    let content = noise(3 * 1024 * 1024, 2);
    let mut raw = Raw::signed_in(&world, "ann").await;
    let mut data = raw.data(&world).await;
    raw.ask("STOR /desk/new.bin", 150).await;
    data.write_all(&content[..2 * 1024 * 1024]).await.expect("sent");
    // It has come when the client sees it staged: nobody else does.
    let mut other = Raw::signed_in(&world, "ann").await;
    let staged = async {
        loop {
            other.send("SIZE /desk/new.bin\r\n").await;
            if other.reply().await.is_some_and(|(code, text)| code == 213 && text.trim_end() == "213 2097152") {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), staged).await.expect("it is staged");
    abort_urgently(&mut raw).await;
    raw.expect(426).await;
    raw.expect(226).await;
    assert!(world.names("desk").await.is_empty());
    let size = raw.ask("SIZE /desk/new.bin", 213).await;
    let at: usize = size[4..].trim_end().parse().expect("a number");
    assert_eq!(at, 2 * 1024 * 1024);
    let mut data = raw.data(&world).await;
    raw.ask(&format!("REST {at}"), 350).await;
    raw.ask("STOR /desk/new.bin", 150).await;
    data.write_all(&content[at..]).await.expect("sent");
    drop(data);
    raw.expect(226).await;
    assert!(world.get("desk/new.bin").await == content);
}

const ABORT: &str = r#"
ftp = connect()
data = ftp.transfercmd("RETR /desk/big.bin")
data.recv(1000)
# In TLS there is nothing urgent.
ftp.putline("ABOR")
assert ftp.getmultiline()[:3] == "426" and ftp.getmultiline()[:3] == "226"
data.close()
assert ftp.nlst("/desk") == ["/desk/big.bin"]
# NOOP in the middle is answered after the end, STAT at once.
data = ftp.transfercmd("RETR /desk/big.bin")
ftp.putline("NOOP")
ftp.putline("STAT")
assert ftp.getmultiline()[:3] == "213"
while data.recv(1 << 20): pass
data.unwrap(); data.close()
assert ftp.getmultiline()[:3] == "226" and ftp.getmultiline()[:3] == "200"
ftp.quit()
"#;

#[tokio::test(flavor = "multi_thread")]
async fn in_tls_too() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    world.put("desk/big.bin", &noise(64 * 1024 * 1024, 1)).await;
    tls(&world, "ann", &ann.api_key, ABORT).await.ok();
}
