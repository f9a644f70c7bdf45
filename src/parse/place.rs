//! What a Markdown file is, by its address alone.

use crate::path::ContentPath;

/// The part that a Markdown file plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `2026-03-主题/index.md`: a unit's own page.
    Unit,
    /// `2026-03-主题/01-题目.md`: a lesson.
    Lesson,
    /// `2026-03-主题/表格/申请表.md`: a sheet to hand out.
    Sheet,
    /// Anything else: a text that others include or refer to.
    Shared,
}

/// The folder of a month's unit, and the month.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// `2026-03`
    pub month: String,
    /// The folder's name after the month, empty for none.
    pub name: String,
    /// The folder's whole name.
    pub folder: String,
}

/// The unit that a file belongs to: the first part of its path, where that begins with a month.
#[must_use]
pub fn unit(path: &ContentPath) -> Option<Month> {
    let folder = path.as_str().split_once('/')?.0;
    let (year, rest) = folder.split_once('-')?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (month, name) = rest.split_at(digits);
    let number: u8 = month.parse().ok().filter(|number| (1..=12).contains(number))?;
    let right = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && month.len() <= 2;
    let parted = name.is_empty() || name.starts_with(['-', '_', ' ', '.']);
    (right && parted).then(|| Month {
        month: format!("{year}-{number:02}"),
        name: name.trim_start_matches(['-', '_', ' ', '.']).to_owned(),
        folder: folder.to_owned(),
    })
}

/// The number that a file's name begins with: its place among its neighbours, so that 2 stands before 10. Files without
/// one come last.
#[must_use]
pub fn number(path: &ContentPath) -> u64 {
    let stem = path.stem();
    let digits = stem.len() - stem.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    stem[..digits].parse().unwrap_or(u64::MAX)
}

/// What a Markdown file is.
#[must_use]
pub fn role(path: &ContentPath) -> Role {
    if unit(path).is_none() {
        return Role::Shared;
    }
    match (path.as_str().matches('/').count(), path.stem()) {
        (1, "index") => Role::Unit,
        (1, _) => Role::Lesson,
        _ => Role::Sheet,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_what_a_file_is() {
        let role_of = |path: &str| role(&ContentPath::new(path).unwrap());
        assert_eq!(role_of("2026-03-拥军优抚/index.md"), Role::Unit);
        assert_eq!(role_of("2026-03/01-优待证.md"), Role::Lesson);
        assert_eq!(role_of("2026-3-x/表格/表.md"), Role::Sheet);
        assert_eq!(role_of("共用/口径.md"), Role::Shared);
        assert_eq!(role_of("2026-13-x/a.md"), Role::Shared);
        let unit = unit(&ContentPath::new("2026-3-拥军/a.md").unwrap()).unwrap();
        assert_eq!((unit.month.as_str(), unit.name.as_str()), ("2026-03", "拥军"));
    }
}
