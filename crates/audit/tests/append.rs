//! Appending: in the caller's transaction, numbered without a gap.

use std::sync::Arc;

use keyfold_audit::{Actor, Error, Event, Log};
use keyfold_db::{Db, Durability, audit as rows};
use keyfold_model::{Interface, ManualClock, Timestamp, UserId};

async fn log() -> (tempfile::TempDir, Log) {
    let folder = tempfile::tempdir().expect("a folder");
    let db = Db::open(&format!("sqlite://{}/keyfold.db", folder.path().display())).await.expect("a database");
    (folder, Log::new(db, "node", Arc::new(ManualClock::at(Timestamp::from_seconds(1_795_507_200)))))
}

fn event() -> Event {
    Event::new(Actor::User { id: UserId(7), name: "ann".into() }, "create", Interface::Sftp)
}

async fn head(log: &Log) -> Option<i64> {
    let mut connection = log.db().read().await.expect("a connection");
    rows::head(&mut connection, "node").await.expect("readable").map(|head| head.seq)
}

#[tokio::test]
async fn a_row_comes_and_goes_with_its_transaction() {
    let (_folder, log) = log().await;
    log.record(event(), Durability::Disk).await.expect("recorded");
    let inner = log.clone();
    let undone: Result<(), Error> = log
        .db()
        .write(Durability::Disk, move |tx| {
            Box::pin(async move {
                inner.append_all(tx, vec![event(), event()]).await?;
                Err(Error::NodeTaken { node: "any error".into() })
            })
        })
        .await;
    assert!(undone.is_err());
    assert_eq!(head(&log).await, Some(1));
    log.record(event(), Durability::Process).await.expect("recorded");
    assert_eq!(head(&log).await, Some(2));
}
