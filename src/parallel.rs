//! Work shared among the processors.

use std::panic::resume_unwind;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::{Builder, available_parallelism, scope};

/// How many threads work at most: beyond it, what has to be done by one alone decides.
const MOST: usize = 16;

/// So many manifests are soon done.
pub const LITTLE: usize = 2;

/// As much room as the main thread has, in bytes.
const STACK: usize = 8 << 20;

/// What `make` gives for each piece of work, in the order of the pieces. Which thread does which is left to chance, so
/// that `make` must not depend on it. `size` says how much there is to do: little needs no other thread, whose start costs
/// as much as to judge a plan.
pub fn map<T: Send, U: Send + Sync>(work: Vec<T>, size: usize, make: impl Fn(T) -> U + Sync) -> Vec<U> {
    map_with(work, size, || (), |(), piece| make(piece))
}

/// The same with something that each thread gets from `start` and has for itself.
pub fn map_with<T: Send, U: Send + Sync, Own>(
    work: Vec<T>,
    size: usize,
    start: impl Fn() -> Own + Sync,
    make: impl Fn(&Own, T) -> U + Sync,
) -> Vec<U> {
    let threads = if size > LITTLE { processors().min(work.len()).max(1) } else { 1 };
    let made: Vec<OnceLock<U>> = work.iter().map(|_| OnceLock::new()).collect();
    let work = Mutex::new(work.into_iter().zip(&made));
    let next = || work.lock().unwrap_or_else(PoisonError::into_inner).next();
    let take_part = || {
        let mut own = None;
        while let Some((piece, place)) = next() {
            let _first = place.set(make(own.get_or_insert_with(&start), piece));
        }
    };
    spread(threads, &take_part);
    drop(work);
    made.into_iter().map(|place| place.into_inner().expect("each piece was taken")).collect()
}

/// Does the same on several threads at once: one function for all kinds of work, since starting threads takes many bytes.
fn spread(threads: usize, take_part: &(dyn Fn() + Sync)) {
    scope(|scope| {
        let start = |_| Builder::new().stack_size(STACK).spawn_scoped(scope, take_part);
        // Where the system gives no more threads, those that are there do it.
        let others: Vec<_> = (1..threads).map_while(|at| start(at).ok()).collect();
        take_part();
        for other in others {
            other.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
    });
}

fn processors() -> usize {
    static PROCESSORS: OnceLock<usize> = OnceLock::new();
    *PROCESSORS.get_or_init(|| available_parallelism().map_or(1, |count| count.get().min(MOST)))
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn the_order_stays() {
        assert_eq!(
            map((0..1000).collect(), 1000, |one: u32| one * 2),
            (0..2000).step_by(2).collect::<Vec<_>>()
        );
        assert!(map(Vec::<u32>::new(), 9, |one| one).is_empty());
    }

    #[test]
    fn a_panic_is_passed_on() {
        let all = std::panic::catch_unwind(|| map((0..100).collect(), 100, |one: u32| assert!(one != 77)));
        assert!(all.is_err());
    }
}
