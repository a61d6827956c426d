//! Every case of `vectors/permissions.json`, asked of everything that answers.

use std::collections::{BTreeMap, BTreeSet};

use keyfold_authz::{Chain, Change, Person, PersonState, Place, Policy, explain, who_reaches};
use keyfold_model::{
    Capability, CapabilitySet, Fence, FolderId, Grant, GrantId, GroupId, Level, PartnerId, Reach, SiteRole, Subject,
    UserId,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    capabilities: Vec<Capability>,
    levels: BTreeMap<Level, BTreeSet<Capability>>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    why: String,
    folders: Vec<String>,
    #[serde(default)]
    fences: BTreeMap<String, Fence>,
    #[serde(default)]
    groups: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    partners: BTreeMap<String, PartnerCase>,
    #[serde(default)]
    site_admins: Vec<String>,
    #[serde(default)]
    readonly_site_admins: Vec<String>,
    #[serde(default)]
    disabled: Vec<String>,
    grants: Vec<GrantCase>,
    expect: Vec<Expectation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartnerCase {
    root: String,
    members: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GrantCase {
    path: String,
    user: Option<String>,
    group: Option<String>,
    groups: Option<Vec<String>>,
    partner: Option<String>,
    level: Level,
    recursive: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expectation {
    user: String,
    path: String,
    capabilities: BTreeSet<Capability>,
    visible: bool,
}

/// Numbers for the names of one case.
struct Names<'a>(Vec<&'a str>);

impl<'a> Names<'a> {
    fn of(names: impl IntoIterator<Item = &'a String>) -> Self {
        let names: BTreeSet<&str> = names.into_iter().map(String::as_str).collect();
        Self(names.into_iter().collect())
    }

    fn number(&self, name: &str) -> i64 {
        let index = self.0.iter().position(|known| *known == name).unwrap_or_else(|| panic!("'{name}' is not named"));
        i64::try_from(index).expect("few names") + 1
    }
}

impl Case {
    fn users(&self) -> Names<'_> {
        Names::of(
            (self.groups.values().flatten())
                .chain(self.partners.values().flat_map(|partner| &partner.members))
                .chain(self.site_admins.iter().chain(&self.readonly_site_admins).chain(&self.disabled))
                .chain(self.grants.iter().filter_map(|grant| grant.user.as_ref()))
                .chain(self.expect.iter().map(|expectation| &expectation.user)),
        )
    }

    /// The root sorts first and is number 1: [`FolderId::ROOT`].
    fn folders(&self) -> Names<'_> {
        Names::of(&self.folders)
    }

    fn chain(&self, path: &str) -> Chain {
        let folders = self.folders();
        let above = path.match_indices('/').map(|(end, _)| &path[..end]);
        let mut paths: Vec<&str> = std::iter::once("").chain(above).chain([path]).collect();
        paths.dedup();
        Chain::new(paths.into_iter().map(|path| FolderId(folders.number(path))).collect())
            .expect("a chain from the root")
    }

    fn person(&self, name: &String) -> Person {
        let role = if self.site_admins.contains(name) {
            SiteRole::Admin
        } else if self.readonly_site_admins.contains(name) {
            SiteRole::ReadOnlyAdmin
        } else {
            SiteRole::Member
        };
        let partners = Names::of(self.partners.keys());
        let partner = self.partners.iter().find(|(_, partner)| partner.members.contains(name));
        Person {
            id: UserId(self.users().number(name)),
            state: if self.disabled.contains(name) { PersonState::Disabled } else { PersonState::Alive },
            role,
            partner: partner.map(|(partner, _)| PartnerId(partners.number(partner))),
        }
    }

    fn subject(&self, grant: &GrantCase) -> Subject {
        let groups = Names::of(self.groups.keys());
        match (&grant.user, &grant.group, &grant.groups, &grant.partner) {
            (Some(user), None, None, None) => Subject::User(UserId(self.users().number(user))),
            (None, Some(group), None, None) => Subject::Group(GroupId(groups.number(group))),
            (None, None, Some(list), None) => {
                Subject::AllOf(list.iter().map(|group| GroupId(groups.number(group))).collect())
            }
            (None, None, None, Some(partner)) => {
                Subject::Partner(PartnerId(Names::of(self.partners.keys()).number(partner)))
            }
            _ => panic!("a grant has exactly one subject"),
        }
    }

    fn changes(&self) -> Vec<Change> {
        let (users, groups) = (self.users(), Names::of(self.groups.keys()));
        let people = users.0.iter().map(|name| Change::PersonSet(self.person(&(*name).to_owned())));
        let members = self.groups.iter().flat_map(|(group, members)| {
            let group = GroupId(groups.number(group));
            members.iter().map(move |user| (user, group))
        });
        let members = members.map(|(user, group)| Change::MemberAdded { user: UserId(users.number(user)), group });
        let partner_names = Names::of(self.partners.keys());
        let partners = self.partners.iter().map(|(name, partner)| Change::PartnerSet {
            partner: PartnerId(partner_names.number(name)),
            chain: self.chain(&partner.root),
        });
        let fences =
            self.fences.iter().map(|(path, fence)| Change::FenceSet { chain: self.chain(path), fence: Some(*fence) });
        let grants = self.grants.iter().zip(1..).map(|(grant, id)| {
            let chain = self.chain(&grant.path);
            let reach = if grant.recursive { Reach::Tree } else { Reach::Folder };
            let (folder, subject) = (chain.folder(), self.subject(grant));
            Change::GrantAdded { grant: Grant { id: GrantId(id), folder, subject, level: grant.level, reach }, chain }
        });
        people.chain(members).chain(partners).chain(fences).chain(grants).collect()
    }
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("vectors/permissions.json")).expect("the vectors are well formed")
}

#[test]
fn every_expectation_of_every_world_holds() {
    let vectors = vectors();
    let mut expectations = 0;
    for case in &vectors.cases {
        let changes = case.changes();
        let built = Policy::build(changes.clone());
        let stepped = changes.iter().fold(Policy::default(), |policy, change| policy.apply(change));
        for expectation in &case.expect {
            expectations += 1;
            for policy in [&built, &stepped] {
                check(policy, case, expectation);
            }
        }
    }
    assert_eq!(
        (vectors.cases.len(), expectations),
        (42, 108),
        "cases were lost or added: change the numbers with care"
    );
}

fn check(policy: &Policy, case: &Case, expectation: &Expectation) {
    let Expectation { user: name, path, visible, .. } = expectation;
    let about = format!("{} ({}): {name} in '{path}'", case.name, case.why);
    let (user, chain) = (UserId(case.users().number(name)), case.chain(path));
    let place = chain.place();
    let expected: CapabilitySet = expectation.capabilities.iter().copied().collect();
    let view = policy.view(user);

    assert_eq!(policy.capabilities(user, place), expected, "{about}");
    assert_eq!(view.capabilities(place), expected, "{about}, by view");
    assert_eq!(explain(policy, user, place).capabilities, expected, "{about}, explained");
    let reacher = who_reaches(policy, place).into_iter().find(|reacher| reacher.user == user);
    assert_eq!(reacher.map(|reacher| reacher.capabilities).unwrap_or_default(), expected, "{about}, among all");

    assert_eq!(policy.visible(user, place), *visible, "visible, {about}");
    assert_eq!(view.visible(place), *visible, "visible, {about}, by view");
    if let (Some(parent), Some(folder)) = (place.parent(), place.folder()) {
        assert_eq!(view.child_visible(parent, folder), *visible, "visible, {about}, as a child");
        assert_eq!(view.children(parent).visible(folder), *visible, "visible, {about}, in a listing");
    }
}

#[test]
fn levels_and_capabilities_are_those_of_the_vectors() {
    let vectors = vectors();
    assert_eq!(vectors.capabilities, Capability::ALL);
    assert_eq!(vectors.levels.len(), Level::ALL.len());
    for (level, capabilities) in vectors.levels {
        assert_eq!(level.capabilities(), capabilities.into_iter().collect(), "{level}");
    }
}

#[test]
fn an_empty_chain_is_no_place() {
    let person = Person { id: UserId(1), state: PersonState::Alive, role: SiteRole::Member, partner: None };
    let grant = Grant {
        id: GrantId(1),
        folder: FolderId::ROOT,
        subject: Subject::User(UserId(1)),
        level: Level::Admin,
        reach: Reach::Tree,
    };
    let policy = Policy::build([Change::PersonSet(person), Change::GrantAdded { grant, chain: Chain::root() }]);
    assert!(policy.capabilities(UserId(1), Place(&[])).is_empty());
    assert!(!policy.visible(UserId(1), Place(&[])));
    assert!(!policy.view(UserId(1)).visible(Place(&[])));
}
