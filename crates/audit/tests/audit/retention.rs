//! Expiry: whole months go, the chain stays provable.

use std::time::Duration;

use keyfold_audit::Fault;

use crate::stage::{Stage, upload};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[tokio::test]
async fn months_that_are_over_go_and_the_rest_verifies() {
    let stage = Stage::sqlite().await;
    for day in 0..60 {
        stage.record(upload(day, "a")).await;
        stage.clock.advance(DAY);
    }
    // The clock stands at 23 January 2027: of 60 rows, 7 are of November and 31 of December.
    assert_eq!(stage.log.expire(&stage.key, 2).await.expect("nothing to do"), 0);
    assert_eq!(stage.log.expire(&stage.key, 1).await.expect("expired"), 7);
    let verification = stage.verify().await;
    assert_eq!((verification.rows, verification.seals, verification.broken), (53, 1, None));
    assert_eq!(stage.log.expire(&stage.key, 0).await.expect("expired"), 31);
    assert_eq!(stage.verify().await.broken, None);
    stage.record(upload(1, "b")).await;
    assert_eq!(stage.verify().await.broken, None, "the chain goes on");

    stage.tamper("DELETE FROM audit_seals WHERE seq = 38").await;
    assert_eq!(stage.verify().await.broken.expect("unproven").fault, Fault::Expired);
}
