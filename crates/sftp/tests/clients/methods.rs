//! Every way to sign in, with every client: a table that the test prints.
//!
//! paramiko and asyncssh are installed from PyPI in the versions of `methods/requirements.txt`, once, into cargo's target
//! folder.

use std::{
    fmt,
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
    sync::{Arc, LazyLock},
};

use keyfold_identity::Decision;
use keyfold_model::{Clock as _, Level, ManualClock, SystemClock};
use keyfold_net::Limits;
use keyfold_sftp::transport::Patience;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::Command,
};

use crate::{
    app::App,
    certificates::certify_for,
    directory::HERE,
    openssh::openssh_with,
    world::{APPROVAL_PAGE, World},
};

const REQUIREMENTS: &str = include_str!("methods/requirements.txt");

/// In an answer: what the authenticator app shows.
const CODE: &str = "CODE";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Program {
    OpenSsh,
    Paramiko,
    Asyncssh,
}

impl Program {
    const ALL: [Self; 3] = [Self::OpenSsh, Self::Paramiko, Self::Asyncssh];
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::OpenSsh => "OpenSSH",
            Self::Paramiko => "paramiko",
            Self::Asyncssh => "asyncssh",
        })
    }
}

/// A sign-in, and what has to come of it.
#[derive(Clone)]
struct Case {
    name: &'static str,
    user: String,
    method: &'static str,
    key: Option<PathBuf>,
    certificate: Option<PathBuf>,
    /// What is given to prompts, or as the password.
    answers: Vec<String>,
    /// Whether there is somebody at a browser who lets it in.
    browser: Option<Decision>,
    let_in: bool,
}

impl Case {
    fn new(name: &'static str, user: &str, method: &'static str, let_in: bool) -> Self {
        Self {
            name,
            user: user.to_owned(),
            method,
            key: None,
            certificate: None,
            answers: Vec::new(),
            browser: None,
            let_in,
        }
    }

    fn key(self, key: &Path) -> Self {
        Self { key: Some(key.to_owned()), ..self }
    }

    fn certificate(self, certificate: &Path) -> Self {
        Self { certificate: Some(certificate.to_owned()), ..self }
    }

    fn answers(self, answers: &[&str]) -> Self {
        Self { answers: answers.iter().map(|&answer| answer.to_owned()).collect(), ..self }
    }

    fn browser(self, decision: Decision) -> Self {
        Self { browser: Some(decision), ..self.answers(&["", ""]) }
    }

    fn command(&self, world: &World, program: Program) -> Command {
        match program {
            Program::OpenSsh => self.openssh(world),
            Program::Paramiko => self.script(world, "paramiko"),
            Program::Asyncssh => self.script(world, "asyncssh"),
        }
    }

    fn openssh(&self, world: &World) -> Command {
        let key_file = self.key.clone().unwrap_or_else(|| world.local("no_key"));
        let mut command = openssh_with(world, &key_file, &self.user, "sftp");
        let methods = match self.method {
            // Without answers, the client must not come to questions.
            "key" if self.answers.is_empty() => "publickey",
            "key" => "publickey,keyboard-interactive",
            other => other,
        };
        command.args(["-o", &format!("PreferredAuthentications={methods}"), "-o", "NumberOfPasswordPrompts=1"]);
        if let Some(certificate) = &self.certificate {
            command.args(["-o", &format!("CertificateFile={}", certificate.display())]);
        }
        let answers: Vec<&str> = self.answers.iter().map(String::as_str).collect();
        let askpass = world.askpass("methods", if answers.is_empty() { &[""] } else { &answers });
        command.env("SSH_ASKPASS", askpass).env("SSH_ASKPASS_REQUIRE", "force");
        command.arg("127.0.0.1");
        command
    }

    fn script(&self, world: &World, client: &str) -> Command {
        let mut command = Command::new(&*PYTHON);
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/methods/sign_in.py");
        let mut given = json!({ "method": self.method, "answers": self.answers });
        for (name, file) in [("key", &self.key), ("certificate", &self.certificate)] {
            if let Some(file) = file {
                given[name] = Value::from(file.display().to_string());
            }
        }
        if self.method == "password" {
            given["password"] = Value::from(self.answers.concat());
        }
        command.kill_on_drop(true);
        command.arg(script).args([client, &world.address.port().to_string(), &self.user, &given.to_string()]);
        command
    }

    /// Signs in, with somebody at a browser where there is one. Returns whether it was let in, and all that was shown.
    async fn run(&self, world: &World, program: Program) -> (bool, String) {
        let mut command = self.command(world, program);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        // OpenSSH is told what to do once it is in; the scripts know.
        let mut stdin = child.stdin.take().expect("a pipe");
        tokio::io::AsyncWriteExt::write_all(&mut stdin, b"ls\n").await.ok();
        drop(stdin);
        let out = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let err = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let (said, complained) = tokio::join!(self.follow(world, out), self.follow(world, err));
        let succeeded = child.wait().await.expect("it ran").success();
        let is_in = match program {
            Program::OpenSsh => succeeded,
            Program::Paramiko | Program::Asyncssh => said.lines().any(|line| line.starts_with("in:")),
        };
        (is_in, format!("{said}{complained}"))
    }

    /// Reads what a client shows, and acts on a code as the person would.
    async fn follow(&self, world: &World, mut lines: tokio::io::Lines<impl AsyncBufReadExt + Unpin>) -> String {
        let mut told = String::new();
        while let Some(line) = lines.next_line().await.expect("text") {
            let word = line.trim();
            if let Some(decision) = self.browser
                && word.len() == 9
                && word.as_bytes()[4] == b'-'
            {
                let directory = world.identity.connections.list().await.expect("the database").remove(0);
                let browser = world.approving_browser(&directory, &self.user, HERE).await;
                world.approvals().decide(&browser, word, decision).await.expect("the database").expect("it waits");
            }
            told.push_str(&line);
            told.push('\n');
        }
        told
    }
}

/// The interpreter that has both, installed by the first test that wants it.
static PYTHON: LazyLock<PathBuf> = LazyLock::new(install_clients);

fn install_clients() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("ssh-clients");
    let installed = folder.join("requirements.txt");
    if std::fs::read_to_string(&installed).is_ok_and(|text| text == REQUIREMENTS) {
        return folder.join("bin/python");
    }
    std::fs::create_dir_all(&folder).expect("a folder");
    install(std::process::Command::new("/usr/bin/python3").args(["-m", "venv", "--clear"]).arg(&folder));
    let wanted = folder.join("wanted.txt");
    std::fs::write(&wanted, REQUIREMENTS).expect("written");
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
    install(std::process::Command::new(folder.join("bin/python")).args(pip).arg(&wanted));
    std::fs::rename(&wanted, &installed).expect("renamed");
    folder.join("bin/python")
}

fn install(command: &mut std::process::Command) {
    let output = command.output().expect("python3, and on Debian python3-venv");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Runs every case with every client, and prints the table past the capture of what tests print.
async fn check(world: &World, cases: &[Case]) {
    check_with(world, None, cases).await;
}

/// The same; `CODE` in an answer stands for what the app shows.
async fn check_with(world: &World, app: Option<&App>, cases: &[Case]) {
    let mut table = String::from("\nclient    method                                        result\n");
    let mut wrong = Vec::new();
    for case in cases {
        for program in Program::ALL {
            let code = app.map(App::next_code).unwrap_or_default();
            let answers = case.answers.iter().map(|answer| answer.replace(CODE, &code)).collect();
            let case = &Case { answers, ..case.clone() };
            let (is_in, told) = case.run(world, program).await;
            let result = if is_in { "let in" } else { "refused" };
            table.push_str(&format!("{program:<9} {:<45} {result}\n", case.name));
            if is_in != case.let_in {
                wrong.push(format!("{program}, {}: {result}\n{told}", case.name));
            }
            if case.browser.is_some() && !told.contains(APPROVAL_PAGE) {
                wrong.push(format!("{program}, {}: no link was shown\n{told}", case.name));
            }
        }
    }
    write!(std::io::stderr(), "{table}").expect("written");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn directory_people_sign_in_with_keys_and_from_their_browser() {
    let world = World::new().await;
    let directory = world.directory().await;
    world.browser(&directory, "ann", HERE).await;
    let ann = world.known("ann").await;
    let stranger = world.make_key("stranger").1;
    let key = world.add_key(&ann, "ann_key").await;
    let api_key = world.api_key_of(ann.id, "laptop").await;
    let secret = api_key.secret.expose();
    let by_id = format!("@api-{}", api_key.key.id);
    check(
        &world,
        &[
            Case::new("SSH key", "ann", "key", true).key(&key),
            Case::new("SSH key of nobody", "ann", "key", false).key(&stranger),
            Case::new("SSH key, unknown name", "nobody", "key", false).key(&key),
            Case::new("API key as password", "ann", "password", true).answers(&[secret]),
            Case::new("API key, by prompt", "ann", "keyboard-interactive", true).answers(&[secret]),
            Case::new("@api- and name, API key", "@api-laptop", "password", true).answers(&[secret]),
            Case::new("@api- and id, API key", &by_id, "password", true).answers(&[secret]),
            Case::new("@api- and another name, API key", "@api-other", "password", false).answers(&[secret]),
            Case::new("browser, let in", "ann", "keyboard-interactive", true).browser(Decision::LetIn),
            Case::new("browser, refused", "ann", "keyboard-interactive", false).browser(Decision::Refuse),
            Case::new("a password, which there is none", "ann", "password", false).answers(&["hunter2"]),
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_this_site_sign_in_with_passwords_keys_and_certificates() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    world.password(&ann, "correct horse battery").await;
    let certificate = certify_for(&world, &ann).await;
    let robot = world.person("robot").await;
    let api_key = world.api_key(&robot, "nightly").await;
    let secret = api_key.secret.expose();
    let (right, wrong) = (&["correct horse battery"][..], &["correct horse"][..]);
    check(
        &world,
        &[
            Case::new("password", "ann", "password", true).answers(right),
            Case::new("password, by prompt", "ann", "keyboard-interactive", true).answers(right),
            Case::new("wrong password", "ann", "password", false).answers(wrong),
            Case::new("wrong password, by prompt", "ann", "keyboard-interactive", false).answers(wrong),
            Case::new("password, unknown name", "nobody", "keyboard-interactive", false).answers(right),
            Case::new("SSH key", "ann", "key", true).key(&ann.key_file),
            Case::new("certificate", "ann", "key", true).key(&world.local("certified_key")).certificate(&certificate),
            Case::new("certificate of somebody else", "robot", "key", false)
                .key(&world.local("certified_key"))
                .certificate(&certificate),
            Case::new("machine account, SSH key", "robot", "key", true).key(&robot.key_file),
            Case::new("machine account, API key", "@api-nightly", "password", true).answers(&[secret]),
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_a_second_factor_gives_its_code_in_a_round_of_its_own_or_behind_the_password() {
    const PASSWORD: &str = "correct horse battery";
    let clock = Arc::new(ManualClock::at(SystemClock.now()));
    let world = World::at(Arc::<ManualClock>::clone(&clock), Patience::default(), Limits::default()).await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    world.password(&ann, PASSWORD).await;
    let app = App::enrol(&world, &clock, &ann, PASSWORD).await;
    let glued = format!("{PASSWORD}{CODE}");
    check_with(
        &world,
        Some(&app),
        &[
            Case::new("password and code, by prompts", "ann", "keyboard-interactive", true).answers(&[PASSWORD, CODE]),
            Case::new("password and code, glued", "ann", "password", true).answers(&[&glued]),
            Case::new("password and code, glued, by prompt", "ann", "keyboard-interactive", true).answers(&[&glued]),
            Case::new("SSH key, then code", "ann", "key", true).key(&ann.key_file).answers(&[CODE]),
            Case::new("password alone", "ann", "password", false).answers(&[PASSWORD]),
            Case::new("SSH key alone", "ann", "key", false).key(&ann.key_file),
            Case::new("wrong code", "ann", "keyboard-interactive", false).answers(&[PASSWORD, "000000"]),
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_whose_time_is_over_is_changed_while_signing_in() {
    let world = World::new().await;
    let ann = world.person_at_desk("ann", Level::Full).await;
    for (n, program) in Program::ALL.into_iter().enumerate() {
        let (old, new) = (format!("old correct horse {n}"), format!("new correct horse {n}"));
        world.password(&ann, &old).await;
        let admin = world.admin.site_admin().expect("an admin");
        world.identity.users.require_new_password(&admin, ann.user.id).await.expect("required");
        let case = |answers: &[&str]| Case::new("", "ann", "keyboard-interactive", true).answers(answers);
        let (is_in, told) = case(&[&old, &new, "another one altogether"]).run(&world, program).await;
        assert!(!is_in && told.contains("The two new passwords differ."), "{program}: {told}");
        let (is_in, told) = case(&[&old, "short", "short"]).run(&world, program).await;
        assert!(!is_in && told.contains("Your password is still the old one."), "{program}: {told}");
        let (is_in, told) = case(&[&old, &new, &new]).run(&world, program).await;
        assert!(is_in, "{program}: {told}");
        let (is_in, told) = case(&[&new]).run(&world, program).await;
        assert!(is_in, "{program}: {told}");
    }
}
