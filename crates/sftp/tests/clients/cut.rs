//! A session that is cut while it downloads.

use std::{io, path::Path, time::Duration};

use keyfold_model::Level;
use keyfold_testkit::sftp_download::{SftpDownload, Work};
use tokio::{io::AsyncReadExt as _, net::TcpStream};

use crate::{
    openssh::openssh,
    program::{end, start},
    raw::{Raw, Tap, Valve, kind},
    world::{World, noise},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_is_cut_ends_in_an_error_and_others_notice_nothing() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::ReadOnly).await;
    let bob = world.person("bob").await;
    world.grant(&bob, "desk", Level::ReadOnly).await;
    world.put("desk/big.bin", &noise(64 * 1024 * 1024, 5)).await;
    // Slow enough to be in the middle of it whenever the cut comes.
    let mut command = openssh(&world, &ann, "sftp");
    let child = start(command.args(["-l", "4000", "-b", "-", "127.0.0.1"]), "get desk/big.bin got.bin\n").await;
    let key = world.api_key(&bob, "other").await;
    let work = Work::Download("/desk/big.bin".into());
    let mut other = SftpDownload::start(world.address, "bob", key.secret.expose(), work).await.expect("signed in");
    other.flowing().await.expect("a byte");
    grows(&world.local("got.bin")).await;
    world.disable(&ann).await;
    end(child).await.failed();
    let got = std::fs::metadata(world.local("got.bin")).expect("a part").len();
    assert!(got < 64 * 1024 * 1024, "the whole file came");
    let before = other.bytes();
    tokio::time::timeout(Duration::from_secs(20), async {
        while other.bytes() < before + 1024 * 1024 {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("the other download goes on");
    other.stop();
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

/// The client stops reading until every buffer on the way is full, and then looks how much there is when the cut has returned:
/// that, and the reset, is all that ever comes.
#[tokio::test(flavor = "multi_thread")]
async fn no_byte_follows_a_cut_not_even_what_the_kernel_held() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::ReadOnly).await;
    world.put("desk/big.bin", &noise(64 * 1024 * 1024, 6)).await;
    let stream = TcpStream::connect(world.address).await.expect("listening");
    let socket = stream.into_std().expect("a socket");
    let mut look = TcpStream::from_std(socket.try_clone().expect("a duplicate")).expect("a socket");
    let valve = Valve::default();
    let tap = Tap::new(TcpStream::from_std(socket).expect("a socket"), valve.clone());
    let mut raw = Raw::over(tap, &ann).await;
    let handle = raw.open("/desk/big.bin").await;
    raw.begin_reads(&handle, 200, 255 * 1024).await;
    assert_eq!(raw.next().await.expect("an answer")[0], kind::DATA);
    valve.close();
    let waiting = full(&look).await;
    world.disable(&ann).await;
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(10), look.read_to_end(&mut rest)).await;
    let error = ended.expect("the end comes").expect_err("the connection was reset");
    assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
    assert_eq!(rest.len() as u64, waiting);
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

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_is_cut_shows_no_file() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    std::fs::write(world.local("big.bin"), noise(16 * 1024 * 1024, 7)).expect("written");
    let mut command = openssh(&world, &ann, "sftp");
    let child = start(command.args(["-l", "4000", "-b", "-", "127.0.0.1"]), "put big.bin desk/\n").await;
    let staged = async {
        while bytes_below(&world.local("blobs")) == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), staged).await.expect("the upload begins");
    world.disable(&ann).await;
    end(child).await.failed();
    assert!(world.names("desk").await.is_empty());
}

/// How many bytes of files are in a folder and below.
fn bytes_below(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let bytes = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => bytes_below(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    };
    entries.flatten().map(bytes).sum()
}
