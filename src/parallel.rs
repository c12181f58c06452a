//! Work shared among the processors.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::{available_parallelism, scope, spawn};

use rayon_core::{ThreadPool, ThreadPoolBuilder};

/// How many threads work at most: beyond it, what has to be done by one alone decides.
pub const MOST: usize = 16;

/// So many manifests are soon done.
pub const LITTLE: usize = 2;

/// As much room as the main thread has, in bytes.
const STACK: usize = 8 << 20;

/// What `make` gives for each piece of work, in the order of the pieces. Which thread does which is left to chance, so
/// that `make` must not depend on it. `size` says how much there is to do: little needs no other thread, whose start costs
/// as much as to judge a plan.
pub fn map<T: Send, U: Send>(work: Vec<T>, size: usize, make: impl Fn(T) -> U + Sync) -> Vec<U> {
    map_with(work, size, || (), |(), piece| make(piece))
}

/// The same with something that each thread gets from `start` and has for itself.
pub fn map_with<T: Send, U: Send, Own>(
    work: Vec<T>,
    size: usize,
    start: impl Fn() -> Own + Sync,
    make: impl Fn(&Own, T) -> U + Sync,
) -> Vec<U> {
    let threads = if size > LITTLE { processors().min(work.len()).max(1) } else { 1 };
    let places: Vec<_> = work.into_iter().map(|piece| Mutex::new((Some(piece), None))).collect();
    let next = AtomicUsize::new(0);
    let take_part = || {
        let mut own = None;
        while let Some(place) = places.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
            let piece = place.0.take().expect("each is taken once");
            place.1 = Some(make(own.get_or_insert_with(&start), piece));
        }
    };
    spread(threads, &take_part);
    let made = places.into_iter().map(|place| place.into_inner().unwrap_or_else(PoisonError::into_inner).1);
    made.map(|made| made.expect("each was taken")).collect()
}

/// Begins some work on a thread of its own. What is returned waits for it.
pub fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> impl FnOnce() -> T {
    let other = spawn(work);
    || other.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// What two functions give that run at once, the first on a thread of its own.
pub fn both<A: Send, B>(aside: impl FnOnce() -> A + Send, here: impl FnOnce() -> B) -> (A, B) {
    let (mut aside, mut here) = (Some(aside), Some(here));
    let (mut first, mut second) = (None, None);
    at_once(&mut || first = aside.take().map(|aside| aside()), &mut || {
        second = here.take().map(|here| here())
    });
    (first.expect("it ran"), second.expect("it ran"))
}

/// One function for all kinds of work, as below.
fn at_once(aside: &mut (dyn FnMut() + Send), here: &mut dyn FnMut()) {
    scope(|scope| {
        let other = scope.spawn(aside);
        here();
        other.join().unwrap_or_else(|panic| resume_unwind(panic));
    });
}

/// Does the same on several threads at once, of which this is one.
fn spread(threads: usize, take_part: &(dyn Fn() + Sync)) {
    match (threads > 1).then(helpers).flatten() {
        None => take_part(),
        Some(helpers) => helpers.in_place_scope(|scope| {
            (1..threads).for_each(|_| scope.spawn(|_| take_part()));
            take_part();
        }),
    }
}

/// Threads that stay for the next work: it takes a while until a new one has a processor of its own. `None` where the
/// system gives none; what there is to do is then done by one.
fn helpers() -> Option<&'static ThreadPool> {
    static HELPERS: OnceLock<Option<ThreadPool>> = OnceLock::new();
    let start = || ThreadPoolBuilder::new().num_threads(processors() - 1).stack_size(STACK).build().ok();
    HELPERS.get_or_init(start).as_ref()
}

fn processors() -> usize {
    static PROCESSORS: OnceLock<usize> = OnceLock::new();
    *PROCESSORS.get_or_init(|| available_parallelism().map_or(1, |count| count.get().min(MOST)))
}

#[cfg(test)]
mod tests {
    use super::{aside, both, map};

    #[test]
    fn the_order_stays() {
        assert_eq!(
            map((0..1000).collect(), 1000, |one: u32| one * 2),
            (0..2000).step_by(2).collect::<Vec<_>>()
        );
        assert!(map(Vec::<u32>::new(), 9, |one| one).is_empty());
    }

    #[test]
    fn both_run_at_once() {
        let (to, from) = std::sync::mpsc::channel();
        assert_eq!(both(move || from.recv().unwrap(), || to.send(7).is_ok()), (7, true));
    }

    #[test]
    fn what_is_begun_aside_goes_on_meanwhile() {
        let (to, from) = std::sync::mpsc::channel();
        let wait = aside(move || from.recv().unwrap());
        to.send(7).unwrap();
        assert_eq!(wait(), 7);
        assert!(std::panic::catch_unwind(|| aside(|| panic!("it went wrong"))()).is_err());
    }

    #[test]
    fn a_panic_is_passed_on() {
        let all = std::panic::catch_unwind(|| map((0..100).collect(), 100, |one: u32| assert!(one != 77)));
        assert!(all.is_err());
    }
}
