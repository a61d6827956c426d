//! How long a decision and a change take, in a company of 10,000 people, 1,000 groups and 100,000 grants.
//!
//! `cargo bench -p keyfold-authz` prints a table; targets are 0.2 µs (at most 1 µs) for a decision, 0.2 ms (at most
//! 1 ms) for a change.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use keyfold_authz::{Chain, Change, Person, PersonState, Place, Policy};
use keyfold_model::{Fence, FolderId, Grant, GrantId, GroupId, Level, Reach, SiteRole, Subject, UserId};

const PEOPLE: u64 = 10_000;
const GROUPS: u64 = 1_000;
const GROUPS_EACH: u64 = 12;
const GRANTS: u64 = 100_000;
const FENCES: u64 = 2_000;
const DECISIONS: usize = 200_000;
const BATCH: usize = 500;
/// Warm: 50 people ask about so many folders. Cold: anyone asks about any folder.
const WORKING_SET: usize = 500;

/// The same numbers on every run: splitmix64.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (word ^ (word >> 31)) % limit
    }

    fn id(&mut self, limit: u64) -> i64 {
        self.below(limit).cast_signed() + 1
    }
}

/// A tree, as the chain of each folder.
struct Shape {
    name: &'static str,
    folders: u64,
    /// The parent of folder `id` lies among the folders numbered `id / spread .. id / spread + 2`.
    spread: u64,
    /// All grants stand on so many folders, the first ones.
    granted: u64,
}

const SHAPES: [Shape; 3] = [
    Shape { name: "shallow (fan-out 20)", folders: 200_000, spread: 20, granted: 50_000 },
    Shape { name: "deep (fan-out 2)", folders: 200_000, spread: 2, granted: 50_000 },
    Shape { name: "crowded (100 folders)", folders: 200_000, spread: 20, granted: 100 },
];

impl Shape {
    fn chain(&self, folder: u64) -> Vec<FolderId> {
        let mut ids = vec![folder];
        let mut at = folder;
        while at > 1 {
            at = (at / self.spread).max(1);
            ids.push(at);
        }
        ids.into_iter().rev().map(|id| FolderId(id.cast_signed())).collect()
    }

    fn load(&self, numbers: &mut Numbers) -> Vec<Change> {
        let mut changes = Vec::new();
        for id in 1..=PEOPLE.cast_signed() {
            let id = UserId(id);
            let person = Person { id, state: PersonState::Alive, role: SiteRole::Member, partner: None };
            changes.push(Change::PersonSet(person));
            for _ in 0..GROUPS_EACH {
                changes.push(Change::MemberAdded { user: id, group: GroupId(numbers.id(GROUPS)) });
            }
        }
        let mut folders: Vec<_> = (0..GRANTS).map(|_| 1 + numbers.below(self.granted)).collect();
        folders.sort_unstable();
        changes.extend(folders.into_iter().zip(1..).map(|(folder, id)| self.grant(folder, GrantId(id), numbers)));
        for _ in 0..FENCES {
            let chain = Chain::new(self.chain(2 + numbers.below(self.folders - 2))).expect("a tree");
            changes.push(Change::FenceSet { chain, fence: Some(Fence::AllExceptAdmin) });
        }
        changes
    }

    fn grant(&self, folder: u64, id: GrantId, numbers: &mut Numbers) -> Change {
        let chain = Chain::new(self.chain(folder)).expect("a tree");
        let subject = match numbers.below(10) {
            0..=3 => Subject::User(UserId(numbers.id(PEOPLE))),
            4..=8 => Subject::Group(GroupId(numbers.id(GROUPS))),
            _ => Subject::AllOf(vec![GroupId(numbers.id(GROUPS)), GroupId(numbers.id(GROUPS))]),
        };
        let level = Level::ALL[usize::try_from(numbers.below(9)).expect("below nine")];
        let reach = if numbers.below(8) == 0 { Reach::Folder } else { Reach::Tree };
        Change::GrantAdded { grant: Grant { id, folder: chain.folder(), subject, level, reach }, chain }
    }
}

fn main() {
    println!("{PEOPLE} people in {GROUPS_EACH} of {GROUPS} groups, {GRANTS} grants, {FENCES} fences\n");
    println!(
        "| tree | depth | load | decision | the same, cold | decision by view | the same, cold | visible, view | entry of a listing | making a view | refreshing it | change, median | p99 |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for shape in SHAPES {
        measure(&shape);
    }
}

fn measure(shape: &Shape) {
    let mut numbers = Numbers(42);
    let changes = shape.load(&mut numbers);
    let started = Instant::now();
    let policy = Policy::build(changes);
    let load = started.elapsed();

    let asked: Vec<_> = (0..DECISIONS).map(|_| shape.chain(1 + numbers.below(shape.folders))).collect();
    let depth = asked.iter().map(Vec::len).sum::<usize>() / asked.len();
    let users: Vec<_> = (0..DECISIONS).map(|_| UserId(numbers.id(PEOPLE))).collect();
    let cold = each(DECISIONS, |index| policy.capabilities(users[index], Place(&asked[index])));
    let warm = each(DECISIONS, |index| policy.capabilities(users[index % 50], Place(&asked[index % WORKING_SET])));

    let started = Instant::now();
    let views: Vec<_> = users[..200].iter().map(|user| policy.view(*user)).collect();
    let making = started.elapsed() / 200;
    let touched_nobody = policy.apply(&Change::GrantRemoved(GrantId(0)));
    let refreshing = each(10 * BATCH, |index| views[index % views.len()].refresh(&touched_nobody));
    let view_cold = each(DECISIONS, |index| views[index % views.len()].capabilities(Place(&asked[index])));
    let view_warm = each(DECISIONS, |index| views[index % 50].capabilities(Place(&asked[index % WORKING_SET])));
    let visible = each(DECISIONS, |index| views[index % 50].visible(Place(&asked[index % WORKING_SET])));
    let children = views[0].children(Place(&asked[0]));
    let entry = each(DECISIONS, |index| children.visible(FolderId((index as i64) * 7)));
    let (median, slowest) = change_times(shape, policy, &mut numbers);
    println!(
        "| {} | {depth} | {load:.0?} | {warm:.0?} | {cold:.0?} | {view_warm:.0?} | {view_cold:.0?} | {visible:.0?} | {entry:.0?} | {making:.0?} | {refreshing:.0?} | \
         {median:.0?} | {slowest:.0?} |",
        shape.name
    );
}

/// The time of one question: the median over batches, so that a batch in which another process ran doesn't count.
fn each<T>(times: usize, mut question: impl FnMut(usize) -> T) -> Duration {
    let batch = |first| {
        let started = Instant::now();
        for index in first..first + BATCH {
            black_box(question(index));
        }
        started.elapsed()
    };
    let mut batches: Vec<_> = (0..times).step_by(BATCH).map(batch).collect();
    batches.sort_unstable();
    batches[batches.len() / 2] / u32::try_from(BATCH).expect("few")
}

/// Median and 99th percentile of single changes, each from a version that is still in use.
fn change_times(shape: &Shape, mut policy: Policy, numbers: &mut Numbers) -> (Duration, Duration) {
    let mut times = Vec::new();
    for index in 0..4_000_i64 {
        let id = GrantId(1_000_000 + index);
        let (user, group) = (UserId(numbers.id(PEOPLE)), GroupId(numbers.id(GROUPS)));
        let folder = 2 + numbers.below(shape.granted - 2);
        let chain = Chain::new(shape.chain(folder)).expect("a tree");
        let change = match index % 6 {
            0 => shape.grant(folder, id, numbers),
            1 => Change::GrantRemoved(GrantId(numbers.id(GRANTS))),
            2 => Change::MemberAdded { user, group },
            3 => Change::MemberRemoved { user, group },
            4 => Change::FenceSet { chain, fence: (numbers.below(2) == 0).then_some(Fence::All) },
            _ => {
                let person = Person { id: user, state: PersonState::Alive, role: SiteRole::Member, partner: None };
                Change::PersonSet(person)
            }
        };
        let before = policy.clone();
        let started = Instant::now();
        policy = before.apply(&change);
        times.push(started.elapsed());
    }
    times.sort_unstable();
    (times[times.len() / 2], times[times.len() * 99 / 100])
}
