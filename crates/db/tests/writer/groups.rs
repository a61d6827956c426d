//! Group commit, hooks, durability, ids, closing.

use std::sync::{Arc, Mutex};

use futures::{FutureExt as _, future::BoxFuture};
use keyfold_db::{Db, Durability, Engine, Error};

use crate::stage::{Stage, insert};

#[tokio::test]
async fn many_that_wait_share_a_commit_and_are_undone_alone() {
    for stage in Stage::both().await {
        let before = stage.db.commits();
        let writes = (0..50).map(|n| note_unless_third(&stage, n).boxed()).collect();
        let results: Vec<Result<(), Error>> = stage.together(writes).await;
        assert_eq!(stage.db.commits() - before, 2, "one for the gate, one for fifty");
        for (n, result) in (0..).zip(&results) {
            assert_eq!(result.is_err(), n % 3 == 0, "{n}: {result:?}");
        }
        assert_eq!(stage.notes().await, (0..50).filter(|n| n % 3 != 0).collect::<Vec<i64>>());
    }
}

async fn note_unless_third(stage: &Stage, n: i64) -> Result<(), Error> {
    stage
        .write(move |tx| {
            Box::pin(async move {
                insert(tx, n).await?;
                if n % 3 == 0 { Err(Error::Closed) } else { Ok(()) }
            })
        })
        .await
}

#[tokio::test]
async fn hooks_run_in_the_order_of_commits_and_never_after_an_undo() {
    for stage in Stage::both().await {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let writes: Vec<BoxFuture<'_, Result<(), Error>>> = (0..20).map(|n| hooked(&stage, n, &seen)).collect();
        stage.together(writes).await;
        // Alone, without a savepoint, too.
        assert!(hooked(&stage, 24, &seen).await.is_err());
        hooked(&stage, 21, &seen).await.expect("committed");
        let expected: Vec<i64> = (0..20).filter(|n| n % 4 != 0).chain([21]).collect();
        assert_eq!(*seen.lock().expect("unpoisoned"), expected);
    }
}

fn hooked<'a>(stage: &'a Stage, n: i64, seen: &Arc<Mutex<Vec<i64>>>) -> BoxFuture<'a, Result<(), Error>> {
    let seen = Arc::clone(seen);
    stage
        .write(move |tx| {
            Box::pin(async move {
                insert(tx, n).await?;
                tx.on_commit(move || seen.lock().expect("unpoisoned").push(n));
                if n % 4 == 0 { Err(Error::Closed) } else { Ok(()) }
            })
        })
        .boxed()
}

#[tokio::test]
async fn a_commit_outlives_what_its_batch_asks_for() {
    for stage in Stage::both().await {
        let (process, disk) = match stage.db.engine() {
            Engine::Sqlite => ("1", "2"),
            Engine::Postgres => ("off", "on"),
        };
        assert_eq!(durability_inside(&stage.db, Durability::Process).await, process);
        assert_eq!(durability_inside(&stage.db, Durability::Disk).await, disk);
        assert_eq!(durability_inside(&stage.db, Durability::Process).await, process);
        // One that asks for more decides for those committed with it.
        let mixed = vec![
            durability_inside(&stage.db, Durability::Process).boxed(),
            durability_inside(&stage.db, Durability::Disk).boxed(),
        ];
        assert_eq!(stage.together(mixed).await, [disk, disk]);
    }
}

async fn durability_inside(db: &Db, durability: Durability) -> String {
    let sql = match db.engine() {
        Engine::Sqlite => "SELECT CAST(synchronous AS TEXT) FROM pragma_synchronous",
        Engine::Postgres => "SELECT CURRENT_SETTING('synchronous_commit')",
    };
    db.write(durability, move |tx| {
        Box::pin(
            async move { Ok::<String, Error>(keyfold_db::sql::query_scalar(sql).fetch_one(tx.connection()).await?) },
        )
    })
    .await
    .expect("a setting")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ids_are_unique_under_concurrency_and_after_a_restart() {
    let stage = Stage::sqlite().await;
    let takers = (0..8).map(|_| {
        let db = stage.db.clone();
        tokio::spawn(async move {
            let mut taken = Vec::new();
            for _ in 0..200 {
                taken.push(db.next_id().await.expect("an id"));
            }
            taken
        })
    });
    let mut ids: Vec<i64> =
        futures::future::join_all(takers).await.into_iter().flat_map(|taken| taken.expect("no panic")).collect();
    stage.db.close().await;
    let folder = stage.folder.expect("a folder");
    let again = Db::open(&format!("sqlite://{}/keyfold.db", folder.path().display())).await.expect("a database");
    let later = again.next_id().await.expect("an id");
    assert!(ids.iter().all(|id| *id < later && *id >= 100));
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 8 * 200);
}

#[tokio::test]
async fn closing_commits_what_waits_and_refuses_what_comes_after() {
    let stage = Stage::sqlite().await;
    let mut writes: Vec<BoxFuture<'_, Result<(), Error>>> = (0..10).map(|n| note(&stage, n).boxed()).collect();
    writes.push(stage.db.close().map(Ok).boxed());
    let results = stage.together(writes).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert!(matches!(note(&stage, 11).await, Err(Error::Closed)));
    let folder = stage.folder.as_ref().expect("a folder").path();
    assert!(!folder.join("keyfold.db-wal").exists(), "the log is in the file");
    let again = Db::open(&format!("sqlite://{}/keyfold.db", folder.display())).await.expect("a database");
    assert_eq!(Stage { db: again, folder: None, postgres: None }.notes().await, (0..10).collect::<Vec<i64>>());
}

async fn note(stage: &Stage, n: i64) -> Result<(), Error> {
    stage.write(move |tx| insert(tx, n).boxed()).await
}
