//! `keyfold access`: the same answers as the web application's, from the same code.

use std::{collections::HashMap, sync::Arc};

use anyhow::{Context, Result};
use clap::Subcommand;
use keyfold_audit::Log;
use keyfold_db::Db;
use keyfold_identity::{Console, Identity, Session, list::Query};
use keyfold_model::{Grant, SiteRole, Subject, SystemClock, VPath};
use keyfold_vfs::{Explanation, Filesystem, Parts, Source, Verdict};

use super::Settings;

/// `keyfold access`
#[derive(Debug, Subcommand)]
pub enum Access {
    /// Say what a person has in a folder, which grants give it, and which were stopped
    Explain {
        /// Login name
        user: String,
        /// Path of the folder
        path: VPath,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        settings: Settings,
    },
    /// Say who reaches a folder, how, and why
    Who {
        /// Path of the folder
        path: VPath,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        settings: Settings,
    },
}

/// The data of a site, opened beside the server that may be serving it.
struct Site {
    identity: Identity,
    filesystem: Filesystem,
    session: Session,
}

impl Access {
    /// Answers; a server may run on the same data meanwhile.
    pub async fn run(self) -> Result<()> {
        match self {
            Self::Explain { user, path, json, settings } => {
                Site::open(&settings).await?.explain(&user, &path, json).await
            }
            Self::Who { path, json, settings } => Site::open(&settings).await?.who(&path, json).await,
        }
    }
}

impl Site {
    async fn open(settings: &Settings) -> Result<Self> {
        let config = settings.resolve(None)?;
        let db = Db::open(&config.database_url).await?;
        let clock = Arc::new(SystemClock);
        let log = Log::new(db.clone(), "console", clock.clone());
        let identity = Identity::open(db.clone(), log.clone(), clock.clone()).await?;
        let parts = Parts { db, log, policy: identity.policy.clone(), clock, blobs: config.data.join("blobs") };
        let filesystem = Filesystem::open_beside(parts).await?;
        let people = identity.users.list(Query::default()).await?;
        let admin = people.rows.into_iter().find(|user| user.role == SiteRole::Admin);
        let admin = admin.context("nobody administers this site yet")?;
        let session = identity.authenticator.console(&Console::of_this_machine(), &admin.login).await?;
        Ok(Self { identity, filesystem, session })
    }

    async fn explain(&self, login: &str, path: &VPath, json: bool) -> Result<()> {
        let user = self.identity.users.find_by_login(login).await?;
        let user = user.with_context(|| format!("nobody signs in as {login}"))?;
        let explanation = self.filesystem.explain(&self.session, user.id, path).await?;
        if json {
            println!("{}", serde_json::to_string_pretty(&explanation)?);
            return Ok(());
        }
        println!("{login} in {path}: {:?}", explanation.capabilities);
        for line in self.reasons(&explanation).await? {
            println!("  {line}");
        }
        Ok(())
    }

    async fn reasons(&self, explanation: &Explanation) -> Result<Vec<String>> {
        let mut lines =
            vec![format!("decided by {}", serde_json::to_value(explanation.basis)?.as_str().unwrap_or_default())];
        let mut names = HashMap::new();
        for judged in &explanation.grants {
            let verdict = match judged.verdict {
                Verdict::Counts { gives } => format!("gives {gives:?}"),
                Verdict::NotRecursive => "covers the folder above alone".to_owned(),
                Verdict::Fenced { fence } => format!("is stopped by the fence on folder {fence}"),
                Verdict::OutsidePartner => "stands outside the partner's folder".to_owned(),
            };
            lines.push(format!("{} {verdict}", self.describe(&judged.grant, &mut names).await?));
        }
        Ok(lines)
    }

    async fn who(&self, path: &VPath, json: bool) -> Result<()> {
        let reachers = self.filesystem.who_reaches(&self.session, path).await?;
        if json {
            println!("{}", serde_json::to_string_pretty(&reachers)?);
            return Ok(());
        }
        let mut names = HashMap::new();
        for reacher in &reachers {
            let user = self.identity.users.find(reacher.user).await?;
            println!(
                "{:<32} {:?}",
                user.map_or_else(|| reacher.user.to_string(), |user| user.login),
                reacher.capabilities
            );
            for giver in &reacher.through {
                let source = match &giver.source {
                    Source::SiteAdmin => "site admin".to_owned(),
                    Source::Grant(grant) => self.describe(grant, &mut names).await?,
                };
                println!("    {source}");
            }
        }
        Ok(())
    }

    /// `grant 17: Read to group Finance on folder 12`.
    async fn describe(&self, grant: &Grant, names: &mut HashMap<Subject, String>) -> Result<String> {
        if !names.contains_key(&grant.subject) {
            let name = match &grant.subject {
                Subject::Group(id) => {
                    self.identity.groups.find(*id).await?.map(|group| format!("group {}", group.name))
                }
                Subject::User(_) => Some("the person".to_owned()),
                Subject::Partner(_) | Subject::AllOf(_) => None,
            };
            names.insert(grant.subject.clone(), name.unwrap_or_else(|| grant.subject.to_string()));
        }
        let subject = names.get(&grant.subject).map_or("", String::as_str);
        Ok(format!("grant {}: {} to {subject} on folder {}", grant.id, grant.level.label(), grant.folder))
    }
}
