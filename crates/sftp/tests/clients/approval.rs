//! Signing in by one's own word from a browser, with OpenSSH's `sftp`.

use std::time::Duration;

use keyfold_identity::{Decision, DirectoryConnection, Mistake};
use keyfold_model::Level;
use keyfold_net::Limits;
use keyfold_sftp::transport::Patience;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    process::Child,
};

use crate::{
    directory::{ELSEWHERE, HERE},
    openssh::openssh_as,
    program::{Ran, end, start},
    world::{APPROVAL_PAGE, Person, World},
};

/// An `sftp` that was sent to the browser and waits.
struct Waiting {
    child: Child,
    code: String,
    told: String,
}

impl Waiting {
    /// Leaves the password empty, and reads the link and the code.
    async fn begin(world: &World, stranger: &Person, user: &str) -> Self {
        let mut command = openssh_as(world, stranger, user, "sftp");
        command.args(["-o", "PreferredAuthentications=keyboard-interactive", "-o", "PubkeyAuthentication=no"]);
        command.args(["-o", "NumberOfPasswordPrompts=1"]);
        command.env("SSH_ASKPASS", world.askpass("empty", &[""])).env("SSH_ASKPASS_REQUIRE", "force");
        let mut child = start(command.arg("127.0.0.1"), "ls\n").await;
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let mut told = String::new();
        while let Some(line) = lines.next_line().await.expect("text") {
            told.push_str(&line);
            told.push('\n');
            let word = line.trim();
            if word.len() == 9 && word.as_bytes()[4] == b'-' {
                let code = word.to_owned();
                child.stderr = Some(lines.into_inner().into_inner());
                return Self { child, code, told };
            }
        }
        panic!("no code came:\n{told}");
    }

    async fn end(self) -> Ran {
        let ran = end(self.child).await;
        Ran { err: format!("{}{}", self.told, ran.err), ..ran }
    }
}

/// A world with a directory in which ann is, and somebody to be a stranger's key for.
async fn scene() -> (World, DirectoryConnection, Person) {
    let world = World::new().await;
    let directory = world.directory().await;
    world.browser(&directory, "ann", HERE).await;
    let zoe = world.person_at_desk("zoe", Level::Full).await;
    (world, directory, zoe)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_lets_their_own_connection_in() {
    let (world, directory, zoe) = scene().await;
    let waiting = Waiting::begin(&world, &zoe, "ann").await;
    assert!(waiting.told.contains(APPROVAL_PAGE), "{}", waiting.told);
    assert!(!waiting.told.contains(&format!("{APPROVAL_PAGE}?")), "the link holds nothing: {}", waiting.told);
    let browser = world.approving_browser(&directory, "ann", HERE).await;
    let asking = world.approvals().look(&browser, &waiting.code.to_lowercase()).await.expect("the database");
    let asking = asking.expect("it waits");
    assert_eq!((asking.login.as_str(), asking.remote_ip.as_str()), ("ann", "127.0.0.1"));
    assert!(asking.client.starts_with("SSH-2.0-OpenSSH"), "{}", asking.client);
    let decided = world.approvals().decide(&browser, &waiting.code, Decision::LetIn).await.expect("the database");
    decided.expect("let in");
    waiting.end().await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_ends_the_wait_and_says_so() {
    let (world, directory, zoe) = scene().await;
    let waiting = Waiting::begin(&world, &zoe, "ann").await;
    let browser = world.approving_browser(&directory, "ann", HERE).await;
    let refused = world.approvals().decide(&browser, &waiting.code, Decision::Refuse).await.expect("the database");
    refused.expect("refused");
    let error = waiting.end().await.failed();
    assert!(error.contains("The sign-in was refused in the browser."), "{error}");
    assert_eq!(world.last_failure().await.as_deref(), Some("approval_refused"));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_code_ends_the_wait_on_both_sides() {
    let (world, directory, zoe) = scene().await;
    world.browser(&directory, "bob", HERE).await;
    for user in ["ann", "nobody-of-this-name"] {
        let waiting = Waiting::begin(&world, &zoe, user).await;
        let bob = world.approving_browser(&directory, "bob", HERE).await;
        let mistake = world.approvals().look(&bob, &waiting.code).await.expect("the database");
        assert_eq!(mistake.expect_err("another's"), Mistake::WrongPerson);
        let error = waiting.end().await.failed();
        assert!(error.contains("Somebody with another user name typed the code in the browser."), "{error}");
        assert_eq!(world.last_failure().await.as_deref(), Some("approval_wrong_person"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_at_another_address_lets_nobody_in_unless_the_site_says_so() {
    let (world, directory, zoe) = scene().await;
    let waiting = Waiting::begin(&world, &zoe, "ann").await;
    let browser = world.approving_browser(&directory, "ann", ELSEWHERE).await;
    let mistake = world.approvals().decide(&browser, &waiting.code, Decision::LetIn).await.expect("the database");
    assert_eq!(mistake.expect_err("elsewhere"), Mistake::OtherAddress("127.0.0.1".into()));
    let error = waiting.end().await.failed();
    assert!(error.contains("The browser is at another network address than this connection."), "{error}");

    world.ssh_settings(|settings| settings.approval_from_any_address = true).await;
    let waiting = Waiting::begin(&world, &zoe, "ann").await;
    world.approvals().decide(&browser, &waiting.code, Decision::LetIn).await.expect("the database").expect("let in");
    waiting.end().await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_codes_end_the_wait_and_the_browsers_right_to_approve() {
    let (world, directory, zoe) = scene().await;
    let waiting = Waiting::begin(&world, &zoe, "ann").await;
    let browser = world.approving_browser(&directory, "ann", HERE).await;
    let approvals = world.approvals();
    for left in (1..5).rev() {
        let mistake = approvals.look(&browser, "AAAA-AAAA").await.expect("the database");
        assert_eq!(mistake.expect_err("wrong"), Mistake::WrongCode(left));
    }
    let mistake = approvals.look(&browser, "not even a code").await.expect("the database");
    assert_eq!(mistake.expect_err("wrong"), Mistake::TooManyCodes);
    let error = waiting.end().await.failed();
    assert!(error.contains("Too many wrong codes were typed in the browser."), "{error}");

    let waiting = Waiting::begin(&world, &zoe, "ann").await;
    let mistake = approvals.look(&browser, &waiting.code).await.expect("the database");
    assert_eq!(mistake.expect_err("not fresh"), Mistake::TooManyCodes);
    let afresh = world.approving_browser(&directory, "ann", HERE).await;
    approvals.decide(&afresh, &waiting.code, Decision::LetIn).await.expect("the database").expect("let in");
    waiting.end().await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_sign_in_takes_the_place_of_the_one_that_waits() {
    let (world, directory, zoe) = scene().await;
    let first = Waiting::begin(&world, &zoe, "ann").await;
    let second = Waiting::begin(&world, &zoe, "ann").await;
    let error = first.end().await.failed();
    assert!(error.contains("A newer sign-in with this user name took the place of this one."), "{error}");
    let browser = world.approving_browser(&directory, "ann", HERE).await;
    world.approvals().decide(&browser, &second.code, Decision::LetIn).await.expect("the database").expect("let in");
    second.end().await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_their_browser_has_more_time_than_who_says_nothing() {
    let short = Duration::from_secs(2);
    let patience = Patience { first_request: short, sign_in: short, ..Patience::default() };
    let world = World::with(patience, Limits::default()).await;
    let directory = world.directory().await;
    world.browser(&directory, "ann", HERE).await;
    let zoe = world.person_at_desk("zoe", Level::Full).await;
    let waiting = Waiting::begin(&world, &zoe, "ann").await;
    // Came later, and is sent away before.
    let mut quiet = TcpStream::connect(world.address).await.expect("listening");
    quiet.write_all(b"SSH-2.0-quiet\r\n").await.expect("sent");
    quiet.read_to_end(&mut Vec::new()).await.ok();
    let browser = world.approving_browser(&directory, "ann", HERE).await;
    world.approvals().decide(&browser, &waiting.code, Decision::LetIn).await.expect("the database").expect("let in");
    waiting.end().await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_has_not_signed_in_afresh_approves_nothing() {
    let (world, directory, zoe) = scene().await;
    let waiting = Waiting::begin(&world, &zoe, "ann").await;
    let browser = world.browser(&directory, "ann", HERE).await;
    let mistake = world.approvals().decide(&browser, &waiting.code, Decision::LetIn).await.expect("the database");
    assert_eq!(mistake.expect_err("not fresh"), Mistake::SignInAfresh);
}

#[tokio::test(flavor = "multi_thread")]
async fn switching_a_person_off_ends_what_waits_for_them() {
    let (world, directory, zoe) = scene().await;
    let waiting = Waiting::begin(&world, &zoe, "ann").await;
    let browser = world.approving_browser(&directory, "ann", HERE).await;
    let user = world.identity.users.find_by_login("ann").await.expect("the database").expect("ann");
    world.disable_user(user.id).await;
    world.approvals().decide(&browser, &waiting.code, Decision::LetIn).await.expect_err("the session was cut");
    // Whatever the browser still says: the connection is not let in once its time has come.
    drop(waiting);
    assert!(!browser.is_alive());
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_are_known_and_names_that_are_not_are_shown_the_same() {
    let (world, _, zoe) = scene().await;
    let mut shown = Vec::new();
    // Of the directory, of this site, of nobody.
    for user in ["ann", "zoe", "nobody-of-this-name"] {
        let waiting = Waiting::begin(&world, &zoe, user).await;
        let asked = std::fs::read_to_string(world.local("empty.asked")).expect("what was asked");
        let all = format!("{asked}{}", waiting.told);
        shown.push(all.replace(&waiting.code, "CODE").replace(user, "USER"));
    }
    assert_eq!(shown[0], shown[1]);
    assert_eq!(shown[0], shown[2]);
}
