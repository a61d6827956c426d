//! From ids to the paths and names that people know.

use std::collections::HashMap;

use keyfold_model::{CapabilitySet, FolderId, Grant, Subject, VPath};
use keyfold_vfs::{JudgedGrant, Verdict};

use super::{ExplainedGrant, StoppedGrant, Through};
use crate::{Result, names::Names};

/// Puts what is said of one folder into words.
pub(super) struct Words {
    paths: HashMap<FolderId, VPath>,
}

impl Words {
    /// For the folder at the end of this way: its grants and fences stand on it and on those before it.
    pub fn new(way: Vec<(FolderId, VPath)>) -> Self {
        Self { paths: way.into_iter().collect() }
    }

    /// A grant that counts, with what it gives here.
    pub async fn counting(&self, judged: &JudgedGrant, names: &mut Names) -> Result<ExplainedGrant> {
        let gives = match judged.verdict {
            Verdict::Counts { gives } => gives,
            Verdict::NotRecursive | Verdict::Fenced { .. } | Verdict::OutsidePartner => CapabilitySet::NONE,
        };
        self.grant(&judged.grant, gives, names).await
    }

    /// A grant that something stops, with what stops it; nothing for one that counts.
    pub async fn stopped(&self, judged: &JudgedGrant, names: &mut Names) -> Result<Option<StoppedGrant>> {
        let (reason, fence) = match judged.verdict {
            Verdict::Counts { .. } => return Ok(None),
            Verdict::NotRecursive => ("not_recursive", None),
            Verdict::Fenced { fence } => ("fence", Some(fence)),
            Verdict::OutsidePartner => ("partner", None),
        };
        let grant = self.grant(&judged.grant, judged.grant.level.capabilities(), names).await?;
        Ok(Some(StoppedGrant { grant, reason, fence_path: fence.map(|folder| self.path(folder)) }))
    }

    /// A grant that gives this.
    pub async fn grant(&self, grant: &Grant, gives: CapabilitySet, names: &mut Names) -> Result<ExplainedGrant> {
        Ok(ExplainedGrant {
            permission_id: grant.id.0,
            path: self.path(grant.folder),
            permission: grant.level.into(),
            capabilities: gives.iter().map(|capability| capability.name()).collect(),
            through: through(&grant.subject, names).await?,
        })
    }

    fn path(&self, folder: FolderId) -> String {
        self.paths.get(&folder).map_or_else(|| folder.to_string(), |path| path.as_str().to_owned())
    }
}

async fn through(subject: &Subject, names: &mut Names) -> Result<Through> {
    Ok(match subject {
        Subject::User(user) => Through { kind: "user", ids: vec![user.0], names: vec![names.user(*user).await?] },
        Subject::Group(group) => Through { kind: "group", ids: vec![group.0], names: vec![names.group(*group).await?] },
        Subject::Partner(partner) => {
            Through { kind: "partner", ids: vec![partner.0], names: vec![partner.to_string()] }
        }
        Subject::AllOf(groups) => {
            let mut group_names = Vec::with_capacity(groups.len());
            for group in groups {
                group_names.push(names.group(*group).await?);
            }
            Through { kind: "all_of_groups", ids: groups.iter().map(|group| group.0).collect(), names: group_names }
        }
    })
}
