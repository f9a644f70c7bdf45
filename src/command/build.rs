//! `build` and `check`.

use std::io;
use std::path::{Path, PathBuf};

use super::arguments::{Build, Check, Format};
use super::fix;
use super::progress::{Counted, Progress};
use super::{Outcome, World, failed};
use crate::diagnostic::{Diagnostic, Lang};
use crate::memo::Memo;
use crate::pipeline::{self, Compiled, Options};
use crate::publish::{self, Output, Protected, PublishError, Record};
use crate::report::{self, Counts, Reporter, Summary};
use crate::reuse::{Basis, Texts};
use crate::site::Site;
use crate::source::{self, FileIds, Pictures, Sources};

/// How often files are mended at most: a correction may uncover another.
const ROUNDS: usize = 4;

/// What compiling gave, and whether it may be written.
pub(super) struct Outline {
    pub(super) sources: Sources,
    /// The digests of the texts, which the sources have let go.
    texts: Texts,
    pub(super) compiled: Compiled,
    pub(super) lang: Lang,
}

/// Checks without writing: every page is rendered all the same, so that a broken theme is found.
pub(super) fn check(asked: &Check, lang: Option<Lang>, world: &mut World<'_>) -> io::Result<Outcome> {
    let outline = match compiled(asked, lang, world) {
        Ok(outline) => outline,
        Err(message) => return failed(&message, world),
    };
    let progress = Progress { show: world.progress, lang: outline.lang };
    let site = Site::new(&outline.compiled, &outline.sources);
    let site = site.map(|site| site.with_pictures(Pictures::recalled(&asked.root)));
    let broken = match &site {
        Ok(site) => on_threads(asked.jobs, || first_failure(&Counted::new(site, progress))),
        Err(found) => Some((**found).clone()),
    };
    progress.end();
    let all: Vec<Diagnostic> = outline.compiled.diagnostics.iter().cloned().chain(broken).collect();
    report(asked, &outline, &all, world)?;
    let run = Run { found: &all, pages: outline.compiled.routes.count_pages(), target: None };
    conclude(asked, &outline, &run, world)
}

/// Mends what can be mended for certain, then checks again.
pub(super) fn mend(asked: &Check, lang: Option<Lang>, world: &mut World<'_>) -> io::Result<Outcome> {
    let mut made = 0;
    let mut said = lang.unwrap_or(Lang::Zh);
    for _ in 0..ROUNDS {
        let outline = match compiled(asked, lang, world) {
            Ok(outline) => outline,
            Err(message) => return failed(&message, world),
        };
        said = outline.lang;
        let found = &outline.compiled.diagnostics;
        let now = fix::fix(&asked.root, &outline.sources, found, (outline.lang, asked.format), world)?;
        made += now;
        if now == 0 {
            break;
        }
    }
    if asked.format != Format::Json {
        match said {
            Lang::Zh => writeln!(world.err, "改好了 {made} 处。")?,
            Lang::En => writeln!(world.err, "Mended {made} places.")?,
        }
    }
    check(asked, lang, world)
}

fn first_failure(site: &impl Output) -> Option<Diagnostic> {
    use rayon::prelude::*;
    let failed = (0..site.paths().len()).into_par_iter().find_map_first(|index| site.body(index).err());
    failed.map(|found| *found)
}

/// A handbook that was written.
pub(super) struct Made {
    pub(super) outline: Outline,
    /// Where it is.
    pub(super) target: PathBuf,
    pub(super) pages: usize,
}

/// Builds the handbook.
pub(super) fn build(asked: &Build, lang: Option<Lang>, world: &mut World<'_>) -> io::Result<Outcome> {
    match make(asked, lang, world)? {
        Err(outcome) => Ok(outcome),
        Ok(Made { outline, target, pages }) => {
            let run = Run { found: &outline.compiled.diagnostics, pages, target: Some(&target) };
            let concluded = conclude(&asked.check, &outline, &run, world);
            // The program ends here, and the system takes the memory back at once. Giving a large handbook back piece by
            // piece is a twentieth of a build.
            std::mem::forget(outline);
            concluded
        }
    }
}

/// Builds the handbook and says what was found wrong. `Err` is the outcome where it was not written, which was said.
pub(super) fn make(asked: &Build, lang: Option<Lang>, world: &mut World<'_>) -> io::Result<Result<Made, Outcome>> {
    let outline = match compiled(&asked.check, lang, world) {
        Ok(outline) => outline,
        Err(message) => return failed(&message, world).map(Err),
    };
    let found = &outline.compiled.diagnostics;
    let counts = report::count(found);
    let pages = outline.compiled.routes.count_pages();
    report(&asked.check, &outline, found, world)?;
    if counts.errors > 0 || (asked.check.strict && counts.warnings > 0) {
        return conclude(&asked.check, &outline, &Run { found, pages, target: None }, world).map(Err);
    }
    let target = asked.output.clone().unwrap_or_else(|| asked.check.root.join("public"));
    let progress = Progress { show: world.progress, lang: outline.lang };
    let home = world.home.clone();
    let written = on_threads(asked.check.jobs, || write(asked, &outline, (&target, home), progress));
    progress.end();
    match written {
        Ok(()) => Ok(Ok(Made { outline, target, pages })),
        Err(PublishError::Pages(broken)) => {
            report(&asked.check, &outline, &broken, world)?;
            let all: Vec<Diagnostic> = found.iter().chain(&broken).cloned().collect();
            conclude(&asked.check, &outline, &Run { found: &all, pages, target: None }, world).map(Err)
        }
        Err(error) => failed(&error.message(outline.lang), world).map(Err),
    }
}

/// Reads and compiles, and shows how far that has come. `Err` is why it could not.
pub(super) fn compiled(asked: &Check, lang: Option<Lang>, world: &World<'_>) -> Result<Outline, String> {
    // The site's language is not known before its settings are read.
    let progress = Progress { show: world.progress, lang: lang.unwrap_or(Lang::Zh) };
    let compiled = on_threads(asked.jobs, || compile(asked, lang, progress));
    progress.end();
    compiled
}

fn compile(asked: &Check, lang: Option<Lang>, progress: Progress<'_>) -> Result<Outline, String> {
    let mut ids = FileIds::default();
    progress.reading();
    let mut read = source::read(&asked.root, &mut ids).map_err(|error| error.message(lang.unwrap_or(Lang::Zh)))?;
    let options = Options { drafts: asked.drafts, base_url: asked.base_url.clone() };
    progress.compiling(read.value.files().len());
    let planned = pipeline::plan(&read.value, read.diagnostics, &options, &mut Memo::of_nothing());
    let texts = Texts::of(&read.value);
    // What was found is shown with the lines that it was found in.
    let places = planned
        .found
        .iter()
        .flat_map(|found| [Some(found.span), found.related, found.fix.as_ref().map(|fix| fix.span)]);
    read.value.forget_texts(&places.flatten().map(|span| span.file).collect());
    progress.indexing();
    let search = pipeline::index(&planned.handbook, &planned.routes);
    let compiled = planned.with(&search, &read.value);
    let lang = lang.unwrap_or_else(|| compiled.handbook.config.lang());
    Ok(Outline { sources: read.value, texts, compiled, lang })
}

type Target<'a> = (&'a Path, Option<PathBuf>);

fn write(asked: &Build, outline: &Outline, to: Target<'_>, progress: Progress<'_>) -> Result<(), PublishError> {
    let (target, home) = to;
    let root = &asked.check.root;
    let protected = Protected { root: root.clone(), sources: vec![root.join("content"), root.join("themes")], home };
    let site = Site::new(&outline.compiled, &outline.sources)
        .map_err(|found| PublishError::Pages(vec![*found]))?
        .with_pictures(Pictures::remembered(root))
        .reusing(Basis::of(&outline.compiled, &outline.texts), Record::read(root));
    publish::write(&Counted::new(&site, progress), target, &protected)?;
    // Without a record the next build takes longer, and no more.
    let _ = site.record().map(|record| record.write(root));
    if let Some(folder) = &asked.keys {
        // The keys must never get into what is published.
        let protected = Protected { sources: [protected.sources, vec![target.to_owned()]].concat(), ..protected };
        publish::write(&site.keys(), folder, &protected)?;
    }
    Ok(())
}

/// Runs on as many threads as asked for, or as there are processors.
fn on_threads<T: Send>(jobs: Option<u16>, work: impl FnOnce() -> T + Send) -> T {
    let pool = jobs.and_then(|jobs| rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build().ok());
    match pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

pub(super) fn report(asked: &Check, outline: &Outline, found: &[Diagnostic], world: &mut World<'_>) -> io::Result<()> {
    let reporter = Reporter::new(&outline.sources, outline.lang);
    for one in found {
        match asked.format {
            Format::Human => writeln!(world.err, "{}", report::human(&reporter, one, world.color))?,
            Format::Short => writeln!(world.err, "{}", report::short(&reporter, one))?,
            Format::Json => writeln!(world.out, "{}", report::json(&reporter, one))?,
        }
    }
    Ok(())
}

/// How a run went, for its last line.
pub(super) struct Run<'a> {
    pub(super) found: &'a [Diagnostic],
    pub(super) pages: usize,
    /// Where the site was written; `None` where it was not.
    pub(super) target: Option<&'a Path>,
}

/// The last line, and the outcome.
pub(super) fn conclude(asked: &Check, outline: &Outline, run: &Run<'_>, world: &mut World<'_>) -> io::Result<Outcome> {
    let counts = report::count(run.found);
    let seconds = (world.clock)().as_secs_f64();
    if asked.format == Format::Json {
        let pages = if counts.errors > 0 { 0 } else { run.pages };
        writeln!(world.out, "{}", report::summary_json(Summary::new(pages, counts, seconds)))?;
    } else {
        writeln!(world.err, "{}", last_line(outline.lang, run, counts, seconds))?;
    }
    let bad = counts.errors > 0 || (asked.strict && counts.warnings > 0);
    Ok(if bad { Outcome::Errors } else { Outcome::Done })
}

fn last_line(lang: Lang, run: &Run<'_>, counts: Counts, seconds: f64) -> String {
    let Counts { errors, warnings } = counts;
    let pages = run.pages;
    let target = run.target.map(|target| target.display().to_string());
    match (lang, target) {
        (Lang::Zh, Some(to)) => {
            format!("已写好 {pages} 页，在 {to}，用时 {seconds:.2} 秒；错误 {errors} 个，警告 {warnings} 个")
        }
        (Lang::Zh, None) if errors > 0 => {
            format!("没有写出手册：错误 {errors} 个，警告 {warnings} 个，用时 {seconds:.2} 秒")
        }
        (Lang::Zh, None) => format!("检查完毕：错误 {errors} 个，警告 {warnings} 个，用时 {seconds:.2} 秒"),
        (Lang::En, Some(to)) => {
            format!("Wrote {pages} pages to {to} in {seconds:.2} s; {errors} errors, {warnings} warnings")
        }
        (Lang::En, None) if errors > 0 => {
            format!("Nothing was written: {errors} errors, {warnings} warnings, in {seconds:.2} s")
        }
        (Lang::En, None) => format!("Checked: {errors} errors, {warnings} warnings, in {seconds:.2} s"),
    }
}
