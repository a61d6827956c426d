//! Commands about names: each is one call on the filesystem, or two.

use keyfold_identity::Session;
use keyfold_model::{Timestamp, VPath};
use keyfold_vfs::{Entry, Error, Kind, Refusal, Replace};

use super::{Conversation, WHOLE};
use crate::{
    codec::{Digest, NameCommand, Reply, format_moment},
    digest,
    listing::{Lines, Style},
    status,
};

/// How many entries `STAT` shows of a folder: it answers on the control connection, out of memory.
const SHOWN: usize = 1000;

impl Conversation {
    pub(super) async fn answer_about_names(&mut self, command: NameCommand, session: &Session) -> Reply {
        let answered = match command {
            NameCommand::Pwd => Ok(Reply::folder(&self.settings.folder.to_string(), "is where you are.")),
            NameCommand::Cwd(path) => self.cwd(&path, session).await,
            NameCommand::Cdup => self.cwd(b"..", session).await,
            NameCommand::Mkd(path) => self.mkd(&path, session).await,
            NameCommand::Rmd(path) => self.rmd(&path, session).await,
            NameCommand::Dele(path) => self.dele(&path, session).await,
            NameCommand::Rnfr(path) => self.rnfr(&path, session).await,
            NameCommand::Rnto(path) => self.rnto(&path, session).await,
            NameCommand::Size(path) => self.size(&path, session).await,
            NameCommand::Mdtm(path) => self.mdtm(&path, session).await,
            NameCommand::Mfmt(at, path) => self.mfmt(at, &path, session).await,
            NameCommand::Mlst(path) => self.mlst(&path, session).await,
            NameCommand::Digest(digest, path) => self.digest(digest, &path, session).await,
            NameCommand::Rang(range) => {
                self.settings.range = range;
                Ok(Reply::new(350, "The next HASH is of these bytes."))
            }
            NameCommand::Stat(path) => self.stat(&path, session).await,
        };
        answered.unwrap_or_else(|error| status::reply(&error))
    }

    async fn cwd(&mut self, path: &[u8], session: &Session) -> Result<Reply, Error> {
        let place = self.destination(path)?;
        self.server.filesystem.capabilities(session, &place).await?;
        self.settings.folder = place;
        Ok(Reply::new(250, format!("You are in {}.", self.settings.folder)))
    }

    async fn mkd(&self, path: &[u8], session: &Session) -> Result<Reply, Error> {
        let place = self.place(path)?;
        self.server.filesystem.make_dir(session, &place).await?;
        Ok(Reply::folder(&place.to_string(), "was made."))
    }

    async fn rmd(&self, path: &[u8], session: &Session) -> Result<Reply, Error> {
        self.server.filesystem.remove_dir(session, &self.place(path)?).await?;
        Ok(Reply::new(250, "It is gone."))
    }

    async fn dele(&self, path: &[u8], session: &Session) -> Result<Reply, Error> {
        self.server.filesystem.remove_file(session, &self.place(path)?).await?;
        Ok(Reply::new(250, "It is gone."))
    }

    async fn rnfr(&mut self, path: &[u8], session: &Session) -> Result<Reply, Error> {
        let place = self.place(path)?;
        self.server.filesystem.stat(session, &place).await?;
        self.settings.rename_from = Some(place);
        Ok(Reply::new(350, "And to what?"))
    }

    /// As `rename(2)` does, and with it the servers that clients know: an existing file is replaced, where that is allowed.
    async fn rnto(&mut self, path: &[u8], session: &Session) -> Result<Reply, Error> {
        let Some(from) = self.settings.rename_from.take() else { return Ok(Reply::new(503, "RNFR first.")) };
        let to = self.place(path)?;
        self.server.filesystem.rename(session, &from, &to, Replace::Yes).await?;
        Ok(Reply::new(250, "It is renamed."))
    }

    async fn file(&self, path: &[u8], session: &Session) -> Result<(VPath, Entry), Error> {
        let place = self.place(path)?;
        let entry = self.server.filesystem.stat(session, &place).await?;
        if entry.kind == Kind::Folder { Err(Refusal::IsAFolder.into()) } else { Ok((place, entry)) }
    }

    async fn size(&self, path: &[u8], session: &Session) -> Result<Reply, Error> {
        let (_, entry) = self.file(path, session).await?;
        Ok(Reply::new(213, entry.size.to_string()))
    }

    async fn mdtm(&self, path: &[u8], session: &Session) -> Result<Reply, Error> {
        let entry = self.server.filesystem.stat(session, &self.place(path)?).await?;
        let mut text = String::new();
        format_moment(entry.modified, &mut text);
        Ok(Reply::new(213, text))
    }

    async fn mfmt(&self, at: Timestamp, path: &[u8], session: &Session) -> Result<Reply, Error> {
        let place = self.place(path)?;
        self.server.filesystem.set_modified(session, &place, at).await?;
        let mut text = "Modify=".to_owned();
        format_moment(at, &mut text);
        Ok(Reply::new(213, format!("{text}; {place}")))
    }

    async fn mlst(&self, path: &[u8], session: &Session) -> Result<Reply, Error> {
        let place = self.place(path)?;
        let entry = self.server.filesystem.stat(session, &place).await?;
        let mut line = String::new();
        self.settings.facts.write(&entry, &mut line);
        line.push_str(&place.to_string());
        Ok(Reply::many(250, "It is this:", vec![line], "That is all."))
    }

    async fn digest(&mut self, asked: Digest, path: &[u8], session: &Session) -> Result<Reply, Error> {
        let place = self.place(path)?;
        let range = if asked == Digest::Chosen { std::mem::replace(&mut self.settings.range, WHOLE) } else { WHOLE };
        let algorithm = self.algorithm(asked);
        let computed = digest::compute(&self.server.filesystem, session, &place, algorithm, range).await?;
        if asked != Digest::Chosen {
            return Ok(Reply::new(250, computed.hex));
        }
        let (name, from, to) = (digest::name(algorithm), computed.range.from, computed.range.to.saturating_sub(1));
        Ok(Reply::new(213, format!("{name} {from}-{to} {} {place}", computed.hex)))
    }

    async fn stat(&self, path: &[u8], session: &Session) -> Result<Reply, Error> {
        let place = self.place(path)?;
        let filesystem = &self.server.filesystem;
        let entry = filesystem.stat(session, &place).await?;
        let mut lines = Lines::new(Style::Long, self.server.config.clock.now());
        let mut text = String::new();
        let (code, last) = match entry.kind {
            Kind::File => {
                let name = place.split_last().map_or_else(String::new, |(_, name)| name.to_string());
                lines.write(&entry, &name, &mut text);
                (213, "That is all.")
            }
            Kind::Folder => {
                let listing = filesystem.list(session, &place, None, SHOWN).await?;
                for entry in &listing.entries {
                    let Some(name) = &entry.name else { continue };
                    lines.write(entry, name.as_str(), &mut text);
                }
                (212, if listing.next.is_some() { "There is more: use LIST." } else { "That is all." })
            }
        };
        let lines = text.lines().map(str::to_owned).collect();
        Ok(Reply::many(code, format!("In {place}:"), lines, last))
    }
}
