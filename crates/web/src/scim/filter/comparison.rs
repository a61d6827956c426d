//! One comparison: the literal of a filter in the form in which the database has the value.

use jiff::Timestamp;
use keyfold_identity::{
    list::{Operator as Comparison, Value},
    resources::{Condition, Operand},
};
use keyfold_model::LoginName;
use keyfold_scim::{
    comparable::fold,
    filter::{Literal, Operator},
    schema::{Attribute, Kind},
};

/// The value of this attribute compares so with the literal. A literal of another type compares with nothing.
pub fn compare(attribute: &Attribute, operand: &Operand, operator: Operator, literal: &Literal) -> Condition {
    let value = match attribute.kind {
        Kind::Boolean if operator == Operator::Eq => truth(operand, literal),
        Kind::Boolean | Kind::Complex => None,
        Kind::DateTime => return compare_moment(operand, operator, literal),
        Kind::Text | Kind::Integer | Kind::Binary | Kind::Reference => {
            text(literal).map(|text| Value::Text(folded(attribute, operand, operator, text)))
        }
    };
    value.map_or(Condition::NEVER, |value| Condition::Compare(operand.clone(), comparison(operator), value))
}

fn text(literal: &Literal) -> Option<String> {
    match literal {
        Literal::Text(text) => Some(text.clone()),
        // Some clients leave the quotes off an employee number.
        Literal::Number(number) => Some(number.to_string()),
        Literal::Null | Literal::Boolean(_) => None,
    }
}

fn folded(attribute: &Attribute, operand: &Operand, operator: Operator, text: String) -> String {
    match (operand, operator) {
        (Operand::Name, Operator::Eq) => LoginName::fold(&text),
        (Operand::Name, _) => LoginName::fold_part(&text),
        _ if attribute.case_exact => text,
        _ => fold(&text),
    }
}

fn truth(operand: &Operand, literal: &Literal) -> Option<Value> {
    let truth = match literal {
        Literal::Boolean(truth) => *truth,
        Literal::Text(text) if text.eq_ignore_ascii_case("true") => true,
        Literal::Text(text) if text.eq_ignore_ascii_case("false") => false,
        Literal::Text(_) | Literal::Number(_) | Literal::Null => return None,
    };
    let has_column = *operand == Operand::Active;
    Some(if has_column { Value::Integer(i64::from(truth)) } else { Value::Text(truth.to_string()) })
}

/// As moments; their parts as the text that clients see.
fn compare_moment(operand: &Operand, operator: Operator, literal: &Literal) -> Condition {
    let Some(text) = text(literal) else { return Condition::NEVER };
    if matches!(operator, Operator::Co | Operator::Sw | Operator::Ew) {
        let written = Operand::Written(Box::new(operand.clone()));
        return Condition::Compare(written, comparison(operator), Value::Text(text));
    }
    match (literal, text.parse::<Timestamp>()) {
        (Literal::Text(_), Ok(moment)) => match placed(operator, moment) {
            Some(comparison) => {
                Condition::Compare(operand.clone(), comparison, Value::Integer(moment.as_microsecond()))
            }
            None => Condition::NEVER,
        },
        _ => Condition::NEVER,
    }
}

/// How a kept moment compares with the microsecond in which this one is. One between two microseconds is none that is kept,
/// and comes after the first of them.
fn placed(operator: Operator, moment: Timestamp) -> Option<Comparison> {
    if moment.as_nanosecond() % 1_000 == 0 {
        return Some(comparison(operator));
    }
    match operator {
        Operator::Eq | Operator::Ne | Operator::Co | Operator::Sw | Operator::Ew => None,
        Operator::Gt | Operator::Ge => Some(Comparison::Greater),
        Operator::Lt | Operator::Le => Some(Comparison::LessOrEqual),
    }
}

const fn comparison(operator: Operator) -> Comparison {
    match operator {
        // `ne` is the negation of `eq`, and was taken apart before.
        Operator::Eq | Operator::Ne => Comparison::Equal,
        Operator::Co => Comparison::Contains,
        Operator::Sw => Comparison::StartsWith,
        Operator::Ew => Comparison::EndsWith,
        Operator::Gt => Comparison::Greater,
        Operator::Ge => Comparison::GreaterOrEqual,
        Operator::Lt => Comparison::Less,
        Operator::Le => Comparison::LessOrEqual,
    }
}
