//! Files of the content that would be copied as they are.
//! A file's name in; whether a browser that opens it from the site, or the server that gives it out, would run what is in it.
//! Such a file would run in the handbook's own name, with all that it keeps on readers' phones.

/// Extensions of what browsers open as a page or a script of the site, what a style sheet or another page can be hidden in, and
/// what servers run. SVG is not among them: drawings are judged by what is in them.
const RUN: [&str; 38] = [
    "html",
    "htm",
    "xhtml",
    "xht",
    "shtml",
    "shtm",
    "mht",
    "mhtml",
    "xml",
    "xsl",
    "xslt",
    "xsd",
    "rdf",
    "rss",
    "atom",
    "mml",
    "svgz",
    "js",
    "mjs",
    "cjs",
    "wasm",
    "css",
    "htc",
    "hta",
    "swf",
    "jar",
    "jnlp",
    "appcache",
    "webmanifest",
    "php",
    "phtml",
    "phar",
    "asp",
    "aspx",
    "jsp",
    "cgi",
    "url",
    "lnk",
];

/// Whether a file of this name is not to be given out.
#[must_use]
pub fn runs(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    RUN.contains(&extension.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_runs_is_known_by_its_name() {
        for name in ["a.html", "a.HTM", "a.pdf.xhtml", "申请表.mht", ".js", "a.svgz", "a.php"] {
            assert!(runs(name), "{name}");
        }
        for name in ["a.docx", "a.pdf", "a.svg", "a.html.zip", "html", "a.wps", "a.ofd", "a.csv", "a.mp4", ""] {
            assert!(!runs(name), "{name}");
        }
    }
}
