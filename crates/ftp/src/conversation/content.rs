//! Commands that move bytes on a data connection.

use std::{io, sync::Arc, time::Duration};

use keyfold_identity::Session;
use keyfold_vfs::{Error, Kind as EntryKind, Refusal, WriteHandle, WriteMode, WriteOptions};
use tokio_util::sync::CancellationToken;

use super::{Conversation, Flow};
use crate::{
    codec::{Command, DataCommand, Reply},
    control::Heard,
    data::Way,
    listing::{Lines, Style},
    status,
    transfer::{Ending, Ground, Job, Listed, Moved, Source},
};

/// How many commands may wait behind a transfer. No more is read from the client then.
const WAITING: usize = 16;
/// How long after one connection of a client that died the other one ends, at the latest.
const BOTH_ENDS: Duration = Duration::from_millis(5);
/// How many names `STOU` tries.
const NAMES: i64 = 16;

/// A listing that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    List,
    Nlst,
    Mlsd,
}

/// What happened on the control connection during a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meanwhile {
    Nothing,
    Aborted,
    Gone,
}

impl Conversation {
    pub(super) async fn retr(&mut self, path: &[u8], session: Session) -> io::Result<Flow> {
        let from = std::mem::take(&mut self.settings.restart);
        let opened = async { self.server.filesystem.open_read(&session, &self.place(path)?).await };
        match opened.await {
            Ok(file) if from > file.entry().size => {
                file.close().await.ok();
                self.reply(Reply::new(554, "The file ends before that.")).await
            }
            Ok(file) => {
                let words = format!("{} bytes come.", file.entry().size - from);
                self.transfer(Job::Send(Box::new(file), from), session, words).await
            }
            Err(error) => self.reply(status::reply(&error)).await,
        }
    }

    /// `STOR`, from `REST` on: what was staged before, or the file that is there, is gone on with and cut at that place.
    pub(super) async fn stor(&mut self, path: &[u8], session: Session) -> io::Result<Flow> {
        let from = std::mem::take(&mut self.settings.restart);
        let mode = if from == 0 { WriteMode::Replace } else { WriteMode::Update };
        let file = match self.open_write(path, &session, mode).await {
            Ok(file) => file,
            Err(error) => return self.reply(status::reply(&error)).await,
        };
        if from > file.length() {
            let there = file.length();
            file.abort().await;
            return self.reply(Reply::new(554, format!("Only {there} bytes are there to go on from."))).await;
        }
        if from < file.length()
            && let Err(error) = file.set_length(from).await
        {
            file.abort().await;
            return self.reply(status::reply(&error)).await;
        }
        self.transfer(Job::Receive(Box::new(file)), session, "Send it.".to_owned()).await
    }

    pub(super) async fn appe(&mut self, path: &[u8], session: Session) -> io::Result<Flow> {
        self.settings.restart = 0;
        match self.open_write(path, &session, WriteMode::Update).await {
            Ok(file) => {
                let words = format!("Send what follows the {} bytes that are there.", file.length());
                self.transfer(Job::Receive(Box::new(file)), session, words).await
            }
            Err(error) => self.reply(status::reply(&error)).await,
        }
    }

    /// A name that nobody has, by the time; the client is told (RFC 1123, section 4.1.2.9).
    pub(super) async fn stou(&mut self, session: Session) -> io::Result<Flow> {
        self.settings.restart = 0;
        let now = self.server.config.clock.now().0;
        for attempt in 0..NAMES {
            let name = format!("upload-{}", now.saturating_add(attempt));
            match self.open_write(name.as_bytes(), &session, WriteMode::CreateNew).await {
                Ok(file) => return self.transfer(Job::Receive(Box::new(file)), session, format!("FILE: {name}")).await,
                Err(Error::Refused(Refusal::Exists)) => {}
                Err(error) => return self.reply(status::reply(&error)).await,
            }
        }
        self.reply(Reply::new(450, "No free name was found: try again.")).await
    }

    async fn open_write(&self, path: &[u8], session: &Session, mode: WriteMode) -> Result<WriteHandle, Error> {
        let options = WriteOptions { mode, if_match: None, expected_length: self.settings.expected };
        self.server.filesystem.open_write(session, &self.place(path)?, options).await
    }

    pub(super) async fn list(&mut self, path: &[u8], session: Session, kind: Kind) -> io::Result<Flow> {
        self.settings.restart = 0;
        match self.open_listing(path, &session, kind).await {
            Ok(listed) => self.transfer(Job::List(Box::new(listed)), session, "The list comes.".to_owned()).await,
            Err(error) => self.reply(status::reply(&error)).await,
        }
    }

    async fn open_listing(&self, path: &[u8], session: &Session, kind: Kind) -> Result<Listed, Error> {
        let (place, filesystem) = (self.place(path)?, &self.server.filesystem);
        let style = match kind {
            Kind::List => Style::Long,
            Kind::Nlst => Style::Names,
            Kind::Mlsd => Style::Facts(self.settings.facts),
        };
        let lines = Lines::new(style, self.server.config.clock.now());
        let named = String::from_utf8_lossy(path).into_owned();
        let entry = filesystem.stat(session, &place).await?;
        if entry.kind == EntryKind::File {
            if kind == Kind::Mlsd {
                return Err(Refusal::Invalid("that is not a folder: MLST tells of a file").into());
            }
            return Ok(Listed::new(Source::Entry(Box::new(entry)), lines, named));
        }
        let folder = filesystem.open_dir(session, &place).await?;
        // Names that NLST gives can be used as they are (RFC 1123, section 4.1.2.7).
        let prefix = match (kind, named.trim_end_matches('/')) {
            (Kind::List | Kind::Mlsd, _) | (Kind::Nlst, "" | ".") => String::new(),
            (Kind::Nlst, named) => format!("{named}/"),
        };
        Ok(Listed::new(Source::Folder(folder), lines, prefix))
    }

    /// Moves bytes, and listens meanwhile: to `ABOR` and `STAT` at once, to the rest later.
    async fn transfer(&mut self, job: Job, session: Session, words: String) -> io::Result<Flow> {
        let (way, shield) = match self.prepare() {
            Ok(ready) => ready,
            Err(reply) => return self.reply(reply).await,
        };
        self.say(Reply::new(150, words)).await?;
        let stop = CancellationToken::new();
        let patience = self.server.config.patience;
        let visitor = Arc::clone(&self.visitor);
        let ground = Ground { visitor, session: session.clone(), shield, patience, stop: stop.clone() };
        let mut moving = Box::pin(job.run(way, ground));
        let mut meanwhile = Meanwhile::Nothing;
        let moved = loop {
            let listens = meanwhile == Meanwhile::Nothing && self.waiting.len() < WAITING;
            tokio::select! {
                biased;
                moved = &mut moving => break moved,
                heard = self.control.next(), if listens => match heard {
                    Ok(Heard::Command(Ok(Command::Data(DataCommand::Abor)))) => {
                        meanwhile = Meanwhile::Aborted;
                        stop.cancel();
                    }
                    Ok(Heard::Command(Ok(Command::Data(DataCommand::Status)))) => {
                        self.say(Reply::new(213, "A transfer is under way.")).await?;
                    }
                    Ok(Heard::Command(command)) => self.waiting.push_back(command),
                    Ok(Heard::End) | Err(_) => {
                        meanwhile = Meanwhile::Gone;
                        stop.cancel();
                    }
                },
            }
        };
        let reply = self.conclude(moved, session).await;
        self.say(reply).await?;
        if meanwhile == Meanwhile::Aborted {
            self.say(Reply::new(226, "The transfer is over.")).await?;
        }
        Ok(Flow::On)
    }

    fn prepare(&mut self) -> Result<(Way, crate::data::Shield), Reply> {
        let shield = self.shield()?;
        if self.lingering.is_full() {
            return Err(Reply::new(425, "Close your data connections first."));
        }
        let way = self.settings.way.take().ok_or_else(|| Reply::new(425, "PASV or EPSV first."))?;
        Ok((way, shield))
    }

    async fn conclude(&mut self, moved: Moved, session: Session) -> Reply {
        let expected = self.settings.expected.take();
        match moved {
            Moved::Sent(data) => {
                self.lingering.hold(*data, session, self.server.config.patience.idle);
                Reply::new(226, "That is all.")
            }
            Moved::Received(file, ending) => {
                if ending == Ending::Silent && self.was_cut(&file, expected).await {
                    file.abort().await;
                    return Reply::new(426, "The upload was cut: what came is kept for resuming.");
                }
                match file.commit().await {
                    Ok(entry) => Reply::new(226, format!("It is there, {} bytes.", entry.size)),
                    Err(error) => status::reply(&error),
                }
            }
            Moved::Failed(error) => {
                tracing::debug!(error = &error as &dyn std::error::Error, session = %session.id(), "a transfer broke");
                error.reply()
            }
        }
    }

    /// Whether an upload in clear ended because its client died: the kernel of a machine on which a client dies ends both of its
    /// connections, in no order, microseconds apart. A client that announced a length by `ALLO` is held to that instead.
    async fn was_cut(&mut self, file: &WriteHandle, expected: Option<u64>) -> bool {
        if let Some(expected) = expected {
            return file.length() < expected;
        }
        tokio::time::sleep(BOTH_ENDS).await;
        self.control.is_gone().await || self.visitor.has_left()
    }
}
