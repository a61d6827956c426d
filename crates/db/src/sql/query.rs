//! A statement with its parameters.

use std::{borrow::Cow, marker::PhantomData};

use super::{Connection, Error, FromRow, FromValue, Parameter, Row};

/// A statement and its parameters so far, in the order of their numbers.
#[derive(Clone, Debug)]
pub struct Query<'q> {
    pub(super) sql: Cow<'static, str>,
    pub(super) parameters: Vec<Parameter<'q>>,
    pub(super) reuse: Reuse,
}

/// Whether a statement's text will come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reuse {
    /// Its connection keeps it prepared.
    Expected,
    /// Kept, it would push out those that come again.
    Unlikely,
}

/// A statement whose rows read as `T`.
#[derive(Clone, Debug)]
pub struct QueryAs<'q, T>(Query<'q>, PhantomData<fn() -> T>);

/// A statement whose rows' first column reads as `T`.
#[derive(Clone, Debug)]
pub struct QueryScalar<'q, T>(Query<'q>, PhantomData<fn() -> T>);

/// A statement.
pub fn query<'q>(sql: impl Into<Cow<'static, str>>) -> Query<'q> {
    Query { sql: sql.into(), parameters: Vec::new(), reuse: Reuse::Expected }
}

/// A statement whose rows read as `T`.
pub fn query_as<'q, T: FromRow>(sql: impl Into<Cow<'static, str>>) -> QueryAs<'q, T> {
    QueryAs(query(sql), PhantomData)
}

/// A statement whose rows' first column reads as `T`.
pub fn query_scalar<'q, T: for<'r> FromValue<'r>>(sql: impl Into<Cow<'static, str>>) -> QueryScalar<'q, T> {
    QueryScalar(query(sql), PhantomData)
}

impl<'q> Query<'q> {
    /// Gives the next parameter.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Parameter<'q>>) -> Self {
        self.parameters.push(value.into());
        self
    }

    /// Gives the next parameters.
    #[must_use]
    pub fn bind_all(self, values: impl IntoIterator<Item: Into<Parameter<'q>>>) -> Self {
        values.into_iter().fold(self, Self::bind)
    }

    pub(super) fn into_owned(self) -> Query<'static> {
        let parameters = self.parameters.into_iter().map(Parameter::into_owned).collect();
        Query { sql: self.sql, parameters, reuse: self.reuse }
    }

    /// Has its connection forget it afterwards: another text for each call would push out those that come again.
    #[must_use]
    pub fn once(self) -> Self {
        Self { reuse: Reuse::Unlikely, ..self }
    }

    /// Runs it, and says how many rows it changed.
    ///
    /// # Errors
    /// The engine refuses it.
    pub async fn execute(self, connection: &mut Connection) -> Result<u64, Error> {
        connection.execute(self).await
    }

    /// All rows.
    ///
    /// # Errors
    /// The engine refuses it.
    pub async fn fetch_all(self, connection: &mut Connection) -> Result<Vec<Row>, Error> {
        connection.fetch(self).await
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// The engine refuses it.
    pub async fn fetch_optional(self, connection: &mut Connection) -> Result<Option<Row>, Error> {
        Ok(self.fetch_all(connection).await?.into_iter().next())
    }

    /// The first row.
    ///
    /// # Errors
    /// The engine refuses it, or there is none.
    pub async fn fetch_one(self, connection: &mut Connection) -> Result<Row, Error> {
        self.fetch_optional(connection).await?.ok_or(Error::NoRow)
    }
}

impl<'q, T: FromRow> QueryAs<'q, T> {
    /// Gives the next parameter.
    #[must_use]
    pub fn bind(self, value: impl Into<Parameter<'q>>) -> Self {
        Self(self.0.bind(value), PhantomData)
    }

    /// Gives the next parameters.
    #[must_use]
    pub fn bind_all(self, values: impl IntoIterator<Item: Into<Parameter<'q>>>) -> Self {
        values.into_iter().fold(self, Self::bind)
    }

    /// All rows.
    ///
    /// # Errors
    /// The engine refuses it, or a row doesn't read as a `T`.
    pub async fn fetch_all(self, connection: &mut Connection) -> Result<Vec<T>, Error> {
        self.0.fetch_all(connection).await?.iter().map(T::from_row).collect()
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// As [`QueryAs::fetch_all`].
    pub async fn fetch_optional(self, connection: &mut Connection) -> Result<Option<T>, Error> {
        self.0.fetch_optional(connection).await?.as_ref().map(T::from_row).transpose()
    }

    /// The first row.
    ///
    /// # Errors
    /// As [`QueryAs::fetch_all`], or there is none.
    pub async fn fetch_one(self, connection: &mut Connection) -> Result<T, Error> {
        T::from_row(&self.0.fetch_one(connection).await?)
    }
}

impl<'q, T: for<'r> FromValue<'r>> QueryScalar<'q, T> {
    /// Gives the next parameter.
    #[must_use]
    pub fn bind(self, value: impl Into<Parameter<'q>>) -> Self {
        Self(self.0.bind(value), PhantomData)
    }

    /// Gives the next parameters.
    #[must_use]
    pub fn bind_all(self, values: impl IntoIterator<Item: Into<Parameter<'q>>>) -> Self {
        values.into_iter().fold(self, Self::bind)
    }

    /// All values.
    ///
    /// # Errors
    /// The engine refuses it, or a value isn't a `T`.
    pub async fn fetch_all(self, connection: &mut Connection) -> Result<Vec<T>, Error> {
        self.0.fetch_all(connection).await?.iter().map(|row| row.try_get(0)).collect()
    }

    /// The first value, if there is one.
    ///
    /// # Errors
    /// As [`QueryScalar::fetch_all`].
    pub async fn fetch_optional(self, connection: &mut Connection) -> Result<Option<T>, Error> {
        self.0.fetch_optional(connection).await?.map(|row| row.try_get(0)).transpose()
    }

    /// The first value.
    ///
    /// # Errors
    /// As [`QueryScalar::fetch_all`], or there is none.
    pub async fn fetch_one(self, connection: &mut Connection) -> Result<T, Error> {
        self.0.fetch_one(connection).await?.try_get(0)
    }
}
