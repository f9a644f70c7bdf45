//! HTTP on sockets; the one file that knows the server.
//! Sockets and what is to be shown in, answers out. Judges nothing itself: [`judge`] says what a request gets. Gives no
//! client more than a few seconds to ask or to take, and keeps at most a fixed number of them.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io::{self, ErrorKind, SeekFrom};
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::body::{Body as HttpBody, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{HeaderMap, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, header};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncSeekExt, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::task::AbortHandle;
use tokio::time::Sleep;

use super::answer::{Head, Part, Verdict, judge};
use super::shown::{Reply, SCRIPT_TEXT, Shown};
use crate::publish::Body;

/// How long a client may take to send a request, and how long it may take nothing of an answer.
const PATIENCE: Duration = Duration::from_secs(8);

/// How long the head of a request may be, in bytes.
const LONGEST_HEAD: usize = 32 * 1024;

/// How many clients are connected at most. The one that has been asking for longest without saying what goes first.
const CROWD: usize = 400;

/// How many pages follow the news at most.
const FOLLOWERS: usize = 100;

/// How often those who follow the news hear that we are still here.
const PULSE: Duration = Duration::from_secs(15);

/// How much of a file is in memory at a time.
const CHUNK: usize = 64 * 1024;

/// A server that runs on a thread of its own until the program ends.
pub(super) struct Server {
    shown: watch::Sender<Arc<Shown>>,
}

impl Server {
    /// Begins to answer. `stop` is called when the user asks the program to end.
    pub(super) fn start(
        listeners: Vec<TcpListener>,
        first: Arc<Shown>,
        stop: impl FnOnce() + Send + 'static,
    ) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(16).build()?;
        let (sender, shown) = watch::channel(first);
        let desk = Arc::new(Desk { shown, followers: Arc::new(Semaphore::new(FOLLOWERS)), crowd: Mutex::default() });
        let listeners = {
            let _inside = runtime.enter();
            let register = |listener: TcpListener| {
                listener.set_nonblocking(true)?;
                tokio::net::TcpListener::from_std(listener)
            };
            listeners.into_iter().map(register).collect::<io::Result<Vec<_>>>()?
        };
        std::thread::Builder::new().name("http".into()).spawn(move || {
            runtime.block_on(async {
                for listener in listeners {
                    tokio::spawn(accept(listener, Arc::clone(&desk)));
                }
                asked_to_stop().await;
            });
            stop();
        })?;
        Ok(Self { shown: sender })
    }

    /// Shows something else from now on.
    pub(super) fn publish(&self, shown: Arc<Shown>) {
        self.shown.send_replace(shown);
    }
}

/// Waits until the user wants the program to end.
async fn asked_to_stop() {
    #[cfg(unix)]
    if let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = terminate.recv() => return,
            interrupted = tokio::signal::ctrl_c() => if interrupted.is_ok() { return },
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // Nobody tells us: the system will end the program in its own way.
        std::future::pending::<()>().await;
    }
}

/// What all connections share.
struct Desk {
    shown: watch::Receiver<Arc<Shown>>,
    followers: Arc<Semaphore>,
    crowd: Mutex<Crowd>,
}

/// Who is connected.
#[derive(Default)]
struct Crowd {
    next: u64,
    connected: usize,
    /// Those who have not asked for anything (more) yet, in the order of their coming.
    silent: BTreeMap<u64, AbortHandle>,
}

impl Desk {
    fn crowd<T>(&self, with: impl FnOnce(&mut Crowd) -> T) -> T {
        with(&mut self.crowd.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// One who is connected; counted as long as it lives.
struct Guest {
    desk: Arc<Desk>,
    number: u64,
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.desk.crowd(|crowd| {
            crowd.connected = crowd.connected.saturating_sub(1);
            crowd.silent.remove(&self.number);
        });
    }
}

async fn accept(listener: tokio::net::TcpListener, desk: Arc<Desk>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files: some will be closed in a moment.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (number, full) = desk.crowd(|crowd| {
            crowd.next += 1;
            let longest = if crowd.connected >= CROWD { crowd.silent.pop_first() } else { None };
            let full = crowd.connected >= CROWD && longest.is_none();
            if let Some((_, longest)) = longest {
                longest.abort();
            }
            crowd.connected += usize::from(!full);
            (crowd.next, full)
        });
        if full {
            continue;
        }
        let guest = Guest { desk: Arc::clone(&desk), number };
        let task = tokio::spawn(connection(stream, guest));
        desk.crowd(|crowd| crowd.silent.insert(number, task.abort_handle()));
    }
}

async fn connection(stream: TcpStream, guest: Guest) {
    let io = TokioIo::new(Patient { stream, stalled: None });
    let guest = Arc::new(guest);
    let service = service_fn(move |request| {
        let guest = Arc::clone(&guest);
        async move {
            guest.desk.crowd(|crowd| crowd.silent.remove(&guest.number));
            Ok::<_, Infallible>(respond(&request, &guest.desk).await)
        }
    });
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(io, service);
    // What goes wrong here went wrong at the other end.
    drop(served.await);
}

async fn respond(request: &Request<Incoming>, desk: &Desk) -> Response<Payload> {
    let headers = request.headers();
    let hosts: Vec<&[u8]> = headers.get_all(header::HOST).iter().map(HeaderValue::as_bytes).collect();
    let target = request.uri().to_string();
    let head = Head {
        method: request.method().as_str(),
        target: &target,
        hosts: &hosts,
        is_chunked: headers.contains_key(header::TRANSFER_ENCODING),
        length: headers.get(header::CONTENT_LENGTH).map(HeaderValue::as_bytes),
    };
    match judge(&head) {
        Verdict::Refuse(status) => refusal(status),
        Verdict::Script => response(200, "text/javascript; charset=utf-8", Payload::of(SCRIPT_TEXT.into())),
        Verdict::News => match Arc::clone(&desk.followers).try_acquire_owned() {
            Ok(permit) => response(200, "text/event-stream", follow(desk.shown.clone(), permit)),
            Err(_) => refusal(503),
        },
        Verdict::File(path) => {
            let shown = Arc::clone(&desk.shown.borrow());
            let range = headers.get(header::RANGE).and_then(|range| range.to_str().ok()).map(str::to_owned);
            file(shown, path, range.as_deref()).await
        }
    }
}

/// The file at an address. Rendering takes its time, so that it is done beside those who wait for other things.
async fn file(shown: Arc<Shown>, path: String, range: Option<&str>) -> Response<Payload> {
    let made = tokio::task::spawn_blocking(move || match shown.folder(&path) {
        Some(folder) => Err(folder),
        None => Ok(shown.answer(&path)),
    });
    match made.await {
        Ok(Ok(Reply { status, content_type, body: Body::Bytes(bytes) })) => {
            response(status, content_type, Payload::of(bytes.into()))
        }
        Ok(Ok(Reply { status, content_type, body: Body::File(from) })) => {
            let opened = open(&from, range).await;
            opened.map_or_else(|_| refusal(404), |opened| opened.respond(status, content_type))
        }
        Ok(Err(folder)) => {
            let mut response = response(302, "text/plain", Payload::of(Bytes::new()));
            insert(response.headers_mut(), header::LOCATION, &folder);
            response
        }
        Err(_) => refusal(500),
    }
}

/// A file of the content, and the part of it that is wanted.
struct Opened {
    file: tokio::fs::File,
    length: u64,
    part: Part,
}

/// Opens a plain file. A link that was put in its place after the sources were read is not followed.
async fn open(path: &std::path::Path, range: Option<&str>) -> io::Result<Opened> {
    if !tokio::fs::symlink_metadata(path).await?.is_file() {
        return Err(ErrorKind::InvalidInput.into());
    }
    let mut file = tokio::fs::File::open(path).await?;
    let length = file.metadata().await?.len();
    let part = range.map_or(Part::Whole, |range| Part::of(range, length));
    if let Part::Bytes(part) = &part {
        file.seek(SeekFrom::Start(part.start)).await?;
    }
    Ok(Opened { file, length, part })
}

impl Opened {
    fn respond(self, status: u16, content_type: &'static str) -> Response<Payload> {
        let Self { file, length, part } = self;
        let mut response = match &part {
            Part::Whole => response(status, content_type, Payload::File { file, left: length }),
            Part::Bytes(part) => response(206, content_type, Payload::File { file, left: part.end - part.start }),
            Part::Nothing => refusal(416),
        };
        let headers = response.headers_mut();
        match part {
            Part::Whole => {}
            Part::Bytes(part) => {
                insert(headers, header::CONTENT_RANGE, &format!("bytes {}-{}/{length}", part.start, part.end - 1));
            }
            Part::Nothing => insert(headers, header::CONTENT_RANGE, &format!("bytes */{length}")),
        }
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        response
    }
}

/// The news as they come, as long as someone takes them.
fn follow(mut shown: watch::Receiver<Arc<Shown>>, permit: OwnedSemaphorePermit) -> Payload {
    let (sender, events) = mpsc::channel(4);
    tokio::spawn(async move {
        loop {
            let news = shown.borrow_and_update().news();
            if sender.send(Bytes::from(format!("retry: 1000\ndata: {news}\n\n"))).await.is_err() {
                return;
            }
            loop {
                tokio::select! {
                    changed = shown.changed() => match changed {
                        Ok(()) => break,
                        Err(_) => return,
                    },
                    () = tokio::time::sleep(PULSE) => if sender.send(Bytes::from_static(b":\n\n")).await.is_err() { return },
                    () = sender.closed() => return,
                }
            }
        }
    });
    Payload::Events { events, _permit: permit }
}

/// An answer with the head that all answers have. No other site may read or embed what is here.
fn response(status: u16, content_type: &'static str, payload: Payload) -> Response<Payload> {
    let mut response = Response::new(payload);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let fields = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::REFERRER_POLICY, "same-origin"),
    ];
    for (name, value) in fields {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// An answer that only says no, after which the connection ends: what follows on it is not to be trusted.
fn refusal(status: u16) -> Response<Payload> {
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default();
    let mut response =
        response(status, "text/plain; charset=utf-8", Payload::of(format!("{status} {reason}\n").into()));
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    if status == 405 {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

fn insert(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// The body of an answer.
enum Payload {
    Whole(Option<Bytes>),
    File { file: tokio::fs::File, left: u64 },
    Events { events: mpsc::Receiver<Bytes>, _permit: OwnedSemaphorePermit },
}

impl Payload {
    fn of(bytes: Bytes) -> Self {
        Self::Whole(Some(bytes).filter(|bytes| !bytes.is_empty()))
    }
}

impl HttpBody for Payload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match self.get_mut() {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Events { events, .. } => events.poll_recv(cx).map(|event| event.map(|event| Ok(Frame::data(event)))),
            Self::File { left: 0, .. } => Poll::Ready(None),
            Self::File { file, left } => {
                let mut chunk = vec![0; usize::try_from(*left).unwrap_or(CHUNK).min(CHUNK)];
                let mut buffer = ReadBuf::new(&mut chunk);
                ready!(Pin::new(file).poll_read(cx, &mut buffer))?;
                let read = buffer.filled().len();
                if read == 0 {
                    // Cut off since it was opened: the client must not take it for whole.
                    return Poll::Ready(Some(Err(ErrorKind::UnexpectedEof.into())));
                }
                chunk.truncate(read);
                *left -= read as u64;
                Poll::Ready(Some(Ok(Frame::data(chunk.into()))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None) | Self::File { left: 0, .. })
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, Bytes::len) as u64),
            Self::File { left, .. } => SizeHint::with_exact(*left),
            Self::Events { .. } => SizeHint::default(),
        }
    }
}

/// A stream that fails when the other end takes nothing for too long.
struct Patient {
    stream: TcpStream,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl AsyncRead for Patient {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write(cx, bytes);
        if written.is_ready() {
            this.stalled = None;
            return written;
        }
        let stalled = this.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(PATIENCE)));
        stalled.as_mut().poll(cx).map(|()| Err(ErrorKind::TimedOut.into()))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}
