//! Medians and rows.

use std::time::Duration;

/// One measured act: how long the client waited and what the server's processes used.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Wall time of the client.
    pub wall: Duration,
    /// CPU time of the server's process tree.
    pub cpu: Duration,
}

/// The median; of an even number the lower middle.
pub fn median<T: Copy + PartialOrd>(values: impl IntoIterator<Item = T>) -> Option<T> {
    let mut values: Vec<T> = values.into_iter().collect();
    values.sort_by(|left, right| left.partial_cmp(right).unwrap_or(std::cmp::Ordering::Equal));
    values.get(values.len().saturating_sub(1) / 2).copied()
}

/// Prints the head of the comparison.
pub fn print_head(title: &str) {
    println!("\n{title}");
    println!("{:<34}{:>11}{:>11}{:>8}{:>12}{:>12}{:>8}", "", "keyfold", "sshd", "ratio", "keyfold", "sshd", "ratio");
    println!("{:<34}{:>11}{:>11}{:>8}{:>12}{:>12}{:>8}", "", "wall s", "wall s", "", "server CPU", "server CPU", "");
}

/// Prints one row: medians of both, and the medians of the ratios pair by pair. CPU is divided by `units`.
pub fn print_row(name: &str, ours: &[Sample], theirs: &[Sample], units: f64) {
    let wall = |samples: &[Sample]| median(samples.iter().map(|sample| sample.wall.as_secs_f64())).unwrap_or(f64::NAN);
    let cpu =
        |samples: &[Sample]| median(samples.iter().map(|sample| sample.cpu.as_secs_f64() / units)).unwrap_or(f64::NAN);
    let ratio = |of: fn(&Sample) -> f64| {
        median(ours.iter().zip(theirs).map(|(our, their)| of(our) / of(their))).unwrap_or(f64::NAN)
    };
    println!(
        "{name:<34}{:>11.3}{:>11.3}{:>8.2}{:>12.3}{:>12.3}{:>8.2}",
        wall(ours),
        wall(theirs),
        ratio(|sample| sample.wall.as_secs_f64()),
        cpu(ours),
        cpu(theirs),
        ratio(|sample| sample.cpu.as_secs_f64()),
    );
}
