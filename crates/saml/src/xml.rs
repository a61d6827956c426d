//! Reading XML from strangers: hard limits first, then a cursor that only walks downwards.

use jiff::Timestamp;
use uppsala::{Document, NodeId, NodeKind, Parser};

use crate::response::{Check, Rejection};

/// How large and how deep a document may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// In bytes of XML.
    pub bytes: usize,
    /// In nested elements.
    pub depth: u32,
}

/// The most attributes and namespace declarations of one element.
const MAX_ATTRIBUTES: usize = 256;

/// Why a document was not even read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// More bytes than the limit.
    #[error("{found} bytes, allowed are {limit}")]
    Size {
        /// The limit, in bytes.
        limit: usize,
        /// The size, in bytes.
        found: usize,
    },
    /// A document type declaration: the door to entities, external files, expansion bombs.
    #[error("a document type declaration (DTD)")]
    Dtd,
    /// Elements nested deeper than the limit.
    #[error("elements nested deeper than {limit}")]
    Depth {
        /// The limit, in elements.
        limit: u32,
    },
    /// An element with hundreds of attributes: the parser compares each with each.
    #[error("an element with more than {limit} attributes")]
    Crowded {
        /// The limit, in attributes and namespace declarations.
        limit: usize,
    },
    /// Not well-formed, not UTF-8, or declared to be in another encoding.
    #[error("{0}")]
    Malformed(String),
}

/// Parses `bytes` as UTF-8 XML within `limits`, without DTD or entities.
pub(crate) fn parse(bytes: &[u8], limits: Limits) -> Result<Document<'_>, Refused> {
    if bytes.len() > limits.bytes {
        return Err(Refused::Size { limit: limits.bytes, found: bytes.len() });
    }
    let text = std::str::from_utf8(bytes).map_err(|cause| Refused::Malformed(cause.to_string()))?;
    // The parser refuses a DTD as well; looking first names the reason, wherever it stands.
    if text.contains("<!DOCTYPE") || text.contains("<!ENTITY") {
        return Err(Refused::Dtd);
    }
    if is_crowded(text) {
        return Err(Refused::Crowded { limit: MAX_ATTRIBUTES });
    }
    let document = Parser::new()
        .with_forbid_dtd(true)
        .with_forbid_entities(true)
        .with_max_depth(limits.depth)
        .parse(text)
        .map_err(|cause| refused(&cause, limits))?;
    let encoding = document.xml_declaration.as_ref().and_then(|declaration| declaration.encoding.as_deref());
    match encoding {
        Some(name) if !name.eq_ignore_ascii_case("utf-8") => {
            Err(Refused::Malformed(format!("the encoding `{name}` is declared, only UTF-8 is read")))
        }
        _ => Ok(document),
    }
}

/// Whether more than [`MAX_ATTRIBUTES`] equals signs stand between two `<`: a bound that needs no
/// parser, since no attribute does without one or may contain a `<`. It counts those in the text
/// that follows the tag as well, which leaves enough for any real value.
fn is_crowded(text: &str) -> bool {
    let count = |piece: &str| piece.bytes().filter(|&byte| byte == b'=').count();
    text.split('<').any(|piece| count(piece) > MAX_ATTRIBUTES)
}

fn refused(cause: &uppsala::XmlError, limits: Limits) -> Refused {
    let message = cause.to_string();
    if message.contains("nesting exceeds maximum depth") {
        Refused::Depth { limit: limits.depth }
    } else {
        Refused::Malformed(message)
    }
}

/// An element of a parsed document. It knows the way to its children and nowhere else, except
/// for [`Element::is_child_of`].
#[derive(Clone, Copy)]
pub(crate) struct Element<'d> {
    document: &'d Document<'d>,
    id: NodeId,
}

impl<'d> Element<'d> {
    /// The document element.
    pub(crate) fn root(document: &'d Document<'d>) -> Option<Self> {
        let id = document.document_element()?;
        Some(Self { document, id })
    }

    pub(crate) fn id(self) -> NodeId {
        self.id
    }

    pub(crate) fn document(self) -> &'d Document<'d> {
        self.document
    }

    fn data(self) -> Option<&'d uppsala::Element<'d>> {
        self.document.element(self.id)
    }

    pub(crate) fn local_name(self) -> &'d str {
        self.data().map_or("", |data| data.name.local_name.as_ref())
    }

    pub(crate) fn is(self, namespace: &str, local_name: &str) -> bool {
        self.data().is_some_and(|data| data.matches_name_ns(namespace, local_name))
    }

    /// The namespaces that are declared here or above, each prefix once; the empty prefix is the default.
    pub(crate) fn namespaces_in_scope(self) -> Vec<(&'d str, &'d str)> {
        let mut found: Vec<(&str, &str)> = Vec::new();
        let mut place = Some(self.id);
        while let Some(id) = place {
            for (prefix, uri) in self.document.element(id).into_iter().flat_map(|data| &data.namespace_declarations) {
                if !found.iter().any(|(known, _)| *known == prefix.as_ref()) {
                    found.push((prefix.as_ref(), uri.as_ref()));
                }
            }
            place = self.document.parent(id);
        }
        found
    }

    pub(crate) fn is_child_of(self, parent: Element<'_>) -> bool {
        self.document.parent(self.id) == Some(parent.id)
    }

    /// The attribute of this name that is in no namespace. (The library's own getter ignores
    /// namespaces, so that `x:ID` placed first would stand in for `ID`.)
    pub(crate) fn attribute(self, name: &str) -> Option<&'d str> {
        self.attribute_in(None, name)
    }

    pub(crate) fn attribute_in(self, namespace: Option<&str>, name: &str) -> Option<&'d str> {
        self.attributes()
            .find(|attribute| attribute.name.local_name == name && attribute.name.namespace_uri.as_deref() == namespace)
            .map(|attribute| attribute.value.as_ref())
    }

    pub(crate) fn attributes(self) -> impl Iterator<Item = &'d uppsala::Attribute<'d>> {
        self.data().into_iter().flat_map(|data| &data.attributes)
    }

    /// The child elements, in document order.
    pub(crate) fn children(self) -> impl Iterator<Item = Element<'d>> {
        self.document.children_iter(self.id).map(move |id| Self { id, ..self }).filter(|child| child.data().is_some())
    }

    /// The child elements of this name, in document order.
    pub(crate) fn children_named(
        self,
        namespace: &'static str,
        local_name: &'static str,
    ) -> impl Iterator<Item = Element<'d>> {
        self.children().filter(move |child| child.is(namespace, local_name))
    }

    pub(crate) fn first_child(self, namespace: &'static str, local_name: &'static str) -> Option<Element<'d>> {
        self.children_named(namespace, local_name).next()
    }

    /// The only child of this name. None, or a second one, fails `check`.
    pub(crate) fn only_child(
        self,
        namespace: &'static str,
        local_name: &'static str,
        check: Check,
    ) -> Result<Element<'d>, Rejection> {
        let mut found = self.children_named(namespace, local_name);
        let expected = || format!("one {local_name} in {}", self.local_name());
        match (found.next(), found.next()) {
            (Some(element), None) => Ok(element),
            (None, _) => Err(Rejection::new(check, expected(), "none")),
            (Some(_), Some(_)) => Err(Rejection::new(check, expected(), "several")),
        }
    }

    /// An attribute of type `xs:dateTime`, in UTC (SAML core 1.3.3).
    pub(crate) fn time(self, name: &str) -> Result<Option<Timestamp>, Rejection> {
        let Some(text) = self.attribute(name) else {
            return Ok(None);
        };
        match text.trim().parse::<Timestamp>() {
            Ok(time) if text.trim().ends_with('Z') => Ok(Some(time)),
            _ => Err(Rejection::new(
                Check::Time,
                format!("a time in UTC, such as 2026-11-24T08:00:00Z, in {name}"),
                text,
            )),
        }
    }

    /// This element and all below it, in document order.
    pub(crate) fn with_descendants(self) -> impl Iterator<Item = Element<'d>> {
        std::iter::once(self).chain(
            self.document
                .descendants(self.id)
                .into_iter()
                .filter(move |&id| id != self.id)
                .map(move |id| Self { id, ..self })
                .filter(|element| element.data().is_some()),
        )
    }

    /// The whole text below this element, joined over comments and CDATA sections: what a
    /// canonical form without comments would show.
    pub(crate) fn text(self) -> String {
        self.document.text_content_deep(self.id)
    }

    /// Whether there is anything below but text: elements, comments, processing instructions.
    pub(crate) fn is_plain_text(self) -> bool {
        self.document
            .children_iter(self.id)
            .all(|child| matches!(self.document.node_kind(child), Some(NodeKind::Text(_))))
    }

    /// Whether all children are elements, white space aside.
    pub(crate) fn has_only_elements(self) -> bool {
        self.document.children_iter(self.id).all(|child| match self.document.node_kind(child) {
            Some(NodeKind::Element(_)) => true,
            Some(NodeKind::Text(text)) => text.trim().is_empty(),
            _ => false,
        })
    }
}
