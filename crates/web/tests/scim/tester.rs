//! `scim2-tester`, an independent judge of SCIM servers, against this one over HTTP. It is installed from PyPI in the versions
//! of `tester/requirements.txt`, once, into cargo's target folder.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::site::Site;

const REQUIREMENTS: &str = include_str!("tester/requirements.txt");

/// Where cargo puts what this machine builds, beside this very test.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("scim2-tester")
}

/// The interpreter that has the tester.
fn python() -> PathBuf {
    let (folder, installed) = (folder(), folder().join("requirements.txt"));
    if std::fs::read_to_string(&installed).is_ok_and(|text| text == REQUIREMENTS) {
        return folder.join("bin/python");
    }
    std::fs::create_dir_all(&folder).expect("a folder");
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder));
    let wanted = folder.join("wanted.txt");
    std::fs::write(&wanted, REQUIREMENTS).expect("written");
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
    run(Command::new(folder.join("bin/python")).args(pip).arg(&wanted));
    std::fs::rename(&wanted, &installed).expect("renamed");
    folder.join("bin/python")
}

fn run(command: &mut Command) -> Output {
    let output = command.output().expect("python3, and on Debian python3-venv");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{command:?}: {}{}", text(&output.stdout), text(&output.stderr));
    output
}

/// What the tester reports of this site.
async fn report(site: &Site, token: &str) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scim/tester/check.py");
    let (url, token) = (site.url(""), token.to_owned());
    let tester = tokio::task::spawn_blocking(move || {
        run(Command::new(python()).arg(script).arg(url).env("SCIM_TOKEN", token)).stdout
    });
    String::from_utf8(tester.await.expect("run")).expect("text")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scim2_tester_finds_nothing_to_fail() {
    let site = Site::new().await;
    let connection = site.connection("corp").await;
    let token = site.token(&connection).await;
    let report = report(&site, token.secret.expose()).await;
    println!("{report}");
    // Past the capture of what tests print, so that every run says it.
    let counts = report.lines().last().unwrap_or_default();
    writeln!(std::io::stderr(), "scim2-tester: {counts}").expect("written");
    let is_failure = |line: &&str| ["ERROR\t", "CRITICAL\t", "DEVIATION\t"].iter().any(|word| line.starts_with(word));
    let failures: Vec<&str> = report.lines().filter(is_failure).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let passed = report.lines().filter(|line| line.starts_with("SUCCESS\t")).count();
    assert!(passed >= 130, "the tester looked at everything: {report}");
}
