//! `serve`: what happens while serving, in words.

use std::collections::HashSet;
use std::io;
use std::time::Duration;

use super::arguments::Serve;
use super::progress::Progress;
use super::{Outcome, World, failed};
use crate::diagnostic::Lang;
use crate::report::{self, Counts, Reporter, harmless};
use crate::serve::{self, Built, News, Serving};

/// Serves the site until the user ends the program.
pub(super) fn serve(asked: &Serve, is_chosen: bool, lang: Option<Lang>, world: &mut World<'_>) -> io::Result<Outcome> {
    let serving = Serving {
        root: asked.root.clone(),
        host: asked.host.clone(),
        port: asked.port,
        open: asked.open,
        // The overlay speaks the site's language, unless another was asked for.
        lang: lang.filter(|_| is_chosen),
    };
    let progress = Progress { show: world.progress, lang: lang.unwrap_or(Lang::Zh) };
    progress.reading();
    let mut teller = Teller { world, lang, known: HashSet::new(), printed: Ok(()) };
    let served = serve::serve(&serving, &mut |news| {
        progress.end();
        teller.tell(&news);
    });
    progress.end();
    let Teller { lang, printed, .. } = teller;
    // Nobody reads what is printed any more; the site was served all the same.
    drop(printed);
    match served {
        Ok(()) => Ok(Outcome::Done),
        Err(error) => failed(&error.message(lang.unwrap_or(Lang::Zh)), world),
    }
}

/// Prints what happens.
struct Teller<'a, 'w> {
    world: &'a mut World<'w>,
    /// The language asked for, or else the site's as soon as it is known.
    lang: Option<Lang>,
    /// The problems of the last edition: what stays the same is not said again.
    known: HashSet<String>,
    printed: io::Result<()>,
}

impl Teller<'_, '_> {
    fn tell(&mut self, news: &News<'_>) {
        let printed = match news {
            News::Built(built, took) => self.built(built, *took),
            News::Listening { address, public } => self.listening(address, *public),
            News::Unreadable(error) => {
                let message = harmless(&error.message(self.lang()));
                writeln!(self.world.err, "{message}")
            }
            News::Polling => writeln!(self.world.err, "{}", polling(self.lang())),
        };
        self.printed = printed.and(self.world.out.flush());
    }

    fn lang(&self) -> Lang {
        self.lang.unwrap_or(Lang::Zh)
    }

    fn built(&mut self, built: &Built, took: Duration) -> io::Result<()> {
        let lang = *self.lang.get_or_insert(built.lang);
        let reporter = Reporter::new(&built.sources, lang);
        let mut known = HashSet::new();
        for found in &built.diagnostics {
            let short = report::short(&reporter, found);
            if !self.known.contains(&short) {
                writeln!(self.world.err, "{}", report::human(&reporter, found, self.world.color))?;
            }
            known.insert(short);
        }
        self.known = known;
        let counts = report::count(&built.diagnostics);
        writeln!(self.world.err, "{}", line(built, counts, took, lang))
    }

    fn listening(&mut self, address: &str, public: bool) -> io::Result<()> {
        let lang = self.lang();
        if public {
            writeln!(self.world.err, "{}", warning(lang))?;
        }
        match lang {
            Lang::Zh => writeln!(self.world.out, "预览：{address}（按 Ctrl-C 结束）"),
            Lang::En => writeln!(self.world.out, "Preview: {address} (Ctrl-C ends it)"),
        }
    }
}

fn line(built: &Built, counts: Counts, took: Duration, lang: Lang) -> String {
    let Counts { errors, warnings } = counts;
    let (pages, seconds) = (built.pages, took.as_secs_f64());
    match (lang, &built.edition) {
        (Lang::Zh, Some(_)) => format!("已更新，共 {pages} 页，用时 {seconds:.2} 秒；警告 {warnings} 个"),
        (Lang::Zh, None) => format!("没有更新，页面仍是改动之前的：错误 {errors} 个，警告 {warnings} 个"),
        (Lang::En, Some(_)) => format!("Updated: {pages} pages in {seconds:.2} s; {warnings} warnings"),
        (Lang::En, None) => format!("Not updated, pages stay as before: {errors} errors, {warnings} warnings"),
    }
}

fn warning(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "注意：同一网络里的其他人也能看到这个预览，包括草稿。",
        Lang::En => "Note: others on your network can see this preview, drafts included.",
    }
}

fn polling(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "这台电脑不报告文件的改动，改为每秒检查一次。",
        Lang::En => "The system does not tell of changes here; files are looked at every second instead.",
    }
}
