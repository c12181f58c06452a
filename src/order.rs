//! Sorting in one function. Those of the standard library are compiled anew for each type and each key, ten kilobytes
//! at a time; here the places are sorted, and the values follow them. To collect into a tree sorts, too.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Sorts by `compare`; what is equal stays in its order.
pub fn by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    if items.len() < 2 {
        return;
    }
    let mut places: Vec<usize> = (0..items.len()).collect();
    sort(&mut places, &|one, other| compare(&items[one], &items[other]));
    // Each round of exchanges brings one cycle of places to rest.
    for start in 0..items.len() {
        let mut at = start;
        loop {
            let from = std::mem::replace(&mut places[at], at);
            if from == start {
                break;
            }
            items.swap(at, from);
            at = from;
        }
    }
}

/// Sorts by a key, which is made for each comparison; what is equal stays in its order.
pub fn by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    by(items, |one, other| key(one).cmp(&key(other)));
}

/// Sorts values as they compare.
pub fn ascending<T: Ord>(items: &mut [T]) {
    by(items, T::cmp);
}

/// Sorts values and leaves each once.
pub fn unique<T: Ord>(items: &mut Vec<T>) {
    ascending(items);
    items.dedup();
}

fn sort(places: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    places.sort_by(|one, other| compare(*one, *other));
}

/// A map of these pairs; of several for one key, the last stays.
pub fn map<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(pairs);
    map
}

/// A set of these values.
pub fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(items);
    set
}

/// Values by their keys, made at once and only looked up since: in the program it takes a fifth of a tree, which is
/// compiled anew for each type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sorted<K, V>(Vec<(K, V)>);

impl<K, V> Default for Sorted<K, V> {
    fn default() -> Self {
        Sorted(Vec::new())
    }
}

/// Of several for one key, the last stays.
impl<K: Ord, V> FromIterator<(K, V)> for Sorted<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut pairs: Vec<(K, V)> = pairs.into_iter().collect();
        by(&mut pairs, |(one, _), (other, _)| one.cmp(other));
        pairs.dedup_by(|later, kept| {
            let is_same = later.0 == kept.0;
            if is_same {
                std::mem::swap(later, kept);
            }
            is_same
        });
        pairs.shrink_to_fit();
        Sorted(pairs)
    }
}

/// The values of each key, in the order in which they came.
pub fn grouped<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> Sorted<K, Vec<V>> {
    let mut pairs: Vec<(K, V)> = pairs.into_iter().collect();
    by(&mut pairs, |(one, _), (other, _)| one.cmp(other));
    let mut groups: Vec<(K, Vec<V>)> = Vec::new();
    for (key, value) in pairs {
        match groups.last_mut() {
            Some((last, values)) if *last == key => values.push(value),
            _ => groups.push((key, vec![value])),
        }
    }
    Sorted(groups)
}

/// How often each key comes.
pub fn counts<K: Ord>(keys: impl IntoIterator<Item = K>) -> Sorted<K, usize> {
    let each = grouped(keys.into_iter().map(|key| (key, ())));
    Sorted(each.0.into_iter().map(|(key, times)| (key, times.len())).collect())
}

impl<K, V> IntoIterator for Sorted<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<K: Ord, V> Sorted<K, V> {
    /// The value of a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let at = self.0.binary_search_by(|(one, _)| one.borrow().cmp(key)).ok()?;
        Some(&self.0[at].1)
    }

    /// Is there a value of this key?
    pub fn has<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.get(key).is_some()
    }

    /// Is there none at all?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each key with its value, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// The keys, in their order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// The values, in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::Sorted;

    proptest! {
        #[test]
        fn looks_up_as_the_standard_library_does(pairs in proptest::collection::vec((0..20_u8, any::<u8>()), 0..40)) {
            let (ours, theirs): (Sorted<_, _>, BTreeMap<_, _>) = (pairs.iter().copied().collect(), pairs.into_iter().collect());
            prop_assert!(ours.iter().eq(theirs.iter()));
            for key in 0..=20 {
                prop_assert_eq!(ours.get(&key), theirs.get(&key));
            }
        }

        #[test]
        fn sorts_as_the_standard_library_does(items in proptest::collection::vec((0..9_u8, any::<String>()), 0..60)) {
            let (mut ours, mut theirs) = (items.clone(), items);
            super::by_key(&mut ours, |(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(&ours, &theirs);
            super::unique(&mut ours);
            theirs.sort();
            theirs.dedup();
            prop_assert_eq!(ours, theirs);
        }
    }
}
