//! OpenSSH's `sftp`, timed as a whole command.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

/// How a server is reached.
#[derive(Clone, Debug)]
pub struct Account {
    /// The user name.
    pub user: String,
    /// The port on loopback.
    pub port: u16,
    /// The private key.
    pub key_file: std::path::PathBuf,
    /// The folder to work in.
    pub folder: String,
}

impl Account {
    /// Runs a batch of commands and says how long the client took.
    pub fn sftp(&self, cipher: Option<&str>, batch: &str) -> Result<Duration> {
        let mut command = Command::new("sftp");
        command.args(["-b", "-", "-q", "-P", &self.port.to_string()]);
        command.args(ssh_options(&self.key_file));
        if let Some(cipher) = cipher {
            command.arg("-c").arg(cipher);
        }
        command.arg(format!("{}@127.0.0.1", self.user));
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let begun = Instant::now();
        let mut child = command.spawn().context("sftp can't be started")?;
        child.stdin.take().context("no stdin")?.write_all(batch.as_bytes())?;
        let output = child.wait_with_output()?;
        let wall = begun.elapsed();
        ensure!(output.status.success(), "sftp: {}", String::from_utf8_lossy(&output.stderr));
        Ok(wall)
    }
}

/// No questions, no files of the person who runs the bench.
pub fn ssh_options(key_file: &Path) -> Vec<String> {
    let mut options = vec!["-i".to_owned(), key_file.display().to_string()];
    for option in ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "IdentitiesOnly=yes", "BatchMode=yes"] {
        options.extend(["-o".to_owned(), option.to_owned()]);
    }
    options.extend(["-F".to_owned(), "/dev/null".to_owned()]);
    options
}
