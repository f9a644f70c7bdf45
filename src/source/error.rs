//! Why the sources as a whole can't be read: the outside world's refusals, each with the path that it is about.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::diagnostic::Lang;
use crate::diagnostic::outside::{reason, shown};

/// The sources can't be read. What is wrong with single files is no error but a diagnostic.
#[derive(Debug)]
pub enum ReadError {
    /// The folder has no `site.toml`.
    NotASite {
        /// The folder.
        root: PathBuf,
    },
    /// The site has no folder `content`.
    NoContent {
        /// Where it should be.
        path: PathBuf,
    },
    /// `site.toml` or `content` is a link or something else that is not opened.
    NotPlain {
        /// Which.
        path: PathBuf,
    },
    /// The system refuses to read it.
    Unreadable {
        /// What.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

impl ReadError {
    /// What is wrong and what to do, in the reader's language.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::NotASite { root }, Lang::Zh) => {
                format!("{} 里没有 site.toml，不是手册的文件夹；请进入手册的文件夹，或用 --root 指明", shown(root))
            }
            (Self::NotASite { root }, Lang::En) => {
                format!("{} has no site.toml: change to the site's folder or name it with --root", shown(root))
            }
            (Self::NoContent { path }, Lang::Zh) => format!("缺少放课程的文件夹 {}", shown(path)),
            (Self::NoContent { path }, Lang::En) => format!("the folder of the lessons is missing: {}", shown(path)),
            (Self::NotPlain { path }, Lang::Zh) => {
                format!("{} 是链接或特殊文件，不会读取；请放入文件或文件夹本身", shown(path))
            }
            (Self::NotPlain { path }, Lang::En) => {
                format!("{} is a link or a special file and is not read: put the thing itself there", shown(path))
            }
            (Self::Unreadable { path, error }, Lang::Zh) => {
                format!("无法读取 {}：{}", shown(path), reason(error.kind(), lang))
            }
            (Self::Unreadable { path, error }, Lang::En) => {
                format!("can't read {}: {}", shown(path), reason(error.kind(), lang))
            }
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { error, .. } => Some(error),
            _ => None,
        }
    }
}
