//! A client of our own in clear, to say what no real client says.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

use crate::world::{PASSWORD, World};

/// A control connection.
pub struct Raw {
    pub stream: BufReader<TcpStream>,
}

impl Raw {
    /// Connects and takes the greeting.
    pub async fn connect(world: &World) -> Self {
        let stream = TcpStream::connect(world.address).await.expect("listening");
        let mut raw = Self { stream: BufReader::new(stream) };
        raw.expect(220).await;
        raw
    }

    /// Connects and signs in by password.
    pub async fn signed_in(world: &World, user: &str) -> Self {
        let mut raw = Self::connect(world).await;
        raw.ask(&format!("USER {user}"), 331).await;
        raw.ask(&format!("PASS {PASSWORD}"), 230).await;
        raw
    }

    /// Sends bytes as they are.
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.expect("sent");
    }

    /// The next reply: its code and its text. Nothing at the end of the connection.
    pub async fn reply(&mut self) -> Option<(u16, String)> {
        let mut text = String::new();
        loop {
            let begin = text.len();
            self.stream.read_line(&mut text).await.ok().filter(|read| *read > 0)?;
            let line = &text[begin..];
            if line.len() > 3 && line.as_bytes()[3] == b' ' && line[..3].bytes().all(|byte| byte.is_ascii_digit()) {
                return Some((line[..3].parse().expect("digits"), text));
            }
        }
    }

    /// The next reply, which has to have this code.
    #[track_caller]
    pub fn expect(&mut self, code: u16) -> impl Future<Output = String> {
        let asked_by = std::panic::Location::caller();
        async move {
            let (got, text) = self.reply().await.unwrap_or_else(|| panic!("{asked_by}: the connection ended"));
            assert_eq!(got, code, "{asked_by}: {text}");
            text
        }
    }

    /// Sends a line, and takes the reply, which has to have this code.
    #[track_caller]
    pub fn ask(&mut self, line: &str, code: u16) -> impl Future<Output = String> {
        let asked_by = std::panic::Location::caller();
        async move {
            self.send(format!("{line}\r\n")).await;
            let (got, text) = self.reply().await.unwrap_or_else(|| panic!("{asked_by}: {line}: the connection ended"));
            assert_eq!(got, code, "{asked_by}: {line}: {text}");
            text
        }
    }

    /// The port of a data connection.
    pub async fn passive(&mut self, world: &World) -> SocketAddr {
        let text = self.ask("EPSV", 229).await;
        let port = text.split('|').nth(3).expect("a port").parse().expect("a number");
        SocketAddr::new(world.address.ip(), port)
    }

    /// A data connection for the next command.
    pub async fn data(&mut self, world: &World) -> TcpStream {
        TcpStream::connect(self.passive(world).await).await.expect("listening")
    }

    /// What a command sends on a data connection.
    pub async fn download(&mut self, world: &World, command: &str) -> Vec<u8> {
        let mut data = self.data(world).await;
        self.ask(command, 150).await;
        let mut all = Vec::new();
        data.read_to_end(&mut all).await.expect("read");
        drop(data);
        self.expect(226).await;
        all
    }
}
