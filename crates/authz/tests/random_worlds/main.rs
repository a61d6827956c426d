//! Random companies with random histories: the policy that followed every change, the policy loaded afterwards, and an
//! evaluator that was written from the rules alone must answer alike, and every explanation must agree.

mod oracle;
mod world;

use std::collections::BTreeSet;

use keyfold_authz::{Basis, Change, Coverage, Policy, Source, Verdict, explain, who_reaches};
use keyfold_model::{Capability, CapabilitySet, Fence, FolderId, Grant, GrantId, Level, Reach, Subject, UserId};
use oracle::Words;
use proptest::prelude::*;
use world::{Act, World, act, users};

/// A world after a history, and the policy that followed it change by change.
fn live(acts: &[Act]) -> (World, Policy) {
    let (mut world, changes) = World::new();
    let start = Policy::build(changes);
    let policy = acts.iter().fold(start, |policy, act| follow(&policy, &world.act(act)));
    (world, policy)
}

fn follow(policy: &Policy, changes: &[Change]) -> Policy {
    changes.iter().fold(policy.clone(), |policy, change| policy.apply(change))
}

fn names(set: CapabilitySet) -> Words {
    set.iter().map(Capability::name).collect()
}

/// All answers of a policy about capabilities and visibility.
fn answers(world: &World, policy: &Policy) -> Vec<(UserId, FolderId, Words, bool)> {
    let mut answers = Vec::new();
    for user in users() {
        for folder in world.folders() {
            let chain = world.chain(folder);
            let capabilities = policy.capabilities(user, chain.place());
            answers.push((user, folder, names(capabilities), policy.visible(user, chain.place())));
        }
    }
    answers
}

fn expected(world: &World) -> Vec<(UserId, FolderId, Words, bool)> {
    let all = users().flat_map(|user| world.folders().into_iter().map(move |folder| (user, folder)));
    all.map(|(user, folder)| {
        (user, folder, oracle::capabilities(world, user, folder), oracle::visible(world, user, folder))
    })
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn following_changes_and_loading_afterwards_agree_with_the_rules(acts in prop::collection::vec(act(), 0..40)) {
        let (world, followed) = live(&acts);
        let expected = expected(&world);
        prop_assert_eq!(&answers(&world, &followed), &expected, "followed");
        prop_assert_eq!(&answers(&world, &Policy::build(world.load())), &expected, "loaded");
    }

    #[test]
    fn a_view_answers_as_the_policy_does(acts in prop::collection::vec(act(), 0..40)) {
        let (world, policy) = live(&acts);
        for user in users() {
            let view = policy.view(user);
            for folder in world.folders() {
                let chain = world.chain(folder);
                let place = chain.place();
                let (capabilities, visible) = (policy.capabilities(user, place), policy.visible(user, place));
                prop_assert_eq!(view.capabilities(place), capabilities);
                prop_assert_eq!(view.visible(place), visible);
                if let Some(parent) = place.parent() {
                    prop_assert_eq!(view.child_visible(parent, folder), visible);
                    prop_assert_eq!(view.children(parent).visible(folder), visible);
                    prop_assert_eq!(view.children(parent).capabilities(folder), capabilities);
                }
            }
        }
    }

    #[test]
    fn an_older_version_stays_as_it_was_and_views_follow_the_newer_ones(
        before in prop::collection::vec(act(), 0..30),
        after in prop::collection::vec(act(), 1..20),
    ) {
        let (mut world, policy) = live(&before);
        let (then, view) = (world.clone(), policy.view(UserId(1)));
        let mut views: Vec<_> = users().map(|user| policy.view(user)).collect();
        let answered = answers(&then, &policy);
        let mut newer = policy.clone();
        for act in &after {
            newer = follow(&newer, &world.act(act));
            views = views.iter().map(|view| view.refresh(&newer)).collect();
        }
        for (view, folder) in views.iter().flat_map(|view| world.folders().into_iter().map(move |folder| (view, folder))) {
            let chain = world.chain(folder);
            prop_assert_eq!(names(view.capabilities(chain.place())), oracle::capabilities(&world, view.user(), folder));
            prop_assert_eq!(view.visible(chain.place()), oracle::visible(&world, view.user(), folder));
        }
        prop_assert_eq!(answers(&then, &policy), answered);
        for folder in then.folders() {
            let chain = then.chain(folder);
            prop_assert_eq!(view.capabilities(chain.place()), policy.capabilities(UserId(1), chain.place()));
        }
        prop_assert_eq!(answers(&world, &newer), expected(&world));
    }

    #[test]
    fn explanations_agree_with_decisions(acts in prop::collection::vec(act(), 0..40)) {
        let (world, policy) = live(&acts);
        for folder in world.folders() {
            let chain = world.chain(folder);
            for user in users() {
                let explanation = explain(&policy, user, chain.place());
                prop_assert_eq!(explanation.capabilities, policy.capabilities(user, chain.place()));
                prop_assert_eq!(explanation.visible, policy.visible(user, chain.place()));
                for source in &explanation.sources {
                    prop_assert_eq!(!source.given_by.is_empty(), explanation.capabilities.has(source.capability));
                }
                for judged in &explanation.grants {
                    check_verdict(&world, user, folder, &judged.grant, judged.verdict)?;
                }
                let decides = explanation.basis == Basis::Grants
                    || explanation.basis == Basis::ReadOnlySiteAdmin;
                let on_the_way = world.grants.values().filter(|grant| {
                    oracle::matches(&world, user, grant) && world.upward(folder).contains(&grant.folder)
                });
                let on_the_way: BTreeSet<_> = on_the_way.filter(|_| decides).map(|grant| grant.id).collect();
                let judged: Vec<_> = explanation.grants.iter().map(|judged| judged.grant.id).collect();
                prop_assert_eq!(judged.len(), on_the_way.len(), "each grant is judged once");
                prop_assert_eq!(judged.into_iter().collect::<BTreeSet<_>>(), on_the_way);
            }
        }
    }

    #[test]
    fn who_reaches_a_folder_is_who_has_something_there(acts in prop::collection::vec(act(), 0..40)) {
        let (world, policy) = live(&acts);
        for folder in world.folders() {
            let chain = world.chain(folder);
            let found = who_reaches(&policy, chain.place());
            for reacher in &found {
                let given = reacher.through.iter().fold(CapabilitySet::NONE, |union, giver| union | giver.gives);
                prop_assert_eq!(given, reacher.capabilities);
                for giver in &reacher.through {
                    prop_assert!(!giver.gives.is_empty());
                    if let Source::Grant(grant) = &giver.source {
                        prop_assert!(oracle::counts(&world, grant, folder));
                    }
                }
            }
            let found: Vec<_> = found.iter().map(|reacher| (reacher.user, names(reacher.capabilities))).collect();
            let all = users().map(|user| (user, oracle::capabilities(&world, user, folder)));
            prop_assert_eq!(found, all.filter(|(_, words)| !words.is_empty()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn coverage_tells_whether_every_folder_below_is_held(
        acts in prop::collection::vec(act(), 0..40),
        capability in prop::sample::select(Capability::ALL.to_vec()),
    ) {
        let (world, policy) = live(&acts);
        let filled = oracle::with_plain_children(&world);
        for folder in world.folders() {
            let chain = world.chain(folder);
            for user in users() {
                let has = |world, below| oracle::capabilities(world, user, below).contains(capability.name());
                let lacking: Vec<_> = filled.tree(folder).into_iter().filter(|below| !has(&filled, *below)).collect();
                let about = format!("{user} {capability} {folder} {lacking:?}");
                match policy.coverage(user, chain.place(), capability) {
                    Coverage::Everywhere => prop_assert!(lacking.is_empty(), "{}", about),
                    Coverage::MissingIn(missing) => prop_assert!(lacking.contains(&missing), "{}", about),
                    Coverage::MissingInPlainChildrenOf(parents) => {
                        prop_assert!(!lacking.is_empty());
                        for below in world.tree(folder).into_iter().filter(|below| *below != folder) {
                            let in_bare = world.upward(below).iter().any(|above| {
                                oracle::is_plain(&world, *above)
                                    && world.parents.get(above).is_some_and(|parent| parents.contains(parent))
                            });
                            prop_assert_eq!(in_bare, lacking.contains(&below), "{}", about);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_policy_knows_no_more_folders_than_it_must(acts in prop::collection::vec(act(), 0..40)) {
        let (world, policy) = live(&acts);
        for folder in world.folders() {
            prop_assert_eq!(policy.is_plain(folder), oracle::is_plain(&world, folder), "{}", folder);
        }
    }
}

fn check_verdict(
    world: &World,
    user: UserId,
    folder: FolderId,
    grant: &Grant,
    verdict: Verdict,
) -> Result<(), TestCaseError> {
    let path = world.upward(folder);
    let between = path.iter().take_while(|above| **above != grant.folder);
    match verdict {
        Verdict::Counts { gives } => {
            prop_assert!(oracle::counts(world, grant, folder));
            prop_assert!(grant.level.capabilities().has_all(gives));
        }
        Verdict::NotRecursive => prop_assert!(grant.reach == Reach::Folder && grant.folder != folder),
        Verdict::Fenced { fence } => {
            prop_assert!(!oracle::counts(world, grant, folder));
            let stops = |below: &&FolderId| {
                let kind = world.fences.get(below);
                kind.is_some() && (grant.level != Level::Admin || kind == Some(&Fence::All))
            };
            prop_assert_eq!(between.filter(stops).last(), Some(&fence), "the first that it meets on its way down");
        }
        Verdict::OutsidePartner => {
            let partner = world.people.get(&user).and_then(|person| person.partner);
            let root = partner.and_then(|partner| world.partners.get(&partner));
            prop_assert!(partner.is_some() && root.is_none_or(|root| !path.contains(root)));
        }
    }
    Ok(())
}

#[test]
fn a_moved_folder_takes_its_grants_and_fences_along() {
    let (mut world, changes) = World::new();
    let mut policy = Policy::build(changes);
    let (ann, bob) = (UserId(1), UserId(2));
    let (team, deep, elsewhere) = (FolderId(3), FolderId(4), FolderId(9));
    for (folder, user, level) in [(team, ann, Level::Full), (FolderId::ROOT, bob, Level::ReadOnly)] {
        let grant = Grant { id: GrantId(folder.0), folder, subject: Subject::User(user), level, reach: Reach::Tree };
        policy = policy.apply(&Change::GrantAdded { grant, chain: world.chain(folder) });
    }
    policy = policy.apply(&Change::FenceSet { chain: world.chain(deep), fence: Some(Fence::All) });

    world.parents.insert(team, elsewhere);
    policy = policy.apply(&Change::FolderMoved { chain: world.chain(team) });

    let at = |user, folder| policy.capabilities(user, world.chain(folder).place());
    assert_eq!(at(ann, team), Level::Full.capabilities());
    assert_eq!(at(bob, team), Level::ReadOnly.capabilities());
    assert!(at(ann, deep).is_empty() && at(bob, deep).is_empty(), "the fence came along");
    assert!(policy.visible(ann, world.chain(elsewhere).place()), "what lies above it now leads to it");
    assert!(!policy.visible(ann, world.chain(FolderId(2)).place()), "what lay above it no longer does");
}

#[test]
fn a_removed_folder_comes_back_with_nothing_on_it() {
    let (world, changes) = World::new();
    let (ann, team, deep) = (UserId(1), FolderId(3), FolderId(4));
    let grant =
        Grant { id: GrantId(1), folder: team, subject: Subject::User(ann), level: Level::Full, reach: Reach::Tree };
    let granted = Change::GrantAdded { grant, chain: world.chain(team) };
    let policy = Policy::build(changes)
        .apply(&granted)
        .apply(&Change::FenceSet { chain: world.chain(deep), fence: Some(Fence::All) })
        .apply(&Change::FolderRemoved(team));
    assert!(policy.capabilities(ann, world.chain(team).place()).is_empty());
    assert_eq!((policy.fence_on(deep), policy.grants_on(team)), (None, [].as_slice()));

    let restored = policy.apply(&granted);
    assert_eq!(restored.capabilities(ann, world.chain(deep).place()), Level::Full.capabilities());
}
