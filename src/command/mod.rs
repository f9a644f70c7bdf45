//! What the user asks for, done.
//! Arguments and the outside world as values in; output, messages and an exit status out. Nothing here prints, exits, or
//! reads the clock or the environment.

mod arguments;
mod build;
mod fix;
mod new;
mod pack;
mod progress;
mod publish;
mod serve;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use arguments::{Command, read};

use crate::diagnostic::Lang;
use crate::diagnostic::explain::explain;

/// What the program is told about the world around it.
pub struct World<'a> {
    /// Standard output.
    pub out: &'a mut dyn Write,
    /// Standard error.
    pub err: &'a mut dyn Write,
    /// The environment's language, where it says one.
    pub lang: Option<Lang>,
    /// Whether standard error is a terminal that shows colours.
    pub color: bool,
    /// Where to show how far long work has come, one line at a time; an empty line when there is nothing to show any more.
    pub progress: Option<&'a (dyn Fn(&str) + Sync)>,
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// Who runs it, as the system knows them.
    pub user: Option<String>,
    /// What time it is, in seconds since 1970.
    pub now: u64,
    /// The time since the program began.
    pub clock: &'a dyn Fn() -> Duration,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// The content has errors.
    Errors,
    /// It could not run.
    Failed,
}

impl Outcome {
    /// The exit status.
    #[must_use]
    pub fn status(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Errors => 1,
            Self::Failed => 2,
        }
    }
}

/// Does what the arguments (the program's name first) ask for. An error is of standard output or standard error themselves.
pub fn run(arguments: impl IntoIterator<Item = OsString>, world: &mut World<'_>) -> io::Result<Outcome> {
    let arguments = match read(arguments) {
        Ok(arguments) => arguments,
        Err((text, true)) => {
            write!(world.out, "{text}")?;
            return Ok(Outcome::Done);
        }
        Err((text, false)) => {
            write!(world.err, "{text}")?;
            return Ok(Outcome::Failed);
        }
    };
    let chosen = match arguments.lang.as_deref().map(Lang::of_tag) {
        Some(None) => {
            writeln!(world.err, "--lang: zh, en")?;
            return Ok(Outcome::Failed);
        }
        Some(chosen) => chosen,
        None => world.lang,
    };
    match arguments.command {
        Command::Build(asked) => build::build(&asked, chosen, world),
        Command::Check(asked) if asked.fix => build::mend(&asked.check, chosen, world),
        Command::Check(asked) => build::check(&asked.check, chosen, world),
        Command::Publish(asked) => publish::publish(&asked, chosen, world),
        Command::Pack(asked) => pack::pack(&asked, chosen, world),
        Command::New(asked) => new::new(&asked, chosen, world),
        Command::Serve(asked) => serve::serve(&asked, arguments.lang.is_some(), chosen, world),
        Command::Explain { code } => explain_code(&code, chosen.unwrap_or(Lang::Zh), world),
    }
}

fn explain_code(code: &str, lang: Lang, world: &mut World<'_>) -> io::Result<Outcome> {
    if let Some(text) = explain(code, lang) {
        writeln!(world.out, "{text}")?;
        return Ok(Outcome::Done);
    }
    let code = crate::report::harmless(code);
    match lang {
        Lang::Zh => writeln!(world.err, "没有代码 {code}；代码的形式是 JY203。")?,
        Lang::En => writeln!(world.err, "There is no code {code}; codes look like JY203.")?,
    }
    Ok(Outcome::Failed)
}

/// Says why it could not run.
fn failed(message: &str, world: &mut World<'_>) -> io::Result<Outcome> {
    writeln!(world.err, "{}", crate::report::harmless(message))?;
    Ok(Outcome::Failed)
}
