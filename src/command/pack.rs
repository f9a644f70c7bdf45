//! `pack`: the handbook as a zip, or one page of it as a single file.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::arguments::{Format, Pack};
use super::build::{self, Outline, Run};
use super::{Outcome, World, failed};
use crate::diagnostic::{Diagnostic, Lang};
use crate::pack::{self, ArchiveError, LeftOut, MARK};
use crate::publish::{Body, Output as _};
use crate::release::file::{FileError, read, write_file};
use crate::report;
use crate::safe::path::SitePath;
use crate::site::Site;
use crate::source::Pictures;
use crate::text::slug::slug;

/// What came of it.
struct Made {
    file: PathBuf,
    bytes: u64,
    left_out: Vec<LeftOut>,
    /// The page that goes on where the packed one ends.
    next: Option<SitePath>,
}

/// Why nothing came of it.
enum Unmade {
    Page(Box<Diagnostic>),
    Message(String),
}

/// Packs.
pub(super) fn pack(asked: &Pack, lang: Option<Lang>, world: &mut World<'_>) -> io::Result<Outcome> {
    let outline = match build::compiled(&asked.check, lang, world) {
        Ok(outline) => outline,
        Err(message) => return failed(&message, world),
    };
    let found = &outline.compiled.diagnostics;
    build::report(&asked.check, &outline, found, world)?;
    let counts = report::count(found);
    let pages = outline.compiled.routes.count_pages();
    if counts.errors > 0 || (asked.check.strict && counts.warnings > 0) {
        return build::conclude(&asked.check, &outline, &Run { found, pages, target: None }, world);
    }
    match make(asked, &outline) {
        Ok(made) => tell(asked, &outline, &made, world),
        Err(Unmade::Message(message)) => failed(&message, world),
        Err(Unmade::Page(broken)) => {
            let all: Vec<Diagnostic> = found.iter().cloned().chain([*broken]).collect();
            build::report(&asked.check, &outline, &all[found.len()..], world)?;
            build::conclude(&asked.check, &outline, &Run { found: &all, pages, target: None }, world)
        }
    }
}

fn make(asked: &Pack, outline: &Outline) -> Result<Made, Unmade> {
    let site = Site::new(&outline.compiled, &outline.sources).map_err(Unmade::Page)?;
    let site = site.with_pictures(Pictures::remembered(&asked.check.root));
    match &asked.page {
        Some(page) => one_page(page, asked, outline, &site),
        None => whole(asked, outline, &site),
    }
}

/// The whole handbook as a zip.
fn whole(asked: &Pack, outline: &Outline, site: &Site<'_>) -> Result<Made, Unmade> {
    let title = &outline.compiled.handbook.config.title;
    let file = asked.output.clone().unwrap_or_else(|| asked.check.root.join(format!("{}.zip", name_of(title))));
    let folder = name_of(title);
    let written = write_file(
        &file,
        |head| head.starts_with(b"PK\x03\x04"),
        |to| pack::archive(site, &folder, read, to).map(drop),
    );
    let bytes = written.map_err(|error| match error {
        FileError::Content(ArchiveError::Page(broken)) => Unmade::Page(broken),
        FileError::Content(ArchiveError::Write(error)) => refused(&file, &error, outline.lang),
        FileError::Outside(error) => Unmade::Message(error.message(outline.lang)),
    })?;
    Ok(Made { file, bytes, left_out: Vec::new(), next: None })
}

/// One page with everything in it.
fn one_page(wanted: &str, asked: &Pack, outline: &Outline, site: &Site<'_>) -> Result<Made, Unmade> {
    let (handbook, routes) = (&outline.compiled.handbook, &outline.compiled.routes);
    let path = pack::which(wanted, handbook, routes)
        .map_err(|found| Unmade::Message(not_found(wanted, found.nearest, outline.lang)))?;
    let get = |path: &SitePath| -> Result<Option<Vec<u8>>, Unmade> {
        let Some(index) = site.find(path.as_str()) else { return Ok(None) };
        match site.body(index).map_err(Unmade::Page)? {
            Body::Bytes(bytes) => Ok(Some(bytes)),
            Body::File(disk) => read(&disk).map(Some).map_err(|error| refused(&disk, &error, outline.lang)),
        }
    };
    let html = get(&path)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let packed = pack::pack_page(&path, &html, &handbook.config.base_url, get)?;
    let name = || path.as_str().trim_end_matches(".html").replace('/', "-");
    let file = asked.output.clone().unwrap_or_else(|| asked.check.root.join(format!("{}.html", name())));
    let is_ours = |head: &[u8]| String::from_utf8_lossy(head).contains(MARK);
    let written = write_file(&file, is_ours, |to| to.write_all(packed.html.as_bytes()));
    let bytes = written.map_err(|error| match error {
        FileError::Content(error) => refused(&file, &error, outline.lang),
        FileError::Outside(error) => Unmade::Message(error.message(outline.lang)),
    })?;
    Ok(Made { file, bytes, left_out: packed.left_out, next: pack::next_part(&path, routes) })
}

fn refused(path: &Path, error: &io::Error, lang: Lang) -> Unmade {
    use crate::diagnostic::outside::{reason, shown};
    let (path, why) = (shown(path), reason(error.kind(), lang));
    Unmade::Message(match lang {
        Lang::Zh => format!("没有打包：{path}：{why}"),
        Lang::En => format!("not packed: {path}: {why}"),
    })
}

fn not_found(wanted: &str, nearest: Option<String>, lang: Lang) -> String {
    match (lang, nearest) {
        (Lang::Zh, Some(near)) => format!("没有“{wanted}”这一页；是不是 {near}？可以写网址、课程文件或标题"),
        (Lang::Zh, None) => format!("没有“{wanted}”这一页；可以写网址（如 2026-03/youdaizheng.html）、课程文件或标题"),
        (Lang::En, Some(near)) => {
            format!("there is no page “{wanted}”; did you mean {near}? An address, a lesson's file or a title will do")
        }
        (Lang::En, None) => format!(
            "there is no page “{wanted}”: name an address (2026-03/youdaizheng.html), a lesson's file or a title"
        ),
    }
}

/// A title as the name of a file that every system takes.
fn name_of(title: &str) -> String {
    let fits = |c: &char| !c.is_control() && !"\\/:*?\"<>|.".contains(*c);
    let name: String = title.chars().filter(fits).take(60).collect();
    let name = name.trim();
    if name.is_empty() { slug(title) } else { name.to_owned() }
}

fn tell(asked: &Pack, outline: &Outline, made: &Made, world: &mut World<'_>) -> io::Result<Outcome> {
    let file = report::harmless(&made.file.display().to_string());
    if asked.check.format == Format::Json {
        let left: Vec<&str> = made.left_out.iter().map(|left| left.path.as_str()).collect();
        writeln!(world.out, "{}", json!({"packed": {"file": file, "bytes": made.bytes, "left_out": left}}))?;
        return Ok(Outcome::Done);
    }
    for left in &made.left_out {
        let (path, size) = (&left.path, left.size / 1024 / 1024);
        match outline.lang {
            Lang::Zh => writeln!(world.err, "注意：{path} 太大（{size} MiB），没有放进去")?,
            Lang::En => writeln!(world.err, "note: {path} is too large ({size} MiB) and was left out")?,
        }
    }
    if let Some(next) = &made.next {
        match outline.lang {
            Lang::Zh => writeln!(world.err, "注意：这一个月分几部分，这是其中之一；下一部分：--page {next}")?,
            Lang::En => writeln!(
                world.err,
                "note: this month has several parts, of which this is one; the next: --page {next}"
            )?,
        }
    }
    let size = made.bytes.div_ceil(1024);
    match outline.lang {
        Lang::Zh => writeln!(world.err, "已打包成 {file}（{size} KiB）")?,
        Lang::En => writeln!(world.err, "packed into {file} ({size} KiB)")?,
    }
    Ok(Outcome::Done)
}
