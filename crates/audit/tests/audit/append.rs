//! Appending: in the caller's transaction, numbered without a gap.

use keyfold_audit::{Actor, Error, Event, Page};
use keyfold_db::Durability;
use keyfold_model::{Interface, VPath};

use crate::stage::{Stage, upload};

#[tokio::test]
async fn a_row_comes_and_goes_with_its_transaction() {
    for stage in [Stage::sqlite().await, Stage::postgres().await] {
        stage.record(upload(1, "a")).await;
        let inner = stage.log.clone();
        let undone: Result<(), Error> = stage
            .log
            .db()
            .write(Durability::Disk, move |tx| {
                Box::pin(async move {
                    inner.append_all(tx, vec![upload(1, "b"), upload(1, "c")]).await?;
                    Err(Error::SealKey)
                })
            })
            .await;
        assert!(undone.is_err());
        stage.record(upload(1, "d")).await;
        let rows = stage.log.search(&Default::default(), &Page::first(10)).await.expect("rows").rows;
        let seen: Vec<_> = rows.iter().map(|row| (row.seq, row.path.as_deref())).collect();
        assert_eq!(seen, [(2, Some("d")), (1, Some("a"))]);
        assert_eq!(stage.verify().await.broken, None);
    }
}

#[tokio::test]
async fn what_a_stranger_types_never_stops_its_row() {
    for stage in [Stage::sqlite().await, Stage::postgres().await] {
        let claimed = format!("=cmd\0{}", "é".repeat(5_000));
        stage.record(Event::new(Actor::Stranger { claimed: Some(claimed) }, "failed_login", Interface::Ftp)).await;
        let path = VPath::parse("x/".repeat(2_000).as_bytes()).expect("a long path");
        stage.record(upload(1, path.as_str())).await;
        let verification = stage.verify().await;
        assert_eq!((verification.rows, verification.broken), (2, None));
    }
}

#[tokio::test]
async fn two_processes_under_one_name_can_not_fork_the_chain() {
    let stage = Stage::sqlite().await;
    stage.record(upload(1, "a")).await;
    let log = stage.log.clone();
    let taken = stage
        .log
        .db()
        .write(Durability::Disk, move |tx| {
            Box::pin(async move {
                let head = keyfold_db::audit::head(tx.connection(), "node").await?.expect("a head");
                log.append(tx, upload(1, "b")).await?;
                let moved = keyfold_db::audit::move_head(tx.connection(), "node", head.seq, &head).await?;
                Ok::<bool, Error>(moved)
            })
        })
        .await;
    assert!(matches!(taken, Ok(false)), "{taken:?}");
}
