//! Who is answered, with what, and how much of it.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::{PAGE, handbook, serve};
use crate::site_support::write;

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
