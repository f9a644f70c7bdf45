//! A target that is a folder of this machine.
//! The release is put together beside the others and shown by renaming a link over `current`. One publication at a time; what
//! a killed one left the next clears away. Never enters a link, never removes what no list of ours names.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::error::{Foreign, ReleaseError, Session};
use super::fill::{self, create_folder, create_folders_of, fill};
use super::listing::{Listing, is_plain};
use super::plan::{Plan, State};
use super::prune::{prune, strangers};
use super::record::{History, Line, iso};
use super::{Asked, Back, OURS, Site, release_folder, release_number};
use crate::publish::{Protected, flush, place};

/// How long a second publication waits for the first.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it looks again.
const INTERVAL: Duration = Duration::from_millis(50);

const CURRENT: &str = "current";
const RECORD: &str = "record.jsonl";

/// The folder.
pub(super) struct Folder {
    base: PathBuf,
}

/// The lock, held as long as the file is open: by the system, so that a killed publication blocks nobody.
struct Lock {
    _file: File,
    session: PathBuf,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // It only says who is publishing.
        let _ = fs::remove_file(&self.session);
    }
}

impl Folder {
    /// The folder `path`, if it may be published to.
    pub(super) fn new(path: &Path, protected: &Protected) -> Result<Self, ReleaseError> {
        // A link is refused here, and so is what holds the sources.
        let base = place(path, protected)?;
        let is_inside = base.ancestors().skip(1).any(|above| above.join(OURS).is_dir());
        if is_inside {
            return Err(foreign(&base, Foreign::Release));
        }
        Ok(Self { base })
    }

    fn ours(&self) -> PathBuf {
        self.base.join(OURS)
    }

    fn list_of(&self, release: u32) -> PathBuf {
        self.ours().join(format!("{release:06}.json"))
    }

    fn live(&self) -> Result<Option<u32>, ReleaseError> {
        let link = self.base.join(CURRENT);
        let to = match fs::read_link(&link) {
            Ok(to) => to,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) if error.kind() == ErrorKind::InvalidInput => return Err(foreign(&self.base, Foreign::Current)),
            Err(error) => return Err(ReleaseError::io(&link, error)),
        };
        let number = to.to_str().and_then(|to| release_number(to.strip_prefix("releases/")?));
        number.map(Some).ok_or_else(|| foreign(&self.base, Foreign::Current))
    }

    /// The numbers of all folders of releases.
    fn numbers(&self) -> Result<Vec<u32>, ReleaseError> {
        let folder = self.base.join("releases");
        let refused = |error| ReleaseError::io(&folder, error);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(refused(error)),
        };
        let mut numbers = Vec::new();
        for entry in entries {
            numbers.extend(entry.map_err(refused)?.file_name().to_str().and_then(release_number));
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    fn history(&self) -> Result<History, ReleaseError> {
        let path = self.ours().join(RECORD);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(History::read(text.lines())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(History::default()),
            Err(error) => Err(ReleaseError::io(&path, error)),
        }
    }

    /// Takes the lock, makes what is missing, and makes sure that nobody has published since `from` was looked up.
    fn begin(&self, from: Option<u32>, asked: &Asked<'_>) -> Result<Lock, ReleaseError> {
        let make = |path: &Path| match create_folder(path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
            result => result.map_err(|error| ReleaseError::io(path, error)),
        };
        let above: Vec<&Path> = self.base.ancestors().take_while(|above| !above.exists()).collect();
        above.into_iter().rev().try_for_each(make)?;
        make(&self.ours())?;
        make(&self.base.join("releases"))?;
        let path = self.ours().join("lock");
        let session = self.ours().join("session");
        let who = || fs::read_to_string(&session).ok().and_then(|text| serde_json::from_str(text.lines().nth(1)?).ok());
        let until = Instant::now() + PATIENCE;
        let file =
            File::options().append(true).create(true).open(&path).map_err(|error| ReleaseError::io(&path, error))?;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                // Some network disks know no locks; then nobody must publish there twice at once.
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => break,
                Err(TryLockError::Error(error)) => return Err(ReleaseError::io(&path, error)),
                Err(TryLockError::WouldBlock) if Instant::now() < until => std::thread::sleep(INTERVAL),
                Err(TryLockError::WouldBlock) => return Err(ReleaseError::Busy { who: who() }),
            }
        }
        if self.live()? != from {
            return Err(ReleaseError::Overtaken { who: who() });
        }
        let me = Session { who: asked.who.to_owned(), since: iso(asked.now) };
        let text = format!("-\n{}\n", serde_json::to_string(&me).unwrap_or_default());
        fs::write(&session, text).map_err(|error| ReleaseError::io(&session, error))?;
        Ok(Lock { _file: file, session })
    }

    /// Takes files of others over into the new release. Those that can't be are returned.
    fn carry(&self, plan: &Plan, into: &Path) -> Vec<String> {
        let Some(from) = plan.from.map(|from| self.base.join(release_folder(from))) else { return Vec::new() };
        let carried = |path: &&String| {
            let (from, to) = (from.join(path), into.join(path));
            let is_file = from.symlink_metadata().is_ok_and(|about| about.is_file());
            let placed = || fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(drop)).is_ok();
            is_file && create_folders_of(into, path).is_ok() && placed()
        };
        plan.listing.carried.iter().filter(|path| !carried(path)).cloned().collect()
    }

    fn write_list(&self, release: u32, listing: &Listing) -> Result<(), ReleaseError> {
        let path = self.list_of(release);
        let refused = |error| ReleaseError::io(&path, error);
        let unfinished = self.ours().join("unfinished");
        let mut file = File::create(&unfinished).map_err(refused)?;
        file.write_all(listing.to_json().as_bytes()).map_err(refused)?;
        file.write_all(b"\n").and_then(|()| file.sync_all()).map_err(refused)?;
        fs::rename(&unfinished, &path).map_err(refused)
    }

    fn note(&self, lines: &[Line]) -> Result<(), ReleaseError> {
        let path = self.ours().join(RECORD);
        let text: String = lines.iter().fold(String::new(), |text, line| text + &line.to_json() + "\n");
        let written = File::options().append(true).create(true).open(&path).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        written.map_err(|error| ReleaseError::io(&path, error))
    }

    /// Shows a release: in one step, since a link takes another's place by being renamed.
    fn switch(&self, release: u32) -> Result<(), ReleaseError> {
        let (fresh, link) = (self.ours().join(CURRENT), self.base.join(CURRENT));
        let switched = match fs::remove_file(&fresh) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => symlink(&release_folder(release), &fresh).and_then(|()| fs::rename(&fresh, &link)),
        };
        switched.and_then(|()| flush(&self.base)).map_err(|error| ReleaseError::io(&link, error))
    }
}

impl Site for Folder {
    fn state(&self) -> Result<State, ReleaseError> {
        match fs::read_dir(&self.base) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(State::default()),
            Err(error) => return Err(ReleaseError::io(&self.base, error)),
            Ok(mut entries) => {
                if !self.ours().is_dir() {
                    return match entries.next() {
                        None => Ok(State::default()),
                        Some(_) => Err(foreign(&self.base, Foreign::Files)),
                    };
                }
            }
        }
        let live = self.live()?;
        let numbers = self.numbers()?;
        let releases: Vec<u32> = numbers.iter().copied().filter(|number| self.list_of(*number).is_file()).collect();
        let listing = live.map(|live| self.listing(live)).transpose()?.unwrap_or_default();
        let strangers = live.map(|live| strangers(&self.base.join(release_folder(live)), &listing)).unwrap_or_default();
        let highest = numbers.last().copied().unwrap_or(0);
        Ok(State { live, highest, releases, history: self.history()?, listing, strangers })
    }

    fn listing(&self, release: u32) -> Result<Listing, ReleaseError> {
        let path = self.list_of(release);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidData) => String::new(),
            Err(error) => return Err(ReleaseError::io(&path, error)),
        };
        let damaged = || ReleaseError::Damaged {
            place: crate::diagnostic::outside::shown(&self.base),
            what: format!("{OURS}/{release:06}.json"),
        };
        Listing::from_json(text.trim_end()).ok_or_else(damaged)
    }

    fn deliver(&self, plan: &Plan, built: &Path, asked: &Asked<'_>) -> Result<Vec<String>, ReleaseError> {
        let lock = self.begin(plan.from, asked)?;
        let incoming = self.ours().join("incoming");
        let refused = |error| ReleaseError::io(&incoming, error);
        let clear = || match fs::remove_dir_all(&incoming) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
        // What a killed publication left; nobody else has anything there.
        clear().map_err(refused)?;
        let old = self.state()?;
        let before = plan.from.map(|from| (self.base.join(release_folder(from)), &old.listing));
        let mut left = Vec::new();
        let to = self.base.join(release_folder(plan.number));
        let filled = fill(&incoming, &plan.listing, &fill::From { built, before })
            .and_then(|()| {
                left = self.carry(plan, &incoming);
                flush(&incoming).map_err(refused)
            })
            .and_then(|()| self.write_list(plan.number, &plan.listing))
            .and_then(|()| self.note(&plan.lines))
            .and_then(|()| fs::rename(&incoming, &to).map_err(refused));
        if let Err(error) = filled {
            // Room for what is shown matters more than what is not.
            let _ = clear();
            return Err(error);
        }
        self.switch(plan.number)?;
        for release in &plan.retired {
            let folder = self.base.join(release_folder(*release));
            if let Ok(listing) = self.listing(*release) {
                left.extend(
                    prune(&folder, &listing)?.into_iter().map(|path| format!("{}/{path}", release_folder(*release))),
                );
                let list = self.list_of(*release);
                fs::remove_file(&list).map_err(|error| ReleaseError::io(&list, error))?;
            }
        }
        drop(lock);
        Ok(left)
    }

    fn show(&self, back: &Back, asked: &Asked<'_>) -> Result<(), ReleaseError> {
        let _lock = self.begin(Some(back.from), asked)?;
        let (from, to) = (self.base.join(release_folder(back.from)), self.base.join(release_folder(back.release)));
        // The list first: what it names and is not there does no harm, what it does not name would stay for ever.
        self.write_list(back.release, &back.listing)?;
        for path in back.taken.iter().filter(|path| is_plain(path.as_str())) {
            create_folders_of(&to, path.as_str())?;
            match fs::hard_link(from.join(path.as_str()), to.join(path.as_str())) {
                Err(error) if !matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound) => {
                    return Err(ReleaseError::io(&to, error));
                }
                _ => {}
            }
        }
        self.note(&back.lines)?;
        self.switch(back.release)
    }
}

fn foreign(place: &Path, why: Foreign) -> ReleaseError {
    ReleaseError::Foreign { place: crate::diagnostic::outside::shown(place), why }
}

#[cfg(unix)]
fn symlink(to: &str, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

#[cfg(not(unix))]
fn symlink(_: &str, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}
