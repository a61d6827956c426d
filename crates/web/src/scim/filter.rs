//! From a SCIM filter to the conditions of a list (RFC 7644 §3.4.2.2). The database does the comparing.

use std::collections::HashMap;

use jiff::Timestamp;
use keyfold_identity::list;
use keyfold_scim::{
    AttrPath, Filter, ResourceType, Result, ScimError,
    filter::{Literal, Operator},
};
use serde_json::json;

/// Where the values of an attribute are.
#[derive(Clone, Copy, Debug)]
pub enum Column<F> {
    /// Text.
    Text(F),
    /// 0 or 1.
    Truth(F),
    /// Microseconds since the epoch.
    Moment(F),
    /// The groups that a person is in: their ids.
    HoldsMember(F),
}

/// What of a type of resource the database can compare and sort by.
pub trait Columns: Copy {
    /// The type.
    const RESOURCE_TYPE: ResourceType;
    /// The attributes that have a column, for the text of a refusal.
    const NAMES: &'static str;
    /// The column of an attribute, by its canonical path.
    fn of(path: &str) -> Option<Column<Self>>;
}

/// The ids of the groups that each member which a filter names is in.
pub type GroupsOf = HashMap<String, Vec<i64>>;

/// The condition of this filter.
///
/// # Errors
/// `invalidFilter` for an attribute that is kept with the resource alone, where no statement can compare it.
pub fn condition<F: Columns>(filter: &Filter, groups_of: &GroupsOf) -> Result<list::Filter<F>> {
    Translation { parent: None, groups_of }.condition(filter)
}

/// The column to sort by; `None` for an attribute that the type doesn't have.
///
/// # Errors
/// `invalidPath` for an attribute that no statement can sort by.
pub fn sort_column<F: Columns>(by: &AttrPath) -> Result<Option<F>> {
    let Some(location) = F::RESOURCE_TYPE.resolve(by) else { return Ok(None) };
    match F::of(&location.compared().to_string()) {
        Some(Column::Text(field) | Column::Truth(field) | Column::Moment(field)) => Ok(Some(field)),
        Some(Column::HoldsMember(_)) | None => {
            Err(ScimError::invalid_path(format!("A list can't be sorted by `{by}`. It can by {}.", F::NAMES)))
        }
    }
}

/// The texts that members are compared with, so that their groups can be looked up before.
pub fn members_named(filter: &Filter) -> Vec<String> {
    fn collect(filter: &Filter, inside_members: bool, found: &mut Vec<String>) {
        match filter {
            Filter::And(terms) | Filter::Or(terms) => {
                terms.iter().for_each(|term| collect(term, inside_members, found));
            }
            Filter::Not(inner) => collect(inner, inside_members, found),
            Filter::ValuePath(path, inner) => collect(inner, is_members(path), found),
            Filter::Compare(path, _, Literal::Text(id)) if inside_members || is_members(path) => found.push(id.clone()),
            Filter::Compare(..) | Filter::Present(_) => {}
        }
    }
    let mut found = Vec::new();
    collect(filter, false, &mut found);
    found
}

fn is_members(path: &AttrPath) -> bool {
    let location = ResourceType::Group.resolve(path);
    location.is_some_and(|location| location.steps()[0].is_named("members"))
}

/// What a term of a filter looks at.
enum Target<F> {
    /// An attribute that the type doesn't have: it has no value.
    None,
    /// What is the same for every resource of the type.
    Constant,
    /// A column.
    Column(Column<F>),
}

struct Translation<'a> {
    /// The attribute whose single values a value path is about.
    parent: Option<&'a str>,
    groups_of: &'a GroupsOf,
}

impl Translation<'_> {
    fn condition<F: Columns>(&self, filter: &Filter) -> Result<list::Filter<F>> {
        let all = |terms: &[Filter]| terms.iter().map(|term| self.condition(term)).collect::<Result<Vec<_>>>();
        match filter {
            Filter::And(terms) => Ok(list::Filter::All(all(terms)?)),
            Filter::Or(terms) => Ok(list::Filter::Any(all(terms)?)),
            Filter::Not(inner) => Ok(not(self.condition(inner)?)),
            Filter::ValuePath(path, inner) => match F::RESOURCE_TYPE.resolve(path) {
                Some(location) => {
                    Translation { parent: Some(&location.to_string()), groups_of: self.groups_of }.condition(inner)
                }
                None => Ok(nothing()),
            },
            Filter::Present(path) => match self.target(path)? {
                Target::None => Ok(nothing()),
                Target::Constant => Ok(constant(F::RESOURCE_TYPE, filter)),
                Target::Column(column) => present(path, column),
            },
            Filter::Compare(path, operator, literal) => match self.target(path)? {
                Target::None => Ok(if holds_without_value(*operator, literal) { everything() } else { nothing() }),
                Target::Constant => Ok(constant(F::RESOURCE_TYPE, filter)),
                Target::Column(column) => self.compare(path, column, *operator, literal),
            },
        }
    }

    /// What a term looks at.
    fn target<F: Columns>(&self, path: &AttrPath) -> Result<Target<F>> {
        let Some(name) = self.canonical::<F>(path) else { return Ok(Target::None) };
        if matches!(name.as_str(), "schemas" | "meta.resourceType") {
            return Ok(Target::Constant);
        }
        F::of(&name).map(Target::Column).ok_or_else(|| {
            ScimError::invalid_filter(format!("A filter can't look at `{path}` here. It can at {}.", F::NAMES))
        })
    }

    fn canonical<F: Columns>(&self, path: &AttrPath) -> Option<String> {
        match self.parent {
            None => Some(F::RESOURCE_TYPE.resolve(path)?.compared().to_string()),
            Some(parent) => {
                let whole: AttrPath = format!("{parent}.{path}").parse().ok()?;
                Some(F::RESOURCE_TYPE.resolve(&whole)?.to_string())
            }
        }
    }

    fn compare<F: Columns>(
        &self,
        path: &AttrPath,
        column: Column<F>,
        operator: Operator,
        literal: &Literal,
    ) -> Result<list::Filter<F>> {
        if operator == Operator::Ne {
            return Ok(not(self.compare(path, column, Operator::Eq, literal)?));
        }
        if *literal == Literal::Null {
            return if operator == Operator::Eq { Ok(not(present(path, column)?)) } else { Ok(nothing()) };
        }
        match column {
            Column::Text(field) => Ok(compare_text(field, operator, literal)),
            Column::Truth(field) => Ok(compare_truth(field, operator, literal)),
            Column::Moment(field) => compare_moment(path, field, operator, literal),
            Column::HoldsMember(field) => match (operator, literal) {
                (Operator::Eq, Literal::Text(id)) => {
                    let groups = self.groups_of.get(id).into_iter().flatten();
                    Ok(list::Filter::Any(groups.map(|group| list::Filter::integer(field, *group)).collect()))
                }
                _ => Err(not_so(path)),
            },
        }
    }
}

fn compare_text<F>(field: F, operator: Operator, literal: &Literal) -> list::Filter<F> {
    let text = match literal {
        Literal::Text(text) => text.clone(),
        // Some clients leave the quotes off an employee number.
        Literal::Number(number) => number.to_string(),
        Literal::Null | Literal::Boolean(_) => return nothing(),
    };
    list::Filter::Compare(field, compared(operator), list::Value::Text(text))
}

fn compare_truth<F>(field: F, operator: Operator, literal: &Literal) -> list::Filter<F> {
    let truth = match literal {
        Literal::Boolean(truth) => *truth,
        Literal::Text(text) if text.eq_ignore_ascii_case("true") => true,
        Literal::Text(text) if text.eq_ignore_ascii_case("false") => false,
        Literal::Text(_) | Literal::Number(_) | Literal::Null => return nothing(),
    };
    if operator == Operator::Eq { list::Filter::integer(field, i64::from(truth)) } else { nothing() }
}

fn compare_moment<F>(path: &AttrPath, field: F, operator: Operator, literal: &Literal) -> Result<list::Filter<F>> {
    if matches!(operator, Operator::Co | Operator::Sw | Operator::Ew) {
        return Err(not_so(path));
    }
    let Literal::Text(text) = literal else { return Ok(nothing()) };
    let Ok(moment) = text.parse::<Timestamp>() else { return Ok(nothing()) };
    Ok(list::Filter::Compare(field, compared(operator), list::Value::Integer(moment.as_microsecond())))
}

fn present<F>(path: &AttrPath, column: Column<F>) -> Result<list::Filter<F>> {
    match column {
        Column::Text(field) | Column::Truth(field) | Column::Moment(field) => Ok(list::Filter::Present(field)),
        Column::HoldsMember(_) => Err(not_so(path)),
    }
}

fn not_so(path: &AttrPath) -> ScimError {
    ScimError::invalid_filter(format!("`{path}` can't be compared so here. Use `eq`."))
}

fn holds_without_value(operator: Operator, literal: &Literal) -> bool {
    match operator {
        Operator::Eq => *literal == Literal::Null,
        Operator::Ne => *literal != Literal::Null,
        Operator::Co | Operator::Sw | Operator::Ew | Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le => false,
    }
}

/// Whether a term about what is the same for every resource of the type holds.
fn constant<F>(resource_type: ResourceType, filter: &Filter) -> list::Filter<F> {
    let any = json!({"schemas": [resource_type.schema().id], "meta": {"resourceType": resource_type.name()}});
    if filter.matches(resource_type, &any) { everything() } else { nothing() }
}

const fn compared(operator: Operator) -> list::Operator {
    match operator {
        // `ne` is the negation of `eq`, and was taken apart before.
        Operator::Eq | Operator::Ne => list::Operator::Equal,
        Operator::Co => list::Operator::Contains,
        Operator::Sw => list::Operator::StartsWith,
        Operator::Ew => list::Operator::EndsWith,
        Operator::Gt => list::Operator::Greater,
        Operator::Ge => list::Operator::GreaterOrEqual,
        Operator::Lt => list::Operator::Less,
        Operator::Le => list::Operator::LessOrEqual,
    }
}

/// Every row.
pub const fn everything<F>() -> list::Filter<F> {
    list::Filter::All(Vec::new())
}

const fn nothing<F>() -> list::Filter<F> {
    list::Filter::Any(Vec::new())
}

fn not<F>(filter: list::Filter<F>) -> list::Filter<F> {
    list::Filter::Not(Box::new(filter))
}
