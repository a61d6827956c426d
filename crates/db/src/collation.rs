//! Text compares by its bytes on both engines. SQLite does so by itself; PostgreSQL follows the locale with which the
//! database was made, under which a range from `team/` to `team0` is not the folder `team`, and an index on one machine's
//! locale can be wrong on another's.

use crate::{
    Connection,
    sql::{self, query_scalar},
};

/// One `ALTER TABLE` for each table with columns that follow a locale. Names are the catalog's own, quoted by it.
const TABLES: &str = "SELECT CAST(FORMAT('ALTER TABLE %I ', t.relname) || STRING_AGG(
            FORMAT('ALTER COLUMN %I TYPE TEXT COLLATE \"C\"', c.attname), ', ') AS TEXT)
    FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid JOIN pg_collation l ON l.oid = c.attcollation
    WHERE t.relnamespace = CAST(CURRENT_SCHEMA() AS REGNAMESPACE) AND t.relkind = 'r' AND t.relname <> '_sqlx_migrations'
        AND c.attnum > 0 AND NOT c.attisdropped AND c.atttypid = CAST('text' AS REGTYPE) AND l.collname <> 'C'
    GROUP BY t.relname ORDER BY t.relname";

/// Has every text column of PostgreSQL compare by bytes, those of tables that the latest migration made too.
pub async fn compare_by_bytes(connection: &mut Connection) -> Result<(), sql::Error> {
    let changes: Vec<String> = query_scalar(TABLES).fetch_all(&mut *connection).await?;
    for change in changes {
        connection.script(&change).await?;
    }
    Ok(())
}
