//! The list in the documentation is the one in the code.

use std::{collections::HashSet, fmt::Write as _};

use keyfold_audit::{action, failure};

fn table(title: &str, words: &[(&str, &str)]) -> String {
    let mut text = format!("## {title}\n\n| word | meaning |\n|---|---|\n");
    for (word, meaning) in words {
        writeln!(text, "| `{word}` | {meaning} |").expect("a String takes it");
    }
    text
}

#[test]
fn the_documentation_lists_every_word() {
    let page = include_str!("../../../../docs/audit.md");
    for table in [table("Actions", action::ALL), table("Failure types", failure::ALL)] {
        assert!(page.contains(&table), "docs/audit.md must hold this:\n{table}");
    }
}

#[test]
fn no_word_has_two_meanings() {
    for words in [action::ALL, failure::ALL] {
        let distinct: HashSet<&str> = words.iter().map(|(word, _)| *word).collect();
        assert_eq!(distinct.len(), words.len());
    }
}
