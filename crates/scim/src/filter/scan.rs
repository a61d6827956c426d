//! The reader of filters and PATCH paths: recursive descent over the grammar of RFC 7644 §3.4.2.2, `or` binding
//! loosest.
//!
//! Beyond the grammar it takes `emails[type eq "work"].value eq "x"`, which Entra ID sends, and words in any case.

use std::fmt;

use super::{Filter, Literal, Operator};
use crate::limits::{MAX_FILTER_BYTES, MAX_FILTER_DEPTH};
use crate::path::{AttrPath, Path};

/// Why a filter or path can't be read; the sentence goes into the error that the client sees.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("it is longer than {MAX_FILTER_BYTES} bytes")]
    TooLong,
    #[error("it is nested deeper than {MAX_FILTER_DEPTH} levels")]
    TooDeep,
    #[error("at position {position}, {expected} is missing")]
    Expected { expected: Expected, position: usize },
}

/// What the grammar wants at a position.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Expected {
    Attribute,
    Operator,
    Value,
    ClosingParenthesis,
    ClosingBracket,
    OpeningParenthesis,
    End,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Attribute => "an attribute name",
            Self::Operator => "an operator (eq, ne, co, sw, ew, gt, ge, lt, le, pr)",
            Self::Value => "a value (text in double quotes, a number, true, false or null)",
            Self::ClosingParenthesis => "a closing parenthesis",
            Self::ClosingBracket => "a closing bracket",
            Self::OpeningParenthesis => "an opening parenthesis",
            Self::End => "`and`, `or` or the end",
        })
    }
}

type Scan<T> = Result<T, Fault>;

/// A position in the text that is read.
pub(crate) struct Scanner<'a> {
    text: &'a str,
    position: usize,
    depth: usize,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Scan<Self> {
        if text.len() > MAX_FILTER_BYTES {
            return Err(Fault::TooLong);
        }
        Ok(Self { text, position: 0, depth: 0 })
    }

    /// Reads the whole text as a filter.
    pub(crate) fn filter(mut self) -> Scan<Filter> {
        let filter = self.disjunction()?;
        self.end()?;
        Ok(filter)
    }

    /// Reads the whole text as a PATCH path.
    pub(crate) fn path(mut self) -> Scan<Path> {
        let mut attribute = self.attribute()?;
        let mut filter = None;
        if attribute.sub_attribute().is_none() && self.take("[") {
            filter = Some(self.bracketed()?);
            if self.take(".") {
                attribute = self.sub_attribute(attribute)?;
            }
        }
        self.end()?;
        Ok(Path { attribute, filter })
    }

    fn disjunction(&mut self) -> Scan<Filter> {
        let mut terms = vec![self.conjunction()?];
        while self.take_word("or") {
            terms.push(self.conjunction()?);
        }
        Ok(single_or(terms, Filter::Or))
    }

    fn conjunction(&mut self) -> Scan<Filter> {
        let mut terms = vec![self.term()?];
        while self.take_word("and") {
            terms.push(self.term()?);
        }
        Ok(single_or(terms, Filter::And))
    }

    fn term(&mut self) -> Scan<Filter> {
        if self.take("(") {
            return self.parenthesised();
        }
        // `not` is also a lawful attribute name: only the parenthesis tells them apart.
        let before = self.position;
        if self.take_word("not") {
            if self.take("(") {
                return Ok(Filter::Not(Box::new(self.parenthesised()?)));
            }
            if self.word().is_none_or(|word| Operator::read(word).is_none() && !word.eq_ignore_ascii_case("pr")) {
                return Err(self.expected(Expected::OpeningParenthesis));
            }
            self.position = before;
        }
        self.expression()
    }

    fn expression(&mut self) -> Scan<Filter> {
        let path = self.attribute()?;
        if !self.take("[") {
            return self.comparison(path);
        }
        let inner = self.bracketed()?;
        if !self.take(".") {
            return Ok(Filter::ValuePath(path, Box::new(inner)));
        }
        let word = self.word().ok_or_else(|| self.expected(Expected::Attribute))?;
        let sub_attribute = AttrPath::read(word).ok_or_else(|| self.expected(Expected::Attribute))?;
        self.position += word.len();
        let comparison = self.comparison(sub_attribute)?;
        Ok(Filter::ValuePath(path, Box::new(Filter::And(vec![inner, comparison]))))
    }

    fn comparison(&mut self, path: AttrPath) -> Scan<Filter> {
        if self.take_word("pr") {
            return Ok(Filter::Present(path));
        }
        let word = self.word().ok_or_else(|| self.expected(Expected::Operator))?;
        let operator = Operator::read(word).ok_or_else(|| self.expected(Expected::Operator))?;
        self.position += word.len();
        Ok(Filter::Compare(path, operator, self.literal()?))
    }

    fn parenthesised(&mut self) -> Scan<Filter> {
        let inner = self.nested()?;
        if !self.take(")") {
            return Err(self.expected(Expected::ClosingParenthesis));
        }
        Ok(inner)
    }

    fn bracketed(&mut self) -> Scan<Filter> {
        let inner = self.nested()?;
        if !self.take("]") {
            return Err(self.expected(Expected::ClosingBracket));
        }
        Ok(inner)
    }

    /// An attacker's "((((…" must end in an error, not in a stack overflow.
    fn nested(&mut self) -> Scan<Filter> {
        self.depth += 1;
        if self.depth > MAX_FILTER_DEPTH {
            return Err(Fault::TooDeep);
        }
        let inner = self.disjunction();
        self.depth -= 1;
        inner
    }

    fn attribute(&mut self) -> Scan<AttrPath> {
        let word = self.word().ok_or_else(|| self.expected(Expected::Attribute))?;
        let path = AttrPath::read(word).ok_or_else(|| self.expected(Expected::Attribute))?;
        self.position += word.len();
        Ok(path)
    }

    fn sub_attribute(&mut self, attribute: AttrPath) -> Scan<AttrPath> {
        let word = self.word().ok_or_else(|| self.expected(Expected::Attribute))?;
        let path = attribute.with_sub_attribute(word).ok_or_else(|| self.expected(Expected::Attribute))?;
        self.position += word.len();
        Ok(path)
    }

    fn literal(&mut self) -> Scan<Literal> {
        self.skip_space();
        if self.rest().starts_with('"') {
            return self.text_literal();
        }
        let word = self.word().ok_or_else(|| self.expected(Expected::Value))?;
        let literal = match word.to_ascii_lowercase().as_str() {
            "null" => Literal::Null,
            "true" => Literal::Boolean(true),
            "false" => Literal::Boolean(false),
            _ => Literal::Number(serde_json::from_str(word).map_err(|_| self.expected(Expected::Value))?),
        };
        self.position += word.len();
        Ok(literal)
    }

    fn text_literal(&mut self) -> Scan<Literal> {
        let rest = self.rest();
        let mut escaped = false;
        for (index, byte) in rest.bytes().enumerate().skip(1) {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => {
                    let quoted = &rest[..=index];
                    let text = serde_json::from_str(quoted).map_err(|_| self.expected(Expected::Value))?;
                    self.position += quoted.len();
                    return Ok(Literal::Text(text));
                }
                _ => {}
            }
        }
        Err(self.expected(Expected::Value))
    }

    fn rest(&self) -> &'a str {
        &self.text[self.position..]
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.position += rest.len() - rest.trim_start().len();
    }

    /// Takes a punctuation mark.
    fn take(&mut self, mark: &str) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(mark);
        if found {
            self.position += mark.len();
        }
        found
    }

    /// The word ahead, not yet taken: everything up to a space, a quote, a parenthesis or a bracket.
    fn word(&mut self) -> Option<&'a str> {
        self.skip_space();
        let rest = self.rest();
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '(' | ')' | '[' | ']');
        let word = &rest[..rest.find(ends).unwrap_or(rest.len())];
        (!word.is_empty()).then_some(word)
    }

    fn take_word(&mut self, wanted: &str) -> bool {
        let found = self.word().is_some_and(|word| word.eq_ignore_ascii_case(wanted));
        if found {
            self.position += wanted.len();
        }
        found
    }

    fn end(&mut self) -> Scan<()> {
        self.skip_space();
        if self.rest().is_empty() { Ok(()) } else { Err(self.expected(Expected::End)) }
    }

    fn expected(&self, expected: Expected) -> Fault {
        Fault::Expected { expected, position: self.position + 1 }
    }
}

fn single_or(mut terms: Vec<Filter>, many: fn(Vec<Filter>) -> Filter) -> Filter {
    match terms.len() {
        1 => terms.remove(0),
        _ => many(terms),
    }
}
