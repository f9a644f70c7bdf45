//! Where a link leads, by an allow-list.
//! An address as written, after all decoding by the Markdown parser, in; a [`Lead`] out. Whatever a browser could read as
//! another scheme, another host or a local path is refused, and what would deceive readers is told; nothing is fetched or
//! looked up here.

use super::path::ContentPath;

/// An address outside the handbook: `http`, `https`, `mailto` or `tel`, without control characters. Made by [`Lead::of`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(Box<str>);

/// Where a written address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lead {
    /// Out of the handbook.
    Outward(Address),
    /// To a file of the content, and an anchor in it (decoded, without `#`).
    Inside(ContentPath, Option<String>),
    /// To an anchor in the same text (decoded, without `#`).
    Anchor(String),
    /// Out of the content, to a file of the machine.
    Leaves,
    /// Nowhere: what is written is shown as text.
    Refused,
}

/// Why readers could take an address for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// `https://bank.example@evil.example`: what stands before `@` is no host.
    User,
    /// `xn--`, or letters of several scripts in one name, which look like others.
    Letters,
    /// The link's text is the address of another host.
    Text,
}

impl Address {
    /// The address as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is one of the web, not of a mail or telephone program.
    #[must_use]
    pub fn is_web(&self) -> bool {
        authority(&self.0).is_some()
    }

    /// Why readers who see `text` could be deceived about where it leads.
    #[must_use]
    pub fn doubt(&self, text: &str) -> Option<Doubt> {
        let authority = authority(&self.0)?;
        let host = match authority.rsplit_once('@') {
            Some(_) => return Some(Doubt::User),
            None => plain_host(authority),
        };
        if host.split('.').any(is_disguised) {
            return Some(Doubt::Letters);
        }
        let shown = shown_host(text)?;
        let is_same = host == shown || host.strip_suffix(shown.as_str()).is_some_and(|rest| rest.ends_with('.'));
        (!is_same).then_some(Doubt::Text)
    }
}

/// What stands between `//` and the path of an address of the web.
fn authority(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once(':')?;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let rest = rest.strip_prefix("//").filter(|_| is_web)?;
    rest.split(['/', '\\', '?', '#']).next()
}

/// A host in lower case without port, `www.` and the dot at its end.
fn plain_host(authority: &str) -> String {
    let lower = authority.to_lowercase();
    let host = lower.split(':').next().unwrap_or_default().trim_end_matches('.');
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// Whether a part of a host is not what it seems: encoded, or letters of several scripts. Han characters may stand beside
/// Latin ones, as Chinese names do.
fn is_disguised(label: &str) -> bool {
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}');
    label.starts_with("xn--") || label.chars().any(|c| !c.is_ascii() && !is_han(c))
}

/// Endings by which readers know a text for an address without `http://` or `www.`: others are endings of files too.
const KNOWN: [&str; 10] = ["com", "net", "org", "gov", "edu", "cn", "中国", "公司", "网络", "政务"];

/// The host that a link's text shows, if the text is an address.
fn shown_host(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(authority) = authority(text) {
        return Some(plain_host(authority.rsplit('@').next().unwrap_or(authority)));
    }
    let host = text.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let (name, ending) = host.rsplit_once('.')?;
    let ending = ending.to_lowercase();
    let is_address = !name.is_empty()
        && host.chars().all(is_host)
        && (KNOWN.contains(&ending.as_str()) || host.to_ascii_lowercase().starts_with("www."));
    is_address.then(|| plain_host(host))
}

impl Lead {
    /// Where `written` leads from the file at `path`.
    #[must_use]
    pub fn of(written: &str, path: &ContentPath) -> Self {
        // Browsers drop control characters and trim white space before they look for a scheme.
        let visible: String = written.chars().filter(|c| !c.is_control()).collect();
        let visible = visible.trim();
        if let Some((scheme, rest)) = scheme(visible) {
            let allowed = match scheme.as_str() {
                "http" | "https" => names_host(rest),
                "mailto" | "tel" => is_one_line(written, rest),
                _ => false,
            };
            return if allowed { Self::Outward(Address(format!("{scheme}:{rest}").into())) } else { Self::Refused };
        }
        match visible.strip_prefix('#') {
            Some(anchor) => Self::Anchor(decoded(anchor)),
            None => inside(visible, path),
        }
    }
}

/// The scheme in lower case and what follows it, if `text` could be read as having one. White space inside does not hide it.
fn scheme(text: &str) -> Option<(String, &str)> {
    let end = text.find([':', '/', '?', '#', '\\'])?;
    let rest = text[end..].strip_prefix(':')?;
    let name: String = text[..end].chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    let is_scheme = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    is_scheme.then_some((name, rest))
}

/// Whether what follows `http:` is `//` and a host of characters that a host may have.
fn names_host(rest: &str) -> bool {
    let host = |rest: &str| rest.split(['/', '\\', '?', '#']).next().unwrap_or_default().to_owned();
    let forbidden = |c: char| c.is_whitespace() || "<>\"^`{|}%[]".contains(c);
    rest.strip_prefix("//").map(host).is_some_and(|host| !host.is_empty() && !host.contains(forbidden))
}

/// Whether an address for a mail or telephone program can't smuggle in another line.
fn is_one_line(written: &str, rest: &str) -> bool {
    !rest.is_empty() && !written.contains(char::is_control) && !decoded(rest).contains(char::is_control)
}

fn inside(visible: &str, path: &ContentPath) -> Lead {
    let (address, anchor) = match visible.split_once('#') {
        Some((address, anchor)) => (address, Some(decoded(anchor))),
        None => (visible, None),
    };
    let address = address.split_once('?').map_or(address, |(address, _query)| address);
    if address.is_empty() {
        return Lead::Anchor(anchor.unwrap_or_default());
    }
    let file = decoded(address);
    let hostile = file.contains('\\') || file.contains(char::is_control) || scheme(file.trim()).is_some();
    if hostile || address.starts_with("//") {
        return Lead::Refused;
    }
    path.join(&file).map_or(Lead::Leaves, |file| Lead::Inside(file, anchor))
}

/// `text` percent-decoded once. What would be no UTF-8 stays as written.
#[must_use]
pub fn decoded(text: &str) -> String {
    let digit = |byte: Option<&u8>| byte.and_then(|&byte| char::from(byte).to_digit(16));
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let pair = (digit(bytes.get(i + 1)), digit(bytes.get(i + 2)));
        if let (b'%', (Some(high), Some(low))) = (bytes[i], pair) {
            out.extend(u8::try_from(high * 16 + low));
            i += 3;
        } else {
            out.push(bytes[i]);
            i += 1;
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lead(written: &str) -> Lead {
        Lead::of(written, &ContentPath::new("2026-03-拥军优抚/01-优待证.md").unwrap())
    }

    fn file(path: &str, anchor: Option<&str>) -> Lead {
        Lead::Inside(ContentPath::new(path).unwrap(), anchor.map(Into::into))
    }

    fn outward(address: &str) -> Lead {
        Lead::Outward(Address(address.into()))
    }

    fn doubt(written: &str, text: &str) -> Option<Doubt> {
        let Lead::Outward(address) = lead(written) else { panic!("{written} is refused") };
        address.doubt(text)
    }

    #[test]
    fn what_is_allowed_leads_where_it_says() {
        for (written, right) in [
            ("https://a.cn/x?y#z", outward("https://a.cn/x?y#z")),
            ("HTTP://A.cn", outward("http://A.cn")),
            ("mailto:a@b.cn?bcc=c@d.cn", outward("mailto:a@b.cn?bcc=c@d.cn")),
            ("tel:12345", outward("tel:12345")),
            ("", Lead::Anchor(String::new())),
            ("#%E4%BE%9D%E6%8D%AE", Lead::Anchor("依据".into())),
            ("#a:b", Lead::Anchor("a:b".into())),
            ("02-%E5%85%89.md?x=1#a%20b", file("2026-03-拥军优抚/02-光.md", Some("a b"))),
            ("/共用/口径.md", file("共用/口径.md", None)),
            ("../共用/a b.md", file("共用/a b.md", None)),
            ("ｊavascript：alert(1)", file("2026-03-拥军优抚/ｊavascript：alert(1)", None)),
            ("附件一:表.docx", file("2026-03-拥军优抚/附件一:表.docx", None)),
            ("100%.md", file("2026-03-拥军优抚/100%.md", None)),
        ] {
            assert_eq!(lead(written), right, "{written:?}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for written in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " \u{1}javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "java script:alert(1)",
            "javascript%3Aalert(1)",
            "java%0Ascript:alert(1)",
            "%6Aavascript%3Aalert(1)",
            "vbscript:x",
            "data:text/html,x",
            "file:///etc/passwd",
            "//evil.example",
            "/\t/evil.example",
            "\\\\server\\share",
            "/\\evil.example",
            "C:\\文件\\a.docx",
            "C:/a.docx",
            "a\\b.md",
            "a%5Cb.md",
            "http:",
            "http:evil",
            "http:\\\\evil",
            "https:///evil",
            "https://a<b",
            "https://a b/c",
            "mailto:",
            "mailto:a@b%0D%0Abcc:c@d",
            "mailto:a@b\r\nbcc:c@d",
            "blob:x",
        ] {
            assert_eq!(lead(written), Lead::Refused, "{written:?}");
        }
        for written in ["../../x.md", "..%2F..%2Fx.md", "/../x.md"] {
            assert_eq!(lead(written), Lead::Leaves, "{written:?}");
        }
    }

    #[test]
    fn what_can_not_be_decoded_stays() {
        assert_eq!(decoded("%zz%4%E4%BC%98%"), "%zz%4优%");
        assert_eq!(decoded("%ff"), "%ff");
    }

    #[test]
    fn what_deceives_readers_is_told() {
        for (written, text, right) in [
            ("https://www.gov.cn/a", "国务院", None),
            ("https://www.gov.cn/a", "www.gov.cn", None),
            ("https://fuwu.mva.gov.cn/a", "mva.gov.cn", None),
            ("https://www.gov.cn:443/a", "https://gov.cn./b", None),
            ("https://a.example/README.md", "README.md", None),
            ("https://a.example/1.2.3", "1.2.3", None),
            ("https://优抚.中国/a", "优抚.中国", None),
            ("mailto:a@b.cn", "www.gov.cn", None),
            ("tel:12345", "b.cn", None),
            ("https://bank.example@evil.example", "银行", Some(Doubt::User)),
            ("https://user:password@a.example/", "a", Some(Doubt::User)),
            ("https://xn--80ak6aa92e.com", "苹果", Some(Doubt::Letters)),
            ("https://аpple.com", "苹果", Some(Doubt::Letters)),
            ("https://evil.example", "https://bank.example/login", Some(Doubt::Text)),
            ("https://evil.example", "https://me@bank.example", Some(Doubt::Text)),
            ("https://evil.example", "www.bank.example", Some(Doubt::Text)),
            ("https://evil.example", "bank.com/login", Some(Doubt::Text)),
            ("https://evilgov.cn", "gov.cn", Some(Doubt::Text)),
        ] {
            assert_eq!(doubt(written, text), right, "{written} {text}");
        }
    }

    #[test]
    fn an_address_of_the_web_is_one() {
        for (written, right) in
            [("HTTPS://a.cn", true), ("http://a.cn?x", true), ("mailto:a@b.cn", false), ("tel:1", false)]
        {
            let Lead::Outward(address) = lead(written) else { panic!() };
            assert_eq!(address.is_web(), right, "{written}");
            assert_eq!(address.as_str().to_lowercase(), written.to_lowercase());
        }
    }

    proptest! {
        /// What a browser would make of any destination that is not refused has a scheme of the list.
        #[test]
        fn no_other_scheme_ever_passes(
            scheme in "[ \\t\\n\u{1}]{0,2}(j[\\t\u{0}]?avascript|data|http|x)[\\t]?", rest in ":[/\\\\a%]{0,4}") {
            if let Lead::Outward(url) = lead(&format!("{scheme}{rest}")) {
                prop_assert!(url.as_str().starts_with("http://"), "{url:?}");
            }
        }
    }
}
