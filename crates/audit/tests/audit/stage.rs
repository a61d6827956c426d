//! A log in a database of its own, on either engine.

use std::{collections::HashSet, sync::Arc, time::Duration};

use keyfold_audit::{Actor, Error, Event, Log, SealKey, Verification, verify};
use keyfold_db::{Db, Durability};
use keyfold_model::{Interface, ManualClock, Timestamp, UserId};
use keyfold_testkit::postgres::TempPostgres;

pub struct Stage {
    pub log: Log,
    pub clock: Arc<ManualClock>,
    pub key: SealKey,
    _folder: Option<tempfile::TempDir>,
    _postgres: Option<TempPostgres>,
}

impl Stage {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open(&format!("sqlite://{}/keyfold.db", folder.path().display())).await.expect("a database");
        Self::on(db, Some(folder), None)
    }

    pub async fn postgres() -> Self {
        let postgres = TempPostgres::start().expect("a cluster");
        let db = Db::open(&postgres.url()).await.expect("a database");
        Self::on(db, None, Some(postgres))
    }

    fn on(db: Db, folder: Option<tempfile::TempDir>, postgres: Option<TempPostgres>) -> Self {
        // 2026-11-24T08:00:00Z
        let clock = Arc::new(ManualClock::at(Timestamp::from_seconds(1_795_507_200)));
        let log = Log::new(db, "node", Arc::<ManualClock>::clone(&clock));
        let key = SealKey::from_seed(&[7; 32]).expect("32 bytes");
        Self { log, clock, key, _folder: folder, _postgres: postgres }
    }

    /// Another node's log in the same database.
    pub fn other_node(&self) -> Log {
        Log::new(self.log.db().clone(), "other", Arc::<ManualClock>::clone(&self.clock))
    }

    /// Records it, a second later.
    pub async fn record(&self, event: Event) {
        self.clock.advance(Duration::from_secs(1));
        self.log.record(event, Durability::Process).await.expect("recorded");
    }

    /// Changes the database behind the log's back.
    pub async fn tamper(&self, sql: &str) {
        let sql = sql.to_owned();
        let done: Result<(), keyfold_db::Error> = self
            .log
            .db()
            .write(Durability::Process, move |tx| {
                Box::pin(async move {
                    tx.connection().script(&sql).await?;
                    Ok(())
                })
            })
            .await;
        done.expect("tampered with");
    }

    pub async fn verify(&self) -> Verification {
        let trusted = HashSet::from([self.key.public()]);
        let result: Result<_, Error> = verify(self.log.db(), &trusted).await;
        result.expect("readable")
    }
}

/// An upload by a person.
pub fn upload(user: i64, path: &str) -> Event {
    let mut event = Event::new(Actor::User { id: UserId(user), name: "ann".into() }, "create", Interface::Sftp);
    event.path = Some(path.to_owned());
    event.remote_ip = Some(std::net::Ipv4Addr::new(192, 0, 2, 7).into());
    event.bytes = Some(12);
    event
}
