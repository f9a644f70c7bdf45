//! Why the handbook was not published, in two languages: what happened, and what to do.
//! Readers see what they saw before, whatever the error.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Lang;
use crate::diagnostic::outside::{reason, shown};
use crate::publish::PublishError;

/// The handbook was not published. What readers see is as before.
#[derive(Debug)]
pub enum ReleaseError {
    /// The build's folder can't be read, or the target's place is none to write to.
    Publish(PublishError),
    /// The system refused.
    Io {
        /// What it is about.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A program that is needed is missing.
    NoProgram {
        /// Which.
        name: &'static str,
        /// The server that lacks it; this machine where none is named.
        host: Option<String>,
    },
    /// The connection failed.
    Connection {
        /// To whom.
        host: String,
        /// Why.
        why: Connection,
    },
    /// The server refuses to write.
    Denied {
        /// Where.
        place: String,
        /// What it said.
        detail: String,
    },
    /// No room is left.
    Full {
        /// Where.
        place: String,
    },
    /// Someone else is publishing there.
    Busy {
        /// Who and since when, where that is known.
        who: Option<Session>,
    },
    /// Someone else has published, or began to, since this run began.
    Overtaken {
        /// Who and since when, where that is known.
        who: Option<Session>,
    },
    /// The target is not ours.
    Foreign {
        /// Where.
        place: String,
        /// Why not.
        why: Foreign,
    },
    /// The record or a list on the target can't be read.
    Damaged {
        /// Where.
        place: String,
        /// What.
        what: String,
    },
    /// Far fewer pages than published.
    Shrunk {
        /// How many are published.
        before: usize,
        /// How many there would be.
        after: usize,
    },
    /// There is no earlier release to go back to.
    NothingEarlier,
    /// The build's folder changed meanwhile.
    Changed {
        /// Which file.
        path: PathBuf,
    },
    /// A file's name can't be published.
    Name {
        /// The name.
        path: String,
    },
    /// A setting that ssh would misread.
    Setting {
        /// The value.
        text: String,
    },
    /// The server said something else.
    Remote {
        /// Which server.
        host: String,
        /// What it said.
        detail: String,
    },
}

/// Who is publishing, and since when.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Session {
    /// Who.
    pub who: String,
    /// Since when: `2026-11-23T08:00:00Z`.
    pub since: String,
}

/// Why there is no connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Connection {
    /// The server's key is in no list of known ones.
    UnknownKey,
    /// The server's key is another than the known one.
    ChangedKey,
    /// The server does not let us in.
    Login,
    /// It can't be reached.
    Unreachable(String),
    /// It broke off.
    Lost(String),
}

/// Why a target is not ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// A link.
    Link,
    /// No folder.
    NotAFolder,
    /// It holds files of others only.
    Files,
    /// `current` is none of our links.
    Current,
    /// It is itself a release, or what shows one.
    Release,
}

impl From<PublishError> for ReleaseError {
    fn from(error: PublishError) -> Self {
        Self::Publish(error)
    }
}

impl ReleaseError {
    pub(super) fn io(path: &Path, error: io::Error) -> Self {
        Self::Io { path: path.to_owned(), error }
    }

    /// What is wrong and what to do, in the reader's language.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Publish(error) => error.message(Lang::Zh),
            Self::Io { path, error } => {
                format!("没有发布：{}：{}；读者看到的没有变", shown(path), reason(error.kind(), Lang::Zh))
            }
            Self::NoProgram { name, host: None } => {
                format!("这台电脑没有 {name}；请先安装（如 apt install {}），再发布", package(name))
            }
            Self::NoProgram { name, host: Some(host) } => {
                format!("服务器 {host} 上没有 {name}；请在那里安装（如 apt install {}）", package(name))
            }
            Self::Connection { host, why } => why.zh(host),
            Self::Denied { place, detail } => {
                format!("没有权限写入 {place}；请把这个文件夹交给登录用户（chown），或换一个路径。系统的说明：{detail}")
            }
            Self::Full { place } => {
                format!("{place} 的磁盘已满；读者看到的没有变。请腾出空间，或用 --keep 少留几次发布")
            }
            Self::Busy { who } => {
                format!("有人正在向同一个地方发布{}；请等他结束再试", who.as_ref().map_or(String::new(), Session::zh))
            }
            Self::Overtaken { who } => format!(
                "发布途中，另一次发布已经开始或完成{}；这一次停下了。请再运行一次",
                who.as_ref().map_or(String::new(), Session::zh)
            ),
            Self::Foreign { place, why } => format!("不能发布到 {place}：{}", why.zh()),
            Self::Damaged { place, what } => {
                format!("{place} 里的 {what} 已损坏或来自更新的版本；没有动它。请核对后换一个空文件夹发布")
            }
            Self::Shrunk { before, after } => format!(
                "现在发布的有 {before} 页，这一次只有 {after} 页，少了三成或更多，因此没有发布；如果确实要这样，请加 --allow-shrink"
            ),
            Self::NothingEarlier => "没有更早的发布可以退回".into(),
            Self::Changed { path } => {
                format!("{} 在发布途中变了（可能有另一次生成）；读者看到的没有变，请再发布一次", shown(path))
            }
            Self::Name { path } => format!("文件名里有控制字符，不能发布：{}", path.escape_debug()),
            Self::Setting { text } => {
                format!("site.toml 里的“{}”含有 ssh 会误读的字符（\" 或 $）；请换一个路径", text.escape_debug())
            }
            Self::Remote { host, detail } => {
                format!("服务器 {host} 没有完成发布，读者看到的没有变。它的说明：{detail}")
            }
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Publish(error) => error.message(Lang::En),
            Self::Io { path, error } => {
                format!("not published: {}: {}; readers see what they saw", shown(path), reason(error.kind(), Lang::En))
            }
            Self::NoProgram { name, host: None } => format!(
                "{name} is missing on this machine: install it (apt install {}) and publish again",
                package(name)
            ),
            Self::NoProgram { name, host: Some(host) } => {
                format!("{name} is missing on {host}: install it there (apt install {})", package(name))
            }
            Self::Connection { host, why } => why.en(host),
            Self::Denied { place, detail } => format!(
                "no permission to write {place}: give the folder to the user that logs in (chown), or choose another path. The system said: {detail}"
            ),
            Self::Full { place } => format!(
                "the disk of {place} is full; readers see what they saw. Make room, or keep fewer releases with --keep"
            ),
            Self::Busy { who } => format!(
                "someone is publishing to the same place{}; try again when they are done",
                who.as_ref().map_or(String::new(), Session::en)
            ),
            Self::Overtaken { who } => format!(
                "another publication began or ended meanwhile{}; this one stopped. Run it again",
                who.as_ref().map_or(String::new(), Session::en)
            ),
            Self::Foreign { place, why } => format!("can't publish to {place}: {}", why.en()),
            Self::Damaged { place, what } => format!(
                "{what} in {place} is damaged or from a newer version, and was left alone: look it over, then publish to an empty folder"
            ),
            Self::Shrunk { before, after } => format!(
                "{before} pages are published, and this build has only {after}: 30 % fewer or more. Nothing was published; if that is meant, add --allow-shrink"
            ),
            Self::NothingEarlier => "there is no earlier release to go back to".into(),
            Self::Changed { path } => format!(
                "{} changed while it was being published (another build?); readers see what they saw: publish again",
                shown(path)
            ),
            Self::Name { path } => {
                format!("a file's name has control characters and can't be published: {}", path.escape_debug())
            }
            Self::Setting { text } => format!(
                "“{}” in site.toml has a character that ssh would misread (\" or $): choose another path",
                text.escape_debug()
            ),
            Self::Remote { host, detail } => {
                format!("{host} did not finish publishing; readers see what they saw. It said: {detail}")
            }
        }
    }
}

/// The Debian package that has a program.
fn package(name: &str) -> &str {
    match name {
        "ssh" => "openssh-client",
        "flock" => "util-linux",
        name => name,
    }
}

impl Session {
    fn zh(&self) -> String {
        format!("（{}，开始于 {}）", self.who, self.since)
    }

    fn en(&self) -> String {
        format!(" ({}, since {})", self.who, self.since)
    }
}

impl Connection {
    fn zh(&self, host: &str) -> String {
        match self {
            Self::UnknownKey => format!(
                "不认识服务器 {host} 的主机密钥，因此没有连接。请向管理员核对指纹，再把密钥写进 known_hosts（如 ssh-keyscan {host}，核对后保存）"
            ),
            Self::ChangedKey => format!(
                "服务器 {host} 的主机密钥与记下的不同：可能重装过，也可能有人冒充，因此没有连接。请向管理员核对，确认后再改 known_hosts"
            ),
            Self::Login => format!(
                "服务器 {host} 不让登录：要用密钥登录，不问口令。请核对用户名，并把公钥交给服务器（ssh-copy-id）"
            ),
            Self::Unreachable(detail) => format!("连不上服务器 {host}：{detail}"),
            Self::Lost(detail) => {
                format!("与服务器 {host} 的连接中断，读者看到的没有变；再发布一次会接着传。说明：{detail}")
            }
        }
    }

    fn en(&self, host: &str) -> String {
        match self {
            Self::UnknownKey => format!(
                "the host key of {host} is not known, so there was no connection: have the administrator confirm its fingerprint, then put it into known_hosts (ssh-keyscan {host} prints it)"
            ),
            Self::ChangedKey => format!(
                "the host key of {host} is not the known one: it was set up anew, or someone poses as it. There was no connection; have the administrator confirm it, then change known_hosts"
            ),
            Self::Login => format!(
                "{host} does not let us in: login is by key, no password is asked for. Check the user's name, and give the server the public key (ssh-copy-id)"
            ),
            Self::Unreachable(detail) => format!("{host} can't be reached: {detail}"),
            Self::Lost(detail) => format!(
                "the connection to {host} broke; readers see what they saw, and publishing again goes on from there. It said: {detail}"
            ),
        }
    }
}

impl Foreign {
    fn zh(self) -> &'static str {
        match self {
            Self::Link => "这是一个链接；请写它指向的文件夹",
            Self::NotAFolder => "这不是文件夹",
            Self::Files => "里面有不是本程序发布的文件；请另选一个空文件夹（原来的文件没有动）",
            Self::Current => "里面的 current 不是本程序建立的链接；请核对后移走它",
            Self::Release => "这是发布内容本身；请写它上面的文件夹（releases 和 current 所在的那个）",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::Link => "it is a link; name the folder that it leads to",
            Self::NotAFolder => "it is not a folder",
            Self::Files => {
                "it holds files that this program did not publish; choose an empty folder (nothing was touched)"
            }
            Self::Current => "its “current” is not a link of ours; look it over and move it",
            Self::Release => {
                "this is what was published itself; name the folder above, which holds releases and current"
            }
        }
    }
}

impl fmt::Display for ReleaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en())
    }
}

impl std::error::Error for ReleaseError {}
