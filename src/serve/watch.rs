//! What happens on disk while the site is served; the one file that knows the watcher.
//! A site's folder in, changes out, to a closure. Where the system tells nothing (too many folders, a network disk), it says
//! so, and the caller looks for itself.

use std::path::{Path, PathBuf};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::source::Changed;

/// A watch over a site.
pub(super) struct Watch {
    root: PathBuf,
    watcher: Option<RecommendedWatcher>,
}

impl Watch {
    /// Begins to watch. `tell` says whether anyone still listens.
    pub(super) fn new(root: &Path, tell: impl Fn(Changed) -> bool + Send + 'static) -> Self {
        let handle = move |event: notify::Result<Event>| {
            if let Some(changed) = changed(event) {
                tell(changed);
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

/// What an event means.
fn changed(event: notify::Result<Event>) -> Option<Changed> {
    // An error is an overflow or worse: anything may have happened.
    let Ok(event) = event else { return Some(Changed::Everything) };
    if event.need_rescan() {
        return Some(Changed::Everything);
    }
    match event.kind {
        // Reading is no change; we read ourselves.
        EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write) => None,
        _ if event.paths.is_empty() => Some(Changed::Everything),
        _ => Some(Changed::Paths(event.paths.into_iter().collect())),
    }
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
