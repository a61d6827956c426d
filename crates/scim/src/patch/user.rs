//! PATCH of a user.

use super::edit::{Edit, edit};
use super::{Assignment, PatchOp, Target};
use crate::change::{Change, changes};
use crate::error::{Result, ScimError};
use crate::limits::MAX_PATCH_COST;
use crate::schema::ResourceType;
use crate::user::User;

/// What a PATCH makes of a user.
#[derive(Debug, Clone, PartialEq)]
pub struct UserPatch {
    /// The user after it.
    pub user: User,
    /// What it changed; empty where the user is as before.
    pub changes: Vec<Change>,
    /// Attributes that it names and this server doesn't know; they were left out.
    pub unknown: Vec<String>,
}

impl PatchOp {
    /// Applies the operations, in order, to a user. Removing `active` disables the person; `null` for it, or for another
    /// attribute that PUT keeps, in a value without a path leaves it.
    ///
    /// A value path that matches nothing makes the value where the filter says what it would be (`emails[type eq
    /// "work"]`), as Entra ID expects.
    ///
    /// # Errors
    /// `mutability` for read-only attributes, another `id` among them; `invalidValue` for a value of the wrong type or
    /// a user left without `userName`; `invalidPath` for a filter on what isn't a list; `noTarget` where a filter
    /// neither matches nor says what to make; 413 for more than [`MAX_PATCH_COST`]. Nothing is changed then.
    pub fn apply_to_user(&self, id: &str, user: &User) -> Result<UserPatch> {
        let mut unknown = Vec::new();
        let mut attributes = user.attributes().clone();
        let assignments = self.assignments(ResourceType::User, &mut unknown)?;
        if assignments.iter().map(Assignment::cost).sum::<usize>() > MAX_PATCH_COST {
            return Err(ScimError::too_large("operations, values and filter terms", MAX_PATCH_COST));
        }
        for assignment in assignments {
            match assignment.target(ResourceType::User, id)? {
                Target::Attribute(location) => {
                    let change = Edit {
                        verb: assignment.verb,
                        filter: assignment.path.filter.as_ref(),
                        value: assignment.value,
                    };
                    edit(&mut attributes, location.steps(), change)?;
                }
                Target::Unknown => unknown.push(assignment.path.to_string()),
                Target::Untouched => {}
            }
        }
        let patched = User::from_canonical(attributes)?;
        Ok(UserPatch { changes: changes(user, &patched), user: patched, unknown })
    }
}
