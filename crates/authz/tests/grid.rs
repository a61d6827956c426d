//! The checked-in grid of what each level allows: a change of who may do what is seen in review.

use std::{env, fmt::Write as _, fs, path::Path};

use keyfold_authz::{Needs, Operation};
use keyfold_model::{CapabilitySet, Level};

const REGENERATE: &str = "KEYFOLD_WRITE_GRID";

#[test]
fn the_grid_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("grid.md");
    let grid = grid();
    if env::var_os(REGENERATE).is_some() {
        fs::write(&path, &grid).expect("grid.md can be written");
    }
    let checked_in = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        checked_in == grid,
        "crates/authz/grid.md differs from what the code allows. If the change is meant, run\n\
         {REGENERATE}=1 cargo test -p keyfold-authz --test grid\nand check in the file. The code says:\n{grid}"
    );
}

fn grid() -> String {
    let mut grid = String::from(
        "# Who may do what\n\n\
         Written by `crates/authz/tests/grid.rs` from `Operation::needs`. A mark means: someone with this level, and\n\
         nothing else, in every folder involved may do it.\n\n",
    );
    let levels: Vec<_> = Level::ALL.iter().map(|level| level.label()).collect();
    let _ = writeln!(grid, "| operation | needs | {} |", levels.join(" | "));
    let _ = writeln!(grid, "|---|---|{}", ":-:|".repeat(levels.len()));
    for operation in Operation::ALL {
        let needs = operation.needs();
        let marks = Level::ALL.map(|level| if needs.are_met_by(level.capabilities()) { "✓" } else { "" });
        let _ = writeln!(grid, "| {} | {} | {} |", operation.label(), words(needs), marks.join(" | "));
    }
    grid
}

fn words(needs: Needs) -> String {
    let target = (!needs.target.is_empty()).then(|| format!("{} in the target", names(needs.target)));
    let tree = needs.tree.map(|capability| format!("{capability} in it and every folder below"));
    [Some(names(needs.source)), target, tree].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn names(set: CapabilitySet) -> String {
    set.iter().map(|capability| capability.name()).collect::<Vec<_>>().join(" + ")
}
