//! PATCH of a group, without its members: what comes out is a list of changes, whose length is that of the request and
//! not of the group, so that a group of 50,000 takes one more member as fast as an empty one.

use serde_json::Value;

use super::{Assignment, PatchOp, Target, Verb};
use crate::canonical;
use crate::error::{Result, ScimError};
use crate::filter::{Filter, Literal, Operator};
use crate::group::{member_ids, missing_name};
use crate::limits::MAX_MEMBERS;
use crate::schema::{Attribute, ResourceType};

/// What a PATCH asks for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GroupPatch {
    /// The new name; `None` leaves it.
    pub display_name: Option<String>,
    /// What becomes of the directory's identifier.
    pub external_id: ExternalId,
    /// What becomes of the members, in this order. Adding a present one and removing an absent one are no errors.
    pub members: Vec<MemberChange>,
    /// Attributes that it names and this server doesn't know; they were left out.
    pub unknown: Vec<String>,
}

/// What becomes of `externalId`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ExternalId {
    /// It stays.
    #[default]
    Keep,
    /// It becomes this.
    Set(String),
    /// It goes.
    Clear,
}

/// One change of the membership.
#[derive(Debug, Clone, PartialEq)]
pub enum MemberChange {
    /// This one joins.
    Add(String),
    /// This one leaves.
    Remove(String),
    /// Everyone leaves.
    RemoveAll,
    /// Exactly these are members, each once.
    ReplaceAll(Vec<String>),
    /// Those leave that the filter matches; its paths are those of a member: `value`, `type`, `display`, `$ref`.
    RemoveMatching(Filter),
}

impl PatchOp {
    /// What the operations ask of the group with this id.
    ///
    /// # Errors
    /// `mutability` for read-only attributes, another `id` among them; `invalidValue` for a value of the wrong type or
    /// a missing name; `noTarget` for a change of members chosen by anything but their id; 413 for more than
    /// [`MAX_MEMBERS`].
    pub fn to_group_patch(&self, id: &str) -> Result<GroupPatch> {
        let mut patch = GroupPatch::default();
        let mut unknown = Vec::new();
        let mut room = MAX_MEMBERS;
        for assignment in self.assignments(ResourceType::Group, &mut unknown)? {
            match assignment.target(ResourceType::Group, id)? {
                Target::Attribute(location) => patch.take(&assignment, location.steps()[0], &mut room)?,
                Target::Unknown => unknown.push(assignment.path.to_string()),
                Target::Untouched => {}
            }
        }
        patch.unknown = unknown;
        Ok(patch)
    }
}

impl GroupPatch {
    fn take(&mut self, assignment: &Assignment<'_>, attribute: &'static Attribute, room: &mut usize) -> Result<()> {
        match attribute.name {
            "displayName" => {
                let name = text_value(assignment, attribute)?.filter(|name| !name.trim().is_empty());
                self.display_name = Some(name.ok_or_else(missing_name)?);
            }
            "externalId" => {
                self.external_id = text_value(assignment, attribute)?.map_or(ExternalId::Clear, ExternalId::Set);
            }
            _ => {
                let changes = member_changes(assignment)?;
                let named = changes.iter().map(MemberChange::size).sum();
                *room = room.checked_sub(named).ok_or_else(|| ScimError::too_large("members", MAX_MEMBERS))?;
                self.members.extend(changes);
            }
        }
        Ok(())
    }
}

impl MemberChange {
    fn size(&self) -> usize {
        match self {
            Self::Add(_) | Self::Remove(_) | Self::RemoveAll | Self::RemoveMatching(_) => 1,
            Self::ReplaceAll(ids) => ids.len(),
        }
    }
}

fn text_value(assignment: &Assignment<'_>, attribute: &'static Attribute) -> Result<Option<String>> {
    match (assignment.verb, assignment.value) {
        (Verb::Remove, _) | (_, None) => Ok(None),
        (Verb::Add | Verb::Replace, Some(value)) => {
            Ok(canonical::value_of(attribute, value)?.and_then(|value| value.as_str().map(str::to_owned)))
        }
    }
}

fn member_changes(assignment: &Assignment<'_>) -> Result<Vec<MemberChange>> {
    if let Some(filter) = &assignment.path.filter {
        return filtered_changes(assignment.verb, filter);
    }
    let ids = assignment.value.filter(|value| !value.is_null()).map(member_ids).transpose()?;
    Ok(match (assignment.verb, ids) {
        (Verb::Add, ids) => ids.unwrap_or_default().into_iter().map(MemberChange::Add).collect(),
        (Verb::Remove, Some(ids)) => ids.into_iter().map(MemberChange::Remove).collect(),
        (Verb::Replace, Some(ids)) if !ids.is_empty() => vec![MemberChange::ReplaceAll(ids)],
        (Verb::Replace, Some(_)) if names_nobody_it_meant(assignment.value) => {
            return Err(ScimError::invalid_value(
                "No element of `members` has a `value`. Send each member's id as {\"value\": \"ID\"}, or [] to empty \
                the group.",
            ));
        }
        (Verb::Remove | Verb::Replace, _) => vec![MemberChange::RemoveAll],
    })
}

/// A list of members without ids is a mistake, and must not empty the group as `[]` does.
fn names_nobody_it_meant(value: Option<&Value>) -> bool {
    value.is_some_and(|value| value.as_array().is_none_or(|elements| !elements.is_empty()))
}

fn filtered_changes(verb: Verb, filter: &Filter) -> Result<Vec<MemberChange>> {
    match (verb, ids_in(filter)) {
        (Verb::Remove, Some(ids)) => Ok(ids.into_iter().map(MemberChange::Remove).collect()),
        (Verb::Remove, None) => Ok(vec![MemberChange::RemoveMatching(filter.clone())]),
        (Verb::Add | Verb::Replace, Some(ids)) => Ok(ids.into_iter().map(MemberChange::Add).collect()),
        (Verb::Add | Verb::Replace, None) => Err(ScimError::no_target(format!(
            "`members[{filter}]` doesn't say which member is meant. Choose it by its id: members[value eq \"ID\"]."
        ))),
    }
}

/// The ids that a filter of `value eq` terms names; `None` for any other filter.
fn ids_in(filter: &Filter) -> Option<Vec<String>> {
    match filter {
        Filter::Compare(path, Operator::Eq, Literal::Text(id)) if path.is_plain("value") => Some(vec![id.clone()]),
        Filter::Or(terms) => terms.iter().map(ids_in).collect::<Option<Vec<_>>>().map(|ids| ids.concat()),
        Filter::Compare(..) | Filter::And(_) | Filter::Not(_) | Filter::Present(_) | Filter::ValuePath(..) => None,
    }
}
