//! Both engines, a table to write to, and a way to have many transactions wait for one commit.

use futures::{FutureExt as _, future::BoxFuture};
use keyfold_db::{Db, Durability, Error, Tx};
use keyfold_testkit::postgres::TempPostgres;
use tokio::sync::oneshot;

/// A database with an empty table `notes (n, parent)`, in which a parent must exist by the time of the commit.
pub struct Stage {
    pub db: Db,
    pub folder: Option<tempfile::TempDir>,
    pub postgres: Option<TempPostgres>,
}

impl Stage {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open(&format!("sqlite://{}/keyfold.db", folder.path().display())).await.expect("a database");
        Self { db, folder: Some(folder), postgres: None }.with_table().await
    }

    pub async fn postgres() -> Self {
        let postgres = TempPostgres::start().expect("a cluster");
        let db = Db::open(&postgres.url()).await.expect("a database");
        Self { db, folder: None, postgres: Some(postgres) }.with_table().await
    }

    pub async fn both() -> [Self; 2] {
        [Self::sqlite().await, Self::postgres().await]
    }

    async fn with_table(self) -> Self {
        let table = "CREATE TABLE notes (n BIGINT PRIMARY KEY, parent BIGINT REFERENCES notes (n)
                     DEFERRABLE INITIALLY DEFERRED)";
        self.write(move |tx| execute(tx, table)).await.expect("a table");
        self
    }

    pub async fn write<F>(&self, act: F) -> Result<(), Error>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<(), Error>> + Send + 'static,
    {
        self.db.write(Durability::Disk, act).await
    }

    /// What stands in the table.
    pub async fn notes(&self) -> Vec<i64> {
        let mut connection = self.db.read().await.expect("a connection");
        keyfold_db::sql::query_scalar("SELECT n FROM notes ORDER BY n").fetch_all(&mut connection).await.expect("rows")
    }

    /// Has all of these writes wait behind one that goes on only when they do, so that they are one batch.
    pub async fn together<T>(&self, writes: Vec<BoxFuture<'_, T>>) -> Vec<T> {
        let (begun, begins) = oneshot::channel();
        let (open, gate) = oneshot::channel::<()>();
        let first = self.write(move |_| {
            Box::pin(async move {
                begun.send(()).expect("somebody waits");
                gate.await.expect("the gate opens");
                Ok(())
            })
        });
        let others = async {
            begins.await.expect("the first begins");
            // Polled in this order: all are queued, then the gate opens.
            let waiting = futures::future::join_all(writes);
            tokio::join!(biased; waiting, async { open.send(()).expect("the first waits") }).0
        };
        let (first, results) = tokio::join!(first, others);
        first.expect("the first is committed");
        results
    }
}

pub fn execute<'t>(tx: &'t mut Tx, sql: &'static str) -> BoxFuture<'t, Result<(), Error>> {
    async move {
        tx.connection().script(sql).await?;
        Ok(())
    }
    .boxed()
}

pub async fn insert(tx: &mut Tx, n: i64) -> Result<(), Error> {
    keyfold_db::sql::query("INSERT INTO notes (n) VALUES ($1)").bind(n).execute(tx.connection()).await?;
    Ok(())
}
