//! An FTPS client that downloads and downloads, and knows when its last byte came: for showing how a session is cut.

use std::{
    net::{IpAddr, SocketAddr},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use anyhow::{Context, Result, bail};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    sync::watch,
    task::JoinHandle,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::sftp_download::Ending;

/// A running client.
pub struct FtpDownload {
    bytes: Arc<AtomicU64>,
    flowing: watch::Receiver<bool>,
    task: JoinHandle<Ending>,
}

impl FtpDownload {
    /// Signs in with an API key as the password, in TLS from the first byte, and downloads the file at `path`, from its beginning
    /// again at each end. The server's certificate is checked with the authority in the PEM file.
    ///
    /// # Errors
    /// The server can't be reached or refuses.
    pub async fn start(server: SocketAddr, authority: &Path, user: &str, api_key: &str, path: &str) -> Result<Self> {
        let mut client = Client::connect(server, connector(authority)?).await?;
        client.ask(&format!("USER {user}"), "331").await?;
        client.ask(&format!("PASS {api_key}"), "230").await?;
        client.ask("PROT P", "200").await?;
        let bytes = Arc::new(AtomicU64::new(0));
        let (flows, flowing) = watch::channel(false);
        let task = tokio::spawn(run(client, path.to_owned(), Arc::clone(&bytes), flows));
        Ok(Self { bytes, flowing, task })
    }

    /// Waits until its first byte came.
    ///
    /// # Errors
    /// It ended before that.
    pub async fn flowing(&mut self) -> Result<()> {
        self.flowing.wait_for(|flows| *flows).await.context("the download was refused").map(drop)
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

    /// Waits for its end: that of the control connection.
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

fn connector(authority: &Path) -> Result<TlsConnector> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(authority)? {
        roots.add(certificate?)?;
    }
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// A control connection.
struct Client {
    connector: TlsConnector,
    host: IpAddr,
    control: BufReader<TlsStream<TcpStream>>,
}

impl Client {
    async fn connect(server: SocketAddr, connector: TlsConnector) -> Result<Self> {
        let name = ServerName::IpAddress(server.ip().into());
        let control = connector.connect(name, TcpStream::connect(server).await?).await?;
        let mut client = Self { connector, host: server.ip(), control: BufReader::new(control) };
        client.expect("220").await?;
        Ok(client)
    }

    /// The next line, which has to begin with that code.
    async fn expect(&mut self, code: &str) -> Result<String> {
        let mut line = String::new();
        self.control.read_line(&mut line).await?;
        if line.starts_with(code) { Ok(line) } else { bail!("{code} was expected, and this came: {line:?}") }
    }

    async fn ask(&mut self, line: &str, code: &str) -> Result<String> {
        self.control.write_all(format!("{line}\r\n").as_bytes()).await?;
        self.control.flush().await?;
        self.expect(code).await
    }

    async fn download(&mut self, path: &str, mut heard: impl FnMut(usize)) -> Result<()> {
        let answer = self.ask("EPSV", "229").await?;
        let port = answer.split('|').nth(3).context("no port")?.parse()?;
        let stream = TcpStream::connect((self.host, port)).await?;
        self.ask(&format!("RETR {path}"), "150").await?;
        let mut data = self.connector.connect(ServerName::IpAddress(self.host.into()), stream).await?;
        let mut piece = vec![0; 64 * 1024];
        loop {
            match data.read(&mut piece).await? {
                0 => break,
                read => heard(read),
            }
        }
        drop(data);
        self.expect("226").await.map(drop)
    }
}

async fn run(mut client: Client, path: String, bytes: Arc<AtomicU64>, flows: watch::Sender<bool>) -> Ending {
    let mut last_byte = None;
    let mut heard = |read: usize| {
        bytes.fetch_add(read as u64, Ordering::Relaxed);
        last_byte = Some(Instant::now());
        flows.send_replace(true);
    };
    while client.download(&path, &mut heard).await.is_ok() {}
    // What is said on the control connection after its data broke counts for nothing: its end does.
    let mut line = String::new();
    while client.control.read_line(&mut line).await.is_ok_and(|read| read > 0) {}
    Ending { bytes: bytes.load(Ordering::Relaxed), last_byte, closed: Instant::now() }
}
