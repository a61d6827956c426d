//! OpenSSH's server, as Debian configures it, on a port of its own.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

use crate::{client::Account, process_group::ProcessGroup};

/// A running sshd.
pub struct Sshd {
    /// Its processes.
    pub group: ProcessGroup,
    /// How it is reached.
    pub account: Account,
    _folder: TempDir,
}

impl Sshd {
    /// Starts one that lets the owner of the key in.
    pub fn start(key_file: &Path) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        let host_key = path("host_key");
        ensure!(
            Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&host_key).status()?.success(),
            "ssh-keygen failed"
        );
        fs::copy(key_file.with_extension("pub"), path("authorized_keys"))?;
        let files = path("files");
        fs::create_dir(&files)?;
        let port = free_port()?;
        let config = path("sshd_config");
        fs::write(&config, config_text(port, &host_key, &path("authorized_keys")))?;
        fs::create_dir_all("/run/sshd").context("/run/sshd can't be made: run as root")?;
        let config = config.display().to_string();
        let group = ProcessGroup::start("sshd", &["/usr/sbin/sshd", "-D", "-e", "-f", &config])?;
        wait_for(port)?;
        let user = String::from_utf8(Command::new("id").arg("-un").output()?.stdout)?.trim().to_owned();
        let account = Account { user, port, key_file: key_file.to_owned(), folder: files.display().to_string() };
        Ok(Self { group, account, _folder: folder })
    }
}

fn config_text(port: u16, host_key: &Path, authorized_keys: &Path) -> String {
    format!(
        "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nStrictModes no\n\
         UsePAM no\nPermitRootLogin yes\nMaxStartups 2000\nMaxSessions 100\nSubsystem sftp /usr/lib/openssh/sftp-server\n",
        host_key.display(),
        authorized_keys.display(),
    )
}

/// A port that was free a moment ago.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn wait_for(port: u16) -> Result<()> {
    let begun = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        if begun.elapsed() > Duration::from_secs(10) {
            bail!("nothing listens on port {port} after 10 s");
        }
        std::thread::yield_now();
    }
    Ok(())
}
