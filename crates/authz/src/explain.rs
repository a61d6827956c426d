//! Why someone reaches a folder, and who does: folds of the same verdicts that decide.

use std::collections::BTreeSet;

use keyfold_model::{Capability, CapabilitySet, FolderId, Grant, PartnerId, SiteRole, Subject, UserId};
use serde::Serialize;

use crate::{
    Place, Policy,
    decide::{Verdict, Visit, judge},
    ground::Shared,
    place::Spot,
    standing::{Standing, Who},
};

/// What decided, before any grant was looked at (rule 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Nobody of that id is known: nothing.
    UnknownUser,
    /// The user is disabled: nothing, whatever was granted.
    DisabledUser,
    /// Site admin: everything, everywhere, through every fence.
    SiteAdmin,
    /// Read-only site admin: the role gives no content, grants decide.
    ReadOnlySiteAdmin,
    /// Grants decide.
    Grants,
}

/// Why a person has what they have in a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Who.
    pub user: UserId,
    /// Where.
    pub folder: Option<FolderId>,
    /// What decided first.
    pub basis: Basis,
    /// For a partner's person: how the partner limits them.
    pub partner: Option<PartnerLimit>,
    /// What the person has: as [`Policy::capabilities`] says.
    pub capabilities: CapabilitySet,
    /// Whether the person may know of the folder: as [`Policy::visible`] says.
    pub visible: bool,
    /// All ten capabilities, and where each comes from: from nowhere, if the person doesn't have it.
    pub sources: Vec<CapabilitySources>,
    /// Every grant to the person on the folder and above it, from the deepest up, with what it means here. Empty where
    /// grants don't decide.
    pub grants: Vec<JudgedGrant>,
}

/// Where one capability comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CapabilitySources {
    /// Which.
    pub capability: Capability,
    /// Each of them would be enough.
    pub given_by: Vec<Source>,
}

/// Something that gives a capability.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The role of site admin.
    SiteAdmin,
    /// A grant. Its subject says through what the person holds it: themselves, a group, their partner, several groups.
    Grant(Grant),
}

/// A grant to the person, and what it means in the folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JudgedGrant {
    /// The grant. Its subject says through what the person holds it.
    pub grant: Grant,
    /// Whether it counts, or what stops it.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// How a partner limits its person (rule 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PartnerLimit {
    /// Which partner.
    pub partner: PartnerId,
    /// Its root; none if the partner is not set, and then every folder is outside.
    pub root: Option<FolderId>,
    /// What a person of the partner can't have in this folder, whatever is granted: everything, if it lies outside.
    pub withheld: CapabilitySet,
}

/// Someone who reaches a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reacher {
    /// Who.
    pub user: UserId,
    /// What they have there: as [`Policy::capabilities`] says, and never empty.
    pub capabilities: CapabilitySet,
    /// How and why: each thing that gives some of it, and what it gives.
    pub through: Vec<Giver>,
}

/// What gives someone capabilities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Giver {
    /// The role or grant.
    pub source: Source,
    /// What it gives here.
    pub gives: CapabilitySet,
}

/// Says what a person has in a folder, and why.
#[must_use]
pub fn explain(policy: &Policy, user: UserId, place: Place<'_>) -> Explanation {
    let standing = policy.people().standing(user);
    let grants = judged(policy, &standing, place);
    let givers = givers(&standing, &grants);
    Explanation {
        user,
        folder: place.folder(),
        basis: basis(policy, user, &standing),
        partner: partner_limit(&standing, place),
        capabilities: union(&givers),
        visible: policy.visible(user, place),
        sources: Capability::ALL.into_iter().map(|capability| sources(capability, &givers)).collect(),
        grants,
    }
}

/// Everyone who has something in a folder, how and why, sorted by id.
///
/// Those who only walk through to something below are not among them.
#[must_use]
pub fn who_reaches(policy: &Policy, place: Place<'_>) -> Vec<Reacher> {
    let people = policy.people();
    let mut candidates: BTreeSet<UserId> = people.site_admins().collect();
    for grant in place.0.iter().flat_map(|folder| policy.grants_on(*folder)) {
        match &grant.subject {
            Subject::User(user) => candidates.extend([*user]),
            Subject::Group(group) => candidates.extend(people.members_of(*group)),
            Subject::Partner(partner) => candidates.extend(people.people_of(*partner)),
            // Who is in all of the groups is in the first.
            Subject::AllOf(groups) => {
                candidates.extend(groups.first().into_iter().flat_map(|group| people.members_of(*group)));
            }
        }
    }
    candidates.into_iter().filter_map(|user| reacher(policy, user, place)).collect()
}

fn reacher(policy: &Policy, user: UserId, place: Place<'_>) -> Option<Reacher> {
    let standing = policy.people().standing(user);
    let through = givers(&standing, &judged(policy, &standing, place));
    let capabilities = union(&through);
    (!capabilities.is_empty()).then_some(Reacher { user, capabilities, through })
}

fn judged(policy: &Policy, standing: &Standing<'_>, place: Place<'_>) -> Vec<JudgedGrant> {
    let mut grants = Vec::new();
    if let Standing::Granted(who) = standing {
        let (spot, shared) = (Spot::Here(place), Shared { skeleton: policy.skeleton(), who: *who });
        judge(&shared, who.ceiling(spot), spot, Visit::All, |grant, verdict| {
            grants.push(JudgedGrant { grant: grant.clone(), verdict });
        });
    }
    grants
}

fn givers(standing: &Standing<'_>, grants: &[JudgedGrant]) -> Vec<Giver> {
    let role = match standing {
        Standing::SiteAdmin => Some(Giver { source: Source::SiteAdmin, gives: CapabilitySet::ALL }),
        Standing::Unknown | Standing::Disabled | Standing::Granted(_) => None,
    };
    let counted = grants.iter().filter_map(|judged| match judged.verdict {
        Verdict::Counts { gives } => Some(Giver { source: Source::Grant(judged.grant.clone()), gives }),
        Verdict::NotRecursive | Verdict::Fenced { .. } | Verdict::OutsidePartner => None,
    });
    role.into_iter().chain(counted).collect()
}

fn union(givers: &[Giver]) -> CapabilitySet {
    givers.iter().fold(CapabilitySet::NONE, |union, giver| union | giver.gives)
}

fn sources(capability: Capability, givers: &[Giver]) -> CapabilitySources {
    let given_by =
        givers.iter().filter(|giver| giver.gives.has(capability)).map(|giver| giver.source.clone()).collect();
    CapabilitySources { capability, given_by }
}

fn basis(policy: &Policy, user: UserId, standing: &Standing<'_>) -> Basis {
    match standing {
        Standing::Unknown => Basis::UnknownUser,
        Standing::Disabled => Basis::DisabledUser,
        Standing::SiteAdmin => Basis::SiteAdmin,
        Standing::Granted(_) => match policy.person(user).map(|person| person.role) {
            Some(SiteRole::ReadOnlyAdmin) => Basis::ReadOnlySiteAdmin,
            _ => Basis::Grants,
        },
    }
}

fn partner_limit(standing: &Standing<'_>, place: Place<'_>) -> Option<PartnerLimit> {
    let Standing::Granted(who @ Who { partner: Some(bounds), .. }) = standing else { return None };
    let withheld = CapabilitySet::ALL.without(who.ceiling(Spot::Here(place)));
    Some(PartnerLimit { partner: bounds.partner, root: bounds.root, withheld })
}
