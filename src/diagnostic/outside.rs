//! The outside world's refusals in words.
//! The kind of an input or output error in, a few words out; a path in, its printable form out. Never decides what an error
//! means for the build.

use std::io::ErrorKind;
use std::path::Path;

use super::Lang;

/// Why the system refused, in the reader's language. Kinds that users can't act on differently share one text.
#[must_use]
pub fn reason(kind: ErrorKind, lang: Lang) -> &'static str {
    let (zh, en) = match kind {
        ErrorKind::PermissionDenied => ("没有权限", "permission denied"),
        ErrorKind::NotFound => ("不存在", "not found"),
        ErrorKind::StorageFull => ("磁盘已满", "the disk is full"),
        ErrorKind::QuotaExceeded => ("磁盘配额已用完", "the disk quota is used up"),
        ErrorKind::ReadOnlyFilesystem => ("磁盘是只读的", "the disk is read-only"),
        ErrorKind::ResourceBusy => ("正被占用", "in use"),
        ErrorKind::AlreadyExists => ("同名文件已存在", "a file of this name exists"),
        ErrorKind::NotADirectory => ("不是文件夹", "not a folder"),
        ErrorKind::IsADirectory => ("是文件夹", "is a folder"),
        ErrorKind::DirectoryNotEmpty => ("文件夹不是空的", "the folder is not empty"),
        ErrorKind::CrossesDevices => ("跨越了两个磁盘", "spans two disks"),
        ErrorKind::InvalidFilename => ("名称太长或有不允许的字符", "the name is too long or has forbidden characters"),
        ErrorKind::FileTooLarge => ("文件太大", "the file is too large"),
        ErrorKind::TimedOut => ("等待超时", "timed out"),
        ErrorKind::Unsupported => ("这个磁盘不支持", "not supported on this disk"),
        _ => ("读写出错", "input or output failed"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// A path as it may be shown: with `/`, what is not Unicode and every control character escaped.
#[must_use]
#[expect(clippy::unnecessary_debug_formatting, reason = "the debug form is the one that escapes")]
pub fn shown(path: &Path) -> String {
    let quoted = format!("{path:?}");
    let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(&quoted);
    if cfg!(windows) { inner.replace("\\\\", "/") } else { inner.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_show_no_control_characters() {
        assert_eq!(shown(Path::new("a/优待证\u{1b}[2J.md")), "a/优待证\\u{1b}[2J.md");
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_are_escaped() {
        use std::os::unix::ffi::OsStrExt as _;
        let path = std::ffi::OsStr::from_bytes(b"a\xFFb");
        assert_eq!(shown(Path::new(path)), "a\\xFFb");
    }
}
