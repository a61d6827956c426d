//! `/Users`.

mod change;
mod create;
mod delete;
mod find;
mod resource;

pub use change::{patch, replace};
pub use create::create;
pub use delete::delete;
pub use find::{find, list};
pub use resource::values_of;

use keyfold_model::ScimId;
use keyfold_scim::{ResourceType, Result, ScimError};

/// The id of a person in a URL. Only the spelling that this server gave out is one.
fn read_id(text: &str) -> Result<ScimId> {
    let id = text.parse::<ScimId>().ok().filter(|id| id.to_string() == text);
    id.ok_or_else(|| ScimError::not_found(ResourceType::User.name(), text))
}
