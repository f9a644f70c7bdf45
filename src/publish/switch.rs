//! Two folders change places, and what was written reaches the disk.
//! On Linux in one step of the system; elsewhere, and on disks that can't, by two renames with a moment between them in which
//! the output is missing; a build killed in that moment is settled by the next. Never leaves the output half replaced.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Puts `new` in the place of `target`. The old folder is then where the answer says: `new` or `aside`.
pub(super) fn exchange(new: &Path, target: &Path, aside: &Path) -> io::Result<PathBuf> {
    match in_one_step(new, target) {
        Ok(()) => Ok(new.to_owned()),
        Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput) => {
            in_two_steps(new, target, aside)?;
            Ok(aside.to_owned())
        }
        Err(error) => Err(error),
    }
}

#[cfg(target_os = "linux")]
fn in_one_step(new: &Path, target: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, new, CWD, target, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn in_one_step(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

fn in_two_steps(new: &Path, target: &Path, aside: &Path) -> io::Result<()> {
    rename(target, aside)?;
    rename(new, target).inspect_err(|_| {
        // The first error is the one to tell. Should this fail as well, the next build does it.
        let _ = rename(aside, target);
    })
}

/// Renames a folder. Windows refuses while a virus scanner or an editor looks at a file in it, mostly for a moment.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    let attempts = if cfg!(windows) { 5 } else { 1 };
    let mut result = fs::rename(from, to);
    for _ in 1..attempts {
        match &result {
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                std::thread::sleep(std::time::Duration::from_millis(200));
                result = fs::rename(from, to);
            }
            _ => break,
        }
    }
    result
}

/// Waits until all that was written in `folder` is on its disk: once for the whole disk, as ten thousand waits for ten
/// thousand files would take minutes. Elsewhere than on Linux each file was waited for when it was written.
pub(crate) fn flush(folder: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(File::open(folder)?)?;
    #[cfg(not(target_os = "linux"))]
    let _ = folder;
    Ok(())
}

/// Waits until `file` is on its disk, where [`flush`] does not.
pub(super) fn flush_file(file: &File) -> io::Result<()> {
    if cfg!(target_os = "linux") { Ok(()) } else { file.sync_data() }
}

/// Waits until the folder's new place is on its disk, before anything of the old one is deleted.
pub(super) fn flush_names(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        for folder in [Some(folder), folder.parent()].into_iter().flatten() {
            File::open(folder)?.sync_all()?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `new` and `target`, each with a file that bears its name.
    fn two(folder: &Path) -> (PathBuf, PathBuf, PathBuf) {
        let (new, target, aside) = (folder.join("new"), folder.join("target"), folder.join("aside"));
        for path in [&new, &target] {
            fs::create_dir(path).unwrap();
            fs::write(path.join("who"), path.file_name().unwrap().as_encoded_bytes()).unwrap();
        }
        (new, target, aside)
    }

    fn who(folder: &Path) -> String {
        fs::read_to_string(folder.join("who")).unwrap()
    }

    #[test]
    fn the_new_folder_takes_the_place_and_the_old_one_is_where_it_says() {
        let folder = tempfile::tempdir().unwrap();
        let (new, target, aside) = two(folder.path());
        let old = exchange(&new, &target, &aside).unwrap();
        assert_eq!((who(&target), who(&old)), ("new".into(), "target".into()));
    }

    #[test]
    fn two_renames_do_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let (new, target, aside) = two(folder.path());
        in_two_steps(&new, &target, &aside).unwrap();
        assert_eq!((who(&target), who(&aside)), ("new".into(), "target".into()));
    }

    #[test]
    fn a_second_rename_that_fails_takes_back_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let (new, target, aside) = two(folder.path());
        fs::remove_dir_all(&new).unwrap();
        assert!(in_two_steps(&new, &target, &aside).is_err());
        assert_eq!(who(&target), "target");
        assert!(!aside.exists());
    }
}
