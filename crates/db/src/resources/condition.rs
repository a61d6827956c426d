//! Conditions as SQL. `r` is the row of the resource, `e` an element: a row of `attribute_values`, `groups` or `users`.

use keyfold_model::{ConnectionId, GroupId};

use super::{Condition, List, Operand};
use crate::list::{Operator, Value};

/// How many characters of a value are in the index.
const INDEXED: usize = 200;

/// What members are shown as: rows of at most one of the two paths are there.
const SHOWN: &str = "COALESCE((SELECT MIN(s.value) FROM attribute_values s WHERE s.user_id = e.id \
    AND s.path IN ('displayName', 'shown')), e.login_folded)";

/// A statement in the making, and its parameters. The first one is always the directory.
pub(super) struct Sql {
    pub(super) text: String,
    pub(super) values: Vec<Value>,
}

/// What operands belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// A row `r` of this table.
    Resource(&'static str),
    /// A row `e` of `attribute_values`.
    Element,
    /// A row `e` of this table.
    Related(&'static str),
}

impl Sql {
    pub(super) fn new(directory: ConnectionId) -> Self {
        Self { text: String::new(), values: vec![Value::Integer(directory.0)] }
    }

    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A parameter with this value.
    pub(super) fn bind(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    /// A condition on the row `r` of a table.
    pub(super) fn condition(&mut self, table: &'static str, condition: &Condition) {
        self.holds(Subject::Resource(table), condition);
    }

    /// The ids of the members of a group who meet a condition.
    pub(super) fn members_of(&mut self, group: GroupId, condition: &Condition) {
        let group = self.bind(Value::Integer(group.0));
        self.push(&format!("SELECT e.id FROM {} AND m.group_id = {group} AND ", related(&List::Members)));
        self.holds(Subject::Related("users"), condition);
        self.push(" ORDER BY e.id");
    }

    fn holds(&mut self, subject: Subject, condition: &Condition) {
        match condition {
            Condition::All(terms) => self.join(subject, terms.iter(), " AND ", "1 = 1"),
            Condition::Any(terms) => self.join(subject, terms.iter(), " OR ", "1 = 0"),
            Condition::Not(term) => {
                self.push("NOT (");
                self.holds(subject, term);
                self.push(")");
            }
            Condition::Present(operand) => self.test(subject, operand, None),
            Condition::Compare(operand, operator, value) => self.test(subject, operand, Some((*operator, value))),
            Condition::AnyOf(list, inner) => self.any_of(list, inner),
        }
    }

    fn join<'c>(
        &mut self,
        subject: Subject,
        terms: impl ExactSizeIterator<Item = &'c Condition>,
        between: &str,
        empty: &str,
    ) {
        if terms.len() == 0 {
            return self.push(empty);
        }
        self.push("(");
        for (index, term) in terms.enumerate() {
            if index > 0 {
                self.push(between);
            }
            self.holds(subject, term);
        }
        self.push(")");
    }

    /// One element of the list meets the condition. The subquery is about no row outside, so that it runs once.
    fn any_of(&mut self, list: &List, condition: &Condition) {
        match list {
            List::Values(paths) => self.any_value(paths, condition),
            List::Groups | List::Members => {
                let (of, table) = match list {
                    List::Members => ("group_id", "users"),
                    List::Groups | List::Values(_) => ("user_id", "groups"),
                };
                self.push(&format!("r.id IN (SELECT m.{of} FROM {} AND ", related(list)));
                self.holds(Subject::Related(table), condition);
                self.push(")");
            }
        }
    }

    /// The term that an index serves best chooses the elements; the others are asked of those alone.
    fn any_value(&mut self, paths: &[String], condition: &Condition) {
        let terms =
            if let Condition::All(terms) = condition { terms.as_slice() } else { std::slice::from_ref(condition) };
        let chosen = terms.iter().enumerate().filter_map(|(index, term)| Some((cost(term)?, index))).min();
        self.push("r.id IN (SELECT e.user_id FROM attribute_values e WHERE ");
        match chosen.map(|(_, index)| &terms[index]) {
            Some(Condition::Compare(Operand::Value(path), operator, value)) => {
                self.value_is("e", path, Some((*operator, value)));
            }
            Some(Condition::Present(Operand::Value(path))) => self.value_is("e", path, None),
            _ => {
                let paths: Vec<String> = paths.iter().map(|path| self.bind(Value::Text(path.clone()))).collect();
                self.push(&format!("e.path IN ({})", paths.join(", ")));
            }
        }
        let chosen = chosen.map(|(_, index)| index);
        for (_, term) in terms.iter().enumerate().filter(|(index, _)| Some(*index) != chosen) {
            self.push(" AND ");
            self.holds(Subject::Element, term);
        }
        self.push(")");
    }

    fn test(&mut self, subject: Subject, operand: &Operand, comparison: Option<(Operator, &Value)>) {
        match (operand, subject) {
            (Operand::Value(path), Subject::Element) => {
                self.push(
                    "EXISTS (SELECT 1 FROM attribute_values p WHERE p.user_id = e.user_id \
                    AND p.element = e.element AND ",
                );
                self.value_is("p", path, comparison);
                self.push(")");
            }
            (Operand::Value(path), Subject::Resource(_) | Subject::Related(_)) => {
                self.push("EXISTS (SELECT 1 FROM attribute_values p WHERE p.user_id = ");
                self.push(if subject == Subject::Related("users") { "e.id AND " } else { "r.id AND " });
                self.value_is("p", path, comparison);
                self.push(")");
            }
            _ => {
                let stored = self.stored(subject, operand);
                self.push(&format!("({stored} IS NOT NULL"));
                if let Some((operator, value)) = comparison {
                    self.push(" AND ");
                    self.compare(&stored, operator, value);
                }
                self.push(")");
            }
        }
    }

    /// A row of `attribute_values` is of this path and compares so.
    fn value_is(&mut self, row: &str, path: &str, comparison: Option<(Operator, &Value)>) {
        let path = self.bind(Value::Text(path.to_owned()));
        self.push(&format!("{row}.path = {path}"));
        let Some((operator, value)) = comparison else { return };
        if let (Operator::Equal, Value::Text(text)) = (operator, value) {
            let beginning: String = text.chars().take(INDEXED).collect();
            let is_whole = beginning.chars().count() < INDEXED;
            let beginning = self.bind(Value::Text(beginning));
            self.push(&format!(" AND SUBSTR({row}.value, 1, {INDEXED}) = {beginning}"));
            if is_whole {
                // A longer value has a longer beginning. SQLite would leave the index for a second comparison.
                return;
            }
        }
        self.push(" AND ");
        self.compare(&format!("{row}.value"), operator, value);
    }

    /// The expression of an operand that is no attribute value.
    pub(super) fn stored(&mut self, subject: Subject, operand: &Operand) -> String {
        let (row, table) = match subject {
            Subject::Resource(table) => ("r", table),
            Subject::Element => ("e", "attribute_values"),
            Subject::Related(table) => ("e", table),
        };
        match operand {
            Operand::ScimId => format!("{row}.scim_id"),
            Operand::ExternalId => format!("{row}.external_id"),
            Operand::Name => format!("{row}.{}", if table == "users" { "login_folded" } else { "name_folded" }),
            Operand::Active => format!("{row}.active_in_directory"),
            Operand::CreatedAt => format!("{row}.created_at"),
            Operand::UpdatedAt => format!("{row}.updated_at"),
            Operand::Written(moment) => {
                let moment = self.stored(subject, moment);
                super::moment::written(&moment)
            }
            Operand::Version(before, after) => {
                let (before, after) = (self.text(before), self.text(after));
                format!("({before} || CAST({row}.version AS TEXT) || {after})")
            }
            Operand::Location(before) => {
                let before = self.text(before);
                format!("({before} || {row}.scim_id)")
            }
            Operand::Shown | Operand::Value(_) => SHOWN.to_owned(),
        }
    }

    /// A parameter whose type is text wherever it stands.
    fn text(&mut self, text: &str) -> String {
        let parameter = self.bind(Value::Text(text.to_owned()));
        format!("CAST({parameter} AS TEXT)")
    }

    fn compare(&mut self, stored: &str, operator: Operator, value: &Value) {
        let is_text = matches!(value, Value::Text(_));
        let parameter = self.bind(value.clone());
        let comparison = match operator {
            Operator::Equal => format!("{stored} = {parameter}"),
            Operator::Greater => format!("{stored} > {parameter}"),
            Operator::GreaterOrEqual => format!("{stored} >= {parameter}"),
            Operator::Less => format!("{stored} < {parameter}"),
            Operator::LessOrEqual => format!("{stored} <= {parameter}"),
            // Numbers have no parts.
            Operator::Contains | Operator::StartsWith | Operator::EndsWith if !is_text => "1 = 0".to_owned(),
            Operator::Contains => {
                format!("(LENGTH({parameter}) = 0 OR REPLACE({stored}, {parameter}, '') <> {stored})")
            }
            Operator::StartsWith => format!("SUBSTR({stored}, 1, LENGTH({parameter})) = {parameter}"),
            Operator::EndsWith => format!(
                "(LENGTH({stored}) >= LENGTH({parameter}) \
                 AND SUBSTR({stored}, LENGTH({stored}) - LENGTH({parameter}) + 1) = {parameter})"
            ),
        };
        self.push(&comparison);
    }
}

/// The rows `e` of a list beside the memberships `m`, by the directory's word. The first parameter is the directory.
pub(super) fn related(list: &List) -> &'static str {
    match list {
        List::Members => {
            "memberships m JOIN users e ON e.id = m.user_id WHERE m.origin = 'scim' AND e.connection_id = $1 \
             AND e.deprovisioned_at IS NULL AND e.deleted_at IS NULL"
        }
        List::Groups | List::Values(_) => {
            "memberships m JOIN groups e ON e.id = m.group_id WHERE m.origin = 'scim' AND e.connection_id = $1"
        }
    }
}

/// How many elements a term is likely to leave, as a rank; nothing where it can't choose them.
fn cost(term: &Condition) -> Option<u8> {
    let path = match term {
        Condition::Compare(Operand::Value(path), Operator::Equal, _) => path,
        Condition::Compare(Operand::Value(_), ..) => return Some(2),
        Condition::Present(Operand::Value(_)) => return Some(3),
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::Present(_)
        | Condition::Compare(..)
        | Condition::AnyOf(..) => return None,
    };
    // `true` and the types of addresses are everybody's.
    Some(u8::from(path.ends_with(".primary") || path.ends_with(".type")))
}
