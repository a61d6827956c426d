//! What no proper client sends.

use std::time::Duration;

use keyfold_model::Level;
use keyfold_net::Limits;
use keyfold_sftp::transport::Patience;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{
    openssh::sftp,
    raw::{BAD_MESSAGE, Connected, Raw, kind, packet, string},
    world::World,
};

#[tokio::test(flavor = "multi_thread")]
async fn bad_paths_are_refused_by_name_in_every_request() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    world.put("desk/a.txt", b"text").await;
    let mut raw = Raw::connect(world.address, &ann).await;
    let bad: [(&[u8], &str); 4] = [
        (b"/desk/../desk/a.txt", "the path holds '..': give the full path instead"),
        (b"/desk/a\0.txt", "the path holds a NUL character"),
        (b"/desk/\xff\xfe", "the path is not valid UTF-8"),
        (&[b'x'; 300], "a name in the path is longer than 255 bytes"),
    ];
    let nothing = 0_u32.to_be_bytes();
    for (path, words) in bad {
        let named = string(path);
        let good = string(b"/desk/a.txt");
        let requests = [
            (kind::OPEN, [&named[..], &1_u32.to_be_bytes(), &nothing].concat()),
            (kind::OPEN, [&named[..], &0x1a_u32.to_be_bytes(), &nothing].concat()),
            (kind::OPENDIR, named.clone()),
            (kind::STAT, named.clone()),
            (kind::REMOVE, named.clone()),
            (kind::MKDIR, [&named[..], &nothing].concat()),
            (kind::RMDIR, named.clone()),
            (kind::RENAME, [&good[..], &named].concat()),
            (kind::RENAME, [&named[..], &good].concat()),
        ];
        for (kind, body) in requests {
            let (answer, status) = raw.ask(kind, &body).await;
            assert_eq!(answer, kind::STATUS, "request {kind} of {path:?}");
            assert_eq!(status[..4], BAD_MESSAGE.to_be_bytes(), "request {kind} of {path:?}");
            let text = String::from_utf8_lossy(&status[8..]);
            assert!(text.starts_with(words), "request {kind} of {path:?}: {text}");
        }
    }
    assert_eq!(world.names("desk").await, ["a.txt"]);
}

/// `cd ..` is asked as the real path of `/desk/..`, and goes no higher than the top.
#[tokio::test(flavor = "multi_thread")]
async fn real_paths_go_up_to_the_top_and_no_further() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let mut raw = Raw::connect(world.address, &ann).await;
    for (asked, real) in [("/desk/..", "/"), ("/desk/../../../etc", "/etc"), ("desk/./x/..", "/desk"), ("", "/")] {
        let (_, names) = raw.ask(kind::REALPATH, &string(asked.as_bytes())).await;
        let length = u32::from_be_bytes(*names[4..].first_chunk().expect("a length")) as usize;
        assert_eq!(&names[8..8 + length], real.as_bytes(), "{asked}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_packets_end_their_own_session_at_most() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let mut other = Raw::connect(world.address, &ann).await;
    let fatal: [&[u8]; 5] = [
        &[0, 0, 0, 0],
        &u32::MAX.to_be_bytes(),
        &[0, 4, 0, 1, 5],
        &packet(kind::READ, b"\0\0"),
        b"GET / HTTP/1.1\r\nHost: example\r\n\r\n",
    ];
    for bytes in fatal {
        let mut raw = Raw::connect(world.address, &ann).await;
        raw.send_bytes(bytes).await;
        let ended = tokio::time::timeout(Duration::from_secs(10), raw.next()).await;
        assert_eq!(ended.expect("the session ends"), None, "{bytes:?}");
    }
    let mut raw = Raw::connect(world.address, &ann).await;
    let long_string = [&u32::MAX.to_be_bytes()[..], b"x"].concat();
    for (kind, body) in [(kind::STAT, &long_string[..]), (kind::READ, b"\0\0\0\x01x"), (kind::OPENDIR, b"")] {
        let (answer, status) = raw.ask(kind, body).await;
        assert_eq!((answer, &status[..4]), (kind::STATUS, &BAD_MESSAGE.to_be_bytes()[..]), "request {kind}");
    }
    let (answer, _) = raw.ask(kind::STAT, &string(b"/desk")).await;
    assert_ne!(answer, kind::STATUS, "the session goes on");
    let (answer, _) = other.ask(kind::STAT, &string(b"/desk")).await;
    assert_ne!(answer, kind::STATUS, "other sessions go on");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_ssh_is_cut_off_and_the_server_goes_on() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let hello = b"SSH-2.0-x\r\n";
    let talk: [Vec<u8>; 5] = [
        b"GET / HTTP/1.1\r\n\r\n".to_vec(),
        [&hello[..], &[0xff; 64]].concat(),
        [&hello[..], &[0, 0, 0, 0]].concat(),
        [&hello[..], &[0, 0, 0x80, 0, 4, 20], &[0; 100]].concat(),
        [&hello[..], &u32::MAX.to_be_bytes(), &[0; 70_000]].concat(),
    ];
    for bytes in talk {
        let mut stream = TcpStream::connect(world.address).await.expect("listening");
        stream.write_all(&bytes).await.ok();
        stream.shutdown().await.ok();
        let mut answer = Vec::new();
        let ended = tokio::time::timeout(Duration::from_secs(15), stream.read_to_end(&mut answer)).await;
        ended.expect("the connection ends").ok();
    }
    sftp(&world, &ann, "ls").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_have_little_time_and_may_say_little() {
    let patience =
        Patience { first_request: Duration::from_millis(200), sign_in: Duration::from_secs(60), ..Patience::default() };
    let limits = Limits { unproven_bytes: 2000, ..Limits::default() };
    let world = World::with(patience, limits).await;
    for said in [&b""[..], b"SSH-2.0-slow\r\n", &[b'x'; 3000]] {
        let mut stream = TcpStream::connect(world.address).await.expect("listening");
        stream.write_all(said).await.ok();
        let mut answer = Vec::new();
        let ended = tokio::time::timeout(Duration::from_secs(15), stream.read_to_end(&mut answer)).await;
        ended.expect("the connection ends").ok();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_connection_has_ten_channels_at_most() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let connected = Connected::to(world.address, &ann).await;
    let mut channels = Vec::new();
    for _ in 0..10 {
        channels.push(connected.channel().await.expect("a channel"));
    }
    connected.channel().await.expect_err("an eleventh");
    channels.pop().expect("ten").close().await.expect("closed");
    // The close and the next open go the same way, in order.
    connected.channel().await.expect("room again");
}

#[tokio::test(flavor = "multi_thread")]
async fn quiet_connections_are_let_go() {
    let patience = Patience { idle: Duration::from_millis(300), ..Patience::default() };
    let world = World::with(patience, Limits::default()).await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let mut raw = Raw::connect(world.address, &ann).await;
    let ended = tokio::time::timeout(Duration::from_secs(15), raw.next()).await;
    assert_eq!(ended.expect("it is ended"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_lets_idle_clients_go() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    let mut raw = Raw::connect(world.address, &ann).await;
    world.stop.cancel();
    let ended = tokio::time::timeout(Duration::from_secs(9), raw.next()).await;
    assert_eq!(ended.expect("it is ended before the grace is over"), None);
    world.serving.await.expect("it ends");
}
