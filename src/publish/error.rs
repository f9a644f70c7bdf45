//! Why the output was not written: refusals of ours and of the system, each with the path that it is about.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::outside::{reason, shown};
use crate::diagnostic::{Diagnostic, Lang};

/// The output could not be written. The old site stands untouched, except for [`PublishError::Leftover`] and where the disk
/// itself fails in the moment of the switch; then the new one is in place.
#[derive(Debug)]
pub enum PublishError {
    /// The output folder must not be written to.
    Refused {
        /// The folder.
        path: PathBuf,
        /// Why not.
        why: Refusal,
    },
    /// Another build writes to the same folder.
    Busy {
        /// Its lock file.
        lock: PathBuf,
        /// The number of its process, where it said so.
        process: Option<u32>,
    },
    /// Something that no build of ours wrote stands where a file is to be written.
    Occupied {
        /// What.
        path: PathBuf,
    },
    /// Pages that could not be made.
    Pages(Vec<Diagnostic>),
    /// The system refused.
    Io {
        /// What it is about.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The new site is in place, but something of the old folder could be neither moved to it nor deleted.
    Leftover {
        /// Where it is now.
        path: PathBuf,
        /// Why it stayed.
        reason: io::ErrorKind,
    },
}

/// Why a folder is not written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The site lies in it, or it is the site's own folder.
    HoldsSite,
    /// It holds sources, or lies among them.
    Sources,
    /// The home folder, or one above it.
    Home,
    /// The root of a disk.
    Disk,
    /// A symbolic link.
    Link,
    /// No folder.
    NotAFolder,
    /// It holds files, and none of our builds made it.
    Foreign,
    /// The list of our files in it can't be read.
    Manifest,
    /// It has the name of our folder for work under way, but is not ours.
    Work,
}

impl PublishError {
    pub(super) fn io(path: &Path, error: io::Error) -> Self {
        Self::Io { path: path.to_owned(), error }
    }

    pub(super) fn refused(path: &Path, why: Refusal) -> Self {
        Self::Refused { path: path.to_owned(), why }
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
            Self::Refused { path, why } => format!("不能输出到 {}：{}", shown(path), why.zh()),
            Self::Busy { lock, process } => {
                let who = process.map_or(String::new(), |id| format!("（进程 {id}）"));
                format!("另一次生成{who}正在写同一个输出文件夹，请等它结束再试（{}）", shown(lock))
            }
            Self::Occupied { path } => {
                format!("{} 不是本程序写的，而新的手册正要用这个名字；请把它移走，或给页面换一个短名", shown(path))
            }
            Self::Pages(pages) => format!("有 {} 个页面没有生成", pages.len()),
            Self::Io { path, error } => format!("无法写入 {}：{}", shown(path), reason(error.kind(), Lang::Zh)),
            Self::Leftover { path, reason: kind } => {
                let why = reason(*kind, Lang::Zh);
                format!("新的手册已经就位，但旧文件夹里的 {} 没能移过去或删除：{why}；请自行处理", shown(path))
            }
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Refused { path, why } => format!("can't write to {}: {}", shown(path), why.en()),
            Self::Busy { lock, process } => {
                let who = process.map_or(String::new(), |id| format!(" (process {id})"));
                format!("another build{who} writes to this folder; try again when it is done ({})", shown(lock))
            }
            Self::Occupied { path } => {
                format!("{} is not ours, and a page needs its name: move it, or change the page's slug", shown(path))
            }
            Self::Pages(pages) => format!("{} pages could not be made", pages.len()),
            Self::Io { path, error } => format!("can't write {}: {}", shown(path), reason(error.kind(), Lang::En)),
            Self::Leftover { path, reason: kind } => {
                let why = reason(*kind, Lang::En);
                format!(
                    "the new site is in place, but {} of the old one could not be moved or deleted: {why}; please see to it",
                    shown(path)
                )
            }
        }
    }
}

impl Refusal {
    fn zh(self) -> &'static str {
        match self {
            Self::HoldsSite => "手册的源文件就在这个文件夹里，会被覆盖；请另选一个，如 public",
            Self::Sources => "这里是放课程或主题的地方；请另选一个，如 public",
            Self::Home => "这是用户的主文件夹；请另选一个，如 public",
            Self::Disk => "这是磁盘的根；请另选一个，如 public",
            Self::Link => "这是一个链接；请写它指向的文件夹",
            Self::NotAFolder => "这不是文件夹",
            Self::Foreign => "里面有不是本程序写的文件；请清空它，或另选一个",
            Self::Manifest => {
                "里面的文件清单 .jiangyi-manifest.json 已损坏或来自更新的版本；核对后请清空这个文件夹再试"
            }
            Self::Work => "这个名字留作生成时的临时文件夹，里面却有别的文件；请把它改名",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::HoldsSite => "the site's own sources lie in it; choose another folder, such as public",
            Self::Sources => "lessons or themes are kept there; choose another folder, such as public",
            Self::Home => "it is the home folder; choose another folder, such as public",
            Self::Disk => "it is the root of a disk; choose another folder, such as public",
            Self::Link => "it is a link; name the folder that it leads to",
            Self::NotAFolder => "it is not a folder",
            Self::Foreign => "it holds files that this program did not write; empty it or choose another folder",
            Self::Manifest => {
                "its list of files, .jiangyi-manifest.json, is damaged or from a newer version; look it over, then empty the folder"
            }
            Self::Work => "the name is kept for work under way, but other files are in it; rename it",
        }
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en())
    }
}

impl std::error::Error for PublishError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { error, .. } => Some(error),
            _ => None,
        }
    }
}
