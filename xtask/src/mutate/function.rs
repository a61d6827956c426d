//! Functions with several bodies, of which one is in force.

use std::{collections::BTreeMap, fs, ops::Range, path::Path};

use anyhow::{Context, Result, ensure};

use super::list::Mutation;

/// The environment variable that holds the number of the mutation in force.
pub const IN_FORCE: &str = "KEYFOLD_MUTATION";

const SWITCH: &str = r#"
/// The mutation in force.
pub(crate) fn mutation() -> Option<usize> {
    static IN_FORCE: std::sync::LazyLock<Option<usize>> =
        std::sync::LazyLock::new(|| std::env::var("KEYFOLD_MUTATION").ok()?.parse().ok());
    *IN_FORCE
}
"#;

/// The bodies of one function, by the number of the mutation.
type Bodies = BTreeMap<usize, String>;

/// The functions of a file that are mutated, by where their bodies begin.
type Functions = BTreeMap<usize, (Range<usize>, Bodies)>;

/// Builds every mutation into the sources at `root`.
pub fn build_in(root: &Path, mutations: &[Mutation]) -> Result<()> {
    let mut files: BTreeMap<&str, (String, Functions)> = BTreeMap::new();
    for (number, mutation) in mutations.iter().enumerate() {
        for edit in &mutation.edits {
            if !files.contains_key(edit.file.as_str()) {
                files.insert(&edit.file, (fs::read_to_string(root.join(&edit.file))?, BTreeMap::new()));
            }
            let (text, functions) = files.get_mut(edit.file.as_str()).context("just read")?;
            ensure!(text.matches(&edit.from).count() == 1, "{} does not hold once: {}", edit.file, edit.from);
            let body = body_around(text, text.find(&edit.from).unwrap_or_default())
                .with_context(|| format!("no function around: {}", edit.from))?;
            let original = text.get(body.clone()).context("a body")?.to_owned();
            ensure!(original.contains(&edit.from), "it leaves its function: {}", edit.from);
            let (_, bodies) = functions.entry(body.start).or_insert_with(|| (body, Bodies::new()));
            let mutated = bodies.entry(number).or_insert(original);
            *mutated = mutated.replacen(&edit.from, &edit.to, 1);
        }
    }
    for (file, (mut text, functions)) in files {
        for (_, (body, bodies)) in functions.into_iter().rev() {
            let original = text.get(body.clone()).context("a body")?.to_owned();
            text.replace_range(body, &several(&original, &bodies));
        }
        fs::write(root.join(file), text)?;
    }
    let lib = root.join("crates/saml/src/lib.rs");
    let text = fs::read_to_string(&lib)?;
    Ok(fs::write(lib, text + SWITCH)?)
}

fn several(original: &str, bodies: &Bodies) -> String {
    let arms: String = bodies.iter().map(|(number, body)| format!("Some({number}) => {{{body}}}\n")).collect();
    format!("match crate::mutation() {{\n{arms}_ => {{{original}}}\n}}\n")
}

/// What stands between the braces of the function around `place`, in code that rustfmt wrote: a function ends with a brace as
/// far in as it begins.
fn body_around(text: &str, place: usize) -> Option<Range<usize>> {
    let before = text.get(..place)?;
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    let mut start = line;
    loop {
        let rest = text.get(start..)?;
        let words = rest.trim_start_matches(' ');
        let words = words.strip_prefix("pub(crate) ").or(words.strip_prefix("pub(super) ")).unwrap_or(words);
        if words.strip_prefix("pub ").unwrap_or(words).starts_with("fn ") {
            let indent = rest.len() - rest.trim_start_matches(' ').len();
            let open = start + rest.find(" {\n")? + " {\n".len();
            let close = format!("\n{}}}\n", " ".repeat(indent));
            let end = open + text.get(open..)?.find(&close)? + 1;
            return (open..end).contains(&place).then_some(open..end);
        }
        start = text.get(..start.checked_sub(1)?)?.rfind('\n').map_or(0, |end| end + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_of_the_function_around_a_place_is_found() {
        let text = "impl A {\n    fn a(\n        b: u8,\n    ) -> u8 {\n        if b > 1 {\n            2\n        }\n    }\n\n    fn c() {\n        d\n    }\n}\n";
        let body = |place| text.get(body_around(text, text.find(place)?)?);
        assert_eq!(body("b > 1"), Some("        if b > 1 {\n            2\n        }\n"));
        assert_eq!(body("d\n"), Some("        d\n"));
        assert_eq!(body("impl"), None);
    }
}
