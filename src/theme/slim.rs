//! Styles and scripts without what only their writers need: comments and indentation.
//! A theme's text in, a shorter text of the same meaning out. There is no optimising here, and whatever is not plain enough
//! to be sure of is left as it is: themes are written by others too.

/// A style sheet without comments, with one space where there were several, and none beside braces, semicolons and commas.
pub(super) fn css(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    // Up to here nothing is taken back: an escaped space is no space.
    let mut fixed = 0;
    while let Some(c) = chars.next() {
        match c {
            '"' | '\'' => {
                out.push(c);
                // A string goes through as it is, with what is escaped in it.
                while let Some(inner) = chars.next() {
                    out.push(inner);
                    if inner == '\\' {
                        out.extend(chars.next());
                    } else if inner == c {
                        break;
                    }
                }
            }
            '/' if chars.peek() == Some(&'*') => {
                chars.next();
                let mut last = ' ';
                for inner in chars.by_ref() {
                    if last == '*' && inner == '/' {
                        break;
                    }
                    last = inner;
                }
                push_space(&mut out, fixed);
            }
            '\\' => {
                out.push(c);
                out.extend(chars.next());
                fixed = out.len();
            }
            c if c.is_ascii_whitespace() => push_space(&mut out, fixed),
            '{' | '}' | ';' | ',' => {
                if out.ends_with(' ') && out.len() > fixed {
                    out.pop();
                }
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// One space, and none at the start or after what needs none.
fn push_space(out: &mut String, fixed: usize) {
    if !out.is_empty() && (out.len() == fixed || !out.ends_with([' ', '{', '}', ';', ','])) {
        out.push(' ');
    }
}

/// A script without indentation, empty lines and lines that are comments only. Where a string may go over several lines, it
/// stays as it is, since such a line might then be a part of it.
pub(super) fn js(text: &str) -> String {
    let unsure = |line: &str| line.matches('`').count() % 2 == 1 || line.ends_with('\\') || line.contains("/*");
    if text.lines().any(unsure) && !text.lines().all(|line| !unsure(line) || is_closed_comment(line)) {
        return text.to_owned();
    }
    let kept = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    kept.fold(String::with_capacity(text.len()), |mut out, line| {
        out.push_str(line);
        out.push('\n');
        out
    })
}

/// Whether all that is unsure in a line is a comment that also ends in it.
fn is_closed_comment(line: &str) -> bool {
    line.matches("/*").count() == line.matches("*/").count()
        && line.matches('`').count().is_multiple_of(2)
        && !line.ends_with('\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_lose_comments_and_spaces_but_no_meaning() {
        let text = "/* a */\na  b ,\n c:hover > d { margin : 0 auto ;\n  width: calc(1px + 2px) }\n@media (x) and (y) { e{} }\n";
        assert_eq!(css(text), "a b,c:hover > d{margin : 0 auto;width: calc(1px + 2px)}@media (x) and (y){e{}}");
        assert_eq!(css("a/**/b"), "a b");
        assert_eq!(css("/* never closed"), "");
    }

    #[test]
    fn strings_and_escapes_of_styles_stay() {
        for text in
            ["a::before{content: \"/* { , } */  \\\" ;\"}", "a{content: '\\'  '}", ".a\\  b{}", "a{content: \"open"]
        {
            assert_eq!(css(text), text);
        }
    }

    #[test]
    fn scripts_lose_indentation_and_comment_lines() {
        assert_eq!(
            js("// a\n(() => {\n\n  // b\n  c('// d'); // e\n  try {} catch (e) { /* f */ }\n})();\n"),
            "(() => {\nc('// d'); // e\ntry {} catch (e) { /* f */ }\n})();\n"
        );
    }

    #[test]
    fn scripts_with_strings_of_several_lines_stay() {
        for text in ["const a = `\n  // b\n`;\n", "const a = 'x\\\n  // b';\n", "/*\n  a\n*/\n"] {
            assert_eq!(js(text), text);
        }
    }
}
