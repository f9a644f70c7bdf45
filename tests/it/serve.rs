//! `serve`, the real program on this machine's own address: who is answered, and what an author sees after saving.

use std::fs;
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

#[test]
fn only_the_sites_own_addresses_are_answered() {
    let folder = handbook();
    for (path, text) in [
        ("content/2026-03-拥军优抚/.secret", "x"),
        (".git/config", "x"),
        ("public/old.html", "x"),
        ("public-old/index.html", "x"),
    ] {
        write(&folder.path().join(path), text.as_bytes());
    }
    let served = serve(folder.path());
    for path in ["/", "/index.html", PAGE, "/2026-03/", "/2026-03/youdaizheng.html?a=%00#b"] {
        assert_eq!(served.get(path).status, 200, "{path}");
    }
    assert!(served.get("/2026-03").head.contains("location: /2026-03/\r\n"));
    for path in [
        "/../",
        "/..%2f",
        "/%2e%2e/",
        "/%252e%252e/",
        "/..%5c",
        "/%5c..",
        "//etc",
        "//etc/passwd",
        "/c:/",
        "/%5c%5chost/share",
        "/a.html::$DATA",
        "/PROGRA~1",
        "/../public-old/index.html",
        "/public-old/index.html",
        "/old.html",
        "/INDEX.html",
        "/%",
        "/%zz",
        "/%00",
        "/%ff",
        "/.git/config",
        "/site.toml",
        "/content/2026-03-x/01.md",
        "/2026-03/01-%E4%BC%98.md",
        "/2026-03/.secret",
        "/themes/handbook/templates/base.html",
        "/%2fetc/passwd",
        "/2026-03//youdaizheng.html",
    ] {
        let status = served.get(path).status;
        assert!(matches!(status, 400 | 404), "{path}: {status}");
    }
    for path in [&b"/\xff\xfe"[..], b"/\\..\\", b"/a b", b"/\0", &vec![b'/'; 1_000_000]] {
        let answer = served.raw(&[b"GET ", path, b" HTTP/1.1\r\nHost: localhost\r\n\r\n"].concat());
        assert!(matches!(answer.status, 400 | 404 | 414 | 431), "{}", answer.status);
    }
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn only_this_machines_names_and_plain_requests_are_answered() {
    let folder = handbook();
    let served = serve(folder.path());
    let of_host =
        |host: &str| served.raw(format!("GET / HTTP/1.1\r\n{host}Connection: close\r\n\r\n").as_bytes()).status;
    for host in ["localhost", "LocalHost:1", "127.0.0.1", "192.168.1.7:80", "[::1]:4000", "x.localhost"] {
        assert_eq!(of_host(&format!("Host: {host}\r\n")), 200, "{host}");
    }
    for host in ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io"] {
        assert_eq!(of_host(&format!("Host: {host}\r\n")), 403, "{host}");
    }
    for host in ["", "Host: localhost\r\nHost: localhost\r\n", "Host: a b\r\n", "Host:\r\n", "Host: [::1\r\n"] {
        assert_eq!(of_host(host), 400, "{host}");
    }
    assert_eq!(of_host("Host: evil.example\r\nX-Forwarded-Host: localhost\r\n"), 403);
    assert!(!served.get_with("/", "X-Forwarded-Host: evil.example\r\n").text().contains("evil.example"));
    for start in [
        "GET http://localhost/ HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "CONNECT localhost:80 HTTP/1.1",
        "TRACE / HTTP/1.1",
        "POST / HTTP/1.1",
        "FOO / HTTP/1.1",
        "G\u{1}T / HTTP/1.1",
        "GET * HTTP/1.1",
        "GET / HTTP/9.9",
    ] {
        let status = served.raw(format!("{start}\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes()).status;
        assert!(matches!(status, 400 | 405), "{start}: {status}");
    }
    let head = served.get_with(PAGE, "Origin: https://evil.example\r\n").head;
    assert!(!head.contains("access-control"), "{head}");
    for field in [
        "cross-origin-resource-policy: same-origin",
        "x-content-type-options: nosniff",
        "content-type: text/html; charset=utf-8",
    ] {
        assert!(head.contains(field), "{head}");
    }
    let answer = served.raw(b"HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert_eq!((answer.status, answer.body.len()), (200, 0));
}

#[test]
fn too_much_is_refused() {
    let folder = handbook();
    let served = serve(folder.path());
    let long = format!("X: {}\r\n", "x".repeat(100_000));
    assert_eq!(served.get_with("/", &long).status, 431);
    let many: String = (0..10_000).map(|number| format!("X{number}: y\r\n")).collect();
    assert_eq!(served.get_with("/", &many).status, 431);
    assert_eq!(served.get_with("/", "Content-Length: 1073741824\r\n").status, 413);
    assert_eq!(served.get_with("/", "Transfer-Encoding: chunked\r\n").status, 400);
    assert_eq!(served.get_with("/", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n").status, 400);
    assert_eq!(served.get_with("/", "Content-Length: 5\r\nContent-Length: 6\r\n").status, 400);
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn parts_of_files_are_given() {
    let folder = handbook();
    let served = serve(folder.path());
    let part = served.get_with("/2026-03/da.bin", "Range: bytes=10-13\r\n");
    assert_eq!((part.status, part.body.as_slice()), (206, &[7; 4][..]));
    assert!(part.head.contains("content-range: bytes 10-13/16777216"), "{}", part.head);
    assert_eq!(served.get_with("/2026-03/da.bin", "Range: bytes=99999999-\r\n").status, 416);
    assert_eq!(served.get("/2026-03/da.bin").body.len(), 16 * 1024 * 1024);
}

#[test]
fn slow_clients_are_sent_away_and_hold_nobody_up() {
    let folder = handbook();
    let served = serve(folder.path());
    let began = Instant::now();
    let mut greedy = served.connect();
    greedy.write_all(b"GET /2026-03/da.bin HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut slow: Vec<TcpStream> = (0..600)
        .map(|_| {
            let mut stream = served.connect();
            let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: loc");
            stream
        })
        .collect();
    let asked = Instant::now();
    assert_eq!(served.get(PAGE).status, 200);
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    for stream in &mut slow {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
    }
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    // By now nothing has been taken of the large file for long enough.
    std::thread::sleep(Duration::from_secs(10).saturating_sub(began.elapsed()));
    let mut bytes = Vec::new();
    let _ = greedy.read_to_end(&mut bytes);
    assert!(bytes.len() < 16 * 1024 * 1024, "{}", bytes.len());
}

#[test]
fn a_saved_lesson_is_seen_and_open_pages_are_told() {
    let folder = handbook();
    let root = folder.path();
    let served = serve(root);
    let first = served.get(PAGE).text();
    assert!(first.contains("第一稿") && first.contains("<script src=\"/_jiangyi/live.js\" data-edition=\""), "{first}");
    assert_eq!(served.get("/_jiangyi/live.js").status, 200);
    let mut news = served.news();
    let before = news.next();
    assert!(first.contains(before["edition"].as_str().unwrap()));

    fs::write(root.join(LESSON), lesson("优待证", "第二稿")).unwrap();
    let after = news.next();
    assert_ne!(after["edition"], before["edition"]);
    assert!(served.get(PAGE).text().contains("第二稿"));

    // As editors save: a new file takes the old one's place.
    let beside = root.join("content/2026-03-拥军优抚/.01-优待证.md.tmp");
    fs::write(&beside, lesson("优待证怎么办", "第三稿")).unwrap();
    fs::rename(&beside, root.join(LESSON)).unwrap();
    served.wait_for(PAGE, "第三稿");
    served.wait_for("/", "优待证怎么办");

    // A new lesson, a draft, in a new month.
    let draft = "---\n标题: 草稿课\n草稿: 是\n---\n\n正文\n";
    write(&root.join("content/2026-05-新月份/01-草稿.md"), draft.as_bytes());
    let page = served.wait("/2026-05/caogao.html", |answer| answer.status == 200);
    assert!(page.text().contains("class=\"draft\""));

    fs::rename(root.join("content/2026-05-新月份"), root.join("content/2026-06-又改名")).unwrap();
    served.wait("/2026-06/caogao.html", |answer| answer.status == 200);
    served.wait("/2026-05/caogao.html", |answer| answer.status == 404);
    fs::remove_file(root.join(LESSON)).unwrap();
    let gone = served.wait(PAGE, |answer| answer.status == 404);
    assert!(gone.text().contains("live.js"), "an open page comes back with its file");
}

#[test]
fn mistakes_leave_the_last_good_page_and_are_told() {
    let folder = handbook();
    let root = folder.path();
    let served = serve(root);
    let mut news = served.news();
    let good = news.next();
    assert_eq!(good["problems"].as_array().unwrap().len(), 0);

    fs::write(root.join(LESSON), "---\n标提: 错\n").unwrap();
    let wrong = news.until(true);
    assert_eq!(wrong["edition"], good["edition"], "pages stay");
    assert!(wrong["title"].as_str().unwrap().contains("个错误"), "{wrong}");
    let place = wrong["problems"][0]["place"].as_str().unwrap();
    assert!(place.starts_with(LESSON), "{place}");
    assert_ne!(wrong["problems"][0]["help"], "");
    assert!(served.get(PAGE).text().contains("第一稿"));
    // A page that is opened meanwhile is told too.
    assert_eq!(served.news().next()["title"], wrong["title"]);

    fs::write(root.join(LESSON), lesson("优待证", "改好了")).unwrap();
    assert_ne!(news.until(false)["edition"], good["edition"]);
    assert!(served.get(PAGE).text().contains("改好了"));

    // A template that can't be compiled, one that fails on a page, and no template at all.
    let template = root.join("themes/handbook/templates/lesson.html");
    for broken in ["{% if %}", "{{ lesson.title.nothing.at.all }}"] {
        write(&template, broken.as_bytes());
        assert_eq!(news.until(true)["problems"][0]["code"], "JY702");
        assert!(served.get(PAGE).text().contains("改好了"));
    }
    write(&template, "<body>本站的模板 {{ page.title }}</body>".as_bytes());
    news.until(false);
    served.wait_for(PAGE, "本站的模板");
    fs::remove_file(&template).unwrap();
    served.wait_for(PAGE, "改好了");

    // The content's folder goes away and comes back.
    fs::rename(root.join("content"), root.join("elsewhere")).unwrap();
    assert!(news.until(true)["title"].as_str().unwrap().contains("content"));
    assert!(served.get(PAGE).text().contains("改好了"));
    fs::rename(root.join("elsewhere"), root.join("content")).unwrap();
    news.until(false);
    fs::write(root.join(LESSON), lesson("优待证", "回来以后")).unwrap();
    served.wait_for(PAGE, "回来以后");
}

#[test]
fn a_site_that_begins_with_a_mistake_is_seen_once_it_is_mended() {
    let folder = handbook();
    fs::write(folder.path().join(LESSON), "---\n标提: 错\n").unwrap();
    let served = serve(folder.path());
    let page = served.get(PAGE);
    assert!(page.status == 503 && page.text().contains("live.js"), "{}", page.text());
    fs::write(folder.path().join(LESSON), lesson("优待证", "改好了")).unwrap();
    served.wait_for(PAGE, "改好了");
}

#[test]
fn a_burst_of_a_thousand_changes_ends_as_a_build_would() {
    let folder = handbook();
    let root = folder.path();
    let served = serve(root);
    for number in 0..1000 {
        let name = root.join(format!("content/2026-03-拥军优抚/{:02}-课{}.md", number % 50 + 10, number % 50));
        fs::write(name, lesson(&format!("第{number}课"), "正文")).unwrap();
    }
    served.wait("/2026-03/ke49.html", |answer| answer.text().contains("第999课"));
    served.wait("/2026-03/ke0.html", |answer| answer.text().contains("第950课"));
    let output = tempfile::tempdir().unwrap();
    let to = output.path().join("public");
    let ran =
        crate::site_support::jiangyi(&["build", "--root", root.to_str().unwrap(), "--output", to.to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    for page in ["2026-03/index.html", "2026-03/ke7.html"] {
        let built = fs::read_to_string(to.join(page)).unwrap();
        // The search index, whose address pages name, is made anew a moment later.
        served.wait(&format!("/{page}"), |answer| without_script(&answer.text()) == built);
    }
}

fn without_script(page: &str) -> String {
    let (before, rest) = page.split_once("<script src=\"/_jiangyi/live.js\"").unwrap_or((page, ""));
    format!("{before}{}", rest.split_once("</script>\n").map_or("", |(_, after)| after))
}

#[test]
fn a_port_in_use_is_said_in_both_languages() {
    let folder = handbook();
    let served = serve(folder.path());
    for (lang, words) in [("zh", "已被占用"), ("en", "is in use")] {
        let ran = Command::new(env!("CARGO_BIN_EXE_jiangyi"))
            .args(["--lang", lang, "serve", "--port", &served.port.to_string(), "--root"])
            .arg(folder.path())
            .output()
            .unwrap();
        let err = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(ran.status.code() == Some(2) && err.contains(words), "{err}");
    }
    let ran = command(folder.path(), &["--host", "evil.example"]).output().unwrap();
    assert_eq!(ran.status.code(), Some(2));
    let nowhere = command(Path::new("/nowhere/at/all"), &["--port", "0"]).output().unwrap();
    assert_eq!(nowhere.status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_cleanly() {
    for signal in ["-INT", "-TERM"] {
        let folder = handbook();
        let mut served = serve(folder.path());
        let mut news = served.news();
        news.next();
        Command::new("kill").args([signal, &served.child.id().to_string()]).status().unwrap();
        assert_eq!(served.child.wait().unwrap().code(), Some(0), "{signal}");
    }
}
