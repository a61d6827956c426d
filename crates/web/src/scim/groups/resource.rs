//! Between a group here and its SCIM resource.

use keyfold_identity::{DirectoryClient, Group as Row};
use keyfold_scim::{Group, Member, Meta, Projection, ResourceType, Result, Version};
use serde_json::Value;

use super::members::{self, Names};
use crate::scim::{Scim, answer::Answer, moment::moment};

/// The resource without its members.
pub fn read(row: &Row) -> Group {
    Group { display_name: row.name.clone(), external_id: row.external_id.clone() }
}

/// The version of a group.
pub fn version(row: &Row) -> Version {
    Version::new(row.version)
}

/// The resource as the client sees it. Its members are looked up only where they are wanted.
pub async fn render(scim: &Scim, client: &DirectoryClient, row: &Row, projection: &Projection) -> Result<Value> {
    let kind = ResourceType::Group;
    let names = if projection.names(kind, "members.display") { Names::Shown } else { Names::LeftOut };
    let wanted = projection.wants(kind, "members");
    let members = if wanted { Some(members::all(scim, client, row, names).await?) } else { None };
    Ok(rendered(scim, row, members.as_deref(), projection))
}

/// The resource with these members, if any are wanted.
pub fn rendered(scim: &Scim, row: &Row, members: Option<&[Member]>, projection: &Projection) -> Value {
    let kind = ResourceType::Group;
    let meta = Meta {
        id: row.scim_id.to_string(),
        location: scim.location(kind.endpoint(), row.scim_id),
        created: moment(row.created_at),
        last_modified: moment(row.updated_at),
        version: version(row),
    };
    projection.apply(kind, read(row).render(&meta, members))
}

/// 200 with the resource.
pub async fn answer(scim: &Scim, client: &DirectoryClient, row: &Row, projection: &Projection) -> Result<Answer> {
    Ok(Answer::ok(render(scim, client, row, projection).await?).with_version(&version(row)))
}
