//! One build at a time.
//! A path in, a lock out that ends with the value, with the process, or with the machine: it is the system that holds it, so
//! a file that a killed build left behind blocks nobody.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::error::{PublishError, Refusal};

/// How often a waiting build looks again.
const INTERVAL: Duration = Duration::from_millis(50);

/// The lock, held.
pub(super) struct Lock {
    path: PathBuf,
    /// Held as long as it is open.
    file: File,
}

impl Lock {
    /// Takes the lock, waiting for another build for at most `patience`.
    pub(super) fn take(path: &Path, patience: Duration) -> Result<Self, PublishError> {
        let io = |error| PublishError::io(path, error);
        let until = Instant::now() + patience;
        loop {
            if path.symlink_metadata().is_ok_and(|about| !about.is_file()) {
                return Err(PublishError::refused(path, Refusal::Work));
            }
            let mut file =
                File::options().read(true).write(true).create(true).truncate(false).open(path).map_err(io)?;
            match file.try_lock() {
                // A lock on a file that its last holder has removed meanwhile keeps nobody out.
                Ok(()) if !is_still_at(&file, path) => continue,
                Ok(()) => {}
                // Some network disks know no locks; then builds must not be started twice.
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(io(error)),
                Err(TryLockError::WouldBlock) if Instant::now() < until => {
                    std::thread::sleep(INTERVAL);
                    continue;
                }
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    // For the message only: what can't be read is not said.
                    let _ = file.read_to_string(&mut holder);
                    return Err(PublishError::Busy { lock: path.to_owned(), process: holder.trim().parse().ok() });
                }
            }
            let mut lock = Self { path: path.to_owned(), file };
            lock.sign().map_err(io)?;
            return Ok(lock);
        }
    }

    /// Says who holds the lock.
    fn sign(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        writeln!(self.file, "{}", std::process::id())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while still held, so that it is ours. Elsewhere than on Unix a file's identity can't be asked for, and the
        // file stays. A lock file that can't be removed does no harm.
        if cfg!(unix) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(unix)]
fn is_still_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (file.metadata(), path.symlink_metadata()) {
        (Ok(a), Ok(b)) => a.dev() == b.dev() && a.ino() == b.ino(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_build_gives_up_and_says_who_is_first() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let first = Lock::take(&path, Duration::ZERO).unwrap();
        let second = Lock::take(&path, Duration::from_millis(80)).err().unwrap();
        assert!(
            matches!(second, PublishError::Busy { process: Some(id), .. } if id == std::process::id()),
            "{second:?}"
        );
        drop(first);
        drop(Lock::take(&path, Duration::ZERO).unwrap());
        assert!(!cfg!(unix) || !path.exists());
    }

    #[test]
    fn a_second_build_waits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let first = Lock::take(&path, Duration::ZERO).unwrap();
        std::thread::scope(|scope| {
            let second = scope.spawn(|| Lock::take(&path, Duration::from_secs(60)).is_ok());
            std::thread::sleep(Duration::from_millis(100));
            assert!(!second.is_finished());
            drop(first);
            assert!(second.join().unwrap());
        });
    }

    #[test]
    fn never_are_two_builds_inside() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let inside = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..25 {
                        let lock = Lock::take(&path, Duration::from_secs(60)).unwrap();
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        std::thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                        drop(lock);
                    }
                });
            }
        });
    }

    #[test]
    fn a_lock_file_left_behind_blocks_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        fs::write(&path, "4194304\n").unwrap();
        assert!(Lock::take(&path, Duration::ZERO).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_lock_on_a_file_that_is_gone_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let file = File::create(&path).unwrap();
        assert!(is_still_at(&file, &path));
        fs::rename(&path, folder.path().join("other")).unwrap();
        assert!(!is_still_at(&file, &path));
        fs::write(&path, "").unwrap();
        assert!(!is_still_at(&file, &path));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_locks_place_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        fs::write(folder.path().join("precious"), "text").unwrap();
        std::os::unix::fs::symlink("precious", &path).unwrap();
        assert!(Lock::take(&path, Duration::ZERO).is_err());
        assert_eq!(fs::read(folder.path().join("precious")).unwrap(), b"text");
    }
}
