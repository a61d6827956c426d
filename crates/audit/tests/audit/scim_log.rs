//! The SCIM log: written, searched, exported, expired.

use std::time::Duration;

use futures::TryStreamExt as _;
use keyfold_audit::{
    Error, Page,
    scim_log::{self, DEFAULT_RETENTION, Entry, Filter},
};
use keyfold_db::Durability;
use keyfold_model::{Clock as _, ConnectionId};
use serde_json::{Value, json};

use crate::stage::Stage;

fn entry(stage: &Stage, user: &str, status: u16) -> Entry {
    Entry {
        at: stage.clock.now(),
        connection: Some(ConnectionId(1)),
        token: None,
        method: "PUT".into(),
        path: "/Users/1".into(),
        query: String::new(),
        user_agent: "JumpCloud".into(),
        remote_ip: std::net::Ipv4Addr::LOCALHOST.into(),
        request: Some(json!({"active": false})),
        status,
        response: None,
        duration: Duration::from_millis(3),
        effects: vec!["ann was switched off".into()],
        users: vec![user.into()],
        groups: Vec::new(),
    }
}

#[tokio::test]
async fn a_row_is_found_by_what_it_is_about() {
    for stage in [Stage::sqlite().await, Stage::postgres().await] {
        let db = stage.log.db();
        for (user, status) in [("Ann@Example.com", 200), ("bob@example.com", 200), ("ann@example.com", 409)] {
            scim_log::record(db, &entry(&stage, user, status), Durability::Disk).await.expect("recorded");
        }
        let id = db.next_id().await.expect("an id");
        let inside = entry(&stage, "carol", 200);
        let written =
            db.write(Durability::Disk, move |tx| Box::pin(async move { scim_log::insert(tx, id, &inside).await }));
        let written: Result<(), Error> = written.await;
        written.expect("recorded");
        let count =
            async |filter: Filter| scim_log::search(db, &filter, &Page::first(10)).await.expect("rows").rows.len();
        assert_eq!(count(Filter { user: Some("ANN@".into()), ..Filter::default() }).await, 2);
        assert_eq!(count(Filter { user: Some("ann".into()), status: Some(409), ..Filter::default() }).await, 1);
        assert_eq!(count(Filter { group: Some("ann".into()), ..Filter::default() }).await, 0);
        assert_eq!(count(Filter { connection: Some(ConnectionId(2)), ..Filter::default() }).await, 0);

        let bytes: Vec<Vec<u8>> = scim_log::export(db, Filter::default()).try_collect().await.expect("exported");
        let text = String::from_utf8(bytes.concat()).expect("text");
        let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(rows.len(), 4);
        assert_eq!(rows[0]["effects"], json!(["ann was switched off"]));
        assert_eq!(rows[0]["request_json"], json!({"active": false}));
        assert!(scim_log::get(db, id).await.expect("readable").is_some());

        stage.clock.advance(DEFAULT_RETENTION);
        assert_eq!(scim_log::expire(db, &*stage.clock, DEFAULT_RETENTION).await.expect("nothing to do"), 0);
        stage.clock.advance(Duration::from_secs(1));
        assert_eq!(scim_log::expire(db, &*stage.clock, DEFAULT_RETENTION).await.expect("expired"), 4);
    }
}
