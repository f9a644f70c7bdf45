//! The site while it is being written: on this machine, as of the last saved file.
//! A site's folder in; its pages over HTTP out, each rendered when it is asked for, and an event to every open page when
//! there is something new. Uses the stages of `build` and no others. Never writes a file, and shows no file that the built
//! site would not have.

#![allow(clippy::disallowed_methods, reason = "the end of the pipeline that watches the disk and gives out files")]

mod answer;
mod error;
mod http;
mod shown;
mod watch;
mod workshop;

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

pub use error::ServeError;
pub use workshop::{Built, Edition, Workshop};

use crate::diagnostic::Lang;
use crate::pipeline::Options;
use crate::source::{Changed, ReadError};
use http::Server;
use shown::Shown;
use watch::Watch;

/// How long nothing must happen before what happened is read: an editor saves in several steps.
const QUIET: Duration = Duration::from_millis(20);

/// The same where the system says of all that was written that it is closed.
const DONE: Duration = Duration::from_millis(4);

/// How long a burst of changes is waited for at most.
const LONGEST_BURST: Duration = Duration::from_millis(300);

/// How often the disk is looked at where the system does not tell of changes, or the site can't be read.
const POLL: Duration = Duration::from_secs(1);

/// What is to be served.
#[derive(Clone, Debug)]
pub struct Serving {
    /// The site's folder.
    pub root: PathBuf,
    /// Where to listen: an IP address or `localhost`.
    pub host: String,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// Whether to open a browser.
    pub open: bool,
    /// The language of messages, where it is not to be the site's.
    pub lang: Option<Lang>,
}

/// What happens while serving.
pub enum News<'a> {
    /// The site can be seen at this address; `public` where others on the network can see it too.
    Listening {
        /// The address, as a browser takes it.
        address: String,
        /// Whether others can see it.
        public: bool,
    },
    /// The site was made again.
    Built(&'a Built, Duration),
    /// The sources can't be read just now.
    Unreadable(&'a ReadError),
    /// The system does not tell of changes; they are looked for instead.
    Polling,
}

/// What the loop waits for.
enum Signal {
    /// What changed, and whether that is done.
    Changed(Changed, bool),
    Stop,
}

/// Serves until the program is interrupted. `tell` is told what happens.
pub fn serve(asked: &Serving, tell: &mut dyn FnMut(News<'_>)) -> Result<(), ServeError> {
    if !answer::is_place(&asked.host) {
        return Err(ServeError::Host { host: asked.host.clone() });
    }
    let listeners = listen(&asked.host, asked.port)?;
    let root = asked.root.canonicalize().unwrap_or_else(|_| asked.root.clone());
    let (signals, inbox) = mpsc::channel();
    // Watching begins before the first reading, so that nothing is missed between them.
    let told = signals.clone();
    let watch = Watch::new(&root, move |changed, is_done| drop(told.send(Signal::Changed(changed, is_done))));
    let mut workshop = Workshop::new(&root, Options { drafts: true, base_url: None });

    let began = Instant::now();
    let mut shown = Shown::default();
    if let Some(built) = workshop.build(&Changed::Everything).map_err(ServeError::Read)? {
        shown = shown.after(&built, asked.lang);
        tell(News::Built(&built, began.elapsed()));
    }
    let address = address(&listeners);
    let stop = signals.clone();
    let server = Server::start(listeners, Arc::new(shown.clone()), move || drop(stop.send(Signal::Stop)))
        .map_err(|error| ServeError::Start { error })?;
    let public = !asked.host.parse().map_or(asked.host == "localhost", |ip: IpAddr| ip.is_loopback());
    if asked.open {
        watch::open_browser(&address);
    }
    tell(News::Listening { address, public });
    let desk = Desk { workshop, watch, server, shown, lang: asked.lang, is_readable: true };
    desk.run(&inbox, tell);
    Ok(())
}

/// Everything that the loop works with.
struct Desk {
    workshop: Workshop,
    watch: Watch,
    server: Server,
    shown: Shown,
    lang: Option<Lang>,
    /// Whether the last reading went well.
    is_readable: bool,
}

impl Desk {
    fn run(mut self, inbox: &Receiver<Signal>, tell: &mut dyn FnMut(News<'_>)) {
        if self.watch.is_polling() {
            tell(News::Polling);
        }
        loop {
            match inbox.recv_timeout(POLL) {
                Ok(Signal::Changed(first, is_done)) => {
                    let began = Instant::now();
                    let Some(changed) = gather(first, is_done, inbox) else { return };
                    self.rebuild(&changed, began, tell);
                }
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) if !self.is_readable => {
                    self.rebuild(&Changed::Everything, Instant::now(), tell);
                }
                Err(RecvTimeoutError::Timeout) if self.watch.is_polling() && self.workshop.looks_changed() => {
                    self.rebuild(&Changed::Somewhere, Instant::now(), tell);
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn rebuild(&mut self, changed: &Changed, began: Instant, tell: &mut dyn FnMut(News<'_>)) {
        let was_readable = self.is_readable;
        let changed = if self.watch.follow(changed) || !was_readable { &Changed::Everything } else { changed };
        match self.workshop.build(changed) {
            // After a failure all is read as if for the first time, so that something was read then.
            Ok(None) => {}
            Ok(Some(built)) => {
                self.is_readable = true;
                self.shown = self.shown.after(&built, self.lang);
                self.server.publish(Arc::new(self.shown.clone()));
                tell(News::Built(&built, began.elapsed()));
            }
            Err(error) => {
                self.is_readable = false;
                // Tried again every moment: said once.
                if was_readable {
                    self.shown = self.shown.unreadable(&error, self.lang);
                    self.server.publish(Arc::new(self.shown.clone()));
                    tell(News::Unreadable(&error));
                }
            }
        }
    }
}

/// What changed in one burst; nothing when the end was asked for.
fn gather(first: Changed, is_done: bool, inbox: &Receiver<Signal>) -> Option<Changed> {
    let began = Instant::now();
    let mut open = BTreeSet::new();
    let mut note = |changed: &Changed, is_done: bool| {
        if let Changed::Paths(paths) = changed {
            for path in paths {
                let _ = if is_done { open.remove(path) } else { open.insert(path.clone()) };
            }
        }
        if open.is_empty() { DONE } else { QUIET }
    };
    let mut patience = note(&first, is_done);
    let mut all = first;
    while began.elapsed() < LONGEST_BURST {
        match inbox.recv_timeout(patience) {
            Ok(Signal::Changed(more, is_done)) => {
                patience = note(&more, is_done);
                all = all.and(more);
            }
            Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => break,
        }
    }
    Some(all)
}

/// The sockets. For this machine alone both its addresses are taken where it has both: browsers differ in which of them
/// `localhost` is.
fn listen(host: &str, port: u16) -> Result<Vec<TcpListener>, ServeError> {
    let own = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
    let addresses = match host.parse::<IpAddr>() {
        Ok(ip) if ip != own[0] => vec![ip],
        _ => own.to_vec(),
    };
    let mut listeners: Vec<TcpListener> = Vec::new();
    let mut refused = None;
    for ip in addresses {
        let port = listeners.first().and_then(|first| first.local_addr().ok()).map_or(port, |first| first.port());
        let address = SocketAddr::new(ip, port);
        match TcpListener::bind(address) {
            Ok(listener) => listeners.push(listener),
            // The second address is a convenience, unless somebody else would answer there.
            Err(error) if listeners.is_empty() || error.kind() == std::io::ErrorKind::AddrInUse => {
                refused = refused.or(Some(ServeError::Listen { address, error }));
            }
            Err(_) => {}
        }
    }
    match refused {
        Some(refused) if listeners.is_empty() || refused.is_in_use() => Err(refused),
        _ => Ok(listeners),
    }
}

/// The address as a browser takes it.
fn address(listeners: &[TcpListener]) -> String {
    let Some(address) = listeners.first().and_then(|listener| listener.local_addr().ok()) else { return String::new() };
    let port = address.port();
    match address.ip() {
        ip if ip.is_unspecified() => format!("http://127.0.0.1:{port}/"),
        IpAddr::V4(ip) => format!("http://{ip}:{port}/"),
        IpAddr::V6(ip) => format!("http://[{ip}]:{port}/"),
    }
}
