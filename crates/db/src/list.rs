//! Lists whose filter, order and page the caller chooses: the conditions are built here, and nowhere by hand.

use std::fmt::Write as _;

use crate::{
    Connection, Engine, Error,
    sql::{FromRow, Parameter, query_as, query_scalar},
};

/// How a column is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text, exactly.
    ExactText,
    /// Text, without regard to the case that the engine knows of.
    AnyCaseText,
    /// Text that is stored folded; the value is folded before it is compared.
    FoldedText,
    /// An integer.
    Integer,
}

/// A column of a table, as callers name it.
pub trait Field: Copy + Send + Sync + 'static {
    /// The table.
    const TABLE: &'static str;
    /// The name of the column.
    fn column(self) -> &'static str;
    /// How it is compared.
    fn kind(self) -> Kind;
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// Is the same.
    Equal,
    /// Text that holds the value.
    Contains,
    /// Text that begins with the value.
    StartsWith,
    /// Text that ends with the value.
    EndsWith,
    /// Comes after the value.
    Greater,
    /// Comes after the value or is it.
    GreaterOrEqual,
    /// Comes before the value.
    Less,
    /// Comes before the value or is it.
    LessOrEqual,
}

/// What is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// An integer, a moment in microseconds, or a truth as 0 or 1.
    Integer(i64),
}

impl From<Value> for Parameter<'_> {
    fn from(value: Value) -> Self {
        match value {
            Value::Text(text) => text.into(),
            Value::Integer(integer) => integer.into(),
        }
    }
}

/// Which rows. A comparison with an absent value does not hold, and its negation does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter<F> {
    /// All of them; every row where there is none.
    All(Vec<Filter<F>>),
    /// Any of them; no row where there is none.
    Any(Vec<Filter<F>>),
    /// Not that one.
    Not(Box<Filter<F>>),
    /// There is a value.
    Present(F),
    /// The value compares so. Text with an integer column never does.
    Compare(F, Operator, Value),
}

/// A direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Order {
    /// Smallest first, absent ones last.
    #[default]
    Ascending,
    /// Largest first, absent ones first.
    Descending,
}

/// What a caller asks of a list.
#[derive(Clone, Debug)]
pub struct Query<F> {
    /// Which rows.
    pub filter: Filter<F>,
    /// In what order; equals are in the order of their ids.
    pub sort: Option<(F, Order)>,
    /// How many come before the page.
    pub offset: i64,
    /// How many the page has at the most; 0 asks for the total alone.
    pub limit: i64,
}

/// A page of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// How many rows match in all.
    pub total: i64,
}

impl<F> Default for Query<F> {
    /// The first hundred rows.
    fn default() -> Self {
        Self { filter: Filter::All(Vec::new()), sort: None, offset: 0, limit: 100 }
    }
}

impl<F> Filter<F> {
    /// The rows where this field is that text.
    pub fn text(field: F, value: impl Into<String>) -> Self {
        Self::Compare(field, Operator::Equal, Value::Text(value.into()))
    }

    /// The rows where this field is that integer.
    pub const fn integer(field: F, value: i64) -> Self {
        Self::Compare(field, Operator::Equal, Value::Integer(value))
    }

    /// The rows where this field has no value.
    pub fn absent(field: F) -> Self {
        Self::Not(Box::new(Self::Present(field)))
    }

    /// The rows of this filter that are also those of the other.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::All(vec![self, other])
    }
}

/// A page of rows and the number of all that match.
pub(crate) async fn fetch<F, T>(connection: &mut Connection, engine: Engine, query: &Query<F>) -> Result<Page<T>, Error>
where
    F: Field,
    T: FromRow,
{
    let mut condition = Sql::default();
    condition.filter(&query.filter);
    let count = format!("SELECT COUNT(*) FROM {} WHERE {}", F::TABLE, condition.text);
    let statement = query_scalar(count).bind_all(condition.values.clone());
    let total = statement.fetch_one(&mut *connection).await?;
    if query.limit <= 0 {
        return Ok(Page { rows: Vec::new(), total });
    }
    let rows = format!(
        "SELECT * FROM {} WHERE {} ORDER BY {}id LIMIT {} OFFSET {}",
        F::TABLE,
        condition.text,
        order(engine, query.sort),
        query.limit,
        query.offset.max(0),
    );
    let statement = query_as(rows).bind_all(condition.values);
    Ok(Page { rows: statement.fetch_all(connection).await?, total })
}

/// Text sorts by its bytes on both engines, as the rest of the world's clients expect no locale of the server.
fn order<F: Field>(engine: Engine, sort: Option<(F, Order)>) -> String {
    let Some((field, order)) = sort else { return String::new() };
    let column = match (field.kind(), engine) {
        (Kind::Integer, _) => field.column().to_owned(),
        (Kind::AnyCaseText, Engine::Sqlite) => format!("LOWER({})", field.column()),
        (Kind::AnyCaseText, Engine::Postgres) => format!("LOWER({}) COLLATE \"C\"", field.column()),
        (Kind::ExactText | Kind::FoldedText, Engine::Sqlite) => field.column().to_owned(),
        (Kind::ExactText | Kind::FoldedText, Engine::Postgres) => format!("{} COLLATE \"C\"", field.column()),
    };
    match order {
        Order::Ascending => format!("{column} ASC NULLS LAST, "),
        Order::Descending => format!("{column} DESC NULLS FIRST, "),
    }
}

/// A condition and its parameters.
#[derive(Default)]
struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    fn filter<F: Field>(&mut self, filter: &Filter<F>) {
        match filter {
            Filter::All(terms) => self.join(terms, " AND ", "1 = 1"),
            Filter::Any(terms) => self.join(terms, " OR ", "1 = 0"),
            Filter::Not(term) => {
                self.text.push_str("NOT (");
                self.filter(term);
                self.text.push(')');
            }
            Filter::Present(field) => self.push(&format!("{} IS NOT NULL", field.column())),
            Filter::Compare(field, operator, value) => self.compare(*field, *operator, value),
        }
    }

    fn join<F: Field>(&mut self, terms: &[Filter<F>], between: &str, empty: &str) {
        self.text.push('(');
        for (index, term) in terms.iter().enumerate() {
            if index > 0 {
                self.text.push_str(between);
            }
            self.filter(term);
        }
        if terms.is_empty() {
            self.text.push_str(empty);
        }
        self.text.push(')');
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Never NULL, so that a negation is exactly the other rows.
    fn compare<F: Field>(&mut self, field: F, operator: Operator, value: &Value) {
        let (value, stored) = match (field.kind(), value) {
            (Kind::Integer, Value::Integer(_)) | (Kind::ExactText, Value::Text(_)) => {
                (value.clone(), field.column().to_owned())
            }
            (Kind::FoldedText, Value::Text(text)) => {
                (Value::Text(keyfold_model::LoginName::fold(text)), field.column().to_owned())
            }
            (Kind::AnyCaseText, Value::Text(_)) => (value.clone(), format!("LOWER({})", field.column())),
            (Kind::Integer, Value::Text(_)) | (_, Value::Integer(_)) => return self.push("1 = 0"),
        };
        self.values.push(value);
        let parameter = match field.kind() {
            Kind::AnyCaseText => format!("LOWER(${})", self.values.len()),
            Kind::ExactText | Kind::FoldedText | Kind::Integer => format!("${}", self.values.len()),
        };
        let comparison = match operator {
            Operator::Equal => format!("{stored} = {parameter}"),
            Operator::Greater => format!("{stored} > {parameter}"),
            Operator::GreaterOrEqual => format!("{stored} >= {parameter}"),
            Operator::Less => format!("{stored} < {parameter}"),
            Operator::LessOrEqual => format!("{stored} <= {parameter}"),
            Operator::Contains => {
                format!("(LENGTH({parameter}) = 0 OR REPLACE({stored}, {parameter}, '') <> {stored})")
            }
            Operator::StartsWith => format!("SUBSTR({stored}, 1, LENGTH({parameter})) = {parameter}"),
            Operator::EndsWith => format!(
                "(LENGTH({stored}) >= LENGTH({parameter}) \
                 AND SUBSTR({stored}, LENGTH({stored}) - LENGTH({parameter}) + 1) = {parameter})"
            ),
        };
        // Writing to a String can't fail.
        let _ = write!(self.text, "({} IS NOT NULL AND {comparison})", field.column());
    }
}
