use super::*;

#[test]
fn scripts_are_constants_that_stand_in_quotes() {
    for script in [STATE, BEGIN, SERVE, CLEAR, COMMIT] {
        assert!(!script.contains('\''));
        assert!(script.is_ascii());
    }
}

#[test]
fn no_argument_of_a_script_can_end_its_quotes() {
    let base = octal("/srv/a'b $(id) `id` \n手册\"; rm -rf /");
    assert!(base.bytes().all(|byte| byte == b'\\' || byte.is_ascii_digit()), "{base}");
    let command = command("x", &base, &["'; id; '", "$(id)\n"]);
    assert_eq!(command.matches('\'').count(), 8);
    assert!(!command.contains([';', '$', '(', '\n', '`', '"']), "{command}");
}

#[test]
fn only_lines_reach_standard_input() {
    let listing = Listing { carried: vec!["a\nK../../etc/passwd".into(), "b".into()], ..Listing::default() };
    let text = lines(&listing, ["c", "d\nE"].into_iter(), &[]);
    assert_eq!(text.lines().skip(1).collect::<Vec<_>>(), ["Xb", "Kc", "Fb", "E"]);
}

#[test]
fn files_of_keys_are_named_so_that_ssh_reads_them_as_they_are() {
    let root = Path::new("/site");
    assert_eq!(named(root, "known hosts").unwrap(), "\"/site/known hosts\"");
    assert_eq!(named(root, "/a/%h").unwrap(), "\"/a/%%h\"");
    assert_eq!(named(root, "~/.ssh/known_hosts").unwrap(), "\"~/.ssh/known_hosts\"");
    for bad in ["a\"b", "${HOME}/x"] {
        assert!(matches!(named(root, bad), Err(ReleaseError::Setting { .. })), "{bad}");
    }
    assert_eq!(quoted("-oUserKnownHostsFile=\"/it's\""), "'-oUserKnownHostsFile=\"/it''s\"'");
}

fn remote() -> Remote {
    let server = Server {
        host: "h".into(),
        user: Some("u".into()),
        port: None,
        path: "/srv/h".into(),
        known_hosts: None,
        key: None,
    };
    Remote::new(&server, Path::new("/site")).unwrap()
}

#[test]
fn host_keys_are_always_checked_and_nobody_is_asked() {
    let ssh = remote().ssh.join(" ");
    assert!(ssh.contains("StrictHostKeyChecking=yes") && ssh.contains("BatchMode=yes"), "{ssh}");
    assert!(!ssh.contains("StrictHostKeyChecking=no"));
}

#[test]
fn what_programs_say_is_told_in_our_words() {
    let why =
        |status: i32, err: &str| remote().why(&Ended { status: Some(status), out: String::new(), err: err.into() });
    let connection = |status, err| match why(status, err) {
        ReleaseError::Connection { why, .. } => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        connection(
            255,
            "No ED25519 host key is known for h and you have requested strict checking.\nHost key verification failed."
        ),
        Connection::UnknownKey
    );
    assert_eq!(
        connection(255, "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed."),
        Connection::ChangedKey
    );
    assert_eq!(connection(255, "u@h: Permission denied (publickey,password)."), Connection::Login);
    assert!(matches!(
        connection(255, "ssh: connect to host h port 22: Connection refused"),
        Connection::Unreachable(_)
    ));
    assert!(matches!(
        connection(12, "rsync: connection unexpectedly closed (0 bytes received so far) [sender]"),
        Connection::Lost(_)
    ));
    assert!(matches!(why(11, ""), ReleaseError::Full { .. }));
    assert!(matches!(
        why(11, "rsync: write failed on \"/a\": No space left on device (28)"),
        ReleaseError::Full { .. }
    ));
    assert!(matches!(
        why(73, "mkdir: cannot create directory '/srv/h': Permission denied"),
        ReleaseError::Denied { .. }
    ));
    assert!(matches!(why(12, "jiangyi: overtaken\n"), ReleaseError::Overtaken { .. }));
    let busy =
        Ended { status: Some(75), out: "session {\"who\":\"me\",\"since\":\"2026\"}\n".into(), err: String::new() };
    assert!(matches!(remote().why(&busy), ReleaseError::Busy { who: Some(Session { who, .. }) } if who == "me"));
    assert!(matches!(why(79, "\u{1b}[2Jx"), ReleaseError::Remote { detail, .. } if detail == "[2Jx"));
}
