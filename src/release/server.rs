//! A target that is a folder of a server, reached by ssh and filled by rsync.
//! The scripts in `remote/` are the whole of what runs there. They are constants: what settings and content say goes there
//! as octal digits or on standard input, so that no shell reads it as anything but text. Host keys are always checked and
//! nobody is ever asked for a password.
//!
//! Who begins leaves a token there, and each step checks under a lock that it is still the one: an upload that outlived its
//! killed publisher, or a slower second publisher, can't touch what another puts together.

use std::fs::{self, File};
use std::hash::{BuildHasher as _, Hasher as _};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::{Connection, Foreign, ReleaseError, Session};
use super::fill::{self, fill};
use super::listing::{Listing, is_plain};
use super::plan::{Plan, State};
use super::record::{History, Line, iso};
use super::tool::{Ended, run};
use super::{Asked, Back, OURS, Site, release_folder, release_number};
use crate::config::publish::Server;
use crate::safe::path::SitePath;

const STATE: &str = include_str!("remote/state.sh");
const BEGIN: &str = include_str!("remote/begin.sh");
const SERVE: &str = include_str!("remote/serve.sh");
const CLEAR: &str = include_str!("remote/clear.sh");
const COMMIT: &str = include_str!("remote/commit.sh");

/// Where the upload is put together on this machine, below the site's root.
const UPLOAD: &str = ".jiangyi/upload";

/// The server.
pub(super) struct Remote {
    server: Server,
    /// What ssh is told, the host excepted.
    ssh: Vec<String>,
    root: PathBuf,
}

impl Remote {
    /// The server, with the files of keys that its settings name looked for in the site's folder.
    pub(super) fn new(server: &Server, root: &Path) -> Result<Self, ReleaseError> {
        let mut ssh: Vec<String> = Vec::new();
        let mut option = |text: String| ssh.extend(["-o".to_owned(), text]);
        for text in [
            "BatchMode=yes",
            "StrictHostKeyChecking=yes",
            "NumberOfPasswordPrompts=0",
            "ConnectTimeout=20",
            "ServerAliveInterval=15",
            "ServerAliveCountMax=4",
            "ClearAllForwardings=yes",
            "ForwardAgent=no",
            "PermitLocalCommand=no",
            "RequestTTY=no",
        ] {
            option(text.to_owned());
        }
        if let Some(file) = &server.known_hosts {
            option(format!("UserKnownHostsFile={}", named(root, file)?));
            option("GlobalKnownHostsFile=/dev/null".to_owned());
        }
        if let Some(file) = &server.key {
            option(format!("IdentityFile={}", named(root, file)?));
            option("IdentitiesOnly=yes".to_owned());
        }
        if let Some(user) = &server.user {
            ssh.extend(["-l".to_owned(), user.clone()]);
        }
        if let Some(port) = server.port {
            ssh.extend(["-p".to_owned(), port.to_string()]);
        }
        Ok(Self { server: server.clone(), ssh, root: root.to_owned() })
    }

    /// The folder as the server's shell sees it: never an option, and relative ones from the home folder.
    fn base(&self) -> String {
        let path = &self.server.path;
        octal(&if path.starts_with('/') { path.clone() } else { format!("./{path}") })
    }

    fn place(&self) -> String {
        format!("{}:{}", self.server.host, self.server.path)
    }

    /// Runs one of the scripts there. `Err` for all but success.
    fn script(&self, script: &str, arguments: &[&str], input: &str) -> Result<String, ReleaseError> {
        let mut all = self.ssh.clone();
        all.extend(["--".to_owned(), self.server.host.clone(), command(script, &self.base(), arguments)]);
        let ended = run("ssh", &all, input)?;
        if ended.status == Some(0) { Ok(ended.out) } else { Err(self.why(&ended)) }
    }

    fn look(&self, also: &str) -> Result<Said, ReleaseError> {
        let text = self.script(STATE, &[also], "")?;
        let foreign = |why| Err(ReleaseError::Foreign { place: self.place(), why });
        if let Some(name) =
            ["rsync", "flock"].into_iter().find(|name| text.lines().any(|line| line == format!("lacks {name}")))
        {
            return Err(ReleaseError::NoProgram { name, host: Some(self.server.host.clone()) });
        }
        match text.lines().next().unwrap_or_default() {
            "missing" => Ok(Said::default()),
            "link" => foreign(Foreign::Link),
            "file" => foreign(Foreign::NotAFolder),
            "foreign" => foreign(Foreign::Files),
            "release" => foreign(Foreign::Release),
            "ours" if text.ends_with("\nend\n") => self.read(&text),
            first => Err(self.strange(first)),
        }
    }

    /// Reads what the script said of a target of ours.
    fn read(&self, text: &str) -> Result<Said, ReleaseError> {
        let damaged = |what: &str| ReleaseError::Damaged { place: self.place(), what: format!("{OURS}/{what}") };
        let mut said = Said::default();
        let state = &mut said.state;
        let mut files = Vec::new();
        let mut lines = Vec::new();
        let mut listing = None;
        for line in text.lines() {
            let Some((word, rest)) = line.split_once(' ') else { continue };
            match word {
                "live" => {
                    let number = rest.strip_prefix("releases/").and_then(release_number);
                    let foreign = || ReleaseError::Foreign { place: self.place(), why: Foreign::Current };
                    state.live = Some(number.ok_or_else(foreign)?);
                }
                "folder" => state.highest = state.highest.max(release_number(rest).unwrap_or(0)),
                "whole" => state.releases.extend(release_number(rest)),
                "record" => lines.push(rest),
                "listing" => listing = Some(Listing::from_json(rest).ok_or_else(|| damaged("*.json"))?),
                "asked" => said.asked = Some(Listing::from_json(rest).ok_or_else(|| damaged("*.json"))?),
                "file" => files.push(rest),
                _ => {}
            }
        }
        if state.live.is_some() {
            state.listing = listing.ok_or_else(|| damaged("*.json"))?;
        }
        let is_ours = |path: &str| {
            SitePath::new(path).is_some_and(|known| known.as_str() == path && state.listing.files.contains_key(&known))
        };
        let strangers = files.into_iter().filter(|path| !is_ours(path)).map(str::to_owned).collect();
        state.strangers = strangers;
        state.history = History::read(lines.into_iter());
        Ok(said)
    }

    /// Begins, as the one that may write from now on. The token that shows it.
    fn begin(&self, from: Option<u32>, asked: &Asked<'_>) -> Result<String, ReleaseError> {
        // Not secret, only another one each time.
        let token = format!("{:016x}", std::hash::RandomState::new().build_hasher().finish());
        let me = Session { who: asked.who.to_owned(), since: iso(asked.now) };
        let me = octal(&serde_json::to_string(&me).unwrap_or_default());
        let live = from.map(release_folder).unwrap_or_default();
        self.script(BEGIN, &[&live, &me, &token], "").map(|_| token)
    }

    fn upload(&self, folder: &Path, from: Option<u32>, token: &str) -> Result<(), ReleaseError> {
        let server = &self.server;
        let host = if server.host.contains(':') { format!("[{}]", server.host) } else { server.host.clone() };
        let shell: Vec<String> =
            std::iter::once("ssh").chain(self.ssh.iter().map(String::as_str)).map(quoted).collect();
        let mut arguments: Vec<String> = [
            "--recursive",
            "--times",
            "--omit-dir-times",
            "--perms",
            "--chmod=D755,F644",
            "--checksum",
            "--delete",
            "--partial-dir=.jiangyi-partial",
            "--compress",
            "--timeout=120",
        ]
        .map(str::to_owned)
        .to_vec();
        arguments.extend(from.map(|from| format!("--link-dest=../../{}", release_folder(from))));
        arguments.push(format!("--rsh={}", shell.join(" ")));
        arguments.push(format!("--rsync-path={}", command(SERVE, &self.base(), &[token])));
        // Both paths are ours: what the settings say is not among the arguments.
        arguments.extend(["--".to_owned(), format!("{}/", folder.display()), format!("{host}:{OURS}/incoming/")]);
        let ended = run("rsync", &arguments, "")?;
        if ended.status == Some(0) { Ok(()) } else { Err(self.why(&ended)) }
    }

    /// Why a program ended as it did.
    fn why(&self, ended: &Ended) -> ReleaseError {
        let host = || self.server.host.clone();
        let connection = |why| ReleaseError::Connection { host: host(), why };
        let session = || ended.out.lines().find_map(|line| serde_json::from_str(line.strip_prefix("session ")?).ok());
        let err = ended.err.as_str();
        let said = |words: &[&str]| words.iter().any(|word| err.contains(word));
        if said(&["REMOTE HOST IDENTIFICATION HAS CHANGED"]) {
            connection(Connection::ChangedKey)
        } else if said(&["Host key verification failed", "host key is known for"]) {
            connection(Connection::UnknownKey)
        } else if said(&["Permission denied (", "Too many authentication failures"]) {
            connection(Connection::Login)
        } else if said(&["No space left on device", "Disk quota exceeded"]) || is_mute_about_files(ended) {
            ReleaseError::Full { place: self.place() }
        } else if said(&["Permission denied", "Operation not permitted", "Read-only file system"]) {
            ReleaseError::Denied { place: self.place(), detail: last_line(err) }
        } else if ended.status == Some(75) || said(&["jiangyi: busy"]) {
            ReleaseError::Busy { who: session() }
        } else if matches!(ended.status, Some(76 | 78)) || said(&["jiangyi: overtaken"]) {
            ReleaseError::Overtaken { who: session() }
        } else if said(&[
            "Could not resolve",
            "Connection refused",
            "timed out",
            "No route to host",
            "Network is unreachable",
        ]) {
            connection(Connection::Unreachable(last_line(err)))
        } else if said(&["Connection closed", "Broken pipe", "Connection reset", "connection unexpectedly closed"])
            || ended.status == Some(255)
            || ended.status.is_none()
        {
            connection(Connection::Lost(last_line(err)))
        } else {
            self.strange(&last_line(&format!(
                "{}\n{err}",
                ended.status.map_or(String::new(), |status| status.to_string())
            )))
        }
    }

    fn strange(&self, detail: &str) -> ReleaseError {
        let detail = detail.chars().filter(|c| !c.is_control()).take(300).collect();
        ReleaseError::Remote { host: self.server.host.clone(), detail }
    }

    /// Shows a release. What others put there and what could not be taken over or removed is returned.
    fn commit(&self, arguments: &[&str], input: &str) -> Result<Vec<String>, ReleaseError> {
        let out = self.script(COMMIT, arguments, input)?;
        Ok(out.lines().filter_map(|line| line.strip_prefix("left ")).map(str::to_owned).collect())
    }
}

/// What the script said of the target.
#[derive(Default)]
struct Said {
    state: State,
    asked: Option<Listing>,
}

impl Site for Remote {
    fn state(&self) -> Result<State, ReleaseError> {
        self.look("").map(|said| said.state)
    }

    fn listing(&self, release: u32) -> Result<Listing, ReleaseError> {
        let name = format!("{release:06}");
        let damaged = || ReleaseError::Damaged { place: self.place(), what: format!("{OURS}/{name}.json") };
        self.look(&name)?.asked.ok_or_else(damaged)
    }

    fn deliver(&self, plan: &Plan, built: &Path, asked: &Asked<'_>) -> Result<Vec<String>, ReleaseError> {
        let folder = self.root.join(UPLOAD);
        let refused = |error| ReleaseError::io(&folder, error);
        let lock_path = folder.with_extension("lock");
        let _ = folder.parent().map(fs::create_dir_all).transpose().map_err(refused)?;
        let lock = File::options().append(true).create(true).open(&lock_path).map_err(refused)?;
        if matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock)) {
            return Err(ReleaseError::Busy { who: None });
        }
        let clear = || match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
        // Left by a killed publication.
        clear().map_err(refused)?;
        let filled = fill(&folder, &plan.listing, &fill::From { built, before: None });
        let sent = filled.and_then(|()| {
            let token = self.begin(plan.from, asked)?;
            self.upload(&folder, plan.from, &token).inspect_err(|error| {
                if matches!(error, ReleaseError::Full { .. }) {
                    // The first error is the one to tell.
                    let _ = self.script(CLEAR, &[&token], "");
                }
            })?;
            let from = plan.from.map(|from| format!("{from:06}")).unwrap_or_default();
            let count = plan.listing.own().count().to_string();
            let retired: Vec<String> = plan.retired.iter().map(|release| format!("{release:06}")).collect();
            let number = format!("{:06}", plan.number);
            let kept = plan.listing.kept().map(|(path, _)| path.as_str());
            let input = lines(&plan.listing, kept, &plan.lines);
            self.commit(&[&token, &number, &from, &count, &retired.join(" ")], &input)
        });
        // Whatever came of it, it is not needed any more; what can't be removed the next publication removes.
        let _ = clear();
        sent
    }

    fn show(&self, back: &Back, asked: &Asked<'_>) -> Result<(), ReleaseError> {
        let token = self.begin(Some(back.from), asked)?;
        let (from, number) = (format!("{:06}", back.from), format!("{:06}", back.release));
        let input = lines(&back.listing, back.taken.iter().map(SitePath::as_str), &back.lines);
        self.commit(&[&token, &number, &from, "-", ""], &input).map(drop)
    }
}

/// What the script reads on its standard input.
fn lines<'a>(listing: &Listing, kept: impl Iterator<Item = &'a str>, record: &[Line]) -> String {
    use std::fmt::Write as _;
    let mut text = format!("L{}\n", listing.to_json());
    let mut add = |letter: char, rest: &str| {
        if is_plain(rest) {
            // Writing to text does not fail.
            let _ = writeln!(text, "{letter}{rest}");
        }
    };
    listing.files.keys().for_each(|path| add('X', path.as_str()));
    listing.carried.iter().for_each(|path| add('X', path));
    kept.for_each(|path| add('K', path));
    listing.carried.iter().for_each(|path| add('F', path));
    for line in record {
        add('R', &line.to_json());
    }
    text + "E\n"
}

/// A script as a command of a shell: itself a constant, its arguments letters, digits, backslashes, slashes and spaces.
fn command(script: &str, base: &str, arguments: &[&str]) -> String {
    let inert = |c: char| c.is_ascii_alphanumeric() || matches!(c, '\\' | '/' | ' ' | '-');
    let mut command = format!("sh -c '{}' jiangyi '{base}'", script.trim_end());
    for argument in arguments {
        let argument: String = argument.chars().filter(|c| inert(*c)).collect();
        command.extend([" '", &argument, "'"]);
    }
    command
}

/// Text as the octal digits of its bytes, which `printf %b` makes text again.
fn octal(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut octal, byte| {
        // Writing to text does not fail.
        let _ = write!(octal, "\\0{byte:03o}");
        octal
    })
}

/// An argument as rsync reads it in `--rsh`: in quotes, which are doubled inside.
fn quoted(argument: &str) -> String {
    format!("'{}'", argument.replace('\'', "''"))
}

/// A file as ssh's options name it.
fn named(root: &Path, file: &str) -> Result<String, ReleaseError> {
    // The home folder is ssh's own to find.
    let path = if file.starts_with("~/") { Ok(PathBuf::from(file)) } else { std::path::absolute(root.join(file)) };
    let path = path.map_err(|error| ReleaseError::io(Path::new(file), error))?;
    let text = path.to_str().filter(|text| !text.contains(['"', '$']) && is_plain(text));
    let text = text.ok_or_else(|| ReleaseError::Setting { text: file.to_owned() })?;
    Ok(format!("\"{}\"", text.replace('%', "%%")))
}

/// The last thing said, made fit to be shown.
fn last_line(text: &str) -> String {
    let said = |line: &&str| {
        !line.trim().is_empty()
            && !line.starts_with("rsync error:")
            && !line.starts_with("rsync: connection unexpectedly")
    };
    let line = text.lines().rev().find(said).or_else(|| text.lines().last()).unwrap_or_default();
    line.chars().filter(|c| !c.is_control()).take(300).collect()
}

/// rsync could not write a file, and the line ended before its words came: so it is where a disk is full.
fn is_mute_about_files(ended: &Ended) -> bool {
    ended.status == Some(11) && ended.err.trim().is_empty()
}

#[cfg(test)]
#[path = "server/tests.rs"]
mod tests;
