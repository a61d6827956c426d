//! A set that may say yes too often, and never no.

use std::{hash::Hasher as _, sync::Arc};

use crate::{holder::Holder, id_map::IdHasher};

/// Which holders the grants of a crowded folder may name. Most of a person's groups are not among them, and that is
/// learned from one bit each instead of a search.
#[derive(Clone, Default)]
pub(crate) struct Filter(Arc<[u64]>);

/// At one bit in sixteen set, about six of a hundred absent holders are searched for in vain.
const BITS_PER_HOLDER: usize = 16;

impl Filter {
    pub(crate) fn of(holders: impl ExactSizeIterator<Item = Holder>) -> Self {
        let words = (holders.len() * BITS_PER_HOLDER / 64).next_power_of_two();
        let mut bits = vec![0; words];
        for holder in holders {
            let (word, bit) = position(holder, words);
            bits[word] |= bit;
        }
        Self(bits.into())
    }

    pub(crate) fn may_have(&self, holder: Holder) -> bool {
        let (word, bit) = position(holder, self.0.len());
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }
}

/// Which word, and which bit of it. `words` is a power of two.
fn position(holder: Holder, words: usize) -> (usize, u64) {
    let mut hasher = IdHasher::default();
    hasher.write_i64(holder.word());
    let hash = hasher.finish();
    ((hash >> 6) as usize & words.wrapping_sub(1), 1 << (hash & 63))
}

#[cfg(test)]
mod tests {
    use keyfold_model::{GroupId, PartnerId, UserId};

    use super::*;

    fn holders(ids: std::ops::Range<i64>) -> Vec<Holder> {
        ids.flat_map(|id| {
            [
                Holder::User(UserId(id)),
                Holder::Group(GroupId(id)),
                Holder::Partner(PartnerId(id)),
                Holder::InList(GroupId(id)),
            ]
        })
        .collect()
    }

    #[test]
    fn what_was_put_in_is_always_found_and_little_else() {
        let filter = Filter::of(holders(0..1_000).into_iter());
        assert!(holders(0..1_000).into_iter().all(|holder| filter.may_have(holder)));
        let wrong = holders(1_000..2_000).into_iter().filter(|holder| filter.may_have(*holder)).count();
        assert!(wrong < 400, "{wrong} of 4,000 are too many");
    }

    #[test]
    fn an_empty_filter_has_nothing() {
        assert!(!Filter::default().may_have(Holder::User(UserId(1))));
    }
}
