//! Ids that authors choose or that follow from their text.
//! An id in, an id out that is none of the page's own: those begin with `_`, so that no author's heading can be taken for the
//! search box or the main part by a script, nor for a footnote by a link.

/// The id as it may stand on a page; `None` where nothing of it may. Characters that end an id are left out.
#[must_use]
pub fn usable(id: &str) -> Option<String> {
    let kept: String = id.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let kept = kept.trim_start_matches('_');
    (!kept.is_empty()).then(|| kept.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authors_id_is_none_of_the_pages_own() {
        for (written, right) in [
            ("办理依据", Some("办理依据")),
            ("_main", Some("main")),
            ("__proto__", Some("proto__")),
            ("a\u{c}b\"c", Some("ab\"c")),
            ("___", None),
            (" \u{1}", None),
            ("", None),
        ] {
            assert_eq!(usable(written).as_deref(), right, "{written:?}");
        }
    }
}
