//! Every example of the CommonMark specification through the whole pipeline: parser, emphasis of our own, HTML writer.
//! An example may differ only where a list here says why.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::support::html;

#[derive(Deserialize)]
struct Example {
    number: u32,
    markdown: String,
    html: String,
}

/// Examples with raw HTML that we show as text, or whose comments we drop (html.rs says which tags pass). The characters
/// are the specification's all the same.
const RAW_HTML: &[u32] = &[
    21, 31, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 169,
    170, 171, 172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 201,
    308, 309, 344, 475, 476, 477, 491, 494, 524, 536, 613, 614, 615, 616, 617, 623, 625, 626, 627, 628, 629, 630, 631,
    642, 643,
];

/// Other deliberate differences: number, our HTML, reason.
const DIFFERENT: &[(u32, &str, &str)] = &[
    (
        34,
        "<pre><code class=\"language-f\">foo\n</code></pre>\n",
        "a class for a language is ASCII letters, digits, + # -",
    ),
    (144, "<pre><code></code></pre>\n", "the same"),
];

fn examples() -> Vec<Example> {
    serde_json::from_str(include_str!("../commonmark/spec-0.31.2.json")).unwrap()
}

#[test]
fn every_example_is_as_specified() {
    let all = examples();
    assert_eq!(all.len(), 652);
    let mut wrong = Vec::new();
    for Example { number, markdown, html: theirs } in all {
        let ours = html(&markdown);
        let known = DIFFERENT.iter().find(|(other, ..)| *other == number);
        let right = match known {
            Some((_, expected, _)) => ours == *expected && normal(&ours) != normal(&theirs),
            None if RAW_HTML.contains(&number) => characters(&ours) == characters(&theirs) && ours != theirs,
            None => normal(&ours) == normal(&theirs),
        };
        if !right {
            wrong.push(format!("#{number} {markdown:?}\n  ours   {ours:?}\n  theirs {theirs:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} examples:\n{}", wrong.len(), wrong.join("\n"));
}

/// The characters that a reader sees where raw HTML is shown as text: without paragraphs, comments and white space.
fn characters(html: &str) -> String {
    let mut text = unescaped(html).replace("<p>", "").replace("</p>", "");
    while let Some((before, rest)) = text.split_once("<!--") {
        let end =
            ["-->", ">", "->"].iter().position(|end| rest.starts_with(end)).map(|_| 0).or_else(|| rest.find("-->"));
        let after = end.map_or("", |end| rest[end..].split_once('>').map_or("", |(_, after)| after));
        text = format!("{before}{after}");
    }
    text.retain(|c| !c.is_whitespace());
    text
}

/// HTML without what makes no difference: white space between blocks, order of attributes, ways to write a character.
fn normal(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    let mut in_pre = false;
    while !rest.is_empty() {
        if let Some((tag, after)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
            if is_block(name) {
                out.truncate(out.trim_end_matches([' ', '\n']).len().max(if in_pre { out.len() } else { 0 }));
            }
            in_pre = if name == "pre" { !tag.starts_with('/') } else { in_pre };
            push_tag(&mut out, tag);
            rest = if is_block(name) && !in_pre { after.trim_start() } else { after };
        } else {
            let end = rest.char_indices().skip(1).find(|&(_, c)| c == '<').map_or(rest.len(), |(end, _)| end);
            let text = unescaped(&rest[..end]).replace('<', "&lt;");
            if in_pre {
                out.push_str(&text);
            } else {
                for c in text.chars() {
                    let c = if matches!(c, '\n' | '\t') { ' ' } else { c };
                    if c != ' ' || !out.ends_with(' ') {
                        out.push(c);
                    }
                }
            }
            rest = &rest[end..];
        }
    }
    out.trim().to_owned()
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "ul"
            | "ol"
            | "li"
            | "blockquote"
            | "pre"
            | "hr"
            | "div"
            | "table"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "br"
    )
}

fn push_tag(out: &mut String, tag: &str) {
    let tag = tag.trim_end_matches([' ', '/']);
    let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut sorted = BTreeMap::new();
    let mut rest = attributes.trim();
    while let Some((key, after)) = rest.split_once("=\"") {
        let Some((value, after)) = after.split_once('"') else { break };
        sorted.insert(key.trim(), unescaped(value));
        rest = after;
    }
    out.push('<');
    out.push_str(name);
    for (key, value) in sorted.iter().filter(|(key, _)| **key != "loading") {
        let _ = write!(out, " {key}={value:?}");
    }
    out.push('>');
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&#39;", "'").replace("&amp;", "&")
}
