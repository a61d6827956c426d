//! Searching: each condition, pages, both engines, and an index behind each.

use std::net::{IpAddr, Ipv4Addr};

use keyfold_audit::{Filter, Outcome, Page};
use keyfold_model::{Interface, Timestamp, UserId, VPath};

use crate::stage::{Stage, upload};

async fn paths(stage: &Stage, filter: Filter) -> Vec<String> {
    let mut page = Page::first(2);
    let mut paths = Vec::new();
    loop {
        let slice = stage.log.search(&filter, &page).await.expect("rows");
        paths.extend(slice.rows.into_iter().map(|row| row.path.unwrap_or_default()));
        let Some(next) = slice.next else { return paths };
        page = Page::after(next.to_string().parse().expect("a cursor"), 2);
    }
}

#[tokio::test]
async fn each_condition_finds_its_rows_newest_first() {
    for stage in [Stage::sqlite().await, Stage::postgres().await] {
        for path in ["team", "team/a", "team2/b", "team/c", "Team/d"] {
            stage.record(upload(1, path)).await;
        }
        let mut moved = upload(2, "elsewhere/e");
        moved.destination = Some("team/e".into());
        moved.action = "move";
        moved.interface = Interface::Web;
        moved.remote_ip = Some(IpAddr::V4(Ipv4Addr::LOCALHOST));
        stage.record(moved.denied("disabled")).await;

        let path = |path: &str| Some(VPath::parse(path.as_bytes()).expect("a path"));
        let none = Filter::default;
        let found = paths(&stage, Filter { path: path("team"), ..none() }).await;
        assert_eq!(found, ["elsewhere/e", "team/c", "team/a", "team"]);
        assert_eq!(paths(&stage, Filter { path: path("team/a"), ..none() }).await, ["team/a"]);
        assert_eq!(paths(&stage, Filter { path: path(""), ..none() }).await.len(), 6);
        assert_eq!(paths(&stage, Filter { person: Some(UserId(2)), ..none() }).await, ["elsewhere/e"]);
        assert_eq!(paths(&stage, Filter { action: Some("move".into()), ..none() }).await, ["elsewhere/e"]);
        assert_eq!(paths(&stage, Filter { interface: Some(Interface::Web), ..none() }).await, ["elsewhere/e"]);
        assert_eq!(paths(&stage, Filter { outcome: Some(Outcome::Denied), ..none() }).await, ["elsewhere/e"]);
        assert_eq!(paths(&stage, Filter { outcome: Some(Outcome::Ok), ..none() }).await.len(), 5);
        let mapped = IpAddr::V6(Ipv4Addr::LOCALHOST.to_ipv6_mapped());
        assert_eq!(paths(&stage, Filter { remote_ip: Some(mapped), ..none() }).await, ["elsewhere/e"]);
        let second = |n: i64| Some(Timestamp::from_seconds(1_795_507_200 + n));
        assert_eq!(paths(&stage, Filter { from: second(2), until: second(4), ..none() }).await, ["team2/b", "team/a"]);
        let both = Filter { path: path("team"), person: Some(UserId(1)), ..none() };
        assert_eq!(paths(&stage, both).await, ["team/c", "team/a", "team"]);
    }
}

/// Paths beyond what an index holds of them are told apart, and a folder too large to sort is read in the order of time.
#[tokio::test]
async fn long_paths_and_large_folders_are_found_too() {
    for stage in [Stage::sqlite().await, Stage::postgres().await] {
        let long = vec!["folder"; 100].join("/");
        for path in [long.clone(), format!("{long}/a"), format!("{long}2")] {
            stage.record(upload(1, &path)).await;
        }
        let path = |path: &str| Some(VPath::parse(path.as_bytes()).expect("a path"));
        let found = paths(&stage, Filter { path: path(&long), ..Filter::default() }).await;
        assert_eq!(found, [format!("{long}/a"), long]);

        let many = "INSERT INTO audit_events (seq, id, node, at, actor_type, action, interface, path, outcome, prev_hash, hash)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20010)
            SELECT 100 + i, '', 'node', 100 + i, 'user', 'read', 'sftp', 'large/' || i, 'ok', '', '' FROM n";
        stage.tamper(many).await;
        let filter = Filter { path: path("large"), ..Filter::default() };
        let slice = stage.log.search(&filter, &Page::first(3)).await.expect("rows");
        let newest: Vec<_> = slice.rows.iter().map(|row| row.seq).collect();
        assert_eq!(newest, [20_110, 20_109, 20_108]);
    }
}
