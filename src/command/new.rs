//! `new`: a handbook, a month or a lesson to begin with.

use std::io;
use std::path::{Path, PathBuf};

use super::arguments::{Entry, New};
use super::{Outcome, World, failed};
use crate::config;
use crate::create::{self, CreateError, NewFile};
use crate::data::parse_toml;
use crate::diagnostic::Lang;
use crate::diagnostic::outside::shown;
use crate::parse::place;
use crate::path::ContentPath;
use crate::text::span::FileId;

/// The texts of one language.
struct Skeleton {
    site: [(&'static str, &'static str); 6],
    unit: &'static str,
    lesson: &'static str,
    /// The title of a new handbook.
    title: &'static str,
}

static ZH: Skeleton = Skeleton {
    site: [
        ("site.toml", include_str!("skeleton/zh/site.toml")),
        ("content/policies.yaml", include_str!("skeleton/zh/policies.yaml")),
        ("content/glossary.yaml", include_str!("skeleton/zh/glossary.yaml")),
        ("content/2026-01-怎么写讲义/index.md", include_str!("skeleton/zh/first-unit.md")),
        ("content/2026-01-怎么写讲义/01-示例证件.md", include_str!("skeleton/zh/first-lesson.md")),
        ("content/2026-01-怎么写讲义/表格/示例证件申领登记表.md", include_str!("skeleton/zh/form.md")),
    ],
    unit: include_str!("skeleton/zh/unit.md"),
    lesson: include_str!("skeleton/zh/lesson.md"),
    title: "讲义手册",
};

static EN: Skeleton = Skeleton {
    site: [
        ("site.toml", include_str!("skeleton/en/site.toml")),
        ("content/policies.yaml", include_str!("skeleton/en/policies.yaml")),
        ("content/glossary.yaml", include_str!("skeleton/en/glossary.yaml")),
        ("content/2026-01-how-to-write/index.md", include_str!("skeleton/en/first-unit.md")),
        ("content/2026-01-how-to-write/01-sample-card.md", include_str!("skeleton/en/first-lesson.md")),
        ("content/2026-01-how-to-write/forms/application.md", include_str!("skeleton/en/form.md")),
    ],
    unit: include_str!("skeleton/en/unit.md"),
    lesson: include_str!("skeleton/en/lesson.md"),
    title: "Handbook",
};

impl Skeleton {
    fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Zh => &ZH,
            Lang::En => &EN,
        }
    }
}

/// What can't be begun.
enum Refused {
    Create(CreateError),
    Month(String),
    Title,
    NoUnit(String),
}

impl From<CreateError> for Refused {
    fn from(error: CreateError) -> Self {
        Self::Create(error)
    }
}

/// Begins something new.
pub(super) fn new(asked: &New, lang: Option<Lang>, world: &mut World<'_>) -> io::Result<Outcome> {
    let made = match asked {
        New::Site { dir } => site(dir, lang.unwrap_or(Lang::Zh)),
        New::Unit(entry) => unit(entry, lang),
        New::Lesson(entry) => lesson(entry, lang),
    };
    match made {
        Ok(Made { folder, files, lang }) => {
            for (path, _) in &files {
                let path = shown(&folder.join(path));
                match lang {
                    Lang::Zh => writeln!(world.out, "已新建 {path}")?,
                    Lang::En => writeln!(world.out, "Made {path}")?,
                }
            }
            let root = shown(&folder);
            match lang {
                Lang::Zh => writeln!(world.out, "边写边看：jiangyi serve --root \"{root}\" --open")?,
                Lang::En => writeln!(world.out, "To see it while you write: jiangyi serve --root \"{root}\" --open")?,
            }
            Ok(Outcome::Done)
        }
        Err(refused) => failed(&words(&refused, lang.unwrap_or(Lang::Zh)), world),
    }
}

/// What was made.
struct Made {
    folder: PathBuf,
    files: Vec<NewFile>,
    lang: Lang,
}

impl Made {
    fn make(folder: &Path, files: Vec<NewFile>, lang: Lang) -> Result<Self, Refused> {
        create::create(folder, &files)?;
        Ok(Self { folder: folder.to_owned(), files, lang })
    }
}

fn site(folder: &Path, lang: Lang) -> Result<Made, Refused> {
    create::check_empty(folder)?;
    let skeleton = Skeleton::of(lang);
    let title = folder.file_name().and_then(|name| name.to_str()).map(str::trim).filter(|name| !name.is_empty());
    let title = title.unwrap_or(skeleton.title);
    // A TOML text in double quotes is written as a JSON one.
    let quoted = serde_json::Value::from(title).to_string();
    let fill = |text: &str| text.replace("\"{title}\"", &quoted);
    let files = skeleton.site.iter().map(|(path, text)| (PathBuf::from(path), fill(text))).collect();
    Made::make(folder, files, lang)
}

fn unit(entry: &Entry, lang: Option<Lang>) -> Result<Made, Refused> {
    let (month, title) = read(entry)?;
    let lang = language(&entry.root, lang)?;
    let content = entry.root.join("content");
    if let Some(folder) = of_month(&content, &month)? {
        return Err(CreateError::Exists { path: content.join(folder) }.into());
    }
    let path = PathBuf::from(format!("content/{month}-{}/index.md", name_of(&title)));
    Made::make(&entry.root, vec![(path, filled(Skeleton::of(lang).unit, &title))], lang)
}

fn lesson(entry: &Entry, lang: Option<Lang>) -> Result<Made, Refused> {
    let (month, title) = read(entry)?;
    let lang = language(&entry.root, lang)?;
    let content = entry.root.join("content");
    let Some(folder) = of_month(&content, &month)? else { return Err(Refused::NoUnit(month)) };
    let names = create::names(&content.join(&folder))?;
    let numbers = names.iter().filter_map(|name| {
        let digits = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        name[..digits].parse::<u32>().ok()
    });
    let number = numbers.max().unwrap_or(0).saturating_add(1);
    let name = name_of(&title);
    if let Some(same) = names.iter().find(|other| other.ends_with(&format!("-{name}.md"))) {
        return Err(CreateError::Exists { path: content.join(&folder).join(same) }.into());
    }
    let path = PathBuf::from(format!("content/{folder}/{number:02}-{name}.md"));
    Made::make(&entry.root, vec![(path, filled(Skeleton::of(lang).lesson, &title))], lang)
}

/// The month in the form `2026-03`, and the title without spaces around it.
fn read(entry: &Entry) -> Result<(String, String), Refused> {
    let title = entry.title.join(" ");
    let title = title.trim();
    if title.is_empty() || title.chars().any(char::is_control) {
        return Err(Refused::Title);
    }
    let month = entry.month.trim();
    let folder = ContentPath::new(&format!("{month}/index.md")).and_then(|path| place::unit(&path));
    match folder.filter(|folder| folder.name.is_empty()) {
        Some(folder) => Ok((folder.month, title.to_owned())),
        None => Err(Refused::Month(entry.month.clone())),
    }
}

/// The language to write in: that asked for, or else the site's.
fn language(root: &Path, lang: Option<Lang>) -> Result<Lang, Refused> {
    let text = create::settings(root)?;
    let (node, _) = parse_toml(&text, FileId(0));
    Ok(lang.unwrap_or_else(|| config::parse(&node).0.lang()))
}

/// The folder of a month.
fn of_month(content: &Path, month: &str) -> Result<Option<String>, Refused> {
    let is_it = |name: &String| {
        let path = ContentPath::new(&format!("{name}/index.md"));
        path.and_then(|path| place::unit(&path)).is_some_and(|folder| folder.month == month)
    };
    Ok(create::names(content)?.into_iter().find(is_it))
}

/// A title as a file's name: what some system does not allow in one is left out.
fn name_of(title: &str) -> String {
    let kept =
        |c: char| !c.is_control() && !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '#' | '%');
    let name: String = title.chars().filter(|c| kept(*c)).take(60).collect();
    let name = name.trim_matches(|c: char| c.is_whitespace() || c == '.').to_owned();
    if name.is_empty() { "x".to_owned() } else { name }
}

/// A skeleton with its title. In the front matter it stands in quotes where YAML would read something else.
fn filled(skeleton: &str, title: &str) -> String {
    let plain = title.starts_with(char::is_alphabetic)
        && !title.contains([':', '#', '"', '\'', '[', ']', '{', '}', ',', '&', '*', '`'])
        && !matches!(
            title.to_ascii_lowercase().as_str(),
            "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n"
        );
    let quoted = if plain { title.to_owned() } else { serde_json::Value::from(title).to_string() };
    // Only the first one stands in the front matter.
    let with_title = skeleton.replacen("{title}", &quoted, 1);
    with_title.replace("{title}", &escaped(title))
}

/// A title as text of a heading: signs that Markdown would read otherwise are escaped.
fn escaped(title: &str) -> String {
    let mut out = String::new();
    for c in title.chars() {
        if c.is_ascii_punctuation() && !matches!(c, '-' | ',' | '.' | ';' | '/' | '?' | '!' | '(' | ')' | '\'' | '"') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn words(refused: &Refused, lang: Lang) -> String {
    match (refused, lang) {
        (Refused::Create(error), _) => error.message(lang),
        (Refused::Month(month), Lang::Zh) => format!("“{month}”不是年月；请写成 2026-03"),
        (Refused::Month(month), Lang::En) => format!("“{month}” is no month: write it like 2026-03"),
        (Refused::Title, Lang::Zh) => "标题不能是空的，也不能换行".to_owned(),
        (Refused::Title, Lang::En) => "the title must not be empty or have line ends".to_owned(),
        (Refused::NoUnit(month), Lang::Zh) => {
            format!("{month} 还没有文件夹；请先用 jiangyi new unit {month} 标题")
        }
        (Refused::NoUnit(month), Lang::En) => {
            format!("{month} has no folder yet: begin with jiangyi new unit {month} TITLE")
        }
    }
}
