//! What strangers and thieves try.

use std::{net::Ipv4Addr, time::Duration};

use keyfold_ftp::{ActiveMode, ClearControl, Patience, SessionReuse};
use keyfold_model::Level;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpSocket},
};

use crate::{
    python::tls,
    raw::Raw,
    world::{World, noise},
};

async fn plain() -> World {
    World::with(|config| config.rules.clear_control = ClearControl::Allowed).await
}

async fn active() -> World {
    World::with(|config| {
        config.rules.clear_control = ClearControl::Allowed;
        config.rules.active = ActiveMode::On;
    })
    .await
}

fn port_of(address: std::net::SocketAddr) -> String {
    let [high, low] = address.port().to_be_bytes();
    format!("{},{high},{low}", address.ip().to_string().replace('.', ","))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_connects_to_nobody_unless_that_is_on() {
    let world = plain().await;
    world.person_at_desk("ann", Level::Full).await;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let address = listener.local_addr().expect("bound");
    let mut raw = Raw::signed_in(&world, "ann").await;
    raw.ask(&format!("PORT {}", port_of(address)), 502).await;
    raw.ask(&format!("EPRT |1|127.0.0.1|{}|", address.port()), 502).await;
    raw.ask("LIST", 425).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_it_is_on_the_server_connects_back_to_the_client_alone() {
    let world = active().await;
    world.person_at_desk("ann", Level::Full).await;
    world.put("desk/file", b"content").await;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let address = listener.local_addr().expect("bound");
    let elsewhere = TcpListener::bind((Ipv4Addr::new(127, 0, 0, 2), 0)).await.expect("a port");
    let mut raw = Raw::signed_in(&world, "ann").await;
    raw.ask(&format!("PORT {}", port_of(elsewhere.local_addr().expect("bound"))), 501).await;
    raw.ask("PORT 127,0,0,1,0,25", 501).await;
    raw.ask("EPRT |1|127.0.0.2|2000|", 501).await;
    raw.ask("EPRT |2|::1|2000|", 501).await;
    raw.ask("LIST", 425).await;
    for way in [format!("PORT {}", port_of(address)), format!("EPRT |1|127.0.0.1|{}|", address.port())] {
        raw.ask(&way, 200).await;
        raw.ask("RETR /desk/file", 150).await;
        let (mut data, from) = listener.accept().await.expect("a connection");
        assert_eq!(from.ip(), Ipv4Addr::LOCALHOST);
        let mut all = Vec::new();
        data.read_to_end(&mut all).await.expect("read");
        assert_eq!(all, b"content");
        raw.expect(226).await;
    }
}

/// A thief connects first, from another address, to where a client was told to.
#[tokio::test(flavor = "multi_thread")]
async fn a_port_is_not_stolen_from_another_address() {
    let world = plain().await;
    world.person_at_desk("ann", Level::Full).await;
    world.put("desk/secret", b"secret").await;
    let mut raw = Raw::signed_in(&world, "ann").await;
    let told = raw.passive(&world).await;
    let thief = TcpSocket::new_v4().expect("a socket");
    thief.bind((Ipv4Addr::new(127, 0, 0, 2), 0).into()).expect("loopback");
    let mut thief = thief.connect(told).await.expect("listening");
    raw.ask("RETR /desk/secret", 150).await;
    let mut stolen = Vec::new();
    tokio::time::timeout(Duration::from_secs(10), thief.read_to_end(&mut stolen)).await.expect("turned away").ok();
    assert_eq!(stolen, b"");
    let mut data = tokio::net::TcpStream::connect(told).await.expect("listening");
    let mut got = Vec::new();
    data.read_to_end(&mut got).await.expect("read");
    assert_eq!(got, b"secret");
    raw.expect(226).await;
}

const REUSE: &str = r#"
class Reusing(ftplib.FTP_TLS):
    def ntransfercmd(self, cmd, rest=None):
        conn, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        return self.context.wrap_socket(conn, server_hostname=self.host, session=self.sock.session), size
def enter(kind, version):
    context = ssl.create_default_context(cafile=authority)
    context.maximum_version = version
    ftp = kind(context=context, timeout=30)
    ftp.connect("127.0.0.1", port)
    ftp.login(user, secret)
    ftp.prot_p()
    return ftp
for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
    ftp = enter(Reusing, version)
    for _ in range(3):
        assert ftp.nlst("/desk") == ["/desk/file"]
    other = enter(Reusing, version)
    # A data connection with a session of its own, and one with the session of another control connection.
    refused("522", enter(ftplib.FTP_TLS, version).nlst)
    class Thief(ftplib.FTP_TLS):
        def ntransfercmd(self, cmd, rest=None):
            conn, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
            return self.context.wrap_socket(conn, server_hostname=self.host, session=other.sock.session), size
    thief = enter(Thief, version)
    thief.context = other.context
    refused("522", thief.nlst)
"#;

#[tokio::test(flavor = "multi_thread")]
async fn where_it_is_required_data_goes_on_with_the_session_of_its_own_control_connection() {
    let world = World::with(|config| config.rules.session_reuse = SessionReuse::Required).await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    world.put("desk/file", b"content").await;
    tls(&world, "ann", &ann.api_key, REUSE).await.ok();
}

const INJECTED: &str = r#"
import socket, time
plain = socket.create_connection(("127.0.0.1", port), timeout=30)
assert plain.recv(100).startswith(b"220")
# As somebody on the way would: commands in clear, behind the client's own question.
plain.sendall(b"AUTH TLS\r\nUSER mallory\r\nPASS x\r\nNOOP\r\n" + b"NOOP\r\n" * 2000)
answer = b""
while not answer.endswith(b"\r\n"): answer += plain.recv(100)
assert answer == b"234 Begin TLS.\r\n", answer
secure = ssl.create_default_context(cafile=authority).wrap_socket(plain, server_hostname="127.0.0.1")
secure.sendall(b"PASS " + secret.encode() + b"\r\nFEAT\r\n")
answer = secure.recv(100)
assert answer.startswith(b"503"), answer
"#;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_injected_before_tls_is_dropped() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    tls(&world, "ann", &ann.api_key, INJECTED).await.ok();
}

const ORDER: &str = r#"
ftp = ftplib.FTP_TLS(context=ssl.create_default_context(cafile=authority), timeout=30)
ftp.connect("127.0.0.1", port)
refused("503", ftp.sendcmd, "PROT P"); refused("503", ftp.sendcmd, "PBSZ 0")
refused("530", ftp.sendcmd, "PASV"); refused("530", ftp.sendcmd, "LIST"); refused("530", ftp.sendcmd, "RETR /desk/x")
refused("503", ftp.sendcmd, "PASS x"); refused("503", ftp.sendcmd, "ACCT 123456")
ftp.login(user, secret)
refused("503", ftp.sendcmd, "AUTH TLS"); refused("530", ftp.sendcmd, "USER bob")
# Data is encrypted or not at all.
refused("534", ftp.sendcmd, "PROT C")
ftp.sendcmd("EPSV"); refused("521", ftp.sendcmd, "NLST /desk")
ftp.prot_p(); assert ftp.nlst("/desk") == []
"#;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_comes_before_its_turn() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    tls(&world, "ann", &ann.api_key, ORDER).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn paths_never_lead_out_and_every_verb_refuses_them_alike() {
    let world = plain().await;
    world.person_at_desk("ann", Level::Full).await;
    world.dirs(&["desk2"]).await;
    world.put("desk2/secret", b"secret").await;
    let mut raw = Raw::signed_in(&world, "ann").await;
    let verbs = ["RETR", "STOR", "APPE", "SIZE", "MDTM", "MLST", "DELE", "RMD", "RNFR", "XSHA256", "HASH", "STAT"];
    for verb in verbs {
        for place in ["/desk2/secret", "/desk/../desk2/secret", "../desk2/secret", "//desk2//./secret", "/nowhere/x"] {
            raw.send(format!("{verb} {place}\r\n")).await;
            let (code, text) = raw.reply().await.expect("a reply");
            assert!(code == 550 || code == 553, "{verb} {place}: {text}");
        }
        raw.send([verb.as_bytes(), b" /desk/\xc3\x28\r\n"].concat()).await;
        raw.expect(553).await;
        raw.send([verb.as_bytes(), b" /desk/a\0b\r\n"].concat()).await;
        raw.expect(553).await;
        raw.send(format!("{verb} /desk/{}\r\n", "n".repeat(256))).await;
        raw.expect(553).await;
    }
    raw.ask("CWD ../../..", 250).await;
    assert!(raw.ask("PWD", 257).await.starts_with("257 \"/\" "));
    raw.ask("CWD /desk2", 550).await;
    // Both ends of a rename.
    raw.ask("MKD /desk/mine", 257).await;
    raw.ask("RNFR /desk/mine", 350).await;
    raw.ask("RNTO /desk2/mine", 550).await;
    raw.ask("RNTO /desk/other", 503).await;
    assert_eq!(world.names("desk2").await, ["secret"]);
}

/// The level List sees names, and learns neither content nor digest.
#[tokio::test(flavor = "multi_thread")]
async fn every_verb_asks_for_its_right() {
    let world = plain().await;
    world.person_at_desk("lister", Level::List).await;
    world.put("desk/file", b"content").await;
    let mut raw = Raw::signed_in(&world, "lister").await;
    assert_eq!(raw.download(&world, "NLST /desk").await, b"/desk/file\r\n");
    raw.ask("SIZE /desk/file", 213).await;
    for line in [
        "RETR /desk/file",
        "STOR /desk/file",
        "STOR /desk/new",
        "APPE /desk/file",
        "DELE /desk/file",
        "MKD /desk/sub",
        "RMD /desk",
        "MFMT 20200101000000 /desk/file",
        "HASH /desk/file",
        "XSHA256 /desk/file",
        "XSHA512 /desk/file",
    ] {
        raw.ask(line, 550).await;
    }
    raw.ask("CWD /desk", 250).await;
    raw.ask("STOU", 550).await;
    raw.ask("RNFR /desk/file", 350).await;
    raw.ask("RNTO /desk/other", 550).await;
    assert_eq!(world.get("desk/file").await, b"content");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_gets_little_time_and_few_tries() {
    let world = World::with(|config| {
        config.rules.clear_control = ClearControl::Allowed;
        config.patience = Patience { first_request: Duration::from_millis(200), ..Patience::default() };
    })
    .await;
    let mut silent = Raw::connect(&world).await;
    let ended = tokio::time::timeout(Duration::from_secs(10), silent.reply()).await;
    assert_eq!(ended.expect("it is ended"), None);
    let mut guessing = Raw::connect(&world).await;
    for _ in 0..5 {
        guessing.ask("USER nobody", 331).await;
        guessing.ask("PASS wrong", 530).await;
    }
    guessing.ask("USER nobody", 331).await;
    guessing.ask("PASS wrong", 421).await;
    assert_eq!(guessing.reply().await, None);
    // More than 64 KiB before signing in.
    let mut babbling = Raw::connect(&world).await;
    let line = [b"NOOP ".as_slice(), &[b'x'; 1000], b"\r\n"].concat();
    for _ in 0..80 {
        if babbling.stream.write_all(&line).await.is_err() {
            break;
        }
    }
    let ended = async { while babbling.reply().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(10), ended).await.expect("it is ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_idle_is_told_so_and_ended() {
    let world = World::with(|config| {
        config.rules.clear_control = ClearControl::Allowed;
        config.patience = Patience { idle: Duration::from_millis(500), ..Patience::default() };
    })
    .await;
    world.person_at_desk("ann", Level::Full).await;
    world.put("desk/big.bin", &noise(64 * 1024 * 1024, 6)).await;
    let mut raw = Raw::signed_in(&world, "ann").await;
    raw.expect(421).await;
    assert_eq!(raw.reply().await, None);
    // One that stops reading in the middle of a download, too.
    let mut raw = Raw::signed_in(&world, "ann").await;
    let data = raw.data(&world).await;
    raw.ask("RETR /desk/big.bin", 150).await;
    raw.expect(421).await;
    assert_eq!(raw.reply().await, None);
    drop(data);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_lets_a_transfer_end() {
    let world = plain().await;
    world.person_at_desk("ann", Level::Full).await;
    let content = noise(8 * 1024 * 1024, 8);
    world.put("desk/big.bin", &content).await;
    let mut idle = Raw::signed_in(&world, "ann").await;
    let mut raw = Raw::signed_in(&world, "ann").await;
    let mut data = raw.data(&world).await;
    raw.ask("RETR /desk/big.bin", 150).await;
    world.stop.cancel();
    let mut all = Vec::new();
    data.read_to_end(&mut all).await.expect("read");
    assert!(all == content);
    drop(data);
    raw.expect(226).await;
    raw.expect(421).await;
    idle.expect(421).await;
    tokio::time::timeout(Duration::from_secs(10), world.serving).await.expect("it ends").expect("in order");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_ftp_switched_off_is_cut_and_stays_out() {
    let world = plain().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let mut raw = Raw::signed_in(&world, "ann").await;
    let admin = world.admin.site_admin().expect("an admin");
    world.identity.users.set_settings(&admin, ann.user.id, |settings| settings.ftp = false).await.expect("set");
    assert_eq!(raw.reply().await, None);
    let mut again = Raw::connect(&world).await;
    again.ask("USER ann", 331).await;
    again.ask(&format!("PASS {}", crate::world::PASSWORD), 530).await;
}
