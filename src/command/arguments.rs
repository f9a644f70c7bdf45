//! What the user may ask for; the one file that knows the argument parser.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// 把讲义编成手册 · Compiles lecture notes into a handbook
#[derive(Debug, Parser)]
#[command(name = "jiangyi", version, about, disable_help_subcommand = true, arg_required_else_help = true)]
pub(super) struct Arguments {
    /// 提示的语言 · Language of messages: zh, en
    #[arg(long, global = true, value_name = "LANG")]
    pub(super) lang: Option<String>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 编出手册 · Builds the handbook
    Build(Build),
    /// 只检查，不写文件 · Checks without writing
    Check(CheckOnly),
    /// 边写边看 · Shows the handbook while it is written
    Serve(Serve),
    /// 发布到内网，或退回上一次 · Publishes the handbook, or goes back to the release before
    Publish(Publish),
    /// 打包成一个文件 · Packs the handbook, or one page, into one file
    Pack(Pack),
    /// 新建手册、月份或一课 · Begins a handbook, a month or a lesson
    #[command(subcommand)]
    New(New),
    /// 解释一个提示的代码 · Explains the code of a message
    Explain {
        /// JY203
        code: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// 手册所在文件夹 · The site's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// 发布地址 · Where it is published, in place of site.toml's
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// 连草稿一起 · With drafts
    #[arg(long)]
    pub(super) drafts: bool,
    /// 有警告也算失败 · Warnings fail too
    #[arg(long)]
    pub(super) strict: bool,
    /// 提示的形式 · Form of messages
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// 线程数 · Number of threads
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
}

#[derive(Debug, Args)]
pub(super) struct CheckOnly {
    #[command(flatten)]
    pub(super) check: Check,
    /// 改好有把握的笔误 · Mends slips that are certain
    #[arg(long)]
    pub(super) fix: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum New {
    /// 一部小手册 · A small handbook
    Site {
        /// 放在哪个文件夹 · Its folder
        dir: PathBuf,
    },
    /// 一个月 · A month
    Unit(Entry),
    /// 一课 · A lesson
    Lesson(Entry),
}

#[derive(Debug, Args)]
pub(super) struct Entry {
    /// 2026-03
    pub(super) month: String,
    /// 标题 · Its title
    #[arg(required = true)]
    pub(super) title: Vec<String>,
    /// 手册所在文件夹 · The site's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// 手册所在文件夹 · The site's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// 端口 · The port
    #[arg(long, value_name = "PORT", default_value_t = 4000)]
    pub(super) port: u16,
    /// 在哪个地址提供 · The address to listen at
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    pub(super) host: String,
    /// 打开浏览器 · Opens a browser
    #[arg(long)]
    pub(super) open: bool,
}

#[derive(Debug, Args)]
pub(super) struct Build {
    #[command(flatten)]
    pub(super) check: Check,
    /// 写到哪里，默认 public · Where to write, default public
    #[arg(long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// 测评答案写到哪里（不在手册内） · Where to write the answer keys, outside the site
    #[arg(long, value_name = "DIR")]
    pub(super) keys: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Publish {
    /// site.toml 里的发布目标，只有一个时可不写 · A target of site.toml; may be left out where there is one
    pub(super) target: Option<String>,
    #[command(flatten)]
    pub(super) build: Build,
    /// 只列出会变什么，不发布 · Lists what would change
    #[arg(long, conflicts_with = "rollback")]
    pub(super) dry_run: bool,
    /// 退回上一次发布 · Shows the release before again
    #[arg(long)]
    pub(super) rollback: bool,
    /// 保留几次发布 · How many releases stay, in place of site.toml's
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=1000))]
    pub(super) keep: Option<u32>,
    /// 页数少了三成以上也发布 · Publishes even 30 % fewer pages
    #[arg(long)]
    pub(super) allow_shrink: bool,
    /// 不留以前的任何内容（不能再退回） · Leaves nothing of earlier releases, so that there is no way back
    #[arg(long, conflicts_with = "rollback")]
    pub(super) purge: bool,
    /// 打印网站服务器的配置 · Prints a configuration for the web server
    #[arg(long, value_name = "SERVER", value_enum, conflicts_with_all = ["rollback", "dry_run"])]
    pub(super) headers: Option<Server>,
}

#[derive(Debug, Args)]
pub(super) struct Pack {
    #[command(flatten)]
    pub(super) check: Check,
    /// 只要一页：一个月、一课或一个流程 · One page only: a unit, a lesson or a procedure
    #[arg(long, value_name = "PATH")]
    pub(super) page: Option<String>,
    /// 写成哪个文件 · The file to write
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// Web servers that can be told what to say of each file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Server {
    Nginx,
    Caddy,
}

/// The forms of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Human,
    Short,
    Json,
}

/// Reads the arguments. `Err` is the text to show and whether it was asked for (help, version) or is a complaint.
pub(super) fn read(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> Result<Arguments, (String, bool)> {
    Arguments::try_parse_from(arguments).map_err(|error| (error.to_string(), !error.use_stderr()))
}
