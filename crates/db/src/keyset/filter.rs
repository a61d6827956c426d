//! Conditions on columns that mean the same on both engines. Texts compare by their bytes, so that a search without
//! regard to case is one on a column that holds the folded text.

use sea_query::{Alias, Expr, ExprTrait, Value};

/// The column holds this value.
pub fn equals(column: &'static str, value: impl Into<Value>) -> Expr {
    Expr::col(Alias::new(column)).eq(Expr::val(value))
}

/// The column holds this value or a greater one.
pub fn at_least(column: &'static str, value: impl Into<Value>) -> Expr {
    Expr::col(Alias::new(column)).gte(Expr::val(value))
}

/// The column holds a value smaller than this.
pub fn below(column: &'static str, value: impl Into<Value>) -> Expr {
    Expr::col(Alias::new(column)).lt(Expr::val(value))
}

/// The column holds a text with this one somewhere in it. No index serves it.
pub fn contains(column: &'static str, part: &str) -> Expr {
    if part.is_empty() {
        return Expr::col(Alias::new(column)).is_not_null();
    }
    Expr::cust_with_exprs("REPLACE($1, $2, '') <> $1", [Expr::col(Alias::new(column)), Expr::val(part)])
}

/// The expression is a text that begins with this one. An index on it serves: `prefix <= it < the first text after all
/// that begin with the prefix`.
pub fn range(expression: Expr, prefix: &str) -> Expr {
    let from = expression.clone().gte(Expr::val(prefix));
    match after_prefix(prefix) {
        Some(end) => from.and(expression.lt(Expr::val(end))),
        None => from,
    }
}

/// The smallest text greater than every text with this prefix; nothing if there is none. Bytes of UTF-8 sort as the
/// characters do, so that counting up the last character is enough.
fn after_prefix(prefix: &str) -> Option<String> {
    let mut text: Vec<char> = prefix.chars().collect();
    while let Some(last) = text.pop() {
        let next = match last {
            '\u{d7ff}' => Some('\u{e000}'),
            other => char::from_u32(u32::from(other) + 1),
        };
        if let Some(next) = next {
            text.push(next);
            return Some(text.into_iter().collect());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_prefix_is_above_all_that_begin_with_it() {
        assert_eq!(after_prefix("team/"), Some("team0".into()));
        assert_eq!(after_prefix("\u{d7ff}"), Some("\u{e000}".into()));
        assert_eq!(after_prefix("a\u{10ffff}"), Some("b".into()));
        assert_eq!(after_prefix("\u{10ffff}"), None);
        assert_eq!(after_prefix(""), None);
    }
}
