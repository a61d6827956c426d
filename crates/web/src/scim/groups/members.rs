//! The members of a group, a thousand at a time.

use keyfold_identity::{DirectoryClient, Group as Row};
use keyfold_model::UserId;
use keyfold_scim::{Member, ResourceType, Result};

use crate::scim::{Scim, failure};

const PAGE: i64 = 1_000;

/// Whether members are shown with their names, which clients get on request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    Shown,
    LeftOut,
}

/// All of them.
pub async fn all(scim: &Scim, client: &DirectoryClient, group: &Row, names: Names) -> Result<Vec<Member>> {
    let mut members = Vec::new();
    let mut last = UserId(0);
    loop {
        let page = scim.directory.members(client, group.id, last, PAGE).await.map_err(failure::refusal)?;
        let whole = page.len() as i64 == PAGE;
        for member in page {
            last = member.user;
            members.push(Member {
                id: member.scim_id.to_string(),
                resource_type: ResourceType::User,
                location: scim.location(ResourceType::User.endpoint(), member.scim_id),
                display: Some(member.display).filter(|_| names == Names::Shown),
            });
        }
        if !whole {
            return Ok(members);
        }
    }
}
