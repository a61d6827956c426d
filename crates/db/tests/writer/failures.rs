//! Panics, commits that fail, statements whose failure is ignored, connections that are lost.

use futures::{FutureExt as _, future::BoxFuture};
use keyfold_db::{Error, Tx};
use tokio::sync::oneshot;

use crate::stage::{Stage, execute, insert};

type Act = for<'t> fn(&'t mut Tx) -> BoxFuture<'t, Result<(), Error>>;

fn good(tx: &mut Tx) -> BoxFuture<'_, Result<(), Error>> {
    insert(tx, 1).boxed()
}

fn panics(tx: &mut Tx) -> BoxFuture<'_, Result<(), Error>> {
    async {
        insert(tx, 2).await?;
        panic!("on purpose")
    }
    .boxed()
}

fn ignores_a_failure(tx: &mut Tx) -> BoxFuture<'_, Result<(), Error>> {
    async {
        insert(tx, 3).await?;
        drop(execute(tx, "INSERT INTO nowhere VALUES (1)").await);
        Ok(())
    }
    .boxed()
}

fn can_not_be_committed(tx: &mut Tx) -> BoxFuture<'_, Result<(), Error>> {
    tx.on_commit(|| panic!("a hook of what was not committed"));
    execute(tx, "INSERT INTO notes (n, parent) VALUES (4, 99)")
}

/// Runs these in one batch, then one more, which must succeed whatever happened.
async fn run(stage: &Stage, acts: &[Act]) -> Vec<Result<(), Error>> {
    let results = if let [act] = acts {
        vec![stage.write(*act).await]
    } else {
        stage.together(acts.iter().map(|act| stage.write(*act).boxed()).collect()).await
    };
    stage.write(|tx| insert(tx, 100).boxed()).await.expect("the writer goes on");
    results
}

#[tokio::test]
async fn a_panic_undoes_its_own_transaction_alone() {
    for stage in Stage::both().await {
        let results = run(&stage, &[panics, good, panics]).await;
        assert!(matches!(results.as_slice(), [Err(Error::Panicked), Ok(()), Err(Error::Panicked)]), "{results:?}");
        assert_eq!(stage.notes().await, [1, 100]);
    }
    let stage = Stage::sqlite().await;
    assert!(matches!(run(&stage, &[panics]).await.as_slice(), [Err(Error::Panicked)]));
    assert_eq!(stage.notes().await, [100]);
}

#[tokio::test]
async fn a_hook_that_panics_harms_neither_its_commit_nor_the_next_hook() {
    let stage = Stage::sqlite().await;
    let (told, tell) = oneshot::channel();
    stage
        .write(move |tx| {
            Box::pin(async move {
                tx.on_commit(|| panic!("on purpose"));
                tx.on_commit(move || told.send(()).expect("somebody listens"));
                insert(tx, 1).await
            })
        })
        .await
        .expect("committed");
    tell.await.expect("the second hook ran");
    assert_eq!(stage.notes().await, [1]);
}

#[tokio::test]
async fn a_commit_that_fails_fails_its_batch_and_keeps_nothing() {
    for stage in Stage::both().await {
        let results = run(&stage, &[good, can_not_be_committed]).await;
        assert!(matches!(results.as_slice(), [Err(Error::Commit { .. }), Err(Error::Commit { .. })]), "{results:?}");
        assert_eq!(stage.notes().await, [100]);
    }
    let stage = Stage::sqlite().await;
    assert!(matches!(run(&stage, &[can_not_be_committed]).await.as_slice(), [Err(Error::Commit { .. })]));
    assert_eq!(stage.notes().await, [100]);
}

/// PostgreSQL undoes such a transaction and calls the COMMIT a success: its caller must not hear "done".
#[tokio::test]
async fn postgres_tells_those_who_ignore_a_failure() {
    let stage = Stage::postgres().await;
    assert!(matches!(run(&stage, &[ignores_a_failure]).await.as_slice(), [Err(Error::Commit { .. })]));
    assert_eq!(stage.notes().await, [100]);
    stage.write(|tx| execute(tx, "DELETE FROM notes")).await.expect("emptied");
    let results = run(&stage, &[ignores_a_failure, good]).await;
    assert!(matches!(results.as_slice(), [Err(Error::Commit { .. }), Ok(())]), "{results:?}");
    assert_eq!(stage.notes().await, [1, 100]);
}

#[tokio::test]
async fn a_transaction_can_not_wait_for_itself() {
    let stage = Stage::sqlite().await;
    let db = stage.db.clone();
    let inner = stage.write(move |_| Box::pin(async move { db.write(keyfold_db::Durability::Disk, good).await })).await;
    assert!(matches!(inner, Err(Error::Nested)), "{inner:?}");
    stage.db.next_id().await.expect("a block of ids is there");
    let db = stage.db.clone();
    let inner = stage.write(move |_| Box::pin(async move { db.next_id().await.map(drop) })).await;
    assert!(matches!(inner, Err(Error::Nested)), "{inner:?}");
}

#[tokio::test]
async fn a_lost_connection_is_opened_again() {
    let mut stage = Stage::postgres().await;
    let postgres = stage.postgres.take().expect("a cluster");
    postgres.break_connections().expect("broken");
    stage.write(good).await.expect("a connection lost between transactions is nobody's error");

    let (begun, wait) = oneshot::channel();
    let (go_on, broken) = oneshot::channel::<()>();
    let write = stage.write(move |tx| {
        Box::pin(async move {
            insert(tx, 2).await?;
            begun.send(()).expect("somebody waits");
            broken.await.expect("the connections are broken");
            Ok(())
        })
    });
    let breaking = async {
        wait.await.expect("the transaction begins");
        postgres.break_connections().expect("broken");
        go_on.send(()).expect("the transaction waits");
    };
    let (write, ()) = tokio::join!(write, breaking);
    assert!(matches!(write, Err(Error::Commit { .. })), "{write:?}");
    stage.write(|tx| insert(tx, 3).boxed()).await.expect("written on another connection");
    assert_eq!(stage.notes().await, [1, 3]);

    drop(postgres);
    let gone = stage.write(good).await;
    assert!(matches!(gone, Err(Error::Unavailable { .. })), "{gone:?}");
}
