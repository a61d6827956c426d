//! Every statement is understood by both engines, and text has the same order on both.

use keyfold_db::{Db, statements};
use keyfold_testkit::postgres::TempPostgres;

async fn prepare_all(db: &Db) {
    let mut connection = db.read().await.expect("a connection");
    let mut refused = Vec::new();
    for (module, name, sql) in statements() {
        if let Err(error) = connection.prepare(sql).await {
            refused.push(format!("{module}::{name}: {error}"));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[tokio::test]
async fn sqlite_prepares_every_statement() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = Db::open(&format!("sqlite://{}/keyfold.db", folder.path().display())).await.expect("a database");
    prepare_all(&db).await;
}

#[tokio::test]
async fn postgres_prepares_every_statement() {
    let postgres = TempPostgres::start().expect("a cluster");
    let db = Db::open(&postgres.url()).await.expect("a database");
    prepare_all(&db).await;
}

#[tokio::test]
async fn postgres_compares_text_by_bytes() {
    let postgres = TempPostgres::start().expect("a cluster");
    let db = Db::open(&postgres.url()).await.expect("a database");
    let mut connection = db.read().await.expect("a connection");
    let locale: Vec<String> = keyfold_db::sql::query_scalar("SELECT t.x FROM (VALUES ('B'), ('a')) t (x) ORDER BY x")
        .fetch_all(&mut connection)
        .await
        .expect("rows");
    assert_eq!(locale, ["a", "B"], "the cluster's locale must differ from C, or this test shows nothing");
    let rows = "INSERT INTO settings (name, value, updated_at)
                VALUES ('a', '1', 0), ('B', '1', 0), ('b/', '1', 0), ('b', '1', 0)";
    connection.script(rows).await.expect("rows");
    let names: Vec<String> = keyfold_db::sql::query_scalar("SELECT name FROM settings ORDER BY name")
        .fetch_all(&mut connection)
        .await
        .expect("rows");
    assert_eq!(names, ["B", "a", "b", "b/"]);
    drop(connection);
    // A second start finds nothing to change.
    db.close().await;
    Db::open(&postgres.url()).await.expect("a database");
}
