//! `publish`: builds the handbook and gives it to its readers; or shows the release before again; or prints what a web server
//! is to be told.

use std::io;
use std::path::Path;

use serde_json::json;

use super::arguments::{Format, Publish, Server};
use super::build::{self, Outline};
use super::{Outcome, World, failed};
use crate::config::publish::{KEEP, Target};
use crate::config::{self, Config};
use crate::create;
use crate::data::parse_toml;
use crate::diagnostic::Lang;
use crate::publish::{Body, Output as _, Protected};
use crate::release::headers::{WebServer, configuration, policy};
use crate::release::{self, Asked, Published, ReleaseError};
use crate::report::harmless;
use crate::safe::path::SitePath;
use crate::site::Site;
use crate::text::span::FileId;

/// How many files of others are named.
const NAMED: usize = 5;

/// Publishes.
pub(super) fn publish(asked: &Publish, lang: Option<Lang>, world: &mut World<'_>) -> io::Result<Outcome> {
    if let Some(server) = asked.headers {
        return headers(asked, server, lang, world);
    }
    // Known before anything is built, so that a slip in the target's name costs nothing.
    let root = &asked.build.check.root;
    let config = match settings(root, lang.unwrap_or(Lang::Zh)) {
        Ok(config) => config,
        Err(message) => return failed(&message, world),
    };
    let said = lang.unwrap_or_else(|| config.lang());
    let target = match chosen(&config, asked.target.as_deref(), said) {
        Ok(target) => target,
        Err(message) => return failed(&message, world),
    };
    if asked.rollback {
        return rollback(asked, target, said, world);
    }
    let made = match build::make(&asked.build, lang, world)? {
        Ok(made) => made,
        Err(outcome) => return Ok(outcome),
    };
    let who = release::by(world.user.as_deref());
    let how = how(asked, target, &who, world.now);
    let protected = protected(asked, &made.target, world);
    let published = if asked.dry_run {
        release::preview(target, &made.target, &protected, &how)
    } else {
        release::publish(target, &made.target, &protected, &how)
    };
    match published {
        Ok(published) => tell(asked, target, &published, said, world),
        Err(error) => refused(&error, said, world),
    }
}

fn rollback(asked: &Publish, target: &Target, lang: Lang, world: &mut World<'_>) -> io::Result<Outcome> {
    let who = release::by(world.user.as_deref());
    let built = asked.build.output.clone().unwrap_or_else(|| asked.build.check.root.join("public"));
    let how = how(asked, target, &who, world.now);
    let line = match release::rollback(target, &protected(asked, &built, world), &how) {
        Ok(line) => line,
        Err(error) => return refused(&error, lang, world),
    };
    let name = harmless(&target.name);
    if asked.build.check.format == Format::Json {
        let shown = json!({"target": target.name, "release": line.release, "build": line.build, "pages": line.pages, "at": line.at});
        writeln!(world.out, "{}", json!({ "rolled_back": shown }))?;
    } else {
        let (release, at, pages) = (line.release, harmless(&line.at), line.pages);
        match lang {
            Lang::Zh => writeln!(world.err, "“{name}”已退回第 {release} 次发布（{at}，{pages} 页）")?,
            Lang::En => writeln!(world.err, "{name} shows release {release} again (of {at}, {pages} pages)")?,
        }
    }
    Ok(Outcome::Done)
}

/// The settings alone: going back must be possible while the content has errors.
fn settings(root: &Path, lang: Lang) -> Result<Config, String> {
    let text = create::settings(root).map_err(|error| error.message(lang))?;
    let (node, _) = parse_toml(&text, FileId(0));
    Ok(config::parse(&node).0)
}

/// The target that is meant.
fn chosen<'a>(config: &'a Config, name: Option<&str>, lang: Lang) -> Result<&'a Target, String> {
    let targets = &config.publish.targets;
    let names = || {
        targets.iter().map(|target| target.name.as_str()).collect::<Vec<_>>().join(if lang == Lang::Zh {
            "、"
        } else {
            ", "
        })
    };
    match (name, targets.as_slice()) {
        (_, []) => Err(match lang {
            Lang::Zh => "site.toml 里没有可用的发布目标；请写上，如：\n[[publish.targets]]\nname = \"内网\"\nfolder = \"/srv/handbook\"".into(),
            Lang::En => "site.toml has no target to publish to; write one, for example:\n[[publish.targets]]\nname = \"intranet\"\nfolder = \"/srv/handbook\"".into(),
        }),
        (None, [only]) => Ok(only),
        (None, _) => Err(match lang {
            Lang::Zh => format!("site.toml 里有几个发布目标，请写明一个：{}", names()),
            Lang::En => format!("site.toml has several targets, name one of them: {}", names()),
        }),
        (Some(name), targets) => targets.iter().find(|target| target.name == name).ok_or_else(|| match lang {
            Lang::Zh => format!("site.toml 里没有发布目标“{name}”；有：{}", names()),
            Lang::En => format!("site.toml has no target “{name}”; it has: {}", names()),
        }),
    }
}

fn how<'a>(asked: &Publish, target: &Target, who: &'a str, now: u64) -> Asked<'a> {
    let keep = asked.keep.unwrap_or(target.keep);
    Asked { now, who, keep, allow_shrink: asked.allow_shrink, purge: asked.purge }
}

fn protected(asked: &Publish, built: &Path, world: &World<'_>) -> Protected {
    let root = asked.build.check.root.clone();
    let sources = ["content", "themes", ".jiangyi"].iter().map(|name| root.join(name)).chain([built.to_owned()]);
    Protected { sources: sources.collect(), home: world.home.clone(), root }
}

fn refused(error: &ReleaseError, lang: Lang, world: &mut World<'_>) -> io::Result<Outcome> {
    failed(&error.message(lang), world)
}

/// Says what was published, or what would be.
fn tell(
    asked: &Publish,
    target: &Target,
    published: &Published,
    lang: Lang,
    world: &mut World<'_>,
) -> io::Result<Outcome> {
    let changes = &published.changes;
    let counts = [&changes.added, &changes.changed, &changes.removed, &changes.kept].map(Vec::len);
    let pages = published.line.as_ref().map_or(0, |line| line.pages);
    if asked.build.check.format == Format::Json {
        writeln!(world.out, "{}", as_json(asked, target, published))?;
        return Ok(Outcome::Done);
    }
    if asked.dry_run {
        for (mark, paths) in
            [('+', &changes.added), ('~', &changes.changed), ('-', &changes.removed), ('=', &changes.kept)]
        {
            for path in paths {
                writeln!(world.out, "{mark} {}", harmless(path.as_str()))?;
            }
        }
    }
    for line in remarks(published, lang) {
        writeln!(world.err, "{}", harmless(&line))?;
    }
    let line = last_line(asked, target, published, (pages, counts), lang);
    writeln!(world.err, "{}", harmless(&line))?;
    Ok(Outcome::Done)
}

/// The same for machines: with `--dry-run` the addresses, else how many they are.
fn as_json(asked: &Publish, target: &Target, published: &Published) -> serde_json::Value {
    let changes = &published.changes;
    let list = |paths: &[SitePath]| {
        let names = || paths.iter().map(SitePath::as_str).collect::<Vec<_>>();
        if asked.dry_run { json!(names()) } else { json!(paths.len()) }
    };
    let line = published.line.as_ref();
    json!({ "published": {
        "target": target.name,
        "release": published.release,
        "build": line.map_or("", |line| line.build.as_str()),
        "pages": line.map_or(0, |line| line.pages),
        "dry_run": asked.dry_run,
        "same": published.is_same,
        "added": list(&changes.added),
        "changed": list(&changes.changed),
        "removed": list(&changes.removed),
        "kept": list(&changes.kept),
        "strangers": published.strangers,
    }})
}

/// What the publisher should know besides.
fn remarks(published: &Published, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    let strangers = &published.strangers;
    if !strangers.is_empty() {
        let more = if strangers.len() > NAMED { " …" } else { "" };
        let named = strangers.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>();
        lines.push(match lang {
            Lang::Zh => {
                format!("注意：有 {} 个文件不是本程序发布的，没有删除：{}{more}", strangers.len(), named.join("、"))
            }
            Lang::En => format!(
                "note: {} files were not published by this program and were kept: {}{more}",
                strangers.len(),
                named.join(", ")
            ),
        });
    }
    if published.was_cut {
        lines.push(match lang {
            Lang::Zh => "上一次发布中断过，读者没有看到它；这一次从那里接着做。".into(),
            Lang::En => "the last publication was cut off and never shown; this one goes on from there.".into(),
        });
    }
    lines
}

fn last_line(
    asked: &Publish,
    target: &Target,
    published: &Published,
    counts: (usize, [usize; 4]),
    lang: Lang,
) -> String {
    let (pages, [added, changed, removed, kept]) = counts;
    let (name, release) = (&target.name, published.release);
    let point = if published.release == 1 && !asked.dry_run {
        Some(release::shown_folder(target, &asked.build.check.root))
    } else {
        None
    };
    match lang {
        Lang::Zh if asked.dry_run => format!(
            "会发布到“{name}”：第 {release} 次，{pages} 页；新增 {added}，更改 {changed}，撤下 {removed}，旧文件暂留 {kept}。没有发布。"
        ),
        Lang::En if asked.dry_run => format!(
            "would publish to {name}: release {release}, {pages} pages; {added} new, {changed} changed, {removed} removed, {kept} left for a while. Nothing was published."
        ),
        Lang::Zh if published.is_same => format!("“{name}”上的第 {release} 次发布与这次相同，没有再发布。"),
        Lang::En if published.is_same => format!("release {release} on {name} is the same; nothing was published."),
        Lang::Zh => {
            let point = point.map_or(String::new(), |folder| {
                format!("。请让网站服务器指向 {folder}（配置：jiangyi publish --headers nginx）")
            });
            format!(
                "已发布到“{name}”：第 {release} 次，{pages} 页；新增 {added}，更改 {changed}，撤下 {removed}，旧文件暂留 {kept}{point}"
            )
        }
        Lang::En => {
            let point = point.map_or(String::new(), |folder| {
                format!(". Point the web server at {folder} (jiangyi publish --headers nginx prints how)")
            });
            format!(
                "published to {name}: release {release}, {pages} pages; {added} new, {changed} changed, {removed} removed, {kept} left for a while{point}"
            )
        }
    }
}

/// Prints what a web server is to be told.
fn headers(asked: &Publish, server: Server, lang: Option<Lang>, world: &mut World<'_>) -> io::Result<Outcome> {
    let outline = match build::compiled(&asked.build.check, lang, world) {
        Ok(outline) => outline,
        Err(message) => return failed(&message, world),
    };
    let config = &outline.compiled.handbook.config;
    let target = match chosen(config, asked.target.as_deref(), outline.lang) {
        Ok(target) => target.clone(),
        // Not yet configured: for the folder that `build` writes.
        Err(_) if asked.target.is_none() && config.publish.targets.is_empty() => {
            let place = config::publish::Place::Folder("/srv/handbook".into());
            Target { name: String::new(), place, keep: KEEP }
        }
        Err(message) => return failed(&message, world),
    };
    let pages = match samples(&outline) {
        Ok(pages) => pages,
        Err(message) => return failed(&message, world),
    };
    let folder = release::shown_folder(&target, &asked.build.check.root);
    let policy = policy(pages.iter().map(Vec::as_slice)).unwrap_or_else(|| "default-src 'self'".to_owned());
    let server = match server {
        Server::Nginx => WebServer::Nginx,
        Server::Caddy => WebServer::Caddy,
    };
    write!(world.out, "{}", configuration(server, &folder, &prefix(&config.base_url), &policy))?;
    Ok(Outcome::Done)
}

/// One page of each kind.
fn samples(outline: &Outline) -> Result<Vec<Vec<u8>>, String> {
    let broken = |_| match outline.lang {
        Lang::Zh => "主题的模板有错；请先运行 jiangyi check".to_owned(),
        Lang::En => "a template of the theme is broken: run jiangyi check first".to_owned(),
    };
    let site = Site::new(&outline.compiled, &outline.sources).map_err(broken)?;
    let paths = site.paths();
    let html = site.samples().into_iter().filter(|index| paths[*index].extension() == "html");
    let body = |index| match site.body(index).map_err(broken)? {
        Body::Bytes(bytes) => Ok(bytes),
        Body::File(_) => Ok(Vec::new()),
    };
    html.map(body).collect()
}

/// Below which path the handbook is found: what follows the host in its address, with a slash at both ends.
fn prefix(base_url: &str) -> String {
    let after = base_url.split_once("://").map_or("", |(_, rest)| rest);
    let path = after.split_once('/').map_or("", |(_, path)| path).trim_matches('/');
    let is_plain = path.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/%".contains(c));
    if path.is_empty() || !is_plain { "/".to_owned() } else { format!("/{path}/") }
}

#[cfg(test)]
mod tests {
    use super::prefix;

    #[test]
    fn the_prefix_is_the_path_of_the_address() {
        for (url, expected) in
            [("", "/"), ("http://a.example/", "/"), ("http://a.example/x/y/", "/x/y/"), ("http://a/;}/", "/")]
        {
            assert_eq!(prefix(url), expected, "{url}");
        }
    }
}
