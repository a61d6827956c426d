//! Bulk requests (RFC 7644 §3.7): reading them, the order that their references ask for, and the answer.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use crate::error::{Result, ScimError};
use crate::limits::MAX_OPERATIONS;
use crate::path::excerpt;
use crate::schema::ResourceType;

/// The schema of a bulk request.
pub const REQUEST_URN: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
/// The schema of the answer.
pub const RESPONSE_URN: &str = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

const REFERENCE: &str = "bulkId:";

/// A bulk request.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkRequest {
    /// After how many failed operations the rest is left undone; `None` does all.
    pub fail_on_errors: Option<u64>,
    /// The operations as they were sent.
    pub operations: Vec<BulkOperation>,
}

/// One operation of a bulk request.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkOperation {
    /// What to do.
    pub method: Method,
    /// To which type of resource.
    pub resource_type: ResourceType,
    /// To which resource: its id, or `bulkId:` and the name of an earlier POST; `None` for a POST.
    pub id: Option<String>,
    /// The client's name for what a POST makes.
    pub bulk_id: Option<String>,
    /// Version that the resource must have, as in `If-Match`.
    pub version: Option<String>,
    /// The body; `null` for a DELETE.
    pub data: Value,
}

/// Methods that a bulk operation may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Make a resource.
    Post,
    /// Replace it.
    Put,
    /// Change it.
    Patch,
    /// Remove it.
    Delete,
}

/// What became of one operation.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkResult {
    /// What was done.
    pub method: Method,
    /// The client's name for it.
    pub bulk_id: Option<String>,
    /// URL of the resource; `None` only for a POST that failed.
    pub location: Option<String>,
    /// Version that the resource has now.
    pub version: Option<String>,
    /// HTTP status.
    pub status: u16,
    /// The error body; `None` where it succeeded.
    pub response: Option<Value>,
}

impl Method {
    /// The method as it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    fn read(word: &str) -> Option<Self> {
        [Self::Post, Self::Put, Self::Patch, Self::Delete]
            .into_iter()
            .find(|method| method.as_str().eq_ignore_ascii_case(word))
    }
}

impl BulkRequest {
    /// Reads the body of a bulk request.
    ///
    /// # Errors
    /// `invalidSyntax` or `invalidPath` for an operation that can't be read, 413 for more than [`MAX_OPERATIONS`].
    pub fn parse(body: &Value) -> Result<Self> {
        let operations = body.get("Operations").and_then(Value::as_array);
        let operations = operations
            .ok_or_else(|| ScimError::invalid_syntax("The body of a bulk request needs `Operations`, a list."))?;
        if operations.len() > MAX_OPERATIONS {
            return Err(ScimError::too_large("operations", MAX_OPERATIONS));
        }
        let operations = operations.iter().map(BulkOperation::parse).collect::<Result<_>>()?;
        let fail_on_errors = body.get("failOnErrors").and_then(Value::as_u64).filter(|limit| *limit > 0);
        Ok(Self { fail_on_errors, operations })
    }

    /// Indexes of the operations in the order to do them: the client's, except that one that refers to a later POST
    /// waits for it. Operations that refer to each other in a circle come last, as sent; their references then can't be
    /// resolved.
    #[must_use]
    pub fn execution_order(&self) -> Vec<usize> {
        let made_by: HashMap<&str, usize> = self
            .operations
            .iter()
            .enumerate()
            .filter_map(|(index, operation)| {
                operation
                    .bulk_id
                    .as_deref()
                    .filter(|_| operation.method == Method::Post)
                    .map(|bulk_id| (bulk_id, index))
            })
            .collect();
        let waits_for: Vec<BTreeSet<usize>> = self
            .operations
            .iter()
            .enumerate()
            .map(|(index, operation)| {
                operation
                    .references()
                    .into_iter()
                    .filter_map(|name| made_by.get(name).copied())
                    .filter(|other| *other != index)
                    .collect()
            })
            .collect();
        let mut done = BTreeSet::new();
        let mut order = Vec::with_capacity(self.operations.len());
        while let Some(next) =
            (0..waits_for.len()).find(|index| !done.contains(index) && waits_for[*index].is_subset(&done))
        {
            done.insert(next);
            order.push(next);
        }
        order.extend((0..waits_for.len()).filter(|index| !done.contains(index)));
        order
    }

    /// Whether so many failures end the request.
    #[must_use]
    pub fn is_over_after(&self, failures: u64) -> bool {
        self.fail_on_errors.is_some_and(|limit| failures >= limit)
    }
}

impl BulkOperation {
    fn parse(sent: &Value) -> Result<Self> {
        let text = |name: &str| sent.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let word = text("method").unwrap_or_default();
        let method = Method::read(word).ok_or_else(|| {
            ScimError::invalid_syntax(format!(
                "The method \"{}\" can't be used in bulk. Use POST, PUT, PATCH or DELETE.",
                excerpt(word)
            ))
        })?;
        let (resource_type, id) = target(method, text("path").unwrap_or_default())?;
        let data = sent.get("data").cloned().unwrap_or_default();
        if data.is_null() && method != Method::Delete {
            return Err(ScimError::invalid_syntax(format!(
                "A {} in bulk needs `data`, the body of the operation.",
                method.as_str()
            )));
        }
        if method == Method::Post && text("bulkId").is_none() {
            return Err(ScimError::invalid_syntax("A POST in bulk needs a `bulkId`, a name of the client's choice."));
        }
        let owned = |name: &str| text(name).map(str::to_owned);
        Ok(Self { method, resource_type, id, bulk_id: owned("bulkId"), version: owned("version"), data })
    }

    /// Names of the POSTs whose ids this operation needs.
    fn references(&self) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        found.extend(self.id.as_deref().and_then(|id| id.strip_prefix(REFERENCE)));
        collect_references(&self.data, &mut found);
        found
    }

    /// The operation with each `bulkId:NAME` replaced by the id in `ids`.
    ///
    /// # Errors
    /// 409 for a name that isn't there: its POST failed, or refers back to this one.
    pub fn resolve(&self, ids: &HashMap<String, String>) -> Result<Self> {
        let id = self.id.as_deref().map(|id| resolve_text(id, ids)).transpose()?;
        Ok(Self { id, data: resolve_value(&self.data, ids)?, ..self.clone() })
    }
}

fn target(method: Method, path: &str) -> Result<(ResourceType, Option<String>)> {
    let (endpoint, id) = match path.trim_start_matches('/').split_once('/') {
        Some((endpoint, id)) => (endpoint, Some(id.trim_end_matches('/')).filter(|id| !id.is_empty())),
        None => (path.trim_start_matches('/'), None),
    };
    let found = ResourceType::ALL
        .into_iter()
        .find(|kind| kind.endpoint().trim_start_matches('/').eq_ignore_ascii_case(endpoint));
    match (found, id) {
        (Some(resource_type), None) if method == Method::Post => Ok((resource_type, None)),
        (Some(resource_type), Some(id)) if method != Method::Post && !id.contains('/') => {
            Ok((resource_type, Some(id.to_owned())))
        }
        _ => Err(ScimError::invalid_path(format!(
            "\"{}\" isn't where a {} goes. Use `/Users` or `/Groups`, with the id after it unless it is a POST.",
            excerpt(path),
            method.as_str()
        ))),
    }
}

fn collect_references<'v>(value: &'v Value, found: &mut BTreeSet<&'v str>) {
    match value {
        Value::String(text) => found.extend(text.strip_prefix(REFERENCE)),
        Value::Array(elements) => elements.iter().for_each(|element| collect_references(element, found)),
        Value::Object(members) => members.values().for_each(|member| collect_references(member, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn resolve_value(value: &Value, ids: &HashMap<String, String>) -> Result<Value> {
    Ok(match value {
        Value::String(text) => Value::String(resolve_text(text, ids)?),
        Value::Array(elements) => elements.iter().map(|element| resolve_value(element, ids)).collect::<Result<_>>()?,
        Value::Object(members) => {
            let resolved = members.iter().map(|(key, member)| Ok((key.clone(), resolve_value(member, ids)?)));
            Value::Object(resolved.collect::<Result<_>>()?)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    })
}

fn resolve_text(text: &str, ids: &HashMap<String, String>) -> Result<String> {
    let Some(name) = text.strip_prefix(REFERENCE) else { return Ok(text.to_owned()) };
    ids.get(name).cloned().ok_or_else(|| {
        ScimError::new(
            409,
            format!(
                "The reference \"bulkId:{}\" leads to nothing: its POST failed, is missing, or \
                refers back to this operation. Send it again with the real id.",
                excerpt(name)
            ),
        )
    })
}

impl BulkResult {
    fn to_json(&self) -> Value {
        let mut result = Map::new();
        result.insert("method".into(), self.method.as_str().into());
        let texts = [("bulkId", &self.bulk_id), ("version", &self.version), ("location", &self.location)];
        for (name, text) in texts {
            result.extend(text.as_ref().map(|text| (name.to_owned(), Value::from(text.clone()))));
        }
        result.insert("status".into(), self.status.to_string().into());
        result.extend(self.response.as_ref().map(|response| ("response".to_owned(), response.clone())));
        Value::Object(result)
    }
}

/// The body of the answer.
#[must_use]
pub fn response(results: &[BulkResult]) -> Value {
    let mut body = Map::new();
    body.insert("schemas".into(), vec![RESPONSE_URN].into());
    body.insert("Operations".into(), results.iter().map(BulkResult::to_json).collect());
    Value::Object(body)
}
