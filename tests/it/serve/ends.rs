//! How it does not begin, and how it ends.

use std::path::Path;
use std::process::Command;

use super::{command, handbook, serve};

#[test]
fn a_port_in_use_is_said_in_both_languages() {
    let folder = handbook();
    let served = serve(folder.path());
    for (lang, words) in [("zh", "已被占用"), ("en", "is in use")] {
        let ran = Command::new(env!("CARGO_BIN_EXE_jiangyi"))
            .args(["--lang", lang, "serve", "--port", &served.port.to_string(), "--root"])
            .arg(folder.path())
            .output()
            .unwrap();
        let err = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(ran.status.code() == Some(2) && err.contains(words), "{err}");
    }
    let ran = command(folder.path(), &["--host", "evil.example"]).output().unwrap();
    assert_eq!(ran.status.code(), Some(2));
    let nowhere = command(Path::new("/nowhere/at/all"), &["--port", "0"]).output().unwrap();
    assert_eq!(nowhere.status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_cleanly() {
    for signal in ["-INT", "-TERM"] {
        let folder = handbook();
        let mut served = serve(folder.path());
        let mut news = served.news();
        news.next();
        Command::new("kill").args([signal, &served.child.id().to_string()]).status().unwrap();
        assert_eq!(served.child.wait().unwrap().code(), Some(0), "{signal}");
    }
}
