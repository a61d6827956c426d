//! A person of the directory over OpenSSH's `sftp`, with her key: the folders and the refusals that she has on the web.

use std::process::Stdio;

use crate::process::Process;
use anyhow::{Context, Result};
use tokio::{io::AsyncWriteExt, process::Command};

/// Runs one command of OpenSSH's client as Ann, and returns whether it succeeded and all that it printed.
async fn sftp(server: &Process, command: &str) -> Result<(bool, String)> {
    let ann = server.person("ann")?;
    let (host, port) = server.ready["sftp"].as_str().and_then(|at| at.rsplit_once(':')).context("no SFTP address")?;
    let mut client = Command::new("sftp");
    client.args(["-q", "-b", "-", "-P", port, "-i"]).arg(&ann.ssh_key_file).args(["-F", "/dev/null"]);
    for option in ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "IdentitiesOnly=yes", "BatchMode=yes"] {
        client.args(["-o", option]);
    }
    client.arg(format!("{}@{host}", ann.user_name));
    let mut child = client
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("OpenSSH's sftp is missing: apt-get install openssh-client")?;
    child.stdin.take().context("no stdin")?.write_all(format!("{command}\n").as_bytes()).await?;
    let output = child.wait_with_output().await?;
    let text = [output.stdout, output.stderr].concat();
    Ok((output.status.success(), String::from_utf8(text)?))
}

#[tokio::test]
async fn ann_has_the_same_folders_and_the_same_refusals_over_sftp() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let server = Process::demo(&folder.path().join("data"), &folder.path().join("ready.json")).await?;

    let (listed, top) = sftp(&server, "ls -1").await?;
    let lines: Vec<&str> = top.lines().filter(|line| !line.starts_with("sftp>")).map(str::trim).collect();
    assert!(listed);
    assert_eq!(lines, ["finance"], "her group's folder and nothing else");
    let (listed, finance) = sftp(&server, "ls -1 finance").await?;
    assert!(listed && finance.contains("Budget 2026.csv") && !finance.contains("payroll"), "{finance}");

    let back = folder.path().join("budget.csv").display().to_string();
    assert!(sftp(&server, &format!("get \"finance/Budget 2026.csv\" {back}")).await?.0);
    assert_eq!(std::fs::read(&back)?, server.download("finance/Budget%202026.csv").await?);

    for refused in [
        format!("put {back} finance/mine.csv"),
        format!("put {back} \"finance/Budget 2026.csv\""),
        "rm \"finance/Budget 2026.csv\"".to_owned(),
        "rename \"finance/Budget 2026.csv\" finance/b.csv".to_owned(),
        "mkdir finance/new".to_owned(),
        "rmdir finance/2026".to_owned(),
    ] {
        let (done, said) = sftp(&server, &refused).await?;
        assert!(!done && said.to_lowercase().contains("permission denied"), "{refused}: {said}");
    }
    for hidden in ["ls projects", "ls finance/payroll", "get finance/payroll/November.csv /dev/null"] {
        let (done, said) = sftp(&server, hidden).await?;
        assert!(!done && said.contains("not found"), "{hidden}: {said}");
    }
    server.kill().await
}
