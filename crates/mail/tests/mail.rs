//! Mail on a real database, handed to a server that keeps it.

use std::{sync::Arc, time::Duration};

use keyfold_db::{Db, Durability};
use keyfold_mail::{Encryption, Error, Kind, Letter, Mail, Mailer, Page, Sender, Smtp, State, queue};
use keyfold_model::{Clock, ManualClock, Timestamp};
use keyfold_testkit::smtp_sink::SmtpSink;

struct Post {
    db: Db,
    clock: Arc<ManualClock>,
    sink: SmtpSink,
    _folder: tempfile::TempDir,
}

impl Post {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open(&format!("sqlite://{}/keyfold.db", folder.path().display())).await.expect("a database");
        let clock = Arc::new(ManualClock::at(Timestamp::from_seconds(1_795_507_200)));
        Self { db, clock, sink: SmtpSink::start().await.expect("a port"), _folder: folder }
    }

    fn without_server(&self) -> Mailer {
        Mailer::new(self.db.clone(), Arc::<ManualClock>::clone(&self.clock) as Arc<dyn Clock>, None)
    }

    fn mailer(&self) -> Mailer {
        let smtp = Smtp {
            host: "127.0.0.1".into(),
            port: self.sink.address().port(),
            encryption: Encryption::None,
            login: None,
            authority: None,
            from: "Keyfold <keyfold@corp.example>".into(),
        };
        let sender = Sender { smtp, site: "https://files.corp.example".into() };
        Mailer::new(self.db.clone(), Arc::<ManualClock>::clone(&self.clock) as Arc<dyn Clock>, Some(sender))
    }

    async fn write(&self, to: &[&str], about: Option<&'static str>) -> usize {
        let to: Vec<String> = to.iter().map(|&to| to.to_owned()).collect();
        let now = self.clock.now();
        let written = self.db.write(Durability::Disk, move |tx| {
            Box::pin(async move { queue::write(tx, &to, &letter(), about, now).await })
        });
        written.await.expect("written")
    }

    async fn only(&self) -> Mail {
        let mut mails = self.mailer().list(None, &Page::first(10)).await.expect("the database").rows;
        assert_eq!(mails.len(), 1);
        mails.remove(0)
    }
}

fn letter() -> Letter {
    Letter {
        kind: Kind::Promotion,
        subject: "Größe zählt".into(),
        paragraphs: vec!["Ann <ann> is site admin now.".into(), ".hidden dot".into()],
        link: Some("/admin/directory/7".into()),
    }
}

#[tokio::test]
async fn a_mail_arrives_as_text_and_html_and_the_log_has_the_answer() {
    let post = Post::new().await;
    post.write(&["root@corp.example"], None).await;
    assert_eq!(post.mailer().send_due().await.expect("sent"), 1);
    let received = post.sink.received();
    assert_eq!(received.len(), 1);
    assert_eq!(
        (received[0].from.as_str(), &received[0].to[..]),
        ("keyfold@corp.example", &["root@corp.example".into()][..])
    );
    assert!(received[0].message.contains("multipart/alternative"), "{}", received[0].message);
    assert!(received[0].message.contains("https://files.corp.example/admin/directory/7"), "{}", received[0].message);
    assert!(received[0].message.contains("Ann &lt;ann&gt;"), "{}", received[0].message);
    let mail = post.only().await;
    assert_eq!((mail.state, mail.attempts), (State::Sent, 1));
    assert!(mail.answer.expect("an answer").contains("kept"));
    assert_eq!(post.mailer().send_due().await.expect("nothing due"), 0);
    assert_eq!(post.sink.received().len(), 1, "once");
}

#[tokio::test]
async fn what_is_refused_for_now_is_tried_again_later_and_later() {
    let post = Post::new().await;
    post.write(&["root@corp.example"], None).await;
    post.sink.refuse_with("451 4.3.0 come back later");
    assert_eq!(post.mailer().send_due().await.expect("tried"), 0);
    let mail = post.only().await;
    assert_eq!((mail.state, mail.attempts), (State::Waiting, 1));
    assert!(mail.answer.expect("an answer").contains("come back later"));
    post.clock.advance(Duration::from_secs(59));
    post.mailer().send_due().await.expect("too early");
    assert_eq!(post.only().await.attempts, 1, "not before its time");
    post.clock.advance(Duration::from_secs(1));
    post.mailer().send_due().await.expect("tried");
    assert_eq!(post.only().await.attempts, 2);
    post.sink.accept();
    post.clock.advance(Duration::from_secs(60));
    post.mailer().send_due().await.expect("too early");
    assert_eq!(post.only().await.attempts, 2, "the second wait is longer");
    post.clock.advance(Duration::from_secs(240));
    assert_eq!(post.mailer().send_due().await.expect("sent"), 1);
    assert_eq!(post.sink.received().len(), 1);
}

#[tokio::test]
async fn what_is_refused_for_good_or_too_often_fails_and_can_be_sent_again() {
    let post = Post::new().await;
    post.write(&["nobody@corp.example"], None).await;
    post.sink.refuse_with("550 5.1.1 no such user");
    post.mailer().send_due().await.expect("tried");
    let mail = post.only().await;
    assert_eq!(mail.state, State::Failed);
    post.sink.accept();
    post.mailer().try_again(mail.id).await.expect("waits");
    assert_eq!(post.mailer().send_due().await.expect("sent"), 1);
    assert!(matches!(post.mailer().try_again(mail.id).await, Err(Error::NotFound)), "sent is sent");
    post.sink.refuse_with("451 4.3.0 come back later");
    post.write(&["root@corp.example"], Some("second")).await;
    for _ in 0..20 {
        post.clock.advance(Duration::from_secs(24 * 3600));
        post.mailer().send_due().await.expect("tried");
    }
    let mails = post.mailer().list(Some(State::Failed), &Page::first(10)).await.expect("the database").rows;
    assert_eq!((mails.len(), mails[0].attempts), (1, 10), "given up, and visible");
}

#[tokio::test]
async fn without_a_server_mail_waits_and_is_sent_by_one_that_comes_later() {
    let post = Post::new().await;
    post.write(&["root@corp.example"], None).await;
    assert_eq!(post.without_server().send_due().await.expect("nothing"), 0);
    let status = post.without_server().status().await.expect("the database");
    assert_eq!((status.server, status.waiting), (None, 1));
    assert!(matches!(post.without_server().test("root@corp.example").await, Err(Error::NotConfigured)));
    assert_eq!(post.mailer().send_due().await.expect("sent"), 1);
    let status = post.mailer().status().await.expect("the database");
    assert_eq!((status.waiting, status.sent), (0, 1));
}

#[tokio::test]
async fn nobody_is_told_twice_of_one_thing() {
    let post = Post::new().await;
    assert_eq!(post.write(&["a@corp.example", "b@corp.example"], Some("one")).await, 2);
    assert_eq!(post.write(&["b@corp.example", "c@corp.example"], Some("one")).await, 1);
    let (first, second) = (post.mailer(), post.mailer());
    let (first, second) = tokio::join!(first.send_due(), second.send_due());
    assert_eq!(first.expect("sent") + second.expect("sent"), 3);
    assert_eq!(post.sink.received().len(), 3, "two rounds at once send each once");
}

#[tokio::test]
async fn a_test_mail_says_what_the_server_answered() {
    let post = Post::new().await;
    let mail = post.mailer().test("root@corp.example").await.expect("tried");
    assert_eq!(mail.state, State::Sent);
    post.sink.refuse_with("554 5.7.1 not from you");
    let mail = post.mailer().test("root@corp.example").await.expect("tried");
    assert_eq!(mail.state, State::Failed);
    assert!(mail.answer.expect("an answer").contains("not from you"));
    assert!(matches!(post.mailer().test("nobody").await, Err(Error::Address(_))));
}
