//! Notices that nobody reads standard output any more, also while there is nothing to write.

/// Calls back once the other end of standard output is closed; never where that cannot be told.
#[cfg(unix)]
pub(super) fn when_gone(call: impl FnOnce() + Send + 'static) {
    std::thread::spawn(move || {
        if is_gone() {
            call();
        }
    });
}

/// There the next report that cannot be written tells.
#[cfg(not(unix))]
pub(super) fn when_gone(_: impl FnOnce() + Send + 'static) {}

/// Waits until nobody reads; whether that has come, or the system cannot wait for it.
#[cfg(unix)]
fn is_gone() -> bool {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;

    let out = std::io::stdout();
    // Nothing is waited for but what is told unasked: an error, and that the other end is closed.
    let mut waiting = [PollFd::new(&out, PollFlags::empty())];
    loop {
        match poll(&mut waiting, None) {
            Err(Errno::INTR) => {}
            Err(_) => return false,
            Ok(_) => return waiting[0].revents().intersects(PollFlags::ERR | PollFlags::HUP),
        }
    }
}
