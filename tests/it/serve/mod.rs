//! `serve`, the real program on this machine's own address.

mod ends;
mod saving;
mod who;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::site_support::{site, write};

const LESSON: &str = "content/2026-03-拥军优抚/01-优待证.md";
const PAGE: &str = "/2026-03/youdaizheng.html";
/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

fn lesson(title: &str, body: &str) -> String {
    format!("---\n标题: {title}\n---\n\n## 办理\n\n{body}\n")
}

fn handbook() -> tempfile::TempDir {
    let folder = site(&[("site.toml", "title = \"手册\"\n"), (LESSON, &lesson("优待证", "第一稿"))]);
    write(&folder.path().join("content/2026-03-拥军优抚/大.bin"), &vec![7; 16 * 1024 * 1024]);
    folder
}

/// A server that ends with its test.
struct Served {
    child: Child,
    port: u16,
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn command(root: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiangyi"));
    command.args(["--lang", "zh", "serve", "--root"]).arg(root).args(more).stdin(Stdio::null());
    command
}

fn serve(root: &Path) -> Served {
    let mut child = command(root, &["--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let port = line.split("127.0.0.1:").nth(1).unwrap().split('/').next().unwrap().parse().unwrap();
    Served { child, port }
}

/// An answer's status, head and body.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Served {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends bytes and reads until the other end closes. A connection cut off while sending has been answered.
    fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|part| part == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Answer { status, head, body: bytes[end..].to_vec() }
    }

    fn get_with(&self, path: &str, more: &str) -> Answer {
        self.raw(
            format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n{more}Connection: close\r\n\r\n", self.port)
                .as_bytes(),
        )
    }

    fn get(&self, path: &str) -> Answer {
        self.get_with(path, "")
    }

    /// Asks again and again until the page is as wished.
    fn wait(&self, path: &str, wished: impl Fn(&Answer) -> bool) -> Answer {
        let began = Instant::now();
        loop {
            let answer = self.get(path);
            if wished(&answer) {
                return answer;
            }
            assert!(began.elapsed() < PATIENCE, "{path}: {} {}", answer.status, answer.text());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn wait_for(&self, path: &str, words: &str) -> Answer {
        self.wait(path, |answer| answer.text().contains(words))
    }

    fn news(&self) -> News {
        let mut stream = self.connect();
        write!(stream, "GET /_jiangyi/news HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        News { lines: BufReader::new(stream) }
    }
}

/// What open pages are told.
struct News {
    lines: BufReader<TcpStream>,
}

impl News {
    fn next(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "the news ended");
            if let Some(json) = line.trim().strip_prefix("data: ") {
                return serde_json::from_str(json).unwrap();
            }
        }
    }

    /// The next news of which something is wrong, or nothing is.
    fn until(&mut self, is_wrong: bool) -> serde_json::Value {
        loop {
            let news = self.next();
            if (news["title"] != "") == is_wrong {
                return news;
            }
        }
    }
}
