//! Files and folders with the permissions that a web server needs.
//! The process's umask is no part of the output: files can be read and folders entered by everyone.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

/// A new file, which must not exist yet.
pub(super) fn create_file(path: &Path) -> io::Result<File> {
    let file = File::options().write(true).create_new(true).open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    Ok(file)
}

/// A new folder, which must not exist yet.
pub(super) fn create_folder(path: &Path) -> io::Result<()> {
    fs::create_dir(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

/// A folder and those above it, as far as they are missing.
pub(super) fn create_folders(path: &Path) -> io::Result<()> {
    match path.metadata() {
        Ok(about) if about.is_dir() => return Ok(()),
        Ok(_) => return Err(ErrorKind::NotADirectory.into()),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    if let Some(parent) = path.parent() {
        create_folders(parent)?;
    }
    match create_folder(path) {
        // Another build was faster.
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        result => result,
    }
}

/// Whether everyone can read the file and only its owner can write it.
pub(super) fn is_as_created(about: &fs::Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        about.permissions().mode() & 0o7777 == 0o644
    }
    #[cfg(not(unix))]
    {
        !about.permissions().readonly()
    }
}
