use super::*;

fn packed(html: &str, base_url: &str) -> Packed {
    let get = |path: &SitePath| {
        Ok::<_, ()>(match path.as_str() {
            "assets/a.css" => Some(b"b{content:'</style>'}".to_vec()),
            "assets/b.js" => Some(b"load(['deck'])".to_vec()),
            "assets/load.js" => Some(b"1".to_vec()),
            "assets/later.js" => Some(
                br#"jiangyi.later={"scripts":{"deck":"assets/deck.js","other":"assets/o.js"},"styles":{}}"#.to_vec(),
            ),
            "assets/deck.js" => Some(b"deck()".to_vec()),
            "m/p.png" => Some(vec![1, 2, 3]),
            "m/f.docx" => Some(vec![4]),
            "m/big.mp4" => Some(vec![0; LARGEST + 1]),
            _ => None,
        })
    };
    let page = format!(
        "<html><head><meta http-equiv=\"Content-Security-Policy\" content=\"x\"></head><body>{html}</body></html>"
    );
    pack_page(&SitePath::new("m/a.html").unwrap(), &page, base_url, get).unwrap()
}

#[test]
fn styles_scripts_and_pictures_are_inside_and_named_by_the_policy() {
    let html = packed("<link rel=\"stylesheet\" href=\"../assets/a.css\"><img src=\"p.png\" srcset=\"q.png 2x\" alt=\"图\"><script defer src=\"../assets/b.js\"></script>", "").html;
    let css = "b{content:'<\\/style>'}";
    assert!(html.contains(&format!("<style>{css}</style>")), "{html}");
    assert!(html.contains("<img alt=\"图\" src=\"data:image/png;base64,AQID\">"), "{html}");
    assert!(html.contains("<script>load(['deck'])</script></body>"), "{html}");
    for text in [css, "load(['deck'])"] {
        assert!(html.contains(&format!("'{}'", source_digest(text))), "{html}");
    }
    assert!(!html.contains("unsafe-") && html.contains(MARK));
}

#[test]
fn what_scripts_ask_for_later_is_inside_as_data() {
    let html = packed("<script defer src=\"../assets/load.js\" data-later=\"assets/later.js\"></script><script defer src=\"../assets/b.js\"></script>", "").html;
    assert!(
        html.contains("<script type=\"text/plain\" data-packed=\"script\" data-name=\"deck\">deck()</script>"),
        "{html}"
    );
    assert!(html.contains(&format!("'{}'", source_digest("deck()"))), "{html}");
    assert!(!html.contains("data-name=\"other\""), "{html}");
}

#[test]
fn links_lead_to_the_published_handbook_or_are_text() {
    let page = "<nav><a href=\"../i.html\">1</a></nav><a class=\"c\" href=\"b.html#x\">2</a><a href=\"a.html#y\">3</a><a href=\"http://a.example/\">4</a><a href=\"f.docx\">5</a><form action=\"s.html\"><input></form><form id=\"own\"></form>";
    let html = packed(page, "").html;
    assert!(
        html.contains("<body><span class=\"c\">2</span><a href=\"#y\">3</a><a href=\"http://a.example/\">4</a>"),
        "{html}"
    );
    assert!(
        html.contains("<a href=\"data:application/octet-stream;base64,BA==\" download=\"f.docx\">5</a><form id=\"own\"></form></body>"),
        "{html}"
    );
    let html = packed(page, "http://h.example/x/").html;
    assert!(html.contains("<nav><a href=\"http://h.example/x/i.html\" rel=\"noopener\">1</a></nav>"), "{html}");
    assert!(html.contains("<a class=\"c\" href=\"http://h.example/x/m/b.html#x\" rel=\"noopener\">2</a>"), "{html}");
}

#[test]
fn what_is_too_large_is_left_out_and_told() {
    let packed = packed("<video controls src=\"big.mp4\"></video>", "");
    assert!(packed.html.contains("<video controls hidden></video>"));
    assert_eq!(packed.left_out[0].path.as_str(), "m/big.mp4");
}
