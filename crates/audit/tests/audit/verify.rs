//! Whatever is done to one row, one head or one seal is found, and the first broken row is named.

use keyfold_audit::{Broken, Fault, SealKey, chain};
use keyfold_db::{Durability, audit as rows};

use crate::stage::{Stage, upload};

const TEXTS: [&str; 19] = [
    "id",
    "node",
    "actor_type",
    "actor_id",
    "actor_name",
    "action",
    "interface",
    "remote_ip",
    "session_id",
    "path",
    "destination",
    "target_type",
    "target_id",
    "target_name",
    "before_json",
    "after_json",
    "sha256",
    "outcome",
    "failure_type",
];
const INTEGERS: [&str; 6] = ["seq", "at", "person_id", "on_behalf_of", "bytes", "duration_ms"];

async fn ten_rows(stage: &Stage) {
    for n in 0..10 {
        stage.record(upload(n, &format!("team/{n}"))).await;
    }
    let verification = stage.verify().await;
    assert_eq!((verification.rows, verification.broken), (10, None));
}

/// Every way in which one column of a row can become another value.
fn changes() -> Vec<(String, String)> {
    let mut changes = Vec::new();
    for column in TEXTS.into_iter().chain(["prev_hash", "hash"]) {
        changes.push((column.to_owned(), format!("COALESCE({column}, '') || 'x'")));
    }
    for column in INTEGERS {
        changes.push((column.to_owned(), format!("COALESCE({column}, 0) + 1000")));
    }
    for column in ["actor_id", "actor_name", "person_id", "remote_ip", "path", "bytes"] {
        changes.push((column.to_owned(), "NULL".to_owned()));
    }
    changes
}

#[tokio::test]
async fn any_change_of_any_column_is_found() {
    for stage in [Stage::sqlite().await, Stage::postgres().await] {
        ten_rows(&stage).await;
        stage.tamper("CREATE TABLE kept AS SELECT * FROM audit_events").await;
        for (column, value) in changes() {
            for seq in [1, 5, 10] {
                stage.tamper(&format!("UPDATE audit_events SET {column} = {value} WHERE seq = {seq}")).await;
                let broken = stage.verify().await.broken.unwrap_or_else(|| panic!("{column} of row {seq}"));
                assert_eq!(broken.seq, seq, "{column} := {value}: {broken}");
                let restore = "DELETE FROM audit_events; INSERT INTO audit_events SELECT * FROM kept";
                stage.tamper(restore).await;
            }
        }
        assert_eq!(stage.verify().await.broken, None);
    }
}

#[tokio::test]
async fn a_row_that_is_removed_moved_inserted_or_replaced_is_named() {
    let acts = [
        ("DELETE FROM audit_events WHERE seq = 1", 1, Fault::Removed),
        ("DELETE FROM audit_events WHERE seq = 5", 5, Fault::Removed),
        ("DELETE FROM audit_events WHERE seq >= 9", 9, Fault::Removed),
        ("DELETE FROM audit_events", 1, Fault::Removed),
        (
            "UPDATE audit_events SET seq = 99 WHERE seq = 4; UPDATE audit_events SET seq = 4 WHERE seq = 5;
             UPDATE audit_events SET seq = 5 WHERE seq = 99",
            4,
            Fault::Moved(5),
        ),
        ("UPDATE audit_events SET seq = 0 WHERE seq = 3", 0, Fault::Inserted),
        ("UPDATE audit_heads SET seq = 8", 9, Fault::Inserted),
        ("UPDATE audit_heads SET hash = 'x'", 10, Fault::Head),
        ("UPDATE audit_heads SET base_seq = 4", 4, Fault::Expired),
        ("DELETE FROM audit_heads", 1, Fault::Inserted),
    ];
    for (act, seq, fault) in acts {
        let stage = Stage::sqlite().await;
        ten_rows(&stage).await;
        stage.tamper(act).await;
        let broken = stage.verify().await.broken.expect(act);
        assert_eq!((broken.seq, broken.fault), (seq, fault), "{act}");
    }
}

/// Replaces a row and computes the chain anew from it, as someone can who may write the database.
async fn recompute_from(stage: &Stage, from: i64) {
    let recomputed: Result<(), keyfold_db::Error> = stage
        .log
        .db()
        .write(Durability::Process, move |tx| {
            Box::pin(async move {
                let mut chain = rows::rows_after(tx.connection(), from - 1, 100).await?;
                rows::delete_through(tx.connection(), from - 1, i64::MAX).await?;
                chain[0].actor_name = Some("bob".into());
                let mut prev_hash = chain[0].prev_hash.clone();
                for row in &mut chain {
                    row.prev_hash = prev_hash;
                    row.hash = chain::hash(row);
                    prev_hash = row.hash.clone();
                    rows::insert(tx.connection(), row).await?;
                }
                let last = chain.last().expect("rows").seq;
                rows::move_head(tx.connection(), "node", last, &rows::Head { seq: last, hash: prev_hash }).await?;
                Ok(())
            })
        })
        .await;
    recomputed.expect("recomputed");
}

#[tokio::test]
async fn a_chain_that_is_computed_anew_disagrees_with_its_seals() {
    let stage = Stage::sqlite().await;
    ten_rows(&stage).await;
    stage.log.seal_head(&stage.key).await.expect("sealed").expect("a head");
    stage.record(upload(1, "later")).await;
    recompute_from(&stage, 11).await;
    assert_eq!(stage.verify().await.broken, None, "nobody can tell before the next seal");
    recompute_from(&stage, 7).await;
    let broken = stage.verify().await.broken.expect("found");
    assert_eq!(broken, Broken { node: "node".into(), seq: 10, fault: Fault::Resealed });
}

#[tokio::test]
async fn a_seal_by_another_key_or_of_other_content_is_found() {
    for act in [
        "UPDATE audit_seals SET hash = 'x'",
        "UPDATE audit_seals SET signature = 'x'",
        "UPDATE audit_seals SET seq = 3",
    ] {
        let stage = Stage::sqlite().await;
        ten_rows(&stage).await;
        stage.log.seal_head(&stage.key).await.expect("sealed");
        assert_eq!(stage.verify().await.broken, None);
        stage.tamper(act).await;
        assert_eq!(stage.verify().await.broken.expect(act).fault, Fault::Seal, "{act}");
    }
    let stage = Stage::sqlite().await;
    ten_rows(&stage).await;
    stage.log.seal_head(&SealKey::from_seed(&[8; 32]).expect("32 bytes")).await.expect("sealed");
    assert_eq!(stage.verify().await.broken.expect("not trusted").fault, Fault::Seal);
}

#[tokio::test]
async fn nodes_have_chains_of_their_own() {
    let stage = Stage::sqlite().await;
    ten_rows(&stage).await;
    let other = stage.other_node();
    for n in 0..3 {
        other.record(upload(n, "there"), Durability::Process).await.expect("recorded");
        stage.record(upload(n, "here")).await;
    }
    let verification = stage.verify().await;
    assert_eq!((verification.rows, verification.broken), (16, None));
    stage.tamper("DELETE FROM audit_events WHERE node = 'other' AND path = 'there'").await;
    assert_eq!(stage.verify().await.broken.expect("gone").node, "other");
}
