//! The same acts on both servers, in turn.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, ensure};

use crate::{
    client::Account,
    keyfold::Keyfold,
    options::Options,
    process_group::ProcessGroup,
    sshd::Sshd,
    table::{Sample, print_head, print_row},
};

/// How many clients fill a folder.
const FILLERS: usize = 24;

/// The two servers and the sizes.
pub struct Pair<'a> {
    /// Keyfold.
    pub ours: &'a Keyfold,
    /// OpenSSH.
    pub theirs: &'a Sshd,
    /// The sizes.
    pub options: &'a Options,
}

impl Pair<'_> {
    /// One large file up and down, with the client's default cipher and with aes128-gcm on both sides.
    pub fn large_file(&self) -> Result<()> {
        let folder = tempfile::tempdir()?;
        let source = folder.path().join("large.bin");
        random_file(&source, self.options.size_mib)?;
        let back = folder.path().join("back.bin");
        let units = self.options.size_mib as f64 / 1024.0;
        print_head(&format!("{} MiB, server CPU in s per GiB", self.options.size_mib));
        for (name, cipher) in [("default cipher", None), ("aes128-gcm", Some("aes128-gcm@openssh.com"))] {
            self.row(&format!("up, {name}"), units, |account, round| {
                account.sftp(cipher, &format!("put {} {}/large-{round}.bin\n", source.display(), account.folder))
            })?;
            self.row(&format!("down, {name}"), units, |account, _| {
                account.sftp(cipher, &format!("get {}/large-0.bin {}\n", account.folder, back.display()))
            })?;
        }
        ensure!(fs::read(&source)? == fs::read(&back)?, "what came back is not what went up");
        Ok(())
    }

    /// Many small files up and down.
    pub fn small_files(&self) -> Result<()> {
        let folder = tempfile::tempdir()?;
        let source = folder.path().join("small");
        fs::create_dir(&source)?;
        for index in 0..self.options.files {
            fs::write(source.join(format!("{index:06}.bin")), vec![index as u8; 4096])?;
        }
        print_head(&format!("{} files of 4 KiB, server CPU in s", self.options.files));
        self.row("up", 1.0, |account, round| {
            let target = format!("{}/small-{round}", account.folder);
            account.sftp(None, &format!("mkdir {target}\ncd {target}\nput {}/* \n", source.display()))
        })?;
        let back = folder.path().join("back");
        self.row("down", 1.0, |account, _| {
            fs::create_dir_all(&back)?;
            let took = account.sftp(None, &format!("lcd {}\nget {}/small-0/*\n", back.display(), account.folder))?;
            ensure!(fs::read_dir(&back)?.count() == self.options.files, "files are missing");
            fs::remove_dir_all(&back)?;
            Ok(took)
        })
    }

    /// A listing of a large folder.
    pub fn listing(&self) -> Result<()> {
        let here = PathBuf::from(&self.theirs.account.folder).join("many");
        fs::create_dir(&here)?;
        self.ours.account.sftp(None, &format!("mkdir {}/many\n", self.ours.account.folder))?;
        for index in 0..self.options.entries {
            fs::write(here.join(name(index)), b"")?;
        }
        self.fill_ours()?;
        print_head(&format!("listing of {} entries, server CPU in s", self.options.entries));
        self.row("ls -ln", 1.0, |account, _| account.sftp(None, &format!("ls -ln {}/many\n", account.folder)))
    }

    /// The same names as in OpenSSH's folder, which is filled directly: over many connections, as only listing is measured.
    fn fill_ours(&self) -> Result<()> {
        let folder = tempfile::tempdir()?;
        let empty = folder.path().join("empty");
        fs::write(&empty, b"")?;
        let account = &self.ours.account;
        std::thread::scope(|scope| {
            let mut clients = Vec::new();
            for first in 0..FILLERS {
                let mut batch = format!("cd {}/many\n", account.folder);
                for index in (first..self.options.entries).step_by(FILLERS) {
                    batch.push_str(&format!("put {} {}\n", empty.display(), name(index)));
                }
                clients.push(scope.spawn(move || account.sftp(None, &batch)));
            }
            clients.into_iter().try_for_each(|client| match client.join() {
                Ok(filled) => filled.map(drop),
                Err(_) => anyhow::bail!("a client panicked"),
            })
        })
    }

    /// Signing in and one listing: twenty times.
    pub fn sign_in(&self) -> Result<()> {
        print_head("sign-in and ls, 20 times");
        self.row("sign-in + ls", 1.0, |account, _| {
            let mut total = std::time::Duration::ZERO;
            for _ in 0..20 {
                total += account.sftp(None, "pwd\n")?;
            }
            Ok(total)
        })
    }

    fn row(&self, name: &str, units: f64, act: impl Fn(&Account, usize) -> Result<std::time::Duration>) -> Result<()> {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for round in 0..self.options.rounds {
            ours.push(sample(&self.ours.group, || act(&self.ours.account, round))?);
            theirs.push(sample(&self.theirs.group, || act(&self.theirs.account, round))?);
        }
        print_row(name, &ours, &theirs, units);
        Ok(())
    }
}

fn sample(group: &ProcessGroup, act: impl FnOnce() -> Result<std::time::Duration>) -> Result<Sample> {
    let before = group.cpu()?;
    let wall = act()?;
    Ok(Sample { wall, cpu: group.cpu()?.saturating_sub(before) })
}

fn random_file(path: &Path, mib: u64) -> Result<()> {
    let status = Command::new("dd")
        .args(["if=/dev/urandom", "bs=1M", "status=none", &format!("count={mib}"), &format!("of={}", path.display())])
        .status()?;
    ensure!(status.success(), "the large file can't be made");
    Ok(())
}

fn name(index: usize) -> String {
    format!("{index:07}.txt")
}
