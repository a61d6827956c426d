//! Running client programs. A missing one fails the test: these clients are what the crate is for.

use std::{ffi::OsStr, path::PathBuf, process::Stdio, time::Duration};

use tokio::{
    io::AsyncWriteExt,
    process::{Child, Command},
};

/// A client that takes longer hangs.
const LONGEST: Duration = Duration::from_secs(180);

/// What a client printed, and whether it was content.
#[derive(Debug)]
pub struct Ran {
    pub succeeded: bool,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The output of a client that has to have succeeded.
    #[track_caller]
    pub fn ok(self) -> String {
        assert!(self.succeeded, "the client failed.\n{}\n{}", self.out, self.err);
        self.out
    }

    /// What a client complained of that has to have failed.
    #[track_caller]
    pub fn failed(self) -> String {
        assert!(!self.succeeded, "the client succeeded.\n{}\n{}", self.out, self.err);
        self.err
    }
}

/// A program of a Debian package.
pub fn program(name: &str, package: &str) -> Command {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    let Some(found) = found else {
        panic!("`{name}` is missing: install the Debian package {package} (`apt-get install {package}`)");
    };
    let mut command = Command::new(found);
    command.kill_on_drop(true);
    command
}

/// Debian's own Python, which is the one that Debian's packages are for.
pub fn python() -> Command {
    let found = PathBuf::from("/usr/bin/python3");
    assert!(found.is_file(), "/usr/bin/python3 is missing: install the Debian package python3");
    let mut command = Command::new(found);
    command.kill_on_drop(true);
    command
}

/// Starts the program with something to read.
pub async fn start(command: &mut Command, input: impl AsRef<[u8]>) -> Child {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // One that ends before it has read everything is judged by how it ended.
    stdin.write_all(input.as_ref()).await.ok();
    child
}

/// Waits for a program that was started.
pub async fn end(child: Child) -> Ran {
    let output = tokio::time::timeout(LONGEST, child.wait_with_output()).await.expect("it does not hang");
    let output = output.expect("it ran");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran { succeeded: output.status.success(), out: text(&output.stdout), err: text(&output.stderr) }
}

/// Runs the program to its end.
pub async fn run(command: &mut Command, input: impl AsRef<[u8]>) -> Ran {
    end(start(command, input).await).await
}

/// Runs a Python script with arguments.
pub async fn run_python<A: AsRef<OsStr>>(script: &str, arguments: impl IntoIterator<Item = A>) -> Ran {
    run(python().arg("-").args(arguments), script).await
}
