//! How an explanation reads.

use keyfold_authz::{Chain, Change, Person, PersonState, Policy, explain, who_reaches};
use keyfold_model::{Fence, FolderId, Grant, GrantId, GroupId, Level, PartnerId, Reach, SiteRole, Subject, UserId};

const ANN: UserId = UserId(1);
const PAT: UserId = UserId(2);
const ROOT_ADMIN: UserId = UserId(3);
const STAFF: GroupId = GroupId(10);
const ACME: PartnerId = PartnerId(20);

fn chain(ids: &[i64]) -> Chain {
    Chain::new(ids.iter().copied().map(FolderId).collect()).expect("a chain from the root")
}

fn person(id: UserId, role: SiteRole, partner: Option<PartnerId>) -> Change {
    Change::PersonSet(Person { id, state: PersonState::Alive, role, partner })
}

fn grant(id: i64, on: &[i64], subject: Subject, level: Level, reach: Reach) -> Change {
    let chain = chain(on);
    Change::GrantAdded { grant: Grant { id: GrantId(id), folder: chain.folder(), subject, level, reach }, chain }
}

/// Folder 3 lies in folder 2, which lies in the root, and has a fence.
fn policy() -> Policy {
    Policy::build([
        person(ANN, SiteRole::ReadOnlyAdmin, None),
        person(PAT, SiteRole::Member, Some(ACME)),
        person(ROOT_ADMIN, SiteRole::Admin, None),
        Change::MemberAdded { user: ANN, group: STAFF },
        Change::PartnerSet { partner: ACME, chain: chain(&[1, 2]) },
        Change::FenceSet { chain: chain(&[1, 2, 3]), fence: Some(Fence::AllExceptAdmin) },
        grant(100, &[1], Subject::Group(STAFF), Level::Full, Reach::Tree),
        grant(101, &[1, 2], Subject::User(ANN), Level::List, Reach::Folder),
        grant(102, &[1, 2, 3], Subject::Group(STAFF), Level::WriteOnly, Reach::Tree),
        grant(103, &[1], Subject::Partner(ACME), Level::Admin, Reach::Tree),
    ])
}

#[test]
fn an_explanation_names_what_gives_and_what_stops() {
    let place = chain(&[1, 2, 3]);
    let explanation = explain(&policy(), ANN, place.place());
    let mut json = serde_json::to_value(&explanation).expect("plain data");
    let sources = json["sources"].as_array_mut().expect("ten of them");
    assert_eq!(sources.len(), 10);
    sources.retain(|source| source["given_by"].as_array().is_some_and(|given_by| !given_by.is_empty()));
    insta::assert_snapshot!(serde_json::to_string_pretty(&json).expect("plain data"));
}

#[test]
fn everyone_who_reaches_a_folder_is_listed_with_how() {
    let place = chain(&[1, 2, 3]);
    insta::assert_snapshot!(serde_json::to_string_pretty(&who_reaches(&policy(), place.place())).expect("plain data"));
}

#[test]
fn a_partner_is_told_what_is_withheld() {
    let (inside, outside) = (chain(&[1, 2, 3]), chain(&[1, 4]));
    let limits = [inside, outside].map(|place| explain(&policy(), PAT, place.place()).partner);
    insta::assert_snapshot!(serde_json::to_string(&limits).expect("plain data"));
}
