//! A client that says whatever it is told to.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use parking_lot::Mutex;
use russh::{
    Channel, ChannelMsg,
    client::{self, Handle, Msg},
    keys::{PrivateKeyWithHashAlg, PublicKeyOrCertificate},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

use crate::world::Person;

/// Kinds of packets (draft-ietf-secsh-filexfer-02, section 3).
pub mod kind {
    pub const INIT: u8 = 1;
    pub const OPEN: u8 = 3;
    pub const READ: u8 = 5;
    pub const OPENDIR: u8 = 11;
    pub const REMOVE: u8 = 13;
    pub const MKDIR: u8 = 14;
    pub const RMDIR: u8 = 15;
    pub const REALPATH: u8 = 16;
    pub const STAT: u8 = 17;
    pub const RENAME: u8 = 18;
    pub const STATUS: u8 = 101;
    pub const HANDLE: u8 = 102;
    pub const DATA: u8 = 103;
}

/// "The request makes no sense" (section 7).
pub const BAD_MESSAGE: u32 = 5;

struct AnyServer;

impl client::Handler for AnyServer {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

/// An SSH connection that has signed in.
pub struct Connected {
    handle: Handle<AnyServer>,
}

impl Connected {
    pub async fn to(address: SocketAddr, person: &Person) -> Self {
        Self::over(TcpStream::connect(address).await.expect("listening"), person).await
    }

    async fn over(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, person: &Person) -> Self {
        let config = Arc::new(client::Config { window_size: 64 * 1024 * 1024, ..client::Config::default() });
        let mut handle = client::connect_stream(config, stream, AnyServer).await.expect("SSH");
        let key = PrivateKeyWithHashAlg::new(Arc::new(person.key.clone()), None);
        let answer = handle.authenticate_publickey(person.login(), key).await.expect("an answer");
        assert!(answer.success(), "not let in");
        Self { handle }
    }

    pub async fn channel(&self) -> Result<Channel<Msg>, russh::Error> {
        self.handle.channel_open_session().await
    }
}

/// An SFTP session.
pub struct Raw {
    _connected: Connected,
    channel: Channel<Msg>,
    received: Vec<u8>,
    next_id: u32,
}

impl Raw {
    pub async fn connect(address: SocketAddr, person: &Person) -> Self {
        Self::on(Connected::to(address, person).await).await
    }

    pub async fn over(tap: Tap, person: &Person) -> Self {
        Self::on(Connected::over(tap, person).await).await
    }

    async fn on(connected: Connected) -> Self {
        let channel = connected.channel().await.expect("a channel");
        channel.request_subsystem(true, "sftp").await.expect("asked");
        let mut raw = Self { _connected: connected, channel, received: Vec::new(), next_id: 1 };
        raw.send(kind::INIT, &3_u32.to_be_bytes()).await;
        let version = raw.next().await.expect("a version");
        assert_eq!(version[..5], [2, 0, 0, 0, 3]);
        raw
    }

    /// Sends bytes as they are.
    pub async fn send_bytes(&self, bytes: &[u8]) {
        // The server may have ended the session.
        self.channel.data_bytes(bytes.to_vec()).await.ok();
    }

    async fn send(&self, kind: u8, body: &[u8]) {
        self.send_bytes(&packet(kind, body)).await;
    }

    /// The next packet, or nothing once the session has ended.
    pub async fn next(&mut self) -> Option<Vec<u8>> {
        loop {
            if let Some(length) = self.received.first_chunk() {
                let end = 4 + u32::from_be_bytes(*length) as usize;
                if self.received.len() >= end {
                    let rest = self.received.split_off(end);
                    return Some(std::mem::replace(&mut self.received, rest).split_off(4));
                }
            }
            let message = self.channel.wait().await?;
            if let ChannelMsg::Data { data } = message {
                self.received.extend_from_slice(&data);
            } else if matches!(message, ChannelMsg::Close | ChannelMsg::Eof) {
                return None;
            }
        }
    }

    /// The answer to a request: its kind and what follows the id.
    pub async fn ask(&mut self, kind: u8, body: &[u8]) -> (u8, Vec<u8>) {
        let id = self.next_id;
        self.next_id += 1;
        self.send(kind, &[&id.to_be_bytes(), body].concat()).await;
        let answer = self.next().await.expect("an answer");
        assert_eq!(answer[1..5], id.to_be_bytes());
        (answer[0], answer[5..].to_vec())
    }

    /// Opens a file for reading.
    pub async fn open(&mut self, path: &str) -> Vec<u8> {
        let body = [&string(path.as_bytes())[..], &1_u32.to_be_bytes(), &0_u32.to_be_bytes()].concat();
        let (kind, handle) = self.ask(kind::OPEN, &body).await;
        assert_eq!(kind, kind::HANDLE, "{path}");
        handle
    }

    /// Asks for this many pieces of a file, all at once: russh's client takes no further requests while answers wait.
    pub async fn begin_reads(&mut self, handle: &[u8], pieces: u32, length: u32) {
        let read = |piece: u32| {
            let (id, offset) = (self.next_id + piece, u64::from(piece) * u64::from(length));
            packet(kind::READ, &[&id.to_be_bytes()[..], handle, &offset.to_be_bytes(), &length.to_be_bytes()].concat())
        };
        let reads: Vec<u8> = (0..pieces).flat_map(read).collect();
        self.send_bytes(&reads).await;
        self.next_id += pieces;
    }
}

/// A packet with its length.
pub fn packet(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 1).expect("short");
    [&length.to_be_bytes()[..], &[kind], body].concat()
}

/// A string with its length.
pub fn string(bytes: &[u8]) -> Vec<u8> {
    [&u32::try_from(bytes.len()).expect("short").to_be_bytes()[..], bytes].concat()
}

/// A connection whose client can be made to stop reading.
pub struct Tap {
    stream: TcpStream,
    valve: Valve,
}

/// Stops the reading. The lock is held while something is read.
#[derive(Clone, Default)]
pub struct Valve(Arc<Mutex<bool>>);

impl Valve {
    /// Nothing is read once this returns.
    pub fn close(&self) {
        *self.0.lock() = true;
    }
}

impl Tap {
    pub fn new(stream: TcpStream, valve: Valve) -> Self {
        Self { stream, valve }
    }
}

impl AsyncRead for Tap {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let valve = self.valve.clone();
        let closed = valve.0.lock();
        if *closed { Poll::Pending } else { Pin::new(&mut self.stream).poll_read(cx, buf) }
    }
}

impl AsyncWrite for Tap {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
