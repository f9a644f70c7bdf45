//! Where a link leads, by an allow-list.
//! A destination as the Markdown parser decoded it in, a [`Destination`] and perhaps a problem out. Whatever a browser
//! could read as another scheme, another host or a local path is refused; nothing is fetched or looked up here.

use crate::diagnostic::Problem;
use crate::parse::tree::Destination;
use crate::path::ContentPath;

/// Where `written` leads from the file at `path`.
pub(super) fn destination(written: &str, path: &ContentPath) -> (Destination, Option<Problem>) {
    // Browsers drop control characters and trim white space before they look for a scheme.
    let visible: String = written.chars().filter(|c| !c.is_control()).collect();
    let visible = visible.trim();
    if let Some((scheme, rest)) = scheme(visible) {
        let allowed = match scheme.as_str() {
            "http" | "https" => names_host(rest),
            "mailto" | "tel" => is_one_line(written, rest),
            _ => false,
        };
        return if allowed { (Destination::External(visible.into()), None) } else { refused(written) };
    }
    if let Some(anchor) = visible.strip_prefix('#') {
        return (Destination::Anchor(decoded(anchor).into()), None);
    }
    in_content(written, visible, path)
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

fn in_content(written: &str, visible: &str, path: &ContentPath) -> (Destination, Option<Problem>) {
    let (address, anchor) = match visible.split_once('#') {
        Some((address, anchor)) => (address, Some(decoded(anchor).into_boxed_str())),
        None => (visible, None),
    };
    let address = address.split_once('?').map_or(address, |(address, _query)| address);
    if address.is_empty() {
        return (Destination::Anchor(anchor.unwrap_or_default()), None);
    }
    let file = decoded(address);
    let hostile = file.contains('\\') || file.contains(char::is_control) || scheme(file.trim()).is_some();
    if hostile || address.starts_with("//") {
        return refused(written);
    }
    let Some(file) = path.join(&file) else {
        let problem = Problem::LinkLeavesContent { target: written.into() };
        return (Destination::Refused(written.into()), Some(problem));
    };
    (Destination::File(file, anchor), None)
}

fn refused(written: &str) -> (Destination, Option<Problem>) {
    (Destination::Refused(written.into()), Some(Problem::RefusedLink { target: written.into() }))
}

/// `text` percent-decoded once. What would be no UTF-8 stays as written.
pub(super) fn decoded(text: &str) -> String {
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

    fn lead(written: &str) -> (Destination, Option<Problem>) {
        destination(written, &ContentPath::new("2026-03-拥军优抚/01-优待证.md").unwrap())
    }

    fn file(path: &str, anchor: Option<&str>) -> Destination {
        Destination::File(ContentPath::new(path).unwrap(), anchor.map(Into::into))
    }

    #[test]
    fn what_is_allowed_leads_where_it_says() {
        for (written, right) in [
            ("https://a.cn/x?y#z", Destination::External("https://a.cn/x?y#z".into())),
            ("HTTP://a.cn", Destination::External("HTTP://a.cn".into())),
            ("mailto:a@b.cn?bcc=c@d.cn", Destination::External("mailto:a@b.cn?bcc=c@d.cn".into())),
            ("tel:12345", Destination::External("tel:12345".into())),
            ("", Destination::Anchor("".into())),
            ("#%E4%BE%9D%E6%8D%AE", Destination::Anchor("依据".into())),
            ("#a:b", Destination::Anchor("a:b".into())),
            ("02-%E5%85%89.md?x=1#a%20b", file("2026-03-拥军优抚/02-光.md", Some("a b"))),
            ("/共用/口径.md", file("共用/口径.md", None)),
            ("../共用/a b.md", file("共用/a b.md", None)),
            ("ｊavascript：alert(1)", file("2026-03-拥军优抚/ｊavascript：alert(1)", None)),
            ("附件一:表.docx", file("2026-03-拥军优抚/附件一:表.docx", None)),
            ("100%.md", file("2026-03-拥军优抚/100%.md", None)),
        ] {
            assert_eq!(lead(written), (right, None), "{written:?}");
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
            let (destination, problem) = lead(written);
            assert_eq!(destination, Destination::Refused(written.into()), "{written:?}");
            assert!(matches!(problem, Some(Problem::RefusedLink { .. })), "{written:?}");
        }
        for written in ["../../x.md", "..%2F..%2Fx.md", "/../x.md"] {
            assert!(matches!(lead(written).1, Some(Problem::LinkLeavesContent { .. })), "{written:?}");
        }
    }

    proptest! {
        /// What a browser would make of any destination that is not refused has a scheme of the list.
        #[test]
        fn no_other_scheme_ever_passes(
            scheme in "[ \\t\\n\u{1}]{0,2}(j[\\t\u{0}]?avascript|data|http|x)[\\t]?", rest in ":[/\\\\a%]{0,4}") {
            if let (Destination::External(url), _) = lead(&format!("{scheme}{rest}")) {
                prop_assert!(url.starts_with("http://"), "{url:?}");
            }
        }
    }
}
