//! `[publish]` of `site.toml`: where the handbook is published.
//! Values with their places in, targets out, and diagnostics of what can't be one. What is let through here can become part
//! of a program's arguments: nothing begins with a hyphen, and no control character is in it.

use crate::data::{Key, Node, Reader, Spanned};
use crate::diagnostic::{Diagnostic, Problem};

/// How many releases are kept where nothing else is said.
pub const KEEP: u32 = 5;

/// The fewest: the one that is shown, and the one to go back to.
pub const FEWEST: u32 = 2;

/// Where the handbook is published, in the order written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publish {
    /// The targets.
    pub targets: Vec<Target>,
}

/// One place of publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What it is called on the command line.
    pub name: String,
    /// Where it is.
    pub place: Place,
    /// How many releases are kept.
    pub keep: u32,
}

/// Where a target is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder of this machine, as written.
    Folder(String),
    /// A folder of a server that is reached by ssh.
    Server(Server),
}

/// A server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its name or address.
    pub host: String,
    /// Who logs in; as ssh is set up where nothing is said.
    pub user: Option<String>,
    /// The port; as ssh is set up where nothing is said.
    pub port: Option<u16>,
    /// The folder there.
    pub path: String,
    /// The file of the keys by which the server is known, as written; the user's own where nothing is said.
    pub known_hosts: Option<String>,
    /// The file of the key to log in with, as written.
    pub key: Option<String>,
}

const fn key(zh: &'static str, en: &'static str) -> Key {
    Key { zh, en }
}
const TARGETS: Key = key("目标", "targets");
const NAME: Key = key("名称", "name");
const FOLDER: Key = key("文件夹", "folder");
const HOST: Key = key("主机", "host");
const USER: Key = key("用户", "user");
const PORT: Key = key("端口", "port");
const PATH: Key = key("路径", "path");
const KNOWN_HOSTS: Key = key("已知主机", "known_hosts");
const KEY: Key = key("密钥", "key");
const KEPT: Key = key("保留", "keep");
const TARGET: [Key; 9] = [NAME, FOLDER, HOST, USER, PORT, PATH, KNOWN_HOSTS, KEY, KEPT];

/// Reads `[publish]`.
pub(super) fn parse(node: &Node) -> (Publish, Vec<Diagnostic>) {
    let mut reader = Reader::new(node, &[TARGETS]);
    let mut found = Vec::new();
    let mut targets: Vec<Target> = Vec::new();
    for item in reader.list(TARGETS) {
        let Some((name, target)) = one(item, &mut found) else { continue };
        if targets.iter().any(|other| other.name == target.name) {
            let problem = Problem::DuplicateKey { key: target.name };
            found.push(Diagnostic::new(problem, name));
        } else {
            targets.push(target);
        }
    }
    let mut diagnostics = reader.diagnostics;
    diagnostics.append(&mut found);
    (Publish { targets }, diagnostics)
}

fn one(node: &Node, found: &mut Vec<Diagnostic>) -> Option<(crate::text::span::Span, Target)> {
    let mut reader = Reader::new(node, &TARGET);
    let name = reader.text(NAME);
    let folder = reader.text(FOLDER);
    let host = reader.text(HOST);
    let mut fields = Fields { found: Vec::new() };
    let folder = folder.and_then(|folder| fields.checked(FOLDER, folder, is_path, "/srv/handbook"));
    let had_host = host.is_some();
    let host = host.and_then(|host| fields.checked(HOST, host, is_host, "www.example.org, 10.1.2.3"));
    let user = reader.text(USER).and_then(|user| fields.checked(USER, user, is_user, "a-z 0-9 . _ -"));
    let path = reader.text(PATH);
    let had_path = path.is_some();
    let path = path.and_then(|path| fields.checked(PATH, path, is_path, "/srv/handbook"));
    let known_hosts =
        reader.text(KNOWN_HOSTS).and_then(|file| fields.checked(KNOWN_HOSTS, file, is_file, "known_hosts"));
    let identity = reader.text(KEY).and_then(|file| fields.checked(KEY, file, is_file, "/home/me/.ssh/id_ed25519"));
    let port = fields.number(&mut reader, PORT, 1..=65535);
    let keep = fields.number(&mut reader, KEPT, i64::from(FEWEST)..=1000);
    found.append(&mut reader.diagnostics);
    found.append(&mut fields.found);
    let lacks = |key: &'static str| Diagnostic::new(Problem::MissingKey { key }, node.span);
    let Some(name) = name else {
        found.push(lacks("name"));
        return None;
    };
    let place = match (folder, host) {
        (Some(folder), None) if !had_host => Place::Folder(folder),
        (None, Some(host)) => {
            if !had_path {
                found.push(lacks("path"));
            }
            Place::Server(Server {
                host,
                user,
                port: port.and_then(|port| u16::try_from(port).ok()),
                path: path?,
                known_hosts,
                key: identity,
            })
        }
        (None, None) if reader.node(FOLDER).is_none() && !had_host => {
            found.push(lacks("folder"));
            return None;
        }
        (Some(_), _) => {
            // Only one of the two can be meant.
            let text = name.value;
            let allowed = "folder / host + path".to_owned();
            found.push(Diagnostic::new(Problem::BadValue { key: "targets".to_owned(), text, allowed }, node.span));
            return None;
        }
        (None, None) => return None,
    };
    let keep = keep.and_then(|keep| u32::try_from(keep).ok()).unwrap_or(KEEP);
    Some((name.span, Target { name: name.value, place, keep }))
}

/// Fields that are judged as they are read.
struct Fields {
    found: Vec<Diagnostic>,
}

impl Fields {
    /// The text, if it can be what it is for.
    fn checked(&mut self, key: Key, text: Spanned<String>, can_be: fn(&str) -> bool, example: &str) -> Option<String> {
        if can_be(&text.value) {
            return Some(text.value);
        }
        let problem = Problem::BadValue { key: key.en.to_owned(), text: text.value, allowed: example.to_owned() };
        self.found.push(Diagnostic::new(problem, text.span));
        None
    }

    fn number(&mut self, reader: &mut Reader<'_>, key: Key, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let span = reader.node(key)?.span;
        let number = reader.number(key)?;
        if range.contains(&number) {
            return Some(number);
        }
        let allowed = format!("{} – {}", range.start(), range.end());
        let problem = Problem::BadValue { key: key.en.to_owned(), text: number.to_string(), allowed };
        self.found.push(Diagnostic::new(problem, span));
        None
    }
}

/// A host's name or address: what no program can take for an option, a path or a port.
fn is_host(text: &str) -> bool {
    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let is_address = text.contains(':') && text.parse::<std::net::Ipv6Addr>().is_ok();
    is_address || (text.len() <= 253 && text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(name))
}

fn is_user(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    text.len() <= 64 && !text.starts_with('-') && text.chars().all(letter)
}

/// A folder to publish to. Quotes, spaces and dollars are names like any other: no shell ever sees them.
fn is_path(text: &str) -> bool {
    let leads_up = text.split(['/', '\\']).any(|part| part == "..");
    is_file(text) && !leads_up && !text.starts_with('~') && text.chars().any(|c| !matches!(c, '/' | '.'))
}

/// A file that ssh is told of. It reads quotes, dollars and line ends in a way of its own.
fn is_file(text: &str) -> bool {
    !text.starts_with('-') && text.len() <= 1024 && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::parse_toml;
    use crate::text::span::FileId;

    fn read(text: &str) -> (Publish, Vec<String>) {
        let (node, errors) = parse_toml(text, FileId(0));
        assert!(errors.is_empty(), "{errors:?}");
        let (publish, found) = parse(&node);
        (publish, found.iter().map(|found| found.problem.code().to_owned()).collect())
    }

    #[test]
    fn a_folder_and_a_server() {
        let (publish, found) = read("[[targets]]\nname = \"盘\"\nfolder = \"/srv/手册 $(x)'\"\n");
        assert_eq!(found, [""; 0]);
        assert_eq!(publish.targets[0].place, Place::Folder("/srv/手册 $(x)'".to_owned()));
        assert_eq!(publish.targets[0].keep, KEEP);
        let (publish, found) = read(
            "[[\"目标\"]]\n\"名称\" = \"内网\"\n\"主机\" = \"10.1.2.3\"\n\"路径\" = \"/srv/a\"\n\"端口\" = 2222\n\"保留\" = 3\n",
        );
        assert_eq!(found, [""; 0]);
        let Place::Server(server) = &publish.targets[0].place else { panic!("{publish:?}") };
        assert_eq!((server.port, publish.targets[0].keep), (Some(2222), 3));
    }

    #[test]
    fn what_could_become_an_option_or_a_command_is_refused() {
        for host in
            ["-oProxyCommand=x", "a b", "a;b", "$(id)", "a\\nb", "a:b", "a/b", "a@b", "[::1]", "`id`", "é.example"]
        {
            let (publish, found) = read(&format!("[[targets]]\nname = \"a\"\nhost = \"{host}\"\npath = \"/srv/a\"\n"));
            assert_eq!((publish.targets.len(), found.len()), (0, 1), "{host}: {found:?}");
        }
        for user in ["-l", "a b", "a@b", "$(id)", "a\\tb"] {
            let text = format!("[[targets]]\nname = \"a\"\nhost = \"h\"\nuser = \"{user}\"\npath = \"/srv/a\"\n");
            assert_eq!(read(&text).1, ["JY213"], "{user}");
        }
        for path in ["-rf", "/", "/srv/../etc", "a\\nb", "~/a", "..", ".", "/srv/a\\u0000", "/srv/\\u001b"] {
            let text = format!("[[targets]]\nname = \"a\"\nhost = \"h\"\npath = \"{path}\"\n");
            assert_eq!(read(&text).1, ["JY213"], "{path}");
            assert_eq!(read(&format!("[[targets]]\nname = \"a\"\nfolder = \"{path}\"\n")).1, ["JY213"], "{path}");
        }
        for number in ["port = 0", "port = 70000", "keep = 1", "keep = -5"] {
            let text = format!("[[targets]]\nname = \"a\"\nhost = \"h\"\npath = \"/srv/a\"\n{number}\n");
            assert_eq!(read(&text).1, ["JY213"], "{number}");
        }
    }

    #[test]
    fn what_is_missing_or_double_is_said() {
        assert_eq!(read("[[targets]]\nfolder = \"/srv/a\"\n").1, ["JY215"]);
        assert_eq!(read("[[targets]]\nname = \"a\"\n").1, ["JY215"]);
        assert_eq!(read("[[targets]]\nname = \"a\"\nhost = \"h\"\n").1, ["JY215"]);
        assert_eq!(read("[[targets]]\nname = \"a\"\nfolder = \"/a\"\nhost = \"h\"\npath = \"/b\"\n").1, ["JY213"]);
        let twice = "[[targets]]\nname = \"a\"\nfolder = \"/a\"\n[[targets]]\nname = \"a\"\nfolder = \"/b\"\n";
        assert_eq!(read(twice).1, ["JY204"]);
    }
}
