//! Why the site can't be served: the outside world's refusals.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;

use crate::diagnostic::Lang;
use crate::diagnostic::outside::reason;
use crate::source::ReadError;

/// The site can't be served.
#[derive(Debug)]
pub enum ServeError {
    /// The sources can't be read.
    Read(ReadError),
    /// No address to listen at.
    Host {
        /// What was asked for.
        host: String,
    },
    /// The address can't be had.
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        error: io::Error,
    },
    /// The server does not start.
    Start {
        /// Why.
        error: io::Error,
    },
}

impl ServeError {
    /// Whether another program has the port.
    pub(super) fn is_in_use(&self) -> bool {
        matches!(self, Self::Listen { error, .. } if error.kind() == ErrorKind::AddrInUse)
    }

    /// What is wrong and what to do, in the reader's language.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Read(error), _) => error.message(lang),
            (Self::Host { host }, Lang::Zh) => format!("--host 要写 IP 地址或 localhost，不能是“{host}”"),
            (Self::Host { host }, Lang::En) => format!("--host takes an IP address or localhost, not “{host}”"),
            (Self::Listen { address, .. }, Lang::Zh) if self.is_in_use() => {
                format!("端口 {} 已被占用；请关闭占用它的程序，或用 --port 换一个", address.port())
            }
            (Self::Listen { address, .. }, Lang::En) if self.is_in_use() => {
                format!("port {} is in use: close the other program, or choose another with --port", address.port())
            }
            (Self::Listen { address, error }, Lang::Zh) => {
                format!("不能在 {address} 提供预览：{}", why(error, lang))
            }
            (Self::Listen { address, error }, Lang::En) => format!("can't listen at {address}: {}", why(error, lang)),
            (Self::Start { error }, Lang::Zh) => format!("预览不能启动：{}", reason(error.kind(), lang)),
            (Self::Start { error }, Lang::En) => format!("can't start serving: {}", reason(error.kind(), lang)),
        }
    }
}

/// Why there is no listening at an address.
fn why(error: &io::Error, lang: Lang) -> &'static str {
    match (error.kind(), lang) {
        (ErrorKind::AddrNotAvailable, Lang::Zh) => "这台电脑没有这个地址",
        (ErrorKind::AddrNotAvailable, Lang::En) => "this machine has no such address",
        (kind, lang) => reason(kind, lang),
    }
}
