//! What a web server says of each file, as nginx and Caddy are told.
//! The pages' content security policy and a folder in, a configuration out: pure. Files with a digest in their names stay in
//! caches for a year, all else is asked about each time; nothing is taken for what it is not; drawings that are opened by
//! themselves run nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A web server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebServer {
    /// nginx
    Nginx,
    /// Caddy
    Caddy,
}

/// Names with a digest: of the theme's files and of the search index. `search/core.js` is none.
const HASHED: &str = r"/(assets/[a-z0-9-]+\.[0-9a-f]{8}\.(css|js)|search/[a-z0-9]+\.[a-z0-9]{6}\.js)$";
/// What a drawing may do that is opened by itself.
const DRAWING: &str = "default-src 'none'; sandbox";
const ALWAYS: [(&str, &str); 3] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
];
const LONG: &str = "public, max-age=31536000, immutable";
const SHORT: &str = "no-cache";

/// The one policy that permits what each of `pages` permits itself, and no framing by others. `None` where a page has none.
#[must_use]
pub fn policy<'a>(pages: impl Iterator<Item = &'a [u8]>) -> Option<String> {
    let mut order: Vec<String> = Vec::new();
    let mut sources: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for page in pages {
        let page = String::from_utf8_lossy(page);
        let (_, rest) = page.split_once("http-equiv=\"Content-Security-Policy\" content=\"")?;
        let (own, _) = rest.split_once('"')?;
        let own = own.replace("&#39;", "'").replace("&#x27;", "'");
        for directive in own.split(';') {
            let mut words = directive.split_whitespace().map(str::to_owned);
            let Some(name) = words.next() else { continue };
            if !order.contains(&name) {
                order.push(name.clone());
            }
            let known = sources.entry(name).or_default();
            for word in words {
                if !known.contains(&word) {
                    known.push(word);
                }
            }
        }
    }
    let directives: Vec<String> = order
        .iter()
        .map(|name| {
            format!("{name} {}", sources.get(name).map_or(String::new(), |words| words.join(" "))).trim().to_owned()
        })
        .collect();
    (!directives.is_empty()).then(|| format!("{}; frame-ancestors 'self'", directives.join("; ")))
}

/// The configuration for a handbook that lies in `folder` and is found below `prefix`, which begins and ends with `/`.
#[must_use]
pub fn configuration(server: WebServer, folder: &str, prefix: &str, policy: &str) -> String {
    match server {
        WebServer::Nginx => nginx(folder, prefix, policy),
        WebServer::Caddy => caddy(folder, prefix, policy),
    }
}

/// A text in the double quotes of both configurations' forms.
fn quoted(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn nginx(folder: &str, prefix: &str, policy: &str) -> String {
    let mut out = String::from("# nginx: /etc/nginx/conf.d/jiangyi.conf\n\nmap $uri $jiangyi_cache {\n");
    let _ = write!(out, "    default {};\n    \"~{HASHED}\" {};\n}}\n\n", quoted(SHORT), quoted(LONG));
    let _ = write!(
        out,
        "map $uri $jiangyi_policy {{\n    default {};\n    \"~*\\.svg$\" {};\n}}\n\n",
        quoted(policy),
        quoted(DRAWING)
    );
    out.push_str("server {\n    listen 80;\n    listen [::]:80;\n    server_name _;\n    server_tokens off;\n    charset utf-8;\n");
    out.push_str("    charset_types text/html text/css text/plain text/xml application/javascript text/javascript image/svg+xml;\n");
    out.push_str("    index index.html;\n    autoindex off;\n\n");
    out.push_str("    gzip on;\n    gzip_vary on;\n    gzip_types text/css text/xml application/javascript text/javascript image/svg+xml;\n\n");
    out.push_str("    add_header Cache-Control $jiangyi_cache always;\n    add_header Content-Security-Policy $jiangyi_policy always;\n");
    for (name, value) in ALWAYS {
        let _ = writeln!(out, "    add_header {name} {} always;", quoted(value));
    }
    let _ = writeln!(out, "\n    error_page 404 {prefix}404.html;");
    // A name that begins with a dot is none of the handbook's.
    out.push_str("    location ~ /\\. { return 404; }\n");
    if prefix == "/" {
        let _ = writeln!(out, "    root {};", quoted(folder));
    } else {
        let bare = prefix.trim_end_matches('/');
        let _ = writeln!(out, "    location = {bare} {{ return 301 {prefix}; }}");
        let _ = writeln!(out, "    location {prefix} {{ alias {}; }}", quoted(&format!("{folder}/")));
    }
    out.push_str("}\n");
    out
}

fn caddy(folder: &str, prefix: &str, policy: &str) -> String {
    let mut out = String::from("# Caddy: /etc/caddy/Caddyfile\n\n:80 {\n");
    let indent = if prefix == "/" { "\t" } else { "\t\t" };
    let mut lines = vec![
        format!("root * {}", quoted(folder)),
        "encode gzip".to_owned(),
        format!("@hashed path_regexp {HASHED}"),
        "@plain not path_regexp ".to_owned() + HASHED,
        "@drawing path *.svg".to_owned(),
        "@other not path *.svg".to_owned(),
        "@hidden path */.*".to_owned(),
        format!("header @hashed Cache-Control {}", quoted(LONG)),
        format!("header @plain Cache-Control {}", quoted(SHORT)),
        format!("header @other Content-Security-Policy {}", quoted(policy)),
        format!("header @drawing Content-Security-Policy {}", quoted(DRAWING)),
    ];
    lines.extend(ALWAYS.map(|(name, value)| format!("header {name} {}", quoted(value))));
    lines.push("error @hidden 404".to_owned());
    lines.push("file_server".to_owned());
    if prefix != "/" {
        let bare = prefix.trim_end_matches('/');
        let _ = writeln!(out, "\tredir {bare} {prefix}\n\thandle_path {prefix}* {{");
    }
    for line in lines {
        let _ = writeln!(out, "{indent}{line}");
    }
    if prefix != "/" {
        out.push_str("\t}\n");
    }
    out.push_str("\thandle_errors {\n");
    // What was set on the way to a file that is missing would be said of the page that says so.
    let policy = quoted(policy);
    let _ = write!(out, "\t\theader Cache-Control \"no-cache\"\n\t\theader Content-Security-Policy {policy}\n");
    let _ = write!(out, "\t\troot * {}\n\t\trewrite * /404.html\n\t\tfile_server\n\t}}\n}}\n", quoted(folder));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_permits_what_any_page_needs() {
        let page =
            |policy: &str| format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">").into_bytes();
        let (a, b) =
            (page("default-src 'none'; style-src 'self'"), page("style-src 'self' 'sha256-x='; img-src 'self'"));
        let all = policy([a.as_slice(), b.as_slice()].into_iter()).unwrap();
        assert_eq!(all, "default-src 'none'; style-src 'self' 'sha256-x='; img-src 'self'; frame-ancestors 'self'");
        assert_eq!(policy([a.as_slice(), b"<p>".as_slice()].into_iter()), None);
    }

    #[test]
    fn no_folder_can_end_its_quotes() {
        for server in [WebServer::Nginx, WebServer::Caddy] {
            let text = configuration(server, "/srv/\"; evil on;\n}", "/", "default-src 'none'");
            assert!(text.contains(r#""/srv/\"; evil on;}"#), "{text}");
        }
    }
}
