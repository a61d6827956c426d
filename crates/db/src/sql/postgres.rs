//! PostgreSQL, through sqlx.

use std::{borrow::Cow, sync::Arc};

use sqlx::{
    Arguments as _, AssertSqlSafe, Column as _, Executor as _, PgConnection, Postgres, Row as _, SqlSafeStr as _,
    TypeInfo as _, ValueRef as _,
    postgres::{PgArguments, PgRow},
};

use super::{Error, Parameter, Query, Row, Value, query::Reuse};

/// Runs a statement, and says how many rows it changed.
pub async fn execute(connection: &mut PgConnection, query: Query<'_>) -> Result<u64, Error> {
    Ok(statement(query)?.execute(connection).await?.rows_affected())
}

/// Runs a statement, and gives its rows.
pub async fn fetch(connection: &mut PgConnection, query: Query<'_>) -> Result<Vec<Row>, Error> {
    let rows = statement(query)?.fetch_all(connection).await?;
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let names: Arc<[Box<str>]> = first.columns().iter().map(|column| Box::from(column.name())).collect();
    rows.iter().map(|row| Ok(Row::new(Arc::clone(&names), values(row)?))).collect()
}

/// Runs statements without parameters, separated by semicolons.
pub async fn script(connection: &mut PgConnection, sql: &str) -> Result<(), Error> {
    connection.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await?;
    Ok(())
}

/// Whether the engine understands the statement.
pub async fn prepare(connection: &mut PgConnection, sql: &str) -> Result<(), Error> {
    connection.prepare(AssertSqlSafe(sql.to_owned()).into_sql_str()).await?;
    Ok(())
}

fn statement(query: Query<'_>) -> Result<sqlx::query::Query<'static, Postgres, PgArguments>, Error> {
    let keep = query.reuse == Reuse::Expected;
    let sql = AssertSqlSafe(query.sql.into_owned());
    Ok(sqlx::query_with(sql, arguments(query.parameters)?).persistent(keep))
}

fn arguments(parameters: Vec<Parameter<'_>>) -> Result<PgArguments, Error> {
    let mut arguments = PgArguments::default();
    for parameter in parameters {
        match parameter {
            Parameter::Integer(value) => arguments.add(value),
            Parameter::Text(value) => arguments.add(value.map(Cow::into_owned)),
            Parameter::Bytes(value) => arguments.add(value.into_owned()),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

fn values(row: &PgRow) -> Result<Vec<Value>, Error> {
    (0..row.len()).map(|place| value(row, place)).collect()
}

fn value(row: &PgRow, place: usize) -> Result<Value, Error> {
    let raw = row.try_get_raw(place)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    Ok(match raw.type_info().name() {
        "INT8" => Value::Integer(row.try_get(place)?),
        "INT4" => Value::Integer(row.try_get::<i32, _>(place)?.into()),
        "BOOL" => Value::Integer(row.try_get::<bool, _>(place)?.into()),
        "BYTEA" => Value::Bytes(row.try_get::<Vec<u8>, _>(place)?.into()),
        _ => Value::Text(row.try_get(place)?),
    })
}
