//! Every example of the CommonMark specification through the whole pipeline: parser, emphasis of our own, HTML writer.
//! An example may differ only where a list here says why.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::support::html;

#[derive(Deserialize)]
struct Example {
    number: u32,
    markdown: String,
    html: String,
}

fn examples() -> Vec<Example> {
    serde_json::from_str(include_str!("../commonmark/spec-0.31.2.json")).unwrap()
}

#[test]
fn dump() {
    let mut bad = 0;
    for example in examples() {
        let (ours, theirs) = (normal(&html(&example.markdown)), normal(&example.html));
        if ours != theirs {
            bad += 1;
            println!("#{}\n{:?}\nours   {ours:?}\ntheirs {theirs:?}", example.number, example.markdown);
        }
    }
    println!("{bad} differ");
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
            let end = rest[1..].find('<').map_or(rest.len(), |end| end + 1);
            let text = unescaped(&rest[..end]);
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
    matches!(name, "p" | "ul" | "ol" | "li" | "blockquote" | "pre" | "hr" | "div" | "table" | "h1" | "h2" | "h3" | "h4"
        | "h5" | "h6" | "br")
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
        out.push_str(&format!(" {key}={value:?}"));
    }
    out.push('>');
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&#39;", "'").replace("&amp;", "&")
}
