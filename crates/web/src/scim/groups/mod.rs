//! `/Groups`.

mod change;
mod create;
mod delete;
mod find;
mod members;
mod resource;

pub use change::{patch, replace};
pub use create::create;
pub use delete::delete;
pub use find::{find, list};

use keyfold_identity::GroupEdited;
use keyfold_model::ScimId;
use keyfold_scim::{ResourceType, Result, ScimError};

use super::effects::{Effects, names};

/// The id of a group in a URL. Only the spelling that this server gave out is one.
fn read_id(text: &str) -> Result<ScimId> {
    let id = text.parse::<ScimId>().ok().filter(|id| id.to_string() == text);
    id.ok_or_else(|| ScimError::not_found(ResourceType::Group.name(), text))
}

/// Says who joined and who left.
fn say_members(effects: &mut Effects, edited: &GroupEdited) {
    let GroupEdited { group, joined, left, unknown, .. } = edited;
    if !joined.is_empty() {
        effects.say(format!("added {} to {}", names(joined), group.name));
    }
    if !left.is_empty() {
        effects.say(format!("removed {} from {}", names(left), group.name));
    }
    effects.say_skipped("member", unknown);
    effects.users.extend(joined.iter().chain(left).cloned());
}
