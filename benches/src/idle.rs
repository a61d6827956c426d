//! Memory per idle session.

use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

use crate::{
    client::{Account, ssh_options},
    keyfold::Keyfold,
    process_group::ProcessGroup,
    sshd::Sshd,
};

const SESSIONS: usize = 50;

/// Opens sessions that do nothing, and divides what the server grew by.
pub async fn measure(ours: &Keyfold, theirs: &Sshd) -> Result<()> {
    println!("\n{SESSIONS} idle SFTP sessions, KiB (PSS) each");
    println!("keyfold   {:>8}", per_session(&ours.group, &ours.account)?);
    println!("sshd      {:>8}", per_session(&theirs.group, &theirs.account)?);
    Ok(())
}

fn per_session(group: &ProcessGroup, account: &Account) -> Result<u64> {
    let before = group.memory_kib()?;
    let mut clients = Vec::new();
    for _ in 0..SESSIONS {
        clients.push(open(account)?);
    }
    let grown = group.memory_kib()?.saturating_sub(before);
    for mut client in clients {
        drop(client.stdin.take());
        client.wait()?;
    }
    Ok(grown / SESSIONS as u64)
}

/// An `sftp` that has signed in and waits for a command: it has printed the working folder.
fn open(account: &Account) -> Result<Child> {
    use std::io::{BufRead, BufReader, Write};
    let mut child = Command::new("sftp")
        .args(["-b", "-", "-P", &account.port.to_string()])
        .args(ssh_options(&account.key_file))
        .arg(format!("{}@127.0.0.1", account.user))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    child.stdin.as_mut().context("no stdin")?.write_all(b"pwd\n")?;
    let mut lines = BufReader::new(child.stdout.as_mut().context("no stdout")?).lines();
    while let Some(line) = lines.next().transpose()? {
        if line.starts_with("Remote working directory") {
            break;
        }
    }
    Ok(child)
}
