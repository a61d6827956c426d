//! What statements do on SQLite that one would not see in their results alone: where they run, and what is left of them.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use futures::FutureExt as _;
use keyfold_db::{
    Db, Durability, Error,
    sql::{query, query_as, query_scalar},
};

/// Counts to a million: far more than a statement may take on its caller's thread.
const LONG: &str =
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) SELECT COUNT(*) FROM n";
const MILLION: i64 = 1_000_000;

async fn database(folder: &tempfile::TempDir) -> Db {
    Db::open(&format!("sqlite://{}/keyfold.db", folder.path().display())).await.expect("a database")
}

#[tokio::test]
async fn a_long_read_leaves_its_callers_thread_to_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = database(&folder).await;
    let mut reader = db.read().await.expect("a reader");
    let (done, turns) = (AtomicBool::new(false), AtomicU64::new(0));
    let counting = async {
        let count: i64 = query_scalar(LONG).bind(MILLION).fetch_one(&mut reader).await.expect("a count");
        done.store(true, Ordering::Relaxed);
        count
    };
    let others = async {
        while !done.load(Ordering::Relaxed) {
            turns.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
        }
    };
    // One thread for both, and the count comes first.
    let (count, ()) = tokio::join!(biased; counting, others);
    assert_eq!(count, MILLION);
    assert!(turns.load(Ordering::Relaxed) > 0, "the thread was held until the count was done");
    let again: i64 = query_scalar(LONG).bind(3_i64).fetch_one(&mut reader).await.expect("the reader goes on");
    assert_eq!(again, 3);
}

#[tokio::test]
async fn a_reader_that_is_dropped_in_the_middle_takes_no_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = database(&folder).await;
    // More often than there are readers.
    for _ in 0..20 {
        let mut reader = db.read().await.expect("a reader");
        let mut long = Box::pin(query_scalar::<i64>(LONG).bind(MILLION).fetch_one(&mut reader));
        assert!((&mut long).now_or_never().is_none(), "it went on elsewhere");
    }
    let mut reader = db.read().await.expect("a reader");
    let one: i64 = query_scalar("SELECT 1").fetch_one(&mut reader).await.expect("one");
    assert_eq!(one, 1);
}

#[tokio::test]
async fn parameters_go_by_their_numbers() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = database(&folder).await;
    let mut reader = db.read().await.expect("a reader");
    let sql = "SELECT $2, CAST($1 AS BIGINT), $2 WHERE $3 = 'c'";
    let row: (String, i64, String) =
        query_as(sql).bind(1_i64).bind("b").bind("c").fetch_one(&mut reader).await.expect("a row");
    assert_eq!(row, ("b".to_owned(), 1, "b".to_owned()));
    assert!(query(sql).bind(1_i64).bind("b").fetch_all(&mut reader).await.is_err(), "one is missing");
}

#[tokio::test]
async fn a_snapshot_sees_one_moment_and_ends_with_its_reader() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = database(&folder).await;
    const COUNT: &str = "SELECT COUNT(*) FROM settings";
    let mut snapshot = db.snapshot().await.expect("a snapshot");
    let before: i64 = query_scalar(COUNT).fetch_one(&mut snapshot).await.expect("a count");
    db.write(Durability::Disk, |tx| {
        Box::pin(async move {
            tx.connection().script("INSERT INTO settings (name, value, updated_at) VALUES ('a', '1', 0)").await?;
            Ok::<_, Error>(())
        })
    })
    .await
    .expect("written");
    let still: i64 = query_scalar(COUNT).fetch_one(&mut snapshot).await.expect("a count");
    assert_eq!(still, before);
    drop(snapshot);
    // The same connection, out of the pool again.
    let mut reader = db.read().await.expect("a reader");
    let now: i64 = query_scalar(COUNT).fetch_one(&mut reader).await.expect("a count");
    assert_eq!(now, before + 1);
}
