//! What a started connection would make here.

use keyfold_db::{connections, groups, jit_groups, users};
use keyfold_model::ConnectionId;

use super::Previews;
use crate::{
    Error,
    directory::{Fate, fate, group_fate},
};

/// What would become of what was pushed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreviewReport {
    /// People who would be made.
    pub people: usize,
    /// People whom sign-ins through the connection made and whom SCIM would take over.
    pub people_taken_over: usize,
    /// Those of them whom the directory says are switched off.
    pub switched_off: usize,
    /// Groups that would be made.
    pub groups: usize,
    /// Groups that sign-ins through the connection made and that SCIM would take over.
    pub groups_taken_over: usize,
    /// Memberships that would be made.
    pub memberships: usize,
    /// Names that somebody else has here.
    pub clashes: Vec<Clash>,
}

/// A name that somebody else has here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Whose name.
    pub kind: ClashKind,
    /// The name, as the directory writes it.
    pub name: String,
    /// Where the one is from who has it: the label of another directory; none: made here.
    pub owner: Option<String>,
}

/// What clashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClashKind {
    /// A login name.
    Person,
    /// The name of a group.
    Group,
}

impl Previews {
    /// What the connection would make here if it were started now.
    ///
    /// # Errors
    /// The connection is not in preview.
    pub async fn report(&self, id: ConnectionId) -> Result<PreviewReport, Error> {
        self.previewing(id).await?;
        let pushed = self.sandbox(id).await?.pushed().await?;
        let db = &mut *self.acts.db.read().await?;
        let mut report = PreviewReport::default();
        for person in &pushed.people {
            let present = users::find_by_login(db, &person.login_folded).await?;
            match fate(present.as_ref(), id, person.external_id.as_deref()) {
                Fate::Make | Fate::Replace => report.people += 1,
                Fate::Adopt | Fate::Revive => report.people_taken_over += 1,
                Fate::Clash => {
                    let owner = owner(db, present.and_then(|user| user.connection)).await?;
                    report.clashes.push(Clash { kind: ClashKind::Person, name: person.login.clone(), owner });
                    continue;
                }
            }
            report.switched_off += usize::from(!person.active_in_directory);
        }
        for (group, members) in &pushed.groups {
            let present = groups::find_by_name(db, &group.name_folded).await?;
            let by_sign_in = match &present {
                Some(present) => jit_groups::contains(db, present.id).await?,
                None => false,
            };
            match group_fate(present.as_ref(), id, by_sign_in) {
                Fate::Make | Fate::Replace => report.groups += 1,
                Fate::Adopt | Fate::Revive => report.groups_taken_over += 1,
                Fate::Clash => {
                    let owner = owner(db, present.and_then(|group| group.connection)).await?;
                    report.clashes.push(Clash { kind: ClashKind::Group, name: group.name.clone(), owner });
                    continue;
                }
            }
            report.memberships += members.len();
        }
        Ok(report)
    }
}

async fn owner(db: &mut keyfold_db::Connection, of: Option<ConnectionId>) -> Result<Option<String>, Error> {
    let Some(id) = of else { return Ok(None) };
    Ok(connections::find(db, id).await?.map(|row| row.label))
}
