//! The words of every problem in English: what is wrong, and what to do.

use super::Lang;
use super::outside;
use super::problem::{Kind, Problem, Skip};
use super::syntax;
use crate::safe::address::Doubt;

fn nearest(nearest: Option<&String>) -> String {
    nearest.map_or(String::new(), |word| format!("Did you mean “{word}”? "))
}

fn nearest_anchor(anchor: Option<&String>) -> String {
    anchor.map_or(String::new(), |word| format!("Did you mean “#{word}”? "))
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Question => "questions",
        Kind::Procedure => "procedures",
        Kind::Exemplar => "exemplars",
        Kind::Section => "sections",
    }
}

#[expect(clippy::too_many_lines, reason = "one line a problem: the list is the point")]
pub(super) fn message(problem: &Problem) -> String {
    use Problem as P;
    match problem {
        P::Undecodable { byte } => format!("unknown encoding: byte {byte} fits neither UTF-8 nor GB18030"),
        P::Converted { encoding } => format!("the file is in {encoding} and was read as such"),
        P::Skipped { path, why: Skip::Conflict } => format!("skipped {path}, a sync tool's conflict copy"),
        P::Skipped { path, why: Skip::Temporary } => format!("skipped {path}, a temporary file"),
        P::Skipped { path, why: Skip::Special } => format!("skipped {path}, a link or special file"),
        P::BadName { name } => format!("the file name “{name}” can't be used"),
        P::TooLarge { limit_mib } => format!("the file is larger than {limit_mib} MiB"),
        P::HiddenCharacter { character } => format!("invisible character U+{:04X} in the text", u32::from(*character)),
        P::EmptyText => "this file has no text".into(),
        P::Truncated => "the file looks incomplete: its last character is cut in half".into(),
        P::Unused { path } => format!("{path} is in no month's folder and nothing includes it; it is not published"),
        P::Unreadable { path, reason } => format!("can't read {path}: {}", outside::reason(*reason, Lang::En)),
        P::NameCollision { name } => format!("two file names differ only in case or in the form of characters: {name}"),
        P::ControlCharacter { character } => format!("control character U+{:04X} in the text", u32::from(*character)),
        P::Changing => "the file is being changed; it can't be read whole".into(),
        P::TooManyPixels { width, height } => format!("the picture has {width}×{height} pixels, which is too many"),
        P::BadPicture { detail } => format!("the picture can't be read: {detail}"),
        P::UnsafeDrawing { what } => format!("the SVG drawing has something in it that runs or fetches: \"{what}\""),
        P::RunnableFile { name } => {
            format!("a file like “{name}” would run in readers’ browsers and can’t be published")
        }
        P::FrontMatterUnclosed => "the front matter does not close".into(),
        P::Syntax { language, detail } => format!("{language} can't be read: {}", syntax::words(detail, Lang::En)),
        P::UnknownKey { key, .. } => format!("unknown key “{key}”"),
        P::DuplicateKey { key } => format!("“{key}” was given before"),
        P::WrongType { key, expected } => format!("“{key}” takes a {expected}"),
        P::MissingTitle => "no title".into(),
        P::BadDate { text } => format!("“{text}” is not a date"),
        P::BadSlug { text } => format!("“{text}” can't be a slug"),
        P::ChineseColon { key } => format!("a Chinese colon after “{key}”"),
        P::UnknownTopic { name, .. } => format!("topic “{name}” is not declared in site.toml"),
        P::UnknownAudience { name, .. } => format!("audience “{name}” is not declared in site.toml"),
        P::MonthMismatch { written, folder } => format!("the month says “{written}”, the folder “{folder}”"),
        P::BadValue { key, text, .. } => format!("“{key}” can't be “{text}”"),
        P::PlannedWithLessons => "this unit's status is planned, yet it has lessons".into(),
        P::MissingKey { key } => format!("“{key}” is missing"),
        P::UnknownProcedure { name, .. } => format!("the procedure “{name}” for the home page does not exist"),
        P::HeadingSlip { written } => format!("“{written}” is no heading"),
        P::NumberSlip { written } => format!("“{written}” is no numbered list"),
        P::CheckboxSlip { written } => format!("“{written}” is no box to tick"),
        P::QuoteSlip => "“＞” is no quotation".into(),
        P::TableSlip => "this line is no table delimiter".into(),
        P::DocumentNumberSlip { right } => {
            format!("a document number's year stands in tortoise-shell brackets: {right}")
        }
        P::RawHtml { tag } => format!("raw HTML “{tag}” is shown as text"),
        P::TooDeep { limit } => format!("nested deeper than {limit} levels"),
        P::UnclosedFence => "the code block does not close".into(),
        P::HeadingAttribute { attribute } => format!("the heading's attribute “{attribute}” is dropped"),
        P::UndefinedFootnote { label } => format!("footnote “{label}” has no definition"),
        P::BadMath { detail } => format!("the formula can't be read: {}", syntax::words(detail, Lang::En)),
        P::MissingInclude { target, .. } => format!("the file to include, “{target}”, is not there"),
        P::IncludeCycle { chain } => format!("files include each other: {chain}"),
        P::UnknownAlert { kind, .. } => format!("unknown alert “{kind}”"),
        P::UnknownComment { word, .. } => format!("the comment “{word}” does nothing"),
        P::IncludesTooLong { limit_mib } => format!("the includes make the text longer than {limit_mib} MiB"),
        P::LongCode { .. } => "the code is too long to be coloured and is shown plain".into(),
        P::UnknownField { label, .. } => format!("unknown field “{label}”, kept as text"),
        P::DuplicateField { label } => format!("field “{label}” is given twice"),
        P::NoSteps { name } => format!("procedure “{name}” has no steps"),
        P::NoName { word } => format!("no name after “{word}”"),
        P::BadTimeLimit { text } => format!("“{text}” is no time limit that can be added up"),
        P::TimeLimitExceeded { steps, whole } => {
            format!("the steps take {steps} working days, more than the whole: “{whole}”")
        }
        P::FirstStepJoined { or } => {
            format!("the first step can't begin with “{}”", if *or { "Or:" } else { "At the same time:" })
        }
        P::SingleChoice { right } => format!("a single-choice question has exactly one right option, not {right}"),
        P::MultipleChoice { right } => {
            format!("a multiple-choice question has at least two right options, not {right}")
        }
        P::NoQuizKind => "the kind of question is not said".into(),
        P::NoExplanation => "this question has no explanation".into(),
        P::NoOptions => "this question has no options".into(),
        P::OptionsOnJudgement => "a true-or-false question needs no options".into(),
        P::NoAnswer => "this question has no answer".into(),
        P::NoQuestions { word } => format!("no questions under “{word}”"),
        P::ResultWithoutSource => "the result names no period or source".into(),
        P::NoStepName => "this step has no name".into(),
        P::NoPoints => "key points should be a list".into(),
        P::MaterialsWithoutBoxes => "the materials are not boxes to tick".into(),
        P::MissingFile { target, .. } => format!("the linked file “{target}” is not there"),
        P::DeadAnchor { anchor, .. } => format!("the linked place “#{anchor}” is not there"),
        P::RefusedLink { target } => format!("the link “{target}” is not safe and is shown as text"),
        P::LinkLeavesContent { target } => format!("the link “{target}” leads out of content"),
        P::LinkToDraft { target } => format!("a link to the draft “{target}”"),
        P::AddressCollision { address } => format!("two pages have the address {address}"),
        P::DuplicateId { id } => format!("two ids of this page are “{id}”"),
        P::DuplicateName { kind: k, name } => format!("two {} are named “{name}”", kind(*k)),
        P::WrongCase { target, right } => format!("the link “{target}” differs in case from the file “{right}”"),
        P::BadAlias { text } => format!("“{text}” can't be an old address"),
        P::DoubtfulLink { target, why } => format!("the link “{target}” {}", doubt_en(*why)),
        P::UnknownPolicy { title, .. } => format!("《{title}》 is not in the policy registry"),
        P::RepealedPolicy { title, .. } => format!("《{title}》 is repealed"),
        P::UnknownArticle { title, article } => format!("the text of 《{title}》 has no {article}"),
        P::UnknownReplacement { title, .. } => format!("its replacement “{title}” is not in the policy registry"),
        P::DuplicateTerm { name } => format!("“{name}” is registered twice"),
        P::MissingPolicyText { target, .. } => format!("the policy's text “{target}” is not there"),
        P::AliasFindsNothing { alias, .. } => format!("searching for “{alias}” finds nothing"),
        P::UnknownTheme { name, .. } => format!("there is no theme “{name}”"),
        P::Template { name, detail } => format!("template {name}: {detail}"),
        P::MissingString { key, language } => format!("the theme's {language} strings lack “{key}”"),
    }
}

#[expect(clippy::too_many_lines, reason = "one line a problem: the list is the point")]
pub(super) fn help(problem: &Problem) -> String {
    use Problem as P;
    match problem {
        P::Undecodable { .. } => {
            "Open it in an editor and save it as UTF-8; retype what was pasted in another encoding.".into()
        }
        P::Converted { .. } => "Save it as UTF-8, so that other programs show it right too.".into(),
        P::Skipped { why: Skip::Conflict, .. } => "Compare both files, merge them, and delete the copy.".into(),
        P::Skipped { why: Skip::Temporary, .. } => "Nothing to do; it usually goes when the editor closes.".into(),
        P::Skipped { why: Skip::Special, .. } => "Put the file itself there, not a shortcut or link.".into(),
        P::BadName { .. } => {
            "Rename it: no \\ : * ? \" < > |, no dot or space at the end, no system name such as CON or AUX.".into()
        }
        P::TooLarge { .. } => "Split or compress it.".into(),
        P::HiddenCharacter { .. } => {
            "Probably pasted from a web page or a chat; delete and retype these characters.".into()
        }
        P::EmptyText => "Write the text, or delete the file.".into(),
        P::Truncated => "It may still be synchronising: wait and try again, or save it again.".into(),
        P::Unused { .. } => {
            "Put lessons into a month's folder such as “2026-03-theme”; include a file by <!-- include: path -->."
                .into()
        }
        P::Unreadable { .. } => "Check whether another program holds it and whether you may read it.".into(),
        P::NameCollision { .. } => "Rename one of them.".into(),
        P::ControlCharacter { .. } => "Delete it.".into(),
        P::Changing => "Try again once it is saved or synchronised.".into(),
        P::TooManyPixels { .. } => "Make it smaller than 50 million pixels.".into(),
        P::BadPicture { .. } => "Open it in a picture viewer and save it as JPEG or PNG.".into(),
        P::UnsafeDrawing { .. } => "Save it as plain SVG in a drawing program, or export a PNG.".into(),
        P::RunnableFile { .. } => {
            "Save it as PDF, or pack it as zip; what is for reference only belongs outside content.".into()
        }
        P::FrontMatterUnclosed => "The “---” at the top needs a second line “---” to end it.".into(),
        P::Syntax { language: "TOML", .. } => {
            "One entry a line, as key = \"value\"; text stands in double quotes.".into()
        }
        P::Syntax { .. } => {
            "One entry a line, a colon and a space after the key; put a value with a colon or # in double quotes."
                .into()
        }
        P::UnknownKey { nearest: n, .. } => format!("{}jiangyi explain JY203 lists the keys.", nearest(n.as_ref())),
        P::DuplicateKey { .. } => "Keep one.".into(),
        P::WrongType { .. } => "Write it in the form that is said.".into(),
        P::MissingTitle => "Write at the top of the file:\n---\ntitle: The lesson's title\n---".into(),
        P::BadDate { .. } => "Write it as 2026-03-29, and check that the day exists.".into(),
        P::BadSlug { .. } => "A slug is lower-case letters, digits and hyphens, at most 80: youdaizheng.".into(),
        P::ChineseColon { .. } => "Use an ASCII colon and a space; it was read as one this time.".into(),
        P::UnknownTopic { nearest: n, .. } => {
            format!("{}Declare a new one by [[topics]] in site.toml.", nearest(n.as_ref()))
        }
        P::UnknownAudience { nearest: n, .. } => {
            format!("{}Declare a new one by [[audiences]] in site.toml.", nearest(n.as_ref()))
        }
        P::MonthMismatch { .. } => "Delete the month, or move the file to that month's folder.".into(),
        P::BadValue { allowed, .. } => format!("It may be: {allowed}."),
        P::PlannedWithLessons => "Set the status to given, or make the lessons drafts.".into(),
        P::MissingKey { key } => format!("Add “{key}”."),
        P::UnknownProcedure { nearest: n, .. } => {
            format!("{}Name procedures under “featured” as the lessons do.", nearest(n.as_ref()))
        }
        P::HeadingSlip { .. } => "A heading is an ASCII # and a space: ## Basis".into(),
        P::NumberSlip { .. } => "A number is ASCII digits, a dot and a space: 1. Apply".into(),
        P::CheckboxSlip { .. } => "A box is ASCII brackets: - [ ] identity card; a right option is - [x]".into(),
        P::QuoteSlip => "A quotation is an ASCII > and a space.".into(),
        P::TableSlip => "The delimiter line is ASCII: | --- | :---: |".into(),
        P::DocumentNumberSlip { .. } => "Write it as shown.".into(),
        P::RawHtml { .. } => "Use Markdown instead; to show code, put it in backticks.".into(),
        P::TooDeep { .. } => "Use fewer levels of lists and quotations.".into(),
        P::UnclosedFence => "Write ``` on a line of its own after the code, as at its start.".into(),
        P::HeadingAttribute { .. } => "Only {#id} and {.class} may follow a heading.".into(),
        P::UndefinedFootnote { label } => format!("Write at the end: [^{label}]: the note"),
        P::BadMath { .. } => {
            "Check that braces pair and commands are spelt right; the formula is shown as written.".into()
        }
        P::MissingInclude { nearest: n, .. } | P::MissingPolicyText { nearest: n, .. } => {
            format!("{}Paths count from the content folder.", nearest(n.as_ref()))
        }
        P::IncludeCycle { .. } => "Remove one of the includes.".into(),
        P::UnknownAlert { nearest: n, .. } => {
            format!("{}It may be NOTE, TIP, IMPORTANT, WARNING or CAUTION.", nearest(n.as_ref()))
        }
        P::UnknownComment { nearest, .. } => format!("Did you mean “{nearest}:”?"),
        P::IncludesTooLong { .. } => "Include less, or spread it over several lessons.".into(),
        P::LongCode { limit_kib, limit_line } => format!(
            "At most {limit_kib} KiB are coloured, and lines of at most {limit_line} bytes. Write text after the fence where no colour is needed."
        ),
        P::UnknownField { nearest: n, .. } => {
            format!("{}If it is no field, do not begin it with “label:”.", nearest(n.as_ref()))
        }
        P::DuplicateField { .. } => "Join them; the second was not used.".into(),
        P::NoSteps { .. } => "Write the steps as 1. 2. 3.".into(),
        P::NoName { word } => format!("Write “## {word}: name”."),
        P::BadTimeLimit { .. } => {
            "Write on the spot, same day, 5 working days, 30 days, 3 months, or an explanation in ( ).".into()
        }
        P::TimeLimitExceeded { .. } => "Check the steps' limits, or correct the whole's.".into(),
        P::FirstStepJoined { .. } => {
            "An alternative or parallel step follows another; use it from the second step on.".into()
        }
        P::SingleChoice { .. } => {
            "Mark the one right option with [x]; where several are right, write (multiple).".into()
        }
        P::MultipleChoice { .. } => "Mark each right option with [x]; where one is right, write (single).".into(),
        P::NoQuizKind => {
            "Write (single), (multiple), (true or false: true) or (true or false: false) after the question.".into()
        }
        P::NoExplanation => "Write below the question: > Explanation: why, and on what basis".into(),
        P::NoOptions => "Write the options indented below the question: - [ ] one  - [x] two".into(),
        P::OptionsOnJudgement => "Delete the options, or make it (single).".into(),
        P::NoAnswer => "Write the answer below the question.".into(),
        P::NoQuestions { .. } => "Each question is a level-3 heading: ### Where do I apply?".into(),
        P::ResultWithoutSource => "Say when or by whom: “reported in October 2023”.".into(),
        P::NoStepName => "The first line after the number is the step's name.".into(),
        P::NoPoints => "Begin each point with “- ”.".into(),
        P::MaterialsWithoutBoxes => "One line each: - [ ] identity card".into(),
        P::MissingFile { nearest: n, .. } => format!("{}Check the name and the folder.", nearest(n.as_ref())),
        P::DeadAnchor { nearest: n, .. } => {
            format!("{}A place is a heading's text without punctuation.", nearest_anchor(n.as_ref()))
        }
        P::RefusedLink { .. } => "Links may be http, https, mailto, tel, or a file of the handbook.".into(),
        P::LinkLeavesContent { .. } => "Put the file into content and link it there.".into(),
        P::LinkToDraft { .. } => "Link it once it is published.".into(),
        P::AddressCollision { .. } => "Give one of them another slug.".into(),
        P::DuplicateId { .. } => "Change one of the {#id}.".into(),
        P::DuplicateName { .. } => "Rename one, so that readers can tell them apart.".into(),
        P::WrongCase { right, .. } => format!("Write “{right}”: web servers tell the cases apart."),
        P::BadAlias { .. } => {
            "An old address is a page's former path such as 2025-12/youdaizheng.html, and no present page's.".into()
        }
        P::DoubtfulLink { .. } => {
            "Write the address as readers know it, and let the link’s text say where it leads.".into()
        }
        P::UnknownPolicy { nearest: n, .. } => {
            format!("{}Register a new one in content/policies.yaml.", nearest(n.as_ref()))
        }
        P::RepealedPolicy { replacement: Some(title), .. } => {
            format!("Cite 《{title}》 instead, and check the article.")
        }
        P::RepealedPolicy { replacement: None, .. } => "Check what is in force.".into(),
        P::UnknownArticle { .. } => "Check the number; if the policy was revised, update its text.".into(),
        P::UnknownReplacement { nearest: n, .. } => format!("{}Name an entry of the registry.", nearest(n.as_ref())),
        P::DuplicateTerm { .. } => "A name or short name stands in the registry once.".into(),
        P::AliasFindsNothing { name, .. } => {
            format!("Neither “{name}” nor this alias stands anywhere in the handbook: check it, or delete the alias.")
        }
        P::UnknownTheme { nearest: n, .. } => {
            format!("{}Themes stand in the themes folder; handbook is built in.", nearest(n.as_ref()))
        }
        P::Template { .. } => "Correct the template, or delete it to use the built-in one.".into(),
        P::MissingString { key, language } => {
            format!("Add {key} to strings.{language}.yaml; until then the English words are shown.")
        }
    }
}

/// What is doubtful about a link.
fn doubt_en(why: Doubt) -> &'static str {
    match why {
        Doubt::User => "has an “@”: what stands before it is no host, and readers will be misled",
        Doubt::Letters => "names its host in an encoded form or with letters that look like others",
        Doubt::Text => "leads to another site than its text shows",
    }
}
