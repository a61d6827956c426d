//! Which bytes of a file were moved.

use std::ops::Range;

/// How many separate ranges are told apart. Beyond that, new ones that touch no other are forgotten: what is known stays
/// true, and is less.
const MAX_RANGES: usize = 256;

/// A set of byte ranges, sorted, none touching another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extents(Vec<Range<u64>>);

impl Extents {
    /// Everything up to `length`.
    pub(crate) fn up_to(length: u64) -> Self {
        let mut extents = Self::default();
        extents.add(0..length);
        extents
    }

    /// Adds a range.
    pub(crate) fn add(&mut self, range: Range<u64>) {
        if range.is_empty() {
            return;
        }
        if let [only] = self.0.as_mut_slice()
            && only.start <= range.start
            && range.start <= only.end
        {
            only.end = only.end.max(range.end);
            return;
        }
        let first = self.0.partition_point(|known| known.end < range.start);
        let last = self.0.partition_point(|known| known.start <= range.end);
        let touched = &self.0[first..last];
        let merged = match (touched.first(), touched.last()) {
            (Some(low), Some(high)) => low.start.min(range.start)..high.end.max(range.end),
            _ if self.0.len() >= MAX_RANGES => return,
            _ => range,
        };
        self.0.splice(first..last, [merged]);
    }

    /// Forgets what lies at `length` or after.
    pub(crate) fn cut(&mut self, length: u64) {
        self.0.retain(|range| range.start < length);
        if let Some(last) = self.0.last_mut() {
            last.end = last.end.min(length);
        }
    }

    /// How many bytes there are from the beginning without a gap.
    pub(crate) fn prefix(&self) -> u64 {
        self.0.first().filter(|range| range.start == 0).map_or(0, |range| range.end)
    }

    /// Whether every byte up to `length` is in the set.
    pub(crate) fn cover(&self, length: u64) -> bool {
        self.prefix() >= length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_touch_become_one() {
        let mut extents = Extents::default();
        for range in [10..20, 30..40, 20..30, 0..5, 5..10] {
            extents.add(range);
        }
        assert_eq!(extents.0.len(), 1);
        assert!(extents.cover(40) && !extents.cover(41));
    }

    #[test]
    fn a_gap_ends_what_is_there_from_the_start() {
        let mut extents = Extents::up_to(10);
        extents.add(15..20);
        assert_eq!(extents.prefix(), 10);
        extents.cut(7);
        assert_eq!(extents.prefix(), 7);
        let mut late = Extents::default();
        late.add(1..9);
        assert_eq!(late.prefix(), 0);
    }

    #[test]
    fn too_many_ranges_lose_some_and_never_invent_any() {
        let mut extents = Extents::up_to(1);
        for start in 1..=2 * MAX_RANGES as u64 {
            extents.add(start * 10..start * 10 + 1);
        }
        assert_eq!(extents.0.len(), MAX_RANGES);
        assert_eq!(extents.prefix(), 1);
    }
}
