//! Drawings; the one file that knows the XML reader.
//! An SVG file in, its size out where nothing in it runs, fetches or links: only what draws. Never changes a drawing.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::unfold::Unfolding;
use super::{Fault, Format, Picture};

/// The longest drawing, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;
/// The most elements, and the most that are shown when all that refer to others are unfolded.
const MOST_ELEMENTS: usize = 100_000;
const MOST_SHOWN: u64 = 500_000;

/// Elements that run, fetch, or bring in another language.
const REFUSED: [&str; 15] = [
    "script",
    "foreignobject",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
    "canvas",
    "handler",
    "listener",
    "link",
    "meta",
    "base",
    "set",
    "discard",
];

pub(super) fn check(bytes: &[u8]) -> Result<Picture, Fault> {
    if bytes.len() > LONGEST {
        return Err(Fault::Unsafe(format!("> {} MiB", LONGEST / 1024 / 1024)));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::Broken("UTF-8?".to_owned()))?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let (mut size, mut elements, mut in_style, mut open) = (None, 0, false, 0_usize);
    let mut unfolding = Unfolding::new();
    loop {
        let event = reader.read_event().map_err(|error| Fault::Broken(error.to_string()))?;
        match event {
            Event::Eof => break,
            Event::Start(ref tag) | Event::Empty(ref tag) => {
                let name = local(tag.name().into_inner());
                let root = size.is_none();
                if root && name != "svg" {
                    return Err(Fault::Broken(format!("<{name}>")));
                }
                let Element { size: found, id, refers } = element(tag, &name)?;
                size = size.or(Some(found));
                elements += 1;
                let is_open = matches!(event, Event::Start(_));
                open += usize::from(is_open);
                in_style = name == "style" && is_open;
                let is_shallow = unfolding.open(id, refers).is_some();
                if elements > MOST_ELEMENTS || !is_shallow {
                    return Err(Fault::Unsafe(format!("<{name}> × {elements}")));
                }
                if !is_open {
                    unfolding.close();
                }
            }
            Event::End(_) => {
                in_style = false;
                open = open.saturating_sub(1);
                unfolding.close();
            }
            Event::Text(ref style) if in_style => css(style)?,
            Event::CData(ref style) if in_style => css(style)?,
            Event::GeneralRef(_) if in_style => return Err(Fault::Unsafe("<style> &…;".to_owned())),
            // Its own entities could be anything, and grow without end.
            Event::DocType(ref doctype) if doctype.contains('[') => {
                return Err(Fault::Unsafe("<!DOCTYPE … [".to_owned()));
            }
            Event::PI(ref instruction) => return Err(Fault::Unsafe(format!("<?{}", head(instruction)))),
            _ => {}
        }
    }
    if open > 0 {
        return Err(Fault::Broken("</…>?".to_owned()));
    }
    let (width, height) = size.ok_or_else(|| Fault::Broken("<svg>?".to_owned()))?;
    let shown = unfolding.count();
    if shown.is_none_or(|shown| shown > MOST_SHOWN) {
        return Err(Fault::Unsafe(shown.map_or("#…#…#…".to_owned(), |shown| format!("#… × {shown}"))));
    }
    Ok(Picture { format: Format::Svg, width, height, is_turned: false })
}

/// The name without its prefix, in lower case.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}

/// Whether every reader takes this for a name: some end one where others go on.
fn is_name(name: &str) -> Result<(), Fault> {
    let belongs = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    if name.chars().all(belongs) { Ok(()) } else { Err(Fault::Broken(format!("<{}", head(name)))) }
}

/// The first characters of what is refused.
fn head(text: &str) -> String {
    text.chars().take(40).collect()
}

/// What an element says of itself.
struct Element {
    size: (u32, u32),
    id: Option<String>,
    /// The ids that it refers to.
    refers: Vec<String>,
}

/// The ids that an attribute refers to: as an address, and in styles.
fn referred(name: &str, key: &str, value: &str, refers: &mut Vec<String>) {
    let id = |text: &str| text.trim().trim_matches(['"', '\'']).strip_prefix('#').map(str::to_owned);
    if key == "href" && name != "a" {
        refers.extend(id(value));
    }
    let parts = value.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    refers.extend(parts.filter_map(id));
}

/// Checks an element.
fn element(tag: &BytesStart<'_>, name: &str) -> Result<Element, Fault> {
    is_name(name)?;
    if REFUSED.contains(&name) {
        return Err(Fault::Unsafe(format!("<{name}>")));
    }
    let (mut width, mut height, mut view_box) = (None, None, None);
    let (mut id, mut refers) = (None, Vec::new());
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| Fault::Broken(error.to_string()))?;
        let key = attribute.key.into_inner();
        is_name(key)?;
        let value =
            attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|error| Fault::Broken(error.to_string()))?;
        let value = value.trim();
        referred(name, &local(key), value, &mut refers);
        match local(key).as_str() {
            key if key.starts_with("on") => return Err(Fault::Unsafe(format!("{key}=\"…\""))),
            "href" | "src" if !is_own(value) => return Err(Fault::Unsafe(format!("{key}=\"{}\"", head(value)))),
            // An animation could put anything into an address.
            "attributename" if matches!(local(value).as_str(), "href" | "src") || local(value).starts_with("on") => {
                return Err(Fault::Unsafe(format!("<{name}> {value}")));
            }
            "id" => id = Some(value.to_owned()),
            "width" => width = length(value),
            "height" => height = length(value),
            "viewbox" => view_box = sides(value),
            _ => {}
        }
        if !key.starts_with("xmlns") {
            css(value)?;
        }
    }
    let size = match (width, height, view_box) {
        (Some(width), Some(height), _) => (width, height),
        (_, _, Some(sides)) => sides,
        _ => (0, 0),
    };
    Ok(Element { size, id, refers })
}

/// Whether an address stays in the file.
fn is_own(address: &str) -> bool {
    const PICTURES: [&str; 5] = [
        "data:image/png;base64,",
        "data:image/jpeg;base64,",
        "data:image/jpg;base64,",
        "data:image/gif;base64,",
        "data:image/webp;base64,",
    ];
    address.starts_with('#') || PICTURES.iter().any(|start| address.starts_with(start))
}

/// Checks styles: nothing is fetched, and nothing is written so that it can't be seen.
fn css(text: &str) -> Result<(), Fault> {
    let small = text.to_ascii_lowercase();
    for word in ["@import", "javascript:", "expression(", "behavior:", "-moz-binding", "image-set("] {
        if small.contains(word) {
            return Err(Fault::Unsafe(word.to_owned()));
        }
    }
    let fetched = small.split("url(").skip(1).map(|rest| rest.trim_start_matches(['"', '\'', ' ']));
    if let Some(address) = fetched.into_iter().find(|address| !is_own(address)) {
        return Err(Fault::Unsafe(format!("url({}", head(address))));
    }
    // An escape could spell any of the above.
    if small.contains('\\') { Err(Fault::Unsafe("\\".to_owned())) } else { Ok(()) }
}

/// A length in pixels: `120`, `120px`.
fn length(text: &str) -> Option<u32> {
    let digits = text.strip_suffix("px").unwrap_or(text).trim();
    let whole = digits.split('.').next()?;
    whole.parse().ok().filter(|length| (1..=100_000).contains(length))
}

/// The sides of a `viewBox`.
fn sides(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.split([' ', ',', '\t', '\n']).filter(|part| !part.is_empty()).skip(2);
    Some((length(numbers.next()?)?, length(numbers.next()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(inner: &str) -> Result<Picture, Fault> {
        check(format!("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 360\">{inner}</svg>").as_bytes())
    }

    #[test]
    fn what_only_draws_passes() {
        let found = drawing(
            "<style>.a{fill:url(#g)}</style><defs><linearGradient id=\"g\"/></defs><path class=\"a\" d=\"M0 0h9\"/><use href=\"#g\"/><text>一 &amp; 二</text>",
        );
        assert_eq!(found, Ok(Picture { format: Format::Svg, width: 640, height: 360, is_turned: false }));
    }

    #[test]
    fn what_runs_or_fetches_is_refused() {
        for inner in [
            "<script>alert(1)</script>",
            "<s:script xmlns:s=\"http://www.w3.org/2000/svg\"/>",
            "<SCRIPT/>",
            "<path onload=\"alert(1)\"/>",
            "<path ONLOAD='x'/>",
            "<foreignObject/>",
            "<a href=\"javascript:alert(1)\"/>",
            "<a xlink:href=\"&#106;avascript:alert(1)\"/>",
            "<image href=\"https://example.org/a.png\"/>",
            "<image href=\"//example.org/a.png\"/>",
            "<use href=\"data:image/svg+xml;base64,PHN2Zz4=\"/>",
            "<animate attributeName=\"href\" to=\"javascript:x\"/>",
            "<set attributeName=\"onclick\"/>",
            "<style>@import 'https://example.org/a.css';</style>",
            "<style><![CDATA[a{background:url(https://example.org)}]]></style>",
            "<style>a{background:u\\72l(https://example.org)}</style>",
            "<path style=\"fill:url('https://example.org/#a')\"/>",
        ] {
            assert!(matches!(drawing(inner), Err(Fault::Unsafe(_))), "{inner}: {:?}", drawing(inner));
        }
        let copies = "<use href=\"#a\"/>".repeat(3000);
        assert!(drawing(&format!("<path id=\"a\"/>{copies}")).is_ok());
        let folded = format!("<g id=\"a\">{}</g><g id=\"b\">{copies}</g>", "<path/>".repeat(100));
        assert!(drawing(&folded).is_ok());
        for unfolds in [
            format!("{folded}<use href=\"#b\"/><use href=\"#b\"/>"),
            format!("{folded}<path fill=\"url(#b)\" style=\"mask:url('#b')\"/>"),
            "<g id=\"a\"><use href=\"#a\"/></g>".to_owned(),
            "<g>".repeat(300) + &"</g>".repeat(300),
        ] {
            assert!(matches!(drawing(&unfolds), Err(Fault::Unsafe(_))), "{unfolds:.80}");
        }
        for whole in [
            "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>",
            "<?xml-stylesheet href=\"a.xsl\"?><svg/>",
            "<html><script/></html>",
            "not XML <",
            "",
            // What no program of the XML kind reads to its end, each may read in its own way.
            "<svg><g></svg>",
            "<svg><path d=\"M0 0",
            "<svg><path/>",
            "<svg><scric0<script>0</svg>",
            "<svg><a<script></a<script></svg>",
            "<svg><path a<b=\"x\"/></svg>",
            "<svg/><svg>",
        ] {
            assert!(check(whole.as_bytes()).is_err(), "{whole}");
        }
    }
}
