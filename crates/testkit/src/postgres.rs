//! A PostgreSQL cluster of a test's own: real, empty, and gone with the value.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::chown,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context as _, bail, ensure};
use tempfile::TempDir;

/// A running cluster that listens on a Unix socket in its own folder and on no port. Dropping it ends it.
#[derive(Debug)]
pub struct TempPostgres {
    server: Child,
    folder: TempDir,
}

impl TempPostgres {
    /// Makes and starts a cluster. Its locale is English, not C, so that what must not depend on a locale is found out.
    /// What it loses in a crash doesn't matter, so it never waits for the disk.
    ///
    /// # Errors
    /// PostgreSQL isn't installed, or doesn't start; says why.
    pub fn start() -> anyhow::Result<Self> {
        let programs = programs()?;
        let folder = tempfile::Builder::new().prefix("keyfold-postgres-").tempdir()?;
        let user = unprivileged_user(folder.path())?;
        let data = folder.path().join("data");
        let made = command(&programs.join("initdb"), user.as_deref())
            .args(["--username=keyfold", "--auth=trust", "--no-sync", "--encoding=UTF8"])
            .args(["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"])
            .arg("--pgdata")
            .arg(&data)
            .output()
            .context("initdb can't be run")?;
        ensure!(made.status.success(), "initdb failed: {}", String::from_utf8_lossy(&made.stderr));
        let server = command(&programs.join("postgres"), user.as_deref())
            .args(["-c", "listen_addresses=", "-c", "fsync=off", "-c", "lc_messages=C", "-c", "max_connections=40"])
            .arg("-k")
            .arg(folder.path())
            .arg("-D")
            .arg(&data)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .context("postgres can't be run")?;
        let mut postgres = Self { server, folder };
        postgres.wait_until_ready()?;
        Ok(postgres)
    }

    /// Where it is, as a URL for `Db::open`.
    #[must_use]
    pub fn url(&self) -> String {
        let socket = self.folder.path().display().to_string().replace('/', "%2F");
        format!("postgres://keyfold@localhost/postgres?host={socket}")
    }

    /// Breaks all connections but leaves the cluster running, as a restart of the server would.
    ///
    /// # Errors
    /// `psql` can't be run.
    pub fn break_connections(&self) -> anyhow::Result<()> {
        let ended = Command::new(programs()?.join("psql"))
            .args(["--username=keyfold", "--dbname=postgres", "--no-psqlrc", "--quiet", "--host"])
            .arg(self.folder.path())
            .args(["--command", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"])
            .output()?;
        ensure!(ended.status.success(), "psql failed: {}", String::from_utf8_lossy(&ended.stderr));
        Ok(())
    }

    fn wait_until_ready(&mut self) -> anyhow::Result<()> {
        let Some(log) = self.server.stderr.take() else { bail!("postgres has no log") };
        let mut lines = BufReader::new(log).lines();
        let mut said = Vec::new();
        for line in lines.by_ref() {
            let line = line?;
            if line.contains("database system is ready to accept connections") {
                // Read on to the end, so that the server never waits for a full pipe.
                std::thread::spawn(move || lines.for_each(drop));
                return Ok(());
            }
            said.push(line);
        }
        bail!("postgres ended: {}", said.join("\n"))
    }
}

impl Drop for TempPostgres {
    fn drop(&mut self) {
        // SIGQUIT is the immediate shutdown: all of its processes end, and its shared memory goes. SIGKILL would leave both.
        let ended = i32::try_from(self.server.id())
            .ok()
            .and_then(rustix::process::Pid::from_raw)
            .map(|pid| rustix::process::kill_process(pid, rustix::process::Signal::QUIT));
        if !matches!(ended, Some(Ok(()))) {
            drop(self.server.kill());
        }
        drop(self.server.wait());
    }
}

/// The folder of the newest version's programs, where Debian has them.
fn programs() -> anyhow::Result<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin"))))
        .filter(|(_, programs)| programs.join("initdb").is_file())
        .max();
    match newest {
        Some((_, programs)) => Ok(programs),
        None => bail!("PostgreSQL is not installed: install Debian's package 'postgresql'"),
    }
}

/// PostgreSQL refuses to run as root. For root: the user that runs it instead, who is made the owner of the folder.
fn unprivileged_user(folder: &Path) -> anyhow::Result<Option<String>> {
    if !rustix::process::geteuid().is_root() {
        return Ok(None);
    }
    for user in ["postgres", "nobody"] {
        let id = Command::new("id").args(["-u", user]).output()?;
        if let Ok(uid) = String::from_utf8_lossy(&id.stdout).trim().parse() {
            chown(folder, Some(uid), None)?;
            return Ok(Some(user.to_owned()));
        }
    }
    bail!("there is no user to run PostgreSQL as: install Debian's package 'postgresql', which makes 'postgres'")
}

fn command(program: &Path, user: Option<&str>) -> Command {
    let mut command = match user {
        None => Command::new(program),
        Some(user) => {
            // It becomes the program, so that the process started is the one to end.
            let mut command = Command::new("setpriv");
            command.args(["--reuid", user, "--regid", "nogroup", "--clear-groups", "--"]).arg(program);
            command
        }
    };
    command.current_dir("/").env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_is_gone_when_dropped() {
        let postgres = TempPostgres::start().expect("a cluster");
        let folder = postgres.folder.path().to_owned();
        let pid = postgres.server.id();
        postgres.break_connections().expect("it answers");
        drop(postgres);
        assert!(!folder.exists());
        assert!(!Path::new(&format!("/proc/{pid}")).exists());
    }
}
