//! What the files are to the system: their permissions, and whether they are the same files as before.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;

use jiangyi::publish::{Body, MANIFEST, Protected, PublishError, write};

use super::{FIRST, again, files, folder_given, names, output, place, texts};

fn modes(folder: &Path) -> Vec<u32> {
    let mut modes = vec![fs::metadata(folder).unwrap().permissions().mode() & 0o7777];
    for name in names(folder) {
        let path = folder.join(name);
        if path.is_dir() {
            modes.extend(self::modes(&path));
        } else {
            modes.push(fs::metadata(path).unwrap().permissions().mode() & 0o7777);
        }
    }
    modes.sort_unstable();
    modes.dedup();
    modes
}

#[test]
fn a_web_server_can_read_the_output_whatever_the_umask() {
    if let Some(target) = folder_given() {
        write(&output(&FIRST), &target, &Protected::default()).unwrap();
        return;
    }
    let place = place();
    let target = place.folder.path().join("made/public");
    let test = "publish::on_unix::a_web_server_can_read_the_output_whatever_the_umask";
    assert!(again("umask 077; exec", test, &target).status().unwrap().success());
    assert_eq!(files(&target), texts(&FIRST));
    assert_eq!(modes(target.parent().unwrap()), [0o644, 0o755]);
}

#[test]
fn a_file_whose_permissions_were_changed_gets_them_back() {
    let place = place();
    place.write(&output(&FIRST)).unwrap();
    let page = place.public.join("index.html");
    fs::set_permissions(&page, fs::Permissions::from_mode(0o600)).unwrap();
    place.write(&output(&FIRST)).unwrap();
    assert_eq!(modes(&place.public), [0o644, 0o755]);
}

fn inodes(folder: &Path) -> Vec<(String, u64)> {
    files(folder).into_keys().map(|path| (path.clone(), fs::metadata(folder.join(&path)).unwrap().ino())).collect()
}

#[test]
fn unchanged_files_are_the_very_same_files() {
    let place = place();
    place.write(&output(&FIRST)).unwrap();
    let before = inodes(&place.public);
    let list = fs::read(place.public.join(MANIFEST)).unwrap();
    assert_eq!(place.write(&output(&FIRST)).unwrap().changed, 0);
    assert_eq!(inodes(&place.public), before);
    assert_eq!(fs::read(place.public.join(MANIFEST)).unwrap(), list);
    assert!(before.iter().all(|(path, _)| fs::metadata(place.public.join(path)).unwrap().nlink() == 1));
}

#[test]
fn an_asset_that_turned_into_a_link_is_not_followed() {
    let place = place();
    let asset = place.folder.path().join("a.png");
    symlink("/etc/passwd", &asset).unwrap();
    let error = place.write(&output(&[]).with("a.png", Some(Body::File(asset)))).unwrap_err();
    assert!(matches!(error, PublishError::Io { .. }), "{error:?}");
    assert!(!place.public.exists());
}
