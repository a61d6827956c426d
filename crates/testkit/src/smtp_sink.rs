//! A mail server on loopback that keeps what it is given (RFC 5321), and refuses it when a test says so.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A running sink. It ends when this is dropped.
#[derive(Debug)]
pub struct SmtpSink {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

/// A mail that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// `MAIL FROM`.
    pub from: String,
    /// Each `RCPT TO`.
    pub to: Vec<String>,
    /// The message as it came, lines ended by CR LF.
    pub message: String,
}

impl Received {
    /// The value of a header, folded lines joined.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.message.split("\r\n\r\n").next()?.replace("\r\n ", " ").replace("\r\n\t", " ");
        let prefix = format!("{}:", name.to_lowercase());
        let line = head.split("\r\n").find(|line| line.to_lowercase().starts_with(&prefix))?;
        Some(line[prefix.len()..].trim().to_owned())
    }
}

#[derive(Debug, Default)]
struct Shared {
    received: Mutex<Vec<Received>>,
    answer: Mutex<Option<&'static str>>,
}

impl SmtpSink {
    /// Starts one on a free port.
    ///
    /// # Errors
    /// No port is free.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let (address, shared) = (listener.local_addr()?, Arc::new(Shared::default()));
        let kept = Arc::clone(&shared);
        let task = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let shared = Arc::clone(&kept);
                tokio::spawn(async move { converse(socket, &shared).await });
            }
        });
        Ok(Self { address, shared, task })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on it answers each message so, such as `451 4.3.0 come back later`, instead of taking it.
    pub fn refuse_with(&self, answer: &'static str) {
        *self.shared.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }

    /// From now on it takes every message.
    pub fn accept(&self) {
        *self.shared.answer.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// What it has taken so far, in order.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.shared.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// One connection, to its end. A client that breaks off has sent nothing.
async fn converse(socket: TcpStream, shared: &Shared) -> Option<()> {
    let mut stream = BufReader::new(socket);
    say(&mut stream, "220 sink.test ESMTP").await?;
    let mut mail = Received { from: String::new(), to: Vec::new(), message: String::new() };
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        let verb = line.get(..4).unwrap_or(line).to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" | "HELO" => say(&mut stream, "250 sink.test").await?,
            "MAIL" => {
                mail = Received { from: path(line), to: Vec::new(), message: String::new() };
                say(&mut stream, "250 2.1.0 ok").await?;
            }
            "RCPT" => {
                mail.to.push(path(line));
                say(&mut stream, "250 2.1.5 ok").await?;
            }
            "DATA" => {
                say(&mut stream, "354 go on").await?;
                mail.message = message(&mut stream).await?;
                let refusal = *shared.answer.lock().unwrap_or_else(PoisonError::into_inner);
                if refusal.is_none() {
                    shared.received.lock().unwrap_or_else(PoisonError::into_inner).push(mail.clone());
                }
                say(&mut stream, refusal.unwrap_or("250 2.0.0 kept")).await?;
            }
            "RSET" | "NOOP" => say(&mut stream, "250 2.0.0 ok").await?,
            "QUIT" => return say(&mut stream, "221 2.0.0 bye").await,
            _ => say(&mut stream, "502 5.5.1 unknown").await?,
        }
    }
}

async fn say(stream: &mut BufReader<TcpStream>, line: &str) -> Option<()> {
    stream.get_mut().write_all(format!("{line}\r\n").as_bytes()).await.ok()
}

/// The lines up to the one that is a dot; a dot that was doubled on the way is one (RFC 5321, section 4.5.2).
async fn message(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if (&mut *stream).take(64 * 1024).read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        if line == ".\r\n" {
            return Some(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

/// What stands between the angle brackets.
fn path(line: &str) -> String {
    let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map_or_else(String::new, |(path, _)| path.to_owned())
}
