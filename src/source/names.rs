//! Which names among the sources are used, passed over or refused.
//! A file or folder name in, a verdict out. Never touches the disk.

use std::ffi::OsStr;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::Skip;
use crate::text::slug::is_reserved_name;

/// What becomes of a file or folder of this name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// It is read; the name in Unicode normal form C.
    Usable(String),
    /// A dot file: nobody expects it to be published, so nothing is said.
    Hidden,
    /// It is passed over with a note.
    Skipped(Skip),
    /// It can't stand on every system or in an address.
    Refused,
}

/// Words of sync tools for their conflict copies (Syncthing, Dropbox, Nextcloud, 坚果云 and others). Each counts only after a
/// sign, never after a word: a lesson on 利益冲突文件 is a lesson.
const CONFLICT: [&str; 7] =
    ["sync-conflict-", "conflicted copy", "conflict]", "冲突文件", "冲突副本", "衝突檔案", "衝突複本"];

/// Endings of files that editors, browsers and sync tools hold while they write.
const TEMPORARY: [&str; 8] = [".tmp", ".temp", ".swp", ".swo", "~", ".part", ".crdownload", ".partial"];

/// Files and folders that systems leave behind.
const LEFT_BEHIND: [&str; 5] = ["thumbs.db", "desktop.ini", ".ds_store", "__macosx", "@eadir"];

/// The verdict on `name`.
pub(super) fn judge(name: &OsStr) -> Name {
    let Some(name) = name.to_str() else { return Name::Refused };
    let name: String = name.nfc().collect();
    if is_conflict_copy(&name) {
        Name::Skipped(Skip::Conflict)
    } else if is_temporary(&name) {
        Name::Skipped(Skip::Temporary)
    } else if name.starts_with('.') {
        Name::Hidden
    } else if is_refused(&name) {
        Name::Refused
    } else {
        Name::Usable(name)
    }
}

/// The form in which two names are equal on some system: without case, composed, `ß` as `ss`, the Turkish dotted `İ` as `i`.
pub(super) fn folded(name: &str) -> String {
    let folded: String = name.to_uppercase().to_lowercase().nfc().collect();
    folded.replace("i\u{307}", "i")
}

fn is_conflict_copy(name: &str) -> bool {
    let lower = name.to_lowercase();
    let after_sign = |word: &str| {
        lower.match_indices(word).any(|(at, _)| {
            lower[..at].chars().next_back().is_some_and(|before| !before.is_alphanumeric() || before == '的')
        })
    };
    CONFLICT.iter().any(|word| after_sign(word)) || is_onedrive_copy(name)
}

/// `课程-DESKTOP-7K2M9QX.md`: `OneDrive` appends the name of the computer, by default this word and capitals.
fn is_onedrive_copy(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    ["-DESKTOP-", "-LAPTOP-"].iter().any(|word| {
        stem.rsplit_once(word).is_some_and(|(before, computer)| {
            !before.is_empty()
                && (3..=8).contains(&computer.len())
                && computer.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        })
    })
}

fn is_temporary(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.starts_with("~$")
        || lower.starts_with(".~")
        || lower.starts_with(".syncthing.")
        || TEMPORARY.iter().any(|ending| lower.ends_with(ending))
        || LEFT_BEHIND.contains(&lower.as_str())
}

fn is_refused(name: &str) -> bool {
    // Windows looks at what stands before the first dot and drops spaces there.
    let device = name.split('.').next().unwrap_or(name).trim_end();
    is_reserved_name(device)
        || name.starts_with(char::is_whitespace)
        || name.ends_with('.')
        || name.ends_with(char::is_whitespace)
        || name.chars().any(|c| {
            c.is_control()
                || matches!(c, '\\' | '/' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
                // Line ends, and marks that turn the direction of text so that a name shows as another.
                || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Name {
        judge(OsStr::new(name))
    }

    fn usable(name: &str) -> bool {
        matches!(of(name), Name::Usable(_))
    }

    #[test]
    fn device_names_are_refused_on_every_system() {
        for name in ["CON.md", "aux.png", "lpt1", "COM0", "CONIN$", "nul.tar.gz", "PRN .md"] {
            assert_eq!(of(name), Name::Refused, "{name}");
        }
        assert!(usable("console.md"));
        assert!(usable("auxiliary"));
    }

    #[test]
    fn dots_and_spaces_at_the_edges_are_refused() {
        for name in ["a.", "a ", " a", "a\u{3000}", "\u{A0}a"] {
            assert_eq!(of(name), Name::Refused, "{name:?}");
        }
    }

    #[test]
    fn characters_that_windows_or_a_reader_can_not_take_are_refused() {
        for name in
            ["a:b", "a*b", "a?b", "a<b>", "a|b", "a\"b", "a\\b", "a\nb", "a\u{7f}b", "a\u{202E}dm.exe", "a.md::$DATA"]
        {
            assert_eq!(of(name), Name::Refused, "{name:?}");
        }
    }

    #[test]
    fn signs_that_an_address_encodes_are_allowed() {
        for name in ["a#b.md", "100%.md", "a&b+c;d[e].md", "%2e%2e", "%00", "优待证 申请.md", "👨‍👩‍👧.png", "שלום.md"]
        {
            assert!(usable(name), "{name}");
        }
    }

    #[test]
    fn names_are_composed() {
        assert_eq!(of("cafe\u{301}.md"), Name::Usable("café.md".into()));
    }

    #[test]
    fn conflict_copies_are_noticed() {
        for name in [
            "01-优待证.sync-conflict-20260818-173636-D4LGQYW.md",
            "x-冲突文件-张三-2026.md",
            "x (冲突副本).md",
            "张三的冲突副本.md",
            "x (Zhang's conflicted copy 2026-01-01).md",
            "x [Conflict].md",
            "x-DESKTOP-ABC.md",
            "x-LAPTOP-7K2M9QX1.md",
        ] {
            assert_eq!(of(name), Name::Skipped(Skip::Conflict), "{name}");
        }
    }

    #[test]
    fn a_lesson_about_conflicts_is_a_lesson() {
        for name in ["利益冲突文件.md", "化解冲突.md", "conflict.md", "x (1).md", "VIRTUAL-DESKTOP-setup.md"]
        {
            assert!(usable(name), "{name}");
        }
    }

    #[test]
    fn temporary_files_are_noticed() {
        for name in [
            "~$x.docx",
            ".~lock.x.docx#",
            "x.tmp",
            ".syncthing.x.tmp",
            ".x.swp",
            "x.md~",
            "Thumbs.db",
            ".DS_Store",
            "desktop.ini",
        ] {
            assert_eq!(of(name), Name::Skipped(Skip::Temporary), "{name}");
        }
    }

    #[test]
    fn dot_files_are_passed_over_in_silence() {
        assert_eq!(of(".git"), Name::Hidden);
        assert_eq!(of(".obsidian"), Name::Hidden);
    }

    #[test]
    fn names_that_some_system_takes_for_one_fold_to_one() {
        for (a, b) in
            [("Readme.md", "README.md"), ("straße", "STRASSE"), ("İ.md", "i.md"), ("ı.md", "I.md"), ("K", "k")]
        {
            assert_eq!(folded(a), folded(b), "{a} {b}");
        }
        assert_ne!(folded("甲"), folded("乙"));
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_unicode_are_refused() {
        use std::os::unix::ffi::OsStrExt as _;
        assert_eq!(judge(OsStr::from_bytes(b"a\xFF.md")), Name::Refused);
    }
}
