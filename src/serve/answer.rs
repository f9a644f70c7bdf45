//! Which requests are answered.
//! A request's head in, what to do about it out. Pure: knows no socket and no file. Whoever asks under a name that is not
//! this machine's gets nothing, because a page of another site could have been made to ask.

use std::net::{IpAddr, Ipv6Addr};
use std::ops::Range;

use super::shown::{NEWS, SCRIPT};

/// Whether a host is a place to listen at.
pub(super) fn is_place(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok()
}

/// The head of a request, as far as it matters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head<'a> {
    pub(super) method: &'a str,
    /// The target as sent.
    pub(super) target: &'a str,
    /// All Host fields.
    pub(super) hosts: &'a [&'a [u8]],
    /// Whether the body comes in pieces.
    pub(super) is_chunked: bool,
    /// The announced length of the body.
    pub(super) length: Option<&'a [u8]>,
}

/// What is done about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The script that follows the news.
    Script,
    /// The news.
    News,
    /// The file at this address.
    File(String),
    /// Nothing, and this status says why.
    Refuse(u16),
}

/// Judges a request.
pub(super) fn judge(head: &Head<'_>) -> Verdict {
    if head.is_chunked {
        // Two ways to say how long a body is are how requests are smuggled; none of ours has a body.
        return Verdict::Refuse(400);
    }
    if head.length.is_some_and(|length| length != b"0") {
        return Verdict::Refuse(413);
    }
    let [host] = head.hosts else { return Verdict::Refuse(400) };
    match std::str::from_utf8(host).ok().and_then(host_name) {
        None => return Verdict::Refuse(400),
        Some(name) if !is_own(name) => return Verdict::Refuse(403),
        Some(_) => {}
    }
    if !matches!(head.method, "GET" | "HEAD") {
        return Verdict::Refuse(405);
    }
    let Some(path) = head.target.strip_prefix('/') else { return Verdict::Refuse(400) };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    match decode(path) {
        None => Verdict::Refuse(400),
        Some(path) if path == SCRIPT => Verdict::Script,
        Some(path) if path == NEWS => Verdict::News,
        Some(path) => Verdict::File(path),
    }
}

/// The name in a Host field, without its port. `None` for what is none.
fn host_name(host: &str) -> Option<&str> {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => {
            let end = rest.find(']')?;
            (host.get(..end + 2)?, host.get(end + 2..)?)
        }
        None => host.find(':').map_or((host, ""), |colon| host.split_at(colon)),
    };
    let port_is_right = port.is_empty()
        || port.strip_prefix(':').is_some_and(|digits| digits.is_empty() || digits.parse::<u16>().is_ok());
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']' | ':');
    (port_is_right && !name.is_empty() && name.chars().all(letters)).then_some(name)
}

/// Whether a name may be this machine's: an address, which no other site can claim as its name, `localhost`, or a name below
/// it.
fn is_own(name: &str) -> bool {
    if let Some(inner) = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return inner.parse::<Ipv6Addr>().is_ok();
    }
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost") || name.parse::<std::net::Ipv4Addr>().is_ok()
}

/// The address that a path means: what is escaped in it, unescaped once. `None` for what no file of a site is named.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
            bytes.push(u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)?);
            rest = after.get(2..)?;
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    let path = String::from_utf8(bytes).ok()?;
    (!path.chars().any(|c| c.is_control() || c == '\\')).then_some(path)
}

/// What of a file is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// These bytes.
    Bytes(Range<u64>),
    /// Bytes that it does not have.
    Nothing,
}

impl Part {
    /// What a Range field asks for of a file of `length` bytes. Several parts at once are answered with the whole, as the
    /// standard allows.
    pub(super) fn of(range: &str, length: u64) -> Self {
        let spec = range.trim().strip_prefix("bytes=").filter(|spec| !spec.contains(','));
        let Some((first, last)) = spec.and_then(|spec| spec.split_once('-')) else { return Self::Whole };
        let number = |text: &str| text.trim().parse::<u64>().ok();
        let bytes = match (first.trim().is_empty(), number(first), last.trim().is_empty(), number(last)) {
            (true, _, false, Some(count)) => length.saturating_sub(count)..length,
            (false, Some(first), true, _) => first..length,
            (false, Some(first), false, Some(last)) if first <= last => first..last.saturating_add(1).min(length),
            _ => return Self::Whole,
        };
        if bytes.start < bytes.end { Self::Bytes(bytes) } else { Self::Nothing }
    }
}

/// What a file is, by its name.
pub(super) fn content_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "txt" | "csv" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "doc" | "wps" => "application/msword",
        "xls" | "et" => "application/vnd.ms-excel",
        "ppt" => "application/vnd.ms-powerpoint",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asked(method: &str, target: &str, hosts: &[&[u8]]) -> Verdict {
        judge(&Head { method, target, hosts, is_chunked: false, length: None })
    }

    fn of_host(host: &str) -> Verdict {
        asked("GET", "/a.html", &[host.as_bytes()])
    }

    #[test]
    fn this_machines_names_are_answered() {
        for host in
            ["localhost", "LOCALHOST:4000", "a.localhost:80", "127.0.0.1:4000", "192.168.1.5", "[::1]:4000", "[::1]"]
        {
            assert_eq!(of_host(host), Verdict::File("a.html".into()), "{host}");
        }
    }

    #[test]
    fn other_names_are_not() {
        for host in ["evil.example", "localhost.evil.example", "notlocalhost", "127.0.0.1.evil.example", "2130706433"] {
            assert_eq!(of_host(host), Verdict::Refuse(403), "{host}");
        }
        for host in
            ["", ":4000", "a b", "me@localhost", "localhost:x", "localhost:99999", "[::1", "localhost:1:2", "你"]
        {
            assert_eq!(of_host(host), Verdict::Refuse(400), "{host}");
        }
        assert_eq!(asked("GET", "/", &[]), Verdict::Refuse(400));
        assert_eq!(asked("GET", "/", &[b"localhost", b"localhost"]), Verdict::Refuse(400));
    }

    #[test]
    fn paths_are_unescaped_once() {
        let of = |target| asked("GET", target, &[b"localhost"]);
        assert_eq!(of("/%E4%BC%98.html?x=%00#y"), Verdict::File("优.html".into()));
        assert_eq!(of("/%252e%252e/"), Verdict::File("%2e%2e/".into()));
        for bad in
            ["/%", "/%2", "/%zz", "/%+1", "/%00", "/%0a", "/%ff", "/a%5cb", "/a\\b", "http://localhost/", "*", ""]
        {
            assert_eq!(of(bad), Verdict::Refuse(400), "{bad}");
        }
    }

    #[test]
    fn parts_of_files() {
        assert_eq!(Part::of("bytes=0-9", 100), Part::Bytes(0..10));
        assert_eq!(Part::of("bytes=90-", 100), Part::Bytes(90..100));
        assert_eq!(Part::of("bytes=-5", 100), Part::Bytes(95..100));
        assert_eq!(Part::of("bytes=0-999", 100), Part::Bytes(0..100));
        assert_eq!(Part::of("bytes=100-", 100), Part::Nothing);
        for whole in ["bytes=5-1", "bytes=1-2,4-5", "lines=1-2", "bytes=-", "bytes=x-1", ""] {
            assert_eq!(Part::of(whole, 100), Part::Whole, "{whole}");
        }
    }

    proptest! {
        #[test]
        fn no_request_breaks_it(target in "\\PC{0,40}", host in "\\PC{0,20}", range in "bytes=[0-9,-]{0,40}") {
            let _ = asked("GET", &target, &[host.as_bytes()]);
            if let Part::Bytes(part) = Part::of(&range, 1000) {
                prop_assert!(part.start < part.end && part.end <= 1000);
            }
        }
    }
}
