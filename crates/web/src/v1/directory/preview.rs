//! What a connection would make before it is started, as the API shows it.

use keyfold_identity::{Clash, ClashKind, PreviewReport, Started};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a connection would make if it were started now, out of what its directory has pushed so far.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DirectoryPreview {
    /// The whole in one sentence: `would make 120 people and 14 groups; 3 names clash`.
    pub says: String,
    /// People who would be made.
    pub people: usize,
    /// People whom sign-ins made and whom SCIM would take over.
    pub people_taken_over: usize,
    /// Those of them whom the directory says are switched off.
    pub switched_off: usize,
    /// Groups that would be made.
    pub groups: usize,
    /// Groups that sign-ins made and that SCIM would take over.
    pub groups_taken_over: usize,
    /// Memberships that would be made.
    pub memberships: usize,
    /// Names that somebody else has here.
    pub clashes: Vec<ClashingName>,
}

/// A name that somebody else has here.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClashingName {
    /// Whose name.
    pub kind: NameKind,
    /// The name, as the directory writes it.
    pub name: String,
    /// The label of the directory that the one is from who has it; nothing: made here.
    pub owner: Option<String>,
}

/// Whose name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// That of a person.
    Person,
    /// That of a group.
    Group,
}

/// How a connection is started.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct StartPreview {
    /// Whether those are left out whose names somebody else has here. Otherwise, with one of them, nothing is started.
    pub leave_out_clashes: Option<bool>,
}

/// What was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct StartedPreview {
    /// People made or taken over.
    pub people: usize,
    /// Groups made or taken over.
    pub groups: usize,
    /// People and groups that were left out, as their names clash.
    pub left_out: usize,
}

impl From<PreviewReport> for DirectoryPreview {
    fn from(report: PreviewReport) -> Self {
        Self {
            says: sentence(&report),
            people: report.people,
            people_taken_over: report.people_taken_over,
            switched_off: report.switched_off,
            groups: report.groups,
            groups_taken_over: report.groups_taken_over,
            memberships: report.memberships,
            clashes: report.clashes.into_iter().map(ClashingName::from).collect(),
        }
    }
}

impl From<Clash> for ClashingName {
    fn from(clash: Clash) -> Self {
        let kind = match clash.kind {
            ClashKind::Person => NameKind::Person,
            ClashKind::Group => NameKind::Group,
        };
        Self { kind, name: clash.name, owner: clash.owner }
    }
}

impl From<Started> for StartedPreview {
    fn from(started: Started) -> Self {
        Self { people: started.people, groups: started.groups, left_out: started.left_out }
    }
}

fn sentence(report: &PreviewReport) -> String {
    let mut says = format!("would make {} and {}", people(report.people), count(report.groups, "group"));
    let over = report.people_taken_over + report.groups_taken_over;
    if over > 0 {
        says.push_str(&format!(
            "; would take over {} and {}",
            people(report.people_taken_over),
            count(report.groups_taken_over, "group")
        ));
    }
    match report.clashes.len() {
        0 => {}
        1 => says.push_str("; 1 name clashes"),
        names => says.push_str(&format!("; {names} names clash")),
    }
    says
}

fn people(count: usize) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}

fn count(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_stands_in_one_sentence() {
        let clash = || Clash { kind: ClashKind::Person, name: "ann".into(), owner: None };
        let report = PreviewReport {
            people: 120,
            groups: 14,
            clashes: vec![clash(), clash(), clash()],
            ..PreviewReport::default()
        };
        assert_eq!(sentence(&report), "would make 120 people and 14 groups; 3 names clash");
        let report = PreviewReport { people: 1, groups_taken_over: 1, clashes: vec![clash()], ..Default::default() };
        assert_eq!(
            sentence(&report),
            "would make 1 person and 0 groups; would take over 0 people and 1 group; 1 name clashes"
        );
    }
}
