//! What happens on disk while the site is served; the one file that knows the watcher.
//! A site's folder in, changes out, to a closure. Where the system tells nothing (too many folders, a network disk), it says
//! so, and the caller looks for itself.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::source::Changed;

/// A watch over a site.
pub(super) struct Watch {
    root: PathBuf,
    watcher: Option<RecommendedWatcher>,
}

impl Watch {
    /// Begins to watch. `tell` is told what changed, and whether that is done: a file that is still being written will be
    /// heard of again.
    pub(super) fn new(root: &Path, tell: impl Fn(Changed, bool) + Send + 'static) -> Self {
        let own = root.to_owned();
        let handle = move |event: notify::Result<Event>| {
            if let Some((changed, is_done)) = changed(event, &own) {
                tell(changed, is_done);
            }
        };
        let watcher = notify::recommended_watcher(handle).ok();
        let mut watch = Self { root: root.to_owned(), watcher };
        watch.begin();
        watch
    }

    /// Whether the system tells nothing.
    pub(super) fn is_polling(&self) -> bool {
        self.watcher.is_none()
    }

    /// Watches new folders in the place of old ones, where `changed` says that the site's own have changed; whether it did.
    pub(super) fn follow(&mut self, changed: &Changed) -> bool {
        let own = [self.root.clone(), self.root.join("content"), self.root.join("themes")];
        let is_own = match changed {
            Changed::Everything => true,
            Changed::Somewhere => false,
            Changed::Paths(paths) => own.iter().any(|path| paths.contains(path)),
        };
        if is_own {
            if let Some(watcher) = &mut self.watcher {
                // What is gone needs no unwatching.
                for path in &own {
                    drop(watcher.unwatch(path));
                }
            }
            self.begin();
        }
        is_own
    }

    /// Watches the folder itself and all below the content and the themes. The output beside them is nobody's business.
    fn begin(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        let mut whole = watcher.watch(&self.root, RecursiveMode::NonRecursive);
        for folder in ["content", "themes"].map(|name| self.root.join(name)) {
            if whole.is_ok() && folder.is_dir() {
                whole = watcher.watch(&folder, RecursiveMode::Recursive);
            }
        }
        // A folder that is gone by now will be seen to come back; anything else is a limit of the system.
        if whole.is_err_and(|error| !matches!(error.kind, notify::ErrorKind::PathNotFound)) {
            self.watcher = None;
        }
    }
}

/// What an event means, and whether what it tells of is done.
fn changed(event: notify::Result<Event>, root: &Path) -> Option<(Changed, bool)> {
    // An error is an overflow or worse: anything may have happened.
    let Ok(event) = event else { return Some((Changed::Everything, true)) };
    if event.need_rescan() || event.paths.is_empty() && !matches!(event.kind, EventKind::Access(_)) {
        return Some((Changed::Everything, true));
    }
    let is_done = match event.kind {
        // Reading is no change; we read ourselves.
        EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write) => return None,
        EventKind::Access(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => true,
        _ => false,
    };
    let paths: BTreeSet<PathBuf> = event.paths.into_iter().filter(|path| is_ours(path, root)).collect();
    (!paths.is_empty()).then_some((Changed::Paths(paths), is_done))
}

/// Whether a path is of the site. What else lies in its folder is not: the output, what a build remembers, an editor's own.
fn is_ours(path: &Path, root: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(root) else { return true };
    let first = inside.components().next().and_then(|part| part.as_os_str().to_str());
    matches!(first, None | Some("site.toml" | "content" | "themes"))
}

/// Shows an address in the user's browser, as far as there is one.
pub(super) fn open_browser(address: &str) {
    let (program, before): (&str, &[&str]) = if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let quiet = std::process::Stdio::null;
    let command = std::process::Command::new(program)
        .args(before)
        .arg(address)
        .stdin(quiet())
        .stdout(quiet())
        .stderr(quiet())
        .spawn();
    // Without a browser the address that is printed is still good.
    drop(command);
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, Flag, RenameMode};

    use super::*;

    fn of(kind: EventKind, path: &str) -> Option<(Changed, bool)> {
        changed(Ok(Event::new(kind).add_path(path.into())), Path::new("/site"))
    }

    fn paths(path: &str) -> Changed {
        Changed::Paths([PathBuf::from(path)].into())
    }

    #[test]
    fn lost_events_mean_that_anything_may_have_changed() {
        let overflow = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(changed(Ok(overflow), Path::new("/site")), Some((Changed::Everything, true)));
        assert_eq!(changed(Err(notify::Error::generic("x")), Path::new("/site")), Some((Changed::Everything, true)));
    }

    #[test]
    fn a_file_is_done_when_it_is_closed_or_has_taken_its_place() {
        let lesson = "/site/content/2026-03/01.md";
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        assert_eq!(of(written, lesson), Some((paths(lesson), false)));
        assert_eq!(of(EventKind::Create(CreateKind::File), lesson), Some((paths(lesson), false)));
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert_eq!(of(closed, lesson), Some((paths(lesson), true)));
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        assert_eq!(of(renamed, lesson), Some((paths(lesson), true)));
        assert_eq!(of(EventKind::Access(AccessKind::Close(AccessMode::Read)), lesson), None);
        assert_eq!(of(EventKind::Access(AccessKind::Open(AccessMode::Any)), lesson), None);
    }

    #[test]
    fn what_is_not_of_the_site_is_nobodys_business() {
        let created = EventKind::Create(CreateKind::Any);
        for path in ["/site/public", "/site/.jiangyi", "/site/.git/index", "/site/site.toml.swp"] {
            assert_eq!(of(created, path), None, "{path}");
        }
        for path in ["/site", "/site/site.toml", "/site/content", "/site/themes/own/x.css"] {
            assert_eq!(of(created, path), Some((paths(path), false)), "{path}");
        }
    }
}
