//! The wiring: which part gets which, and in what order they start and stop.

use std::{
    collections::HashSet,
    fs::{self, File},
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result};
use keyfold_audit::{Log, SealKey};
use keyfold_db::Db;
use keyfold_ftp::Encryption;
use keyfold_identity::{Identity, SiteSecret};
use keyfold_mail::Mailer;
use keyfold_model::Clock;
use keyfold_net::{Alpn, Certificate, Drain, Fetcher, Limits, SelfMade};
use keyfold_sftp::transport::{self, HostKeys};
use keyfold_vfs::{Filesystem, Parts};
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{config::Config, jobs, secret_file};

/// How long connections may finish when the server is asked to end.
const GRACE: Duration = Duration::from_secs(10);

/// A running server.
pub struct Server {
    data: PathBuf,
    base_url: String,
    sftp_address: SocketAddr,
    ftp_address: Option<SocketAddr>,
    ftps_address: Option<SocketAddr>,
    ca_file: PathBuf,
    db: Db,
    log: Log,
    seal_key: Arc<SealKey>,
    site_secret: SiteSecret,
    identity: Identity,
    filesystem: Filesystem,
    stop: CancellationToken,
    tasks: TaskTracker,
    _lock: File,
}

impl Server {
    /// Starts everything; listeners are up when this returns.
    ///
    /// # Errors
    /// Says what can't be used (a port, a folder, a database, a certificate) and what to do.
    pub async fn start(config: Config, clock: Arc<dyn Clock>) -> Result<Self> {
        let lock = lock(&config.data)?;
        let web_listener = keyfold_net::listen(config.web_listen).await.context("HTTPS can't be served")?;
        let sftp_listener = keyfold_net::listen(config.sftp_listen).await.context("SFTP can't be served")?;
        let sftp_address = sftp_listener.local_addr()?;
        let ftp_listener = listen(config.ftp.listen).await.context("FTP can't be served")?;
        let ftps_listener = listen(config.ftp.implicit_listen).await.context("FTPS can't be served")?;
        let (ftp_address, ftps_address) = (address(&ftp_listener)?, address(&ftps_listener)?);
        let port = web_listener.local_addr()?.port();
        let base_url = config.public_url.clone().unwrap_or_else(|| format!("https://localhost:{port}"));

        let db = Db::open(&config.database_url).await?;
        let log = Log::new(db.clone(), "main", Arc::clone(&clock));
        let seal_key = Arc::new(SealKey::from_seed(&secret_file::load_or_make(&config.data.join("keys/audit-seal"))?)?);
        let identity = Identity::open(db.clone(), log.clone(), Arc::clone(&clock)).await?;
        let secret = SiteSecret::new(secret_file::load_or_make(&config.data.join("keys/site-secret"))?);
        let identity = identity.with_previews_in(config.data.join("previews")).sealed_with(secret.clone());
        keyfold_web::scim::keep_missing_values(&identity.directory).await?;
        let filesystem = Filesystem::open(Parts {
            db: db.clone(),
            log: log.clone(),
            policy: identity.policy.clone(),
            clock: Arc::clone(&clock),
            blobs: config.data.join("blobs"),
        })
        .await?;
        let (certificate, ca_file) = certificate(&config, &base_url)?;

        let server = Self {
            data: config.data.clone(),
            base_url,
            sftp_address,
            ftp_address,
            ftps_address,
            ca_file,
            db,
            log,
            seal_key,
            site_secret: secret,
            identity,
            filesystem,
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
            _lock: lock,
        };
        for (listener, encryption) in [(ftp_listener, Encryption::Explicit), (ftps_listener, Encryption::Implicit)] {
            if let Some(listener) = listener {
                server.serve_ftp(listener, encryption, certificate.clone(), &config, Arc::clone(&clock))?;
            }
        }
        server.serve_web(web_listener, certificate, &config, Arc::clone(&clock))?;
        server.serve_sftp(sftp_listener, &config, Arc::clone(&clock))?;
        jobs::start(
            &server.tasks,
            &server.stop,
            &server.identity,
            &server.filesystem,
            &server.log,
            &server.seal_key,
            &clock,
        );
        Ok(server)
    }

    fn serve_web(
        &self,
        listener: TcpListener,
        certificate: Certificate,
        config: &Config,
        clock: Arc<dyn Clock>,
    ) -> Result<()> {
        let mut site = keyfold_web::Site::new(&self.base_url)?;
        site.seal_keys = keyfold_web::SealKeys(Arc::new(HashSet::from([self.seal_key.public()])));
        site.secret = self.site_secret.clone();
        site.smtp.clone_from(&config.smtp);
        let mailer = Mailer::new(self.db.clone(), Arc::clone(&clock), site.sender());
        jobs::start_telling(&self.tasks, &self.stop, &self.identity, &mailer);
        site.fetcher = fetcher(config)?;
        let refresh = keyfold_web::saml::MetadataRefresh {
            connections: self.identity.connections.clone(),
            log: self.identity.saml_metadata.clone(),
            fetcher: site.fetcher.clone(),
        };
        jobs::start_metadata_refresh(&self.tasks, &self.stop, refresh, Arc::clone(&clock));
        let state =
            keyfold_web::State::new(self.identity.clone(), self.filesystem.clone(), self.log.clone(), site, clock);
        let acceptor = keyfold_net::acceptor(certificate, Alpn::Http)?;
        self.tasks.spawn(keyfold_web::serve(
            listener,
            acceptor,
            keyfold_web::router(state),
            limits(config),
            self.drain(),
        ));
        Ok(())
    }

    fn serve_sftp(&self, listener: TcpListener, config: &Config, clock: Arc<dyn Clock>) -> Result<()> {
        let host_keys = HostKeys::load_or_make(&config.data.join("keys"))?;
        let mut settings = transport::Config::new(host_keys, clock);
        settings.approval_page = Some(format!("{}/approve", self.base_url));
        let serving = transport::serve(
            listener,
            settings,
            self.filesystem.clone(),
            self.identity.authenticator.clone(),
            limits(config),
            self.drain(),
        );
        self.tasks.spawn(serving);
        Ok(())
    }

    fn serve_ftp(
        &self,
        listener: TcpListener,
        encryption: Encryption,
        certificate: Certificate,
        config: &Config,
        clock: Arc<dyn Clock>,
    ) -> Result<()> {
        let mut ftp = keyfold_ftp::Config::new(keyfold_net::acceptor(certificate, Alpn::None)?, clock);
        ftp.encryption = encryption;
        ftp.rules = config.ftp.rules;
        ftp.passive_ports = config.ftp.passive_ports.clone();
        ftp.public_address = config.ftp.public_address;
        let serving = keyfold_ftp::serve(
            listener,
            ftp,
            self.filesystem.clone(),
            self.identity.authenticator.clone(),
            limits(config),
            self.drain(),
        );
        self.tasks.spawn(serving);
        Ok(())
    }

    fn drain(&self) -> Drain {
        Drain { stop: self.stop.clone(), grace: GRACE }
    }

    /// How browsers and directories reach it, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Where SFTP listens.
    #[must_use]
    pub const fn sftp_address(&self) -> SocketAddr {
        self.sftp_address
    }

    /// Where FTP listens, if it does.
    #[must_use]
    pub const fn ftp_address(&self) -> Option<SocketAddr> {
        self.ftp_address
    }

    /// Where FTP listens with TLS from the first byte, if it does.
    #[must_use]
    pub const fn ftps_address(&self) -> Option<SocketAddr> {
        self.ftps_address
    }

    /// The authority, or the operator's chain, that clients check its certificate with: a PEM file.
    #[must_use]
    pub fn ca_file(&self) -> &Path {
        &self.ca_file
    }

    /// The folder that holds everything.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The directory here.
    #[must_use]
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The files.
    #[must_use]
    pub const fn filesystem(&self) -> &Filesystem {
        &self.filesystem
    }

    /// The record.
    #[must_use]
    pub const fn log(&self) -> &Log {
        &self.log
    }

    /// A link that makes the first administrator, where nobody has an account.
    ///
    /// # Errors
    /// The database fails.
    pub async fn setup_link(&self) -> Result<Option<String>> {
        let secret = self.identity.setup.open_link().await?;
        Ok(secret.map(|secret| format!("{}/setup/{}", self.base_url, secret.expose())))
    }

    /// Ends it in order: no new connections, those that are open may finish for ten seconds, the audit log is sealed, the
    /// database closed.
    pub async fn stop(self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        if let Err(error) = self.log.seal_head(&self.seal_key).await {
            tracing::warn!(%error, "the audit log could not be sealed");
        }
        self.db.close().await;
    }
}

async fn listen(address: Option<SocketAddr>) -> Result<Option<TcpListener>, keyfold_net::Error> {
    match address {
        Some(address) => keyfold_net::listen(address).await.map(Some),
        None => Ok(None),
    }
}

fn address(listener: &Option<TcpListener>) -> std::io::Result<Option<SocketAddr>> {
    listener.as_ref().map(TcpListener::local_addr).transpose()
}

/// One server to a data folder: a second one would sweep what the first one writes.
fn lock(data: &Path) -> Result<File> {
    let path = data.join("lock");
    let file = File::create(&path).with_context(|| format!("{} can't be written", path.display()))?;
    file.try_lock().map_err(|_| {
        anyhow::anyhow!(
            "another keyfold serves {}: end it, or give this one another folder with --data",
            data.display()
        )
    })?;
    Ok(file)
}

/// What fetches documents from elsewhere.
fn fetcher(config: &Config) -> Result<Fetcher> {
    let authorities = match &config.fetch_ca_file {
        Some(file) => Certificate::read_chain(file)?,
        None => Vec::new(),
    };
    Ok(Fetcher::new(config.fetch_addresses.clone(), authorities))
}

fn limits(config: &Config) -> Limits {
    Limits { per_address: config.connections_per_address, ..Limits::default() }
}

/// The operator's certificate, or one made here for the public name and this machine.
fn certificate(config: &Config, base_url: &str) -> Result<(Certificate, PathBuf)> {
    if let Some((chain, key)) = &config.tls {
        return Ok((Certificate::read(chain, key)?, chain.clone()));
    }
    let host = base_url.trim_start_matches("https://");
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host).trim_matches(['[', ']']).to_owned();
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    if !names.contains(&host) {
        names.insert(0, host);
    }
    let folder = config.data.join("tls");
    fs::create_dir_all(&folder).with_context(|| format!("{} can't be made", folder.display()))?;
    let made = SelfMade::load_or_make(&folder, &names, SystemTime::now())?;
    Ok((made.certificate, made.authority_file))
}
