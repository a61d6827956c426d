//! Hands what waits to the mail server.

use std::{sync::Arc, time::Duration};

use keyfold_db::{
    Db, Durability, Tx,
    mails::{self, Mail, State},
};
use keyfold_model::Clock;
use lettre::{
    Message,
    message::{Mailbox, MultiPart},
};

use crate::{
    Error, Kind, Letter, Smtp, letter, queue,
    smtp::{Answer, Line},
};

/// How many mails one round sends at the most.
const ROUND: i64 = 100;
/// How long a mail is in hand: after that another node believes that this one has died.
const IN_HAND: Duration = Duration::from_secs(10 * 60);
/// How long a mail waits after each attempt that failed; after the last one it is given up. Four days in all.
const WAITS: [Duration; 9] = [
    Duration::from_secs(60),
    Duration::from_secs(5 * 60),
    Duration::from_secs(15 * 60),
    Duration::from_secs(3600),
    Duration::from_secs(4 * 3600),
    Duration::from_secs(12 * 3600),
    Duration::from_secs(24 * 3600),
    Duration::from_secs(24 * 3600),
    Duration::from_secs(24 * 3600),
];

/// Sends what waits. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Mailer {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    sender: Option<Arc<Sender>>,
}

/// By which server and in whose name.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The server.
    pub smtp: Smtp,
    /// The address of this site, without a slash at its end: links begin with it.
    pub site: String,
}

/// How mail stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The server that takes it, as `host:port`; none: everything waits.
    pub server: Option<String>,
    /// From whom it is.
    pub from: Option<String>,
    /// How many mails wait.
    pub waiting: i64,
    /// How many were sent.
    pub sent: i64,
    /// How many were given up.
    pub failed: i64,
}

impl Mailer {
    /// Sends by this server; without one, everything waits.
    #[must_use]
    pub fn new(db: Db, clock: Arc<dyn Clock>, sender: Option<Sender>) -> Self {
        Self { db, clock, sender: sender.map(Arc::new) }
    }

    /// How mail stands.
    ///
    /// # Errors
    /// The database fails.
    pub async fn status(&self) -> Result<Status, Error> {
        let smtp = self.sender.as_ref().map(|sender| &sender.smtp);
        let mut status = Status {
            server: smtp.map(|smtp| format!("{}:{}", smtp.host, smtp.port)),
            from: smtp.map(|smtp| smtp.from.clone()),
            ..Status::default()
        };
        for (state, count) in mails::tally(&mut *self.db.read().await?).await? {
            match State::from_name(&state) {
                Some(State::Waiting) => status.waiting = count,
                Some(State::Sent) => status.sent = count,
                Some(State::Failed) => status.failed = count,
                None => {}
            }
        }
        Ok(status)
    }

    /// One round: hands over every mail whose time has come, and says how many were taken. Two rounds at once, on one node or
    /// on several, send no mail twice.
    ///
    /// # Errors
    /// The database fails. What a server answers is no error: it stands in the log, and the mail is tried again later.
    pub async fn send_due(&self) -> Result<usize, Error> {
        let Some(sender) = &self.sender else { return Ok(0) };
        let due = mails::due(&mut *self.db.read().await?, self.clock.now(), ROUND).await?;
        if due.is_empty() {
            return Ok(0);
        }
        let line = sender.smtp.line()?;
        let mut sent = 0;
        for mail in due {
            sent += usize::from(self.deliver(sender, &line, mail).await?.is_some_and(|mail| mail.state == State::Sent));
        }
        Ok(sent)
    }

    /// Sends a test mail at once, and says what became of it.
    ///
    /// # Errors
    /// No server is configured, or that is no mail address.
    pub async fn test(&self, to: &str) -> Result<Mail, Error> {
        let sender = self.sender.as_ref().ok_or(Error::NotConfigured)?;
        if !queue::is_address(to) {
            return Err(Error::Address(to.to_owned()));
        }
        let about = format!("test:{}", self.db.next_id().await?);
        let written = self.write_test(to.to_owned(), sender.site.clone(), about.clone()).await?;
        let line = sender.smtp.line()?;
        let delivered = self.deliver(sender, &line, written).await?;
        delivered.ok_or(Error::NotFound)
    }

    async fn write_test(&self, to: String, site: String, about: String) -> Result<Mail, Error> {
        let now = self.clock.now();
        self.db
            .write(Durability::Disk, move |tx| {
                Box::pin(async move {
                    let letter = Letter {
                        kind: Kind::Test,
                        subject: "Keyfold can send mail".to_owned(),
                        paragraphs: vec![format!("This is the test mail that an administrator of {site} asked for.")],
                        link: None,
                    };
                    queue::write(tx, &[to], &letter, Some(&about), now).await?;
                    let written = mails::find_about(tx.connection(), &about).await?;
                    written.ok_or(Error::NotFound)
                })
            })
            .await
    }

    /// Takes a mail in hand, hands it over, and writes down what the server said. None where another node has it in hand.
    async fn deliver(&self, sender: &Sender, line: &Line, mut mail: Mail) -> Result<Option<Mail>, Error> {
        let (id, now) = (mail.id, self.clock.now());
        let claimed =
            self.write(move |tx| Box::pin(async move { mails::claim(tx, id, now, now.after(IN_HAND)).await }));
        if !claimed.await? {
            return Ok(None);
        }
        mail.attempts += 1;
        let answer = match message(sender, &mail) {
            Ok(message) => line.send(message).await,
            Err(error) => Answer::Never(error.to_string()),
        };
        self.settle(&mut mail, answer);
        let settled = mail.clone();
        self.write(move |tx| Box::pin(async move { mails::settle(tx, &settled).await })).await?;
        Ok(Some(mail))
    }

    fn settle(&self, mail: &mut Mail, answer: Answer) {
        let now = self.clock.now();
        let wait = usize::try_from(mail.attempts - 1).ok().and_then(|attempt| WAITS.get(attempt));
        let (state, words) = match (answer, wait) {
            (Answer::Taken(words), _) => (State::Sent, words),
            (Answer::Later(words), Some(_)) => (State::Waiting, words),
            (Answer::Later(words), None) | (Answer::Never(words), _) => (State::Failed, words),
        };
        if state != State::Sent {
            tracing::warn!(mail = mail.id, attempt = mail.attempts, answer = words, "a mail was not sent");
        }
        mail.state = state;
        mail.sent_at = (state == State::Sent).then_some(now);
        mail.next_attempt_at = wait.map_or(now, |wait| now.after(*wait));
        mail.answer = Some(words);
    }

    async fn write<T, F>(&self, act: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> futures::future::BoxFuture<'t, Result<T, keyfold_db::Error>> + Send + 'static,
    {
        Ok(self.db.write(Durability::Disk, act).await?)
    }
}

/// The message on its way. Its id is the same at each attempt, so that a mail program shows one that arrived twice once.
fn message(sender: &Sender, mail: &Mail) -> Result<Message, Error> {
    let address = |text: &str| text.parse::<Mailbox>().map_err(|_| Error::Address(text.to_owned()));
    let url = mail.link.as_deref().map(|path| format!("{}{path}", sender.site));
    let url = url.as_deref();
    let from = address(&sender.smtp.from)?;
    let id = format!("<keyfold-{}-{}@{}>", mail.id, mail.created_at.0, from.email.domain());
    Message::builder()
        .from(from)
        .to(address(&mail.recipient)?)
        .subject(&mail.subject)
        .message_id(Some(id))
        .multipart(MultiPart::alternative_plain_html(letter::text(&mail.body, url), letter::html(&mail.body, url)))
        .map_err(|error| Error::Smtp(error.to_string()))
}
