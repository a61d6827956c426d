//! An SFTP client that downloads and downloads, and knows to the microsecond when its last byte came: for showing how a
//! session is cut.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use anyhow::{Context, Result, ensure};
use russh::{
    Channel, ChannelMsg,
    client::{self, Handle, Msg},
};
use tokio::{sync::watch, task::JoinHandle};

const READ_LENGTH: u32 = 32 * 1024;
const READS_IN_FLIGHT: u64 = 8;

/// What the session does once it is open.
#[derive(Clone, Debug)]
pub enum Work {
    /// Reads the file at this path, from its beginning again at each end.
    Download(String),
    /// Nothing.
    Idle,
}

/// How a session ended, as its client saw it.
#[derive(Clone, Copy, Debug)]
pub struct Ending {
    /// Payload bytes received.
    pub bytes: u64,
    /// When the last of them came; nothing if none did.
    pub last_byte: Option<Instant>,
    /// When the connection was gone.
    pub closed: Instant,
}

/// A running client.
pub struct SftpDownload {
    bytes: Arc<AtomicU64>,
    flowing: watch::Receiver<bool>,
    task: JoinHandle<Ending>,
}

struct AnyServer;

impl client::Handler for AnyServer {
    type Error = russh::Error;

    /// The server under test is on loopback and was started by this process.
    async fn check_server_key(&mut self, _: &russh::keys::PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

impl SftpDownload {
    /// Signs in with an API key as the password and begins.
    ///
    /// # Errors
    /// The server can't be reached or refuses.
    pub async fn start(server: SocketAddr, user: &str, password: &str, work: Work) -> Result<Self> {
        let config = Arc::new(client::Config::default());
        let mut handle = client::connect(config, server, AnyServer).await?;
        let answer = handle.authenticate_password(user, password).await?;
        ensure!(answer.success(), "the server refused {user}");
        let channel = handle.channel_open_session().await?;
        channel.request_subsystem(true, "sftp").await?;
        let bytes = Arc::new(AtomicU64::new(0));
        let (flows, flowing) = watch::channel(false);
        let task = tokio::spawn(run(handle, channel, work, Arc::clone(&bytes), flows));
        Ok(Self { bytes, flowing, task })
    }

    /// Waits until the session is open (idle) or its first byte came (downloading).
    ///
    /// # Errors
    /// It ended before that.
    pub async fn flowing(&mut self) -> Result<()> {
        self.flowing.wait_for(|flows| *flows).await.context("the session ended before it began").map(drop)
    }

    /// Payload bytes so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Whether it still runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        !self.task.is_finished()
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// The client itself failed.
    pub async fn ended(self) -> Result<Ending> {
        Ok(self.task.await?)
    }

    /// Ends it from this side.
    pub fn stop(self) {
        self.task.abort();
    }
}

async fn run(
    handle: Handle<AnyServer>,
    mut channel: Channel<Msg>,
    work: Work,
    bytes: Arc<AtomicU64>,
    flows: watch::Sender<bool>,
) -> Ending {
    let mut last_byte = None;
    let mut client = Client { work, received: Vec::new(), file: None, offset: 0, next_id: 1 };
    drop(channel.data_bytes(packet(1, &3_u32.to_be_bytes())).await);
    while let Some(message) = channel.wait().await {
        let ChannelMsg::Data { data } = message else { continue };
        let Ok(answers) = client.receive(&data) else { break };
        if answers.opened {
            flows.send_replace(true);
        }
        if answers.payload > 0 {
            bytes.fetch_add(answers.payload, Ordering::Relaxed);
            last_byte = Some(Instant::now());
            flows.send_replace(true);
        }
        for request in answers.requests {
            if channel.data_bytes(request).await.is_err() {
                break;
            }
        }
    }
    drop(handle);
    Ending { bytes: bytes.load(Ordering::Relaxed), last_byte, closed: Instant::now() }
}

struct Client {
    work: Work,
    received: Vec<u8>,
    file: Option<Vec<u8>>,
    offset: u64,
    next_id: u32,
}

#[derive(Default)]
struct Answers {
    opened: bool,
    payload: u64,
    requests: Vec<Vec<u8>>,
}

impl Client {
    fn receive(&mut self, data: &[u8]) -> Result<Answers> {
        self.received.extend_from_slice(data);
        let mut answers = Answers::default();
        while let Some(frame) = self.take_frame() {
            self.handle(&frame, &mut answers)?;
        }
        Ok(answers)
    }

    fn take_frame(&mut self) -> Option<Vec<u8>> {
        let length = u32::from_be_bytes(self.received.get(..4)?.try_into().ok()?) as usize;
        let frame = self.received.get(4..4 + length)?.to_vec();
        self.received.drain(..4 + length);
        Some(frame)
    }

    /// draft-ietf-secsh-filexfer-02: VERSION 2, STATUS 101, HANDLE 102, DATA 103; OPEN 3, READ 5.
    fn handle(&mut self, frame: &[u8], answers: &mut Answers) -> Result<()> {
        match (frame.first(), &self.work) {
            (Some(2), Work::Idle) => answers.opened = true,
            (Some(2), Work::Download(path)) => {
                let mut body = self.next_id.to_be_bytes().to_vec();
                put_string(&mut body, path.as_bytes());
                body.extend(1_u32.to_be_bytes());
                body.extend(0_u32.to_be_bytes());
                self.next_id += 1;
                answers.requests.push(packet(3, &body));
            }
            (Some(102), _) => {
                self.file = Some(frame.get(5..).context("a short HANDLE")?.to_vec());
                for _ in 0..READS_IN_FLIGHT {
                    answers.requests.push(self.read()?);
                }
            }
            (Some(103), _) => {
                answers.payload += (frame.len() as u64).saturating_sub(9);
                answers.requests.push(self.read()?);
            }
            (Some(101), _) if status(frame) == Some(1) => {
                self.offset = 0;
                answers.requests.push(self.read()?);
            }
            _ => anyhow::bail!("the server answered {frame:?}"),
        }
        Ok(())
    }

    fn read(&mut self) -> Result<Vec<u8>> {
        let mut body = self.next_id.to_be_bytes().to_vec();
        body.extend(self.file.as_ref().context("no file is open")?);
        body.extend(self.offset.to_be_bytes());
        body.extend(READ_LENGTH.to_be_bytes());
        self.next_id += 1;
        self.offset += u64::from(READ_LENGTH);
        Ok(packet(5, &body))
    }
}

fn status(frame: &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(frame.get(5..9)?.try_into().ok()?))
}

fn packet(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut packet = (body.len() as u32 + 1).to_be_bytes().to_vec();
    packet.push(kind);
    packet.extend(body);
    packet
}

fn put_string(body: &mut Vec<u8>, text: &[u8]) {
    body.extend((text.len() as u32).to_be_bytes());
    body.extend(text);
}
