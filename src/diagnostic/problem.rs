//! Every problem that content can have, each with its code and severity.
//! The one list: a new problem is a variant here, its words in `zh.rs` and `en.rs`, its chapter in `explain.*.md`.

use super::Severity;
use crate::safe::address::Doubt;

/// The stable code of a kind of problem: `JY` and three digits. The first digit is the group: 1 files, 2 front matter and
/// configuration, 3 Markdown, 4 typed sections, 5 links and names, 6 policies and glossary, 7 theme.
pub type Code = &'static str;

/// Why a file among the content is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// A sync tool's copy of a conflicting change.
    Conflict,
    /// A temporary, lock or backup file of an editor or system.
    Temporary,
    /// A symbolic link or a special file (device, pipe, socket).
    Special,
}

/// The two names of what can be named twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A question in one lesson.
    Question,
    /// A procedure in the whole handbook.
    Procedure,
    /// An exemplar in the whole handbook.
    Exemplar,
    /// A section's heading that must be unique.
    Section,
}

macro_rules! problems {
    ($($(#[$doc:meta])* $variant:ident $({ $($(#[$field_doc:meta])* $field:ident : $type:ty),* $(,)? })? = $code:literal $severity:ident),* $(,)?) => {
        /// What is wrong. The fields are what the message needs to say.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(missing_docs, reason = "the fields are named by what they hold, and each variant is documented")]
        pub enum Problem {
            $($(#[$doc])* $variant $({ $($(#[$field_doc])* $field: $type),* })?),*
        }

        impl Problem {
            /// The problem's stable code.
            #[must_use]
            pub fn code(&self) -> Code {
                match self { $(Self::$variant { .. } => $code),* }
            }

            /// How bad it is.
            #[must_use]
            pub fn severity(&self) -> Severity {
                match self { $(Self::$variant { .. } => Severity::$severity),* }
            }

            /// All codes, in order.
            pub const CODES: &'static [Code] = &[$($code),*];
        }
    };
}

problems! {
    /// The file is in no encoding that is accepted; `byte` is the offset of the first byte that fits none.
    Undecodable { byte: usize } = "JY101" Error,
    /// The file was in another encoding than UTF-8 and was converted.
    Converted { encoding: &'static str } = "JY102" Warning,
    /// The file is passed over.
    Skipped { path: String, why: Skip } = "JY103" Note,
    /// The file's name can't be used on every system or as an address.
    BadName { name: String } = "JY104" Error,
    /// The file is larger than is read.
    TooLarge { limit_mib: usize } = "JY105" Error,
    /// An invisible or direction-changing character stands in the text.
    HiddenCharacter { character: char } = "JY106" Warning,
    /// The lesson has no text.
    EmptyText = "JY107" Warning,
    /// The file ends in the middle of a character: probably still being synchronised.
    Truncated = "JY108" Error,
    /// A Markdown file outside the months' folders that nothing uses.
    Unused { path: String } = "JY109" Warning,
    /// The file can't be read.
    Unreadable { path: String, reason: std::io::ErrorKind } = "JY110" Error,
    /// Two files whose names differ only in case or in the form of their characters.
    NameCollision { name: String } = "JY111" Error,
    /// A control character that no text may hold, replaced.
    ControlCharacter { character: char } = "JY112" Warning,
    /// The file was changed while it was read, twice.
    Changing = "JY113" Error,
    /// A picture of more pixels than are decoded.
    TooManyPixels { width: u32, height: u32 } = "JY114" Error,
    /// A picture that can't be read.
    BadPicture { detail: String } = "JY115" Error,
    /// A drawing with something in it that runs or fetches.
    UnsafeDrawing { what: String } = "JY116" Error,
    /// A file that a browser would run if it were given out.
    RunnableFile { name: String } = "JY117" Error,

    /// Front matter opens but does not close.
    FrontMatterUnclosed = "JY201" Error,
    /// YAML or TOML that can't be read.
    Syntax { language: &'static str, detail: String } = "JY202" Error,
    /// A key that is not known.
    UnknownKey { key: String, nearest: Option<String> } = "JY203" Error,
    /// A key given twice.
    DuplicateKey { key: String } = "JY204" Error,
    /// A value of another type than the key takes.
    WrongType { key: String, expected: &'static str } = "JY205" Error,
    /// No title.
    MissingTitle = "JY206" Error,
    /// Not a date.
    BadDate { text: String } = "JY207" Error,
    /// Not a usable short name.
    BadSlug { text: String } = "JY208" Error,
    /// A Chinese colon after a key.
    ChineseColon { key: String } = "JY209" Warning,
    /// A topic that `site.toml` does not declare.
    UnknownTopic { name: String, nearest: Option<String> } = "JY210" Warning,
    /// An audience that `site.toml` does not declare.
    UnknownAudience { name: String, nearest: Option<String> } = "JY211" Warning,
    /// The month in the front matter is not the folder's.
    MonthMismatch { written: String, folder: String } = "JY212" Error,
    /// A value that is none of those allowed.
    BadValue { key: String, text: String, allowed: String } = "JY213" Error,
    /// A planned unit that has lessons.
    PlannedWithLessons = "JY214" Warning,
    /// A key that is needed here.
    MissingKey { key: &'static str } = "JY215" Error,
    /// A procedure that `site.toml` names for the home page and that no lesson has.
    UnknownProcedure { name: String, nearest: Option<String> } = "JY216" Warning,

    /// `＃` or `#标题` where a heading is meant.
    HeadingSlip { written: String } = "JY301" Warning,
    /// `１．`, `1、` where a numbered list is meant.
    NumberSlip { written: String } = "JY302" Warning,
    /// `【 】`, `[√]`, `[　]` where a box to tick is meant.
    CheckboxSlip { written: String } = "JY303" Warning,
    /// `＞` where a quotation is meant.
    QuoteSlip = "JY304" Warning,
    /// `|：—|` where a table's second line is meant.
    TableSlip = "JY305" Warning,
    /// `（2024）` where `〔2024〕` is meant in a document number.
    DocumentNumberSlip { right: String } = "JY306" Warning,
    /// Raw HTML that is shown as text.
    RawHtml { tag: String } = "JY307" Warning,
    /// Blocks or inlines nested deeper than is kept.
    TooDeep { limit: usize } = "JY308" Error,
    /// A fence of code that does not close.
    UnclosedFence = "JY309" Warning,
    /// An attribute on a heading that is dropped.
    HeadingAttribute { attribute: String } = "JY310" Warning,
    /// A footnote without definition.
    UndefinedFootnote { label: String } = "JY311" Warning,
    /// A formula that can't be read.
    BadMath { detail: String } = "JY312" Warning,
    /// A file to include that is not there.
    MissingInclude { target: String, nearest: Option<String> } = "JY313" Error,
    /// Files that include each other.
    IncludeCycle { chain: String } = "JY314" Error,
    /// An alert of unknown kind.
    UnknownAlert { kind: String, nearest: Option<String> } = "JY315" Warning,
    /// A comment that looks like a known one but is not.
    UnknownComment { word: String, nearest: String } = "JY316" Warning,
    /// Includes that make a text longer than is composed.
    IncludesTooLong { limit_mib: usize } = "JY317" Error,
    /// Code that is too long to be coloured.
    LongCode { limit_kib: usize, limit_line: usize } = "JY318" Warning,

    /// A field's label that is not known in this section.
    UnknownField { label: String, nearest: Option<String> } = "JY401" Warning,
    /// A field given twice.
    DuplicateField { label: String } = "JY402" Warning,
    /// A procedure without steps.
    NoSteps { name: String } = "JY403" Warning,
    /// A section that needs a name after its word.
    NoName { word: String } = "JY404" Warning,
    /// Not a time limit.
    BadTimeLimit { text: String } = "JY405" Warning,
    /// The steps take longer than the whole.
    TimeLimitExceeded { steps: u32, whole: String } = "JY406" Warning,
    /// The first step can be neither an alternative nor parallel.
    FirstStepJoined { or: bool } = "JY407" Warning,
    /// A single-choice question with none or several right options.
    SingleChoice { right: usize } = "JY408" Error,
    /// A multiple-choice question with fewer than two right options.
    MultipleChoice { right: usize } = "JY409" Error,
    /// A quiz question whose kind is not said.
    NoQuizKind = "JY410" Error,
    /// A quiz question without explanation.
    NoExplanation = "JY411" Warning,
    /// A question that needs options and has none.
    NoOptions = "JY412" Error,
    /// A true-or-false question with options.
    OptionsOnJudgement = "JY413" Warning,
    /// A question without answer.
    NoAnswer = "JY414" Warning,
    /// A section of questions without questions.
    NoQuestions { word: String } = "JY415" Warning,
    /// An effect without period or source.
    ResultWithoutSource = "JY416" Warning,
    /// A step without a name.
    NoStepName = "JY417" Warning,
    /// Key points without a list.
    NoPoints = "JY418" Warning,
    /// Materials that are not boxes to tick.
    MaterialsWithoutBoxes = "JY419" Warning,

    /// A file that a link names is not there.
    MissingFile { target: String, nearest: Option<String> } = "JY501" Error,
    /// An anchor that a link names is not there.
    DeadAnchor { anchor: String, nearest: Option<String> } = "JY502" Error,
    /// A link that may not lead where it does.
    RefusedLink { target: String } = "JY503" Warning,
    /// A link out of the content.
    LinkLeavesContent { target: String } = "JY504" Error,
    /// A link to a draft.
    LinkToDraft { target: String } = "JY505" Error,
    /// Two pages of one address.
    AddressCollision { address: String } = "JY506" Error,
    /// Two ids of one page are equal.
    DuplicateId { id: String } = "JY507" Error,
    /// Two things of one name.
    DuplicateName { kind: Kind, name: String } = "JY508" Error,
    /// A link that works on Windows only: the name differs in case.
    WrongCase { target: String, right: String } = "JY509" Error,
    /// Not an old address.
    BadAlias { text: String } = "JY510" Error,
    /// A link that readers could take for another.
    DoubtfulLink { target: String, why: Doubt } = "JY511" Warning,

    /// A policy named as basis that the registry lacks.
    UnknownPolicy { title: String, nearest: Option<String> } = "JY601" Warning,
    /// A policy that is repealed.
    RepealedPolicy { title: String, replacement: Option<String> } = "JY602" Warning,
    /// An article that the policy's text lacks.
    UnknownArticle { title: String, article: String } = "JY603" Warning,
    /// A replacement that the registry lacks.
    UnknownReplacement { title: String, nearest: Option<String> } = "JY604" Error,
    /// A name or short name that stands twice in the registry or the glossary.
    DuplicateTerm { name: String } = "JY605" Error,
    /// The file of a policy's text is not there.
    MissingPolicyText { target: String, nearest: Option<String> } = "JY606" Error,
    /// An alias of the glossary that leads readers to nothing.
    AliasFindsNothing { alias: String, name: String } = "JY607" Warning,

    /// A theme that is neither in the program nor in the site.
    UnknownTheme { name: String, nearest: Option<String> } = "JY701" Error,
    /// A template that can't be used.
    Template { name: String, detail: String } = "JY702" Error,
    /// A text of the interface that the theme's strings lack.
    MissingString { key: String, language: String } = "JY703" Error,
}
