//! What templates see: the contract between the program and themes.
//! Types only. Every template gets `site`, `t` (the words of the interface) and `assets` (`assets.css`, `assets.styles.<stem>`,
//! `assets.js.<stem>`, `assets.later`: addresses from the site's root), the same on every page, and, at the top level, the
//! fields of its page's view. A template below `once/` gets the former only; what it gives is `once.<stem>` in all others. A field of type [`Html`] is safe markup and is put out as it is; every other text is escaped by
//! the template engine. `href`s are relative to the page that shows them.
//!
//! | template | view | pages |
//! |---|---|---|
//! | `home.html` | [`HomeView`] | `index.html` |
//! | `unit.html` | [`UnitView`] | `2026-03/index.html` |
//! | `unit-print.html` | [`UnitPrintView`] | `2026-03/print.html` |
//! | `lesson.html` | [`LessonView`] | `2026-03/youdaizheng.html` |
//! | `paper.html` | [`PaperView`] | `2026-03/youdaizheng.paper.html`, and the answer keys |
//! | `sheet.html` | [`SheetView`] | `2026-03/biaoge/shenqingbiao.html` |
//! | `procedures.html`, `faq.html`, `exemplars.html`, `quizzes.html` | [`ListView`] | the indexes |
//! | `procedure.html` | [`ProcedurePageView`] | `procedures/<slug>.html` |
//! | `topics.html` | [`TopicsView`] | `topics/index.html` |
//! | `topic.html` | [`TopicView`] | `topics/<slug>.html` |
//! | `audience.html` | [`AudienceView`] | `audiences/<slug>.html` |
//! | `policies.html` | [`PoliciesView`] | `policies/index.html` |
//! | `policy.html` | [`PolicyView`] | `policies/<slug>.html` |
//! | `search.html` | [`SearchView`] | `search.html` |
//! | `404.html` | [`NotFoundView`] | `404.html` |
//! | `redirect.html` | [`RedirectView`] | former addresses |

use serde::Serialize;

use super::template::{Free, Html};

/// The same on every page, as `site`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SiteView {
    /// The handbook's title.
    pub title: String,
    /// A language tag.
    pub language: String,
    /// One or two sentences about it.
    pub description: String,
    /// Who publishes it.
    pub publisher: String,
    /// Where it is published, with `/` at the end; empty where unknown.
    pub base_url: String,
    /// The newest version of anything in it: 2026-07-30; empty where no date is known.
    pub updated: String,
    /// Whether it has levels or institutions.
    pub has_audiences: bool,
}

/// What every page has, as `page`.
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// The template's name without `.html`; a class of `<body>`.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// What it is about, in one sentence; empty for none.
    pub description: String,
    /// What leads to the site's root: empty, `../`, `../../`.
    pub root: String,
    /// Its address relative to the site's root.
    pub path: String,
    /// Its whole address, where `base_url` is known; else empty.
    pub canonical: String,
    /// The way up, from the home page on; the page itself is not in it.
    pub crumbs: Vec<LinkView>,
    /// Whether it is a draft, shown only while writing.
    pub draft: bool,
    /// Whether search engines should leave it out.
    pub noindex: bool,
}

/// A link.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    /// Where it leads.
    pub href: String,
    /// Its words.
    pub title: String,
}

/// A part of a long list: page `number` of `count`.
#[derive(Clone, Debug, Serialize)]
pub struct PagerView {
    /// This page's number, from 1.
    pub number: usize,
    /// How many pages there are.
    pub count: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

/// A lesson in a list.
#[derive(Clone, Debug, Serialize)]
pub struct LessonLinkView {
    /// Where it is.
    pub href: String,
    /// Its title.
    pub title: String,
    /// What it is about; may be empty.
    pub summary: String,
    /// 政策解读 …; may be empty.
    pub kind: String,
    /// Its unit's month: 2026-03.
    pub month: String,
    /// Its unit's title.
    pub unit: String,
    /// Its date, ISO; may be empty.
    pub date: String,
    /// Its length as written; may be empty.
    pub duration: String,
    /// The names of the levels and institutions that it is for; empty for all.
    pub audiences: Vec<String>,
    /// Whether it is a draft.
    pub draft: bool,
}

/// A unit in a list.
#[derive(Clone, Debug, Serialize)]
pub struct UnitLinkView {
    /// Where it is.
    pub href: String,
    /// Its title.
    pub title: String,
    /// 2026-03
    pub month: String,
    /// What it is about; may be empty.
    pub summary: String,
    /// The lecture's date, ISO; may be empty.
    pub date: String,
    /// Whether the lecture is still to come.
    pub planned: bool,
    /// Whether it is this month's theme: the newest that was given.
    pub current: bool,
    /// How many lessons it has.
    pub lessons: usize,
}

/// A named thing with a count: a topic or an audience in a list.
#[derive(Clone, Debug, Serialize)]
pub struct CountedView {
    /// Where it is.
    pub href: String,
    /// Its name.
    pub title: String,
    /// What it is about; may be empty.
    pub summary: String,
    /// How many lessons it has.
    pub count: usize,
}

/// Topics of one strand.
#[derive(Clone, Debug, Serialize)]
pub struct StrandView {
    /// The strand; empty for topics without one.
    pub title: String,
    /// Its topics.
    pub topics: Vec<CountedView>,
}

/// An entry of a lesson's table of contents.
#[derive(Clone, Debug, Serialize)]
pub struct TocView {
    /// The anchor's id.
    pub id: String,
    /// Its words.
    pub title: String,
    /// What kind of section it is, as in [`SectionView`].
    pub kind: &'static str,
    /// The headings in it.
    pub children: Vec<TocView>,
}

/// A part of a text. `kind` tells which: `prose`, `points`, `faq`, `procedure`, `quiz`, `exemplar`.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum SectionView {
    /// Ordinary text. `title` is empty for what stands before the first heading.
    Prose {
        /// Its id.
        id: String,
        /// Its heading's words.
        title: String,
        /// Its heading.
        heading: Html,
        /// Its text.
        html: Html,
    },
    /// Key points.
    Points {
        /// Its id.
        id: String,
        /// Its heading's words.
        title: String,
        /// Its heading.
        heading: Html,
        /// Before the points.
        intro: Html,
        /// The points.
        points: Vec<Html>,
        /// After the points.
        outro: Html,
    },
    /// Questions and answers.
    Faq {
        /// Its id.
        id: String,
        /// Its heading's words.
        title: String,
        /// Its heading.
        heading: Html,
        /// Before the questions.
        intro: Html,
        /// The questions.
        questions: Vec<QuestionView>,
    },
    /// A procedure.
    Procedure {
        /// Its id.
        id: String,
        /// Its heading's words.
        title: String,
        /// Its heading.
        heading: Html,
        /// The procedure.
        procedure: Box<ProcedureView>,
    },
    /// A quiz.
    Quiz {
        /// Its id.
        id: String,
        /// Its heading's words.
        title: String,
        /// Its heading.
        heading: Html,
        /// Around the questions.
        intro: Html,
        /// The questions.
        questions: Vec<QuizQuestionView>,
        /// The printed paper.
        paper: String,
    },
    /// Exemplary practice.
    Exemplar {
        /// Its id.
        id: String,
        /// Its heading's words.
        title: String,
        /// Its heading.
        heading: Html,
        /// The practice.
        exemplar: Box<ExemplarView>,
    },
}

/// A question with its answer.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionView {
    /// Its id on this page.
    pub id: String,
    /// The question.
    pub question: Html,
    /// The answer.
    pub answer: Html,
    /// On what it is based; may be empty.
    pub basis: Html,
    /// For whom it is, where it says so.
    pub audiences: Vec<String>,
    /// The names of the levels and institutions that it is for: its own, else its lesson's; empty for all.
    pub meant_for: Vec<String>,
    /// Away from its lesson: its place there, under the lesson's title.
    pub from: Option<LinkView>,
}

/// A procedure.
#[derive(Clone, Debug, Serialize)]
pub struct ProcedureView {
    /// Its name.
    pub name: String,
    /// Its own page.
    pub href: String,
    /// A stable key for what a reader ticks.
    pub key: String,
    /// Who may apply; may be empty, as all that follows.
    pub who: Html,
    /// Where.
    pub office: Html,
    /// How long it takes in all.
    pub limit: String,
    /// The working days of all steps together; 0 where any step does not say how long it takes.
    pub working_days: u32,
    /// What it costs.
    pub fee: Html,
    /// On what it is based.
    pub basis: Html,
    /// Before the steps.
    pub intro: Html,
    /// The steps.
    pub steps: Vec<StepView>,
    /// After the steps.
    pub outro: Html,
    /// How many boxes there are to tick among the materials.
    pub materials: usize,
    /// Who does what in which order, drawn: an inline SVG with the classes `flow` and `flow-…`, black on white without styles.
    /// On the procedure's own page; elsewhere, and without steps, empty.
    pub picture: Html,
}

/// A step.
#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    /// Its id on this page.
    pub id: String,
    /// Its number; alternatives and parallel steps have the number of the step before.
    pub number: usize,
    /// `then`, `or` (instead of the step before), `and` (at the same time as it).
    pub join: &'static str,
    /// A key that changes with its text.
    pub key: String,
    /// Its name.
    pub name: Html,
    /// Its name in plain words: for links to it, which may hold no link, and wherever it is shown a second time.
    pub title: String,
    /// Who does it; may be empty, as all that follows.
    pub actor: String,
    /// How.
    pub how: Html,
    /// How long it takes.
    pub limit: String,
    /// What to bring.
    pub materials: Vec<MaterialView>,
    /// Forms.
    pub forms: Html,
    /// On what it is based.
    pub basis: Html,
    /// What one gets.
    pub outcome: Html,
    /// What else it says.
    pub body: Html,
}

/// A thing to bring.
#[derive(Clone, Debug, Serialize)]
pub struct MaterialView {
    /// What.
    pub html: Html,
    /// A key that changes with its text.
    pub key: String,
}

/// A question of a quiz.
#[derive(Clone, Debug, Serialize)]
pub struct QuizQuestionView {
    /// Its id on this page.
    pub id: String,
    /// A key that changes with its text and its options: what a reader's answer is kept under.
    pub key: String,
    /// Its number, from 1.
    pub number: usize,
    /// `single`, `multiple`, `judgement`.
    pub kind: &'static str,
    /// The question.
    pub question: Html,
    /// What else stands before the options.
    pub body: Html,
    /// The options; a judgement has the two of right and wrong, to be named by the theme.
    pub choices: Vec<ChoiceView>,
    /// The right options' letters or, for a judgement, `true` or `false`. Empty on a printed paper without answers.
    pub answer: String,
    /// Why. Empty on a printed paper without answers.
    pub explanation: Html,
    /// The place in its lesson that explains it best; none on a printed paper.
    pub passage: Option<LinkView>,
}

/// An option.
#[derive(Clone, Debug, Serialize)]
pub struct ChoiceView {
    /// A, B, C …; `true` and `false` for a judgement.
    pub letter: String,
    /// Its text; empty for a judgement.
    pub html: Html,
    /// Whether it is right. Always `false` on a printed paper without answers.
    pub right: bool,
}

/// Exemplary practice.
#[derive(Clone, Debug, Serialize)]
pub struct ExemplarView {
    /// Its name.
    pub name: String,
    /// Its place in its lesson.
    pub href: String,
    /// Its lesson.
    pub lesson: LinkView,
    /// Whose it is; may be empty, as all that follows.
    pub institution: String,
    /// Of what level.
    pub level: String,
    /// In one sentence.
    pub gist: Html,
    /// What came of it.
    pub result: Html,
    /// What to take and use.
    pub take: Html,
    /// How it is done.
    pub body: Html,
}

/// `home.html`
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// The page.
    pub page: PageView,
    /// This month's theme.
    pub current: Option<UnitLinkView>,
    /// Its lessons.
    pub current_lessons: Vec<LessonLinkView>,
    /// All units, newest first; at most 24.
    pub calendar: Vec<UnitLinkView>,
    /// The procedures that people need most.
    pub procedures: Vec<ProcedureLinkView>,
    /// Topics by strand.
    pub strands: Vec<StrandView>,
    /// Levels and institutions.
    pub audiences: Vec<CountedView>,
    /// What was changed last, newest first.
    pub changed: Vec<LessonLinkView>,
    /// How much there is.
    pub counts: CountsView,
}

/// How much there is in the handbook.
#[derive(Clone, Debug, Serialize)]
pub struct CountsView {
    /// Lessons.
    pub lessons: usize,
    /// Procedures.
    pub procedures: usize,
    /// Questions.
    pub questions: usize,
    /// Exemplars.
    pub exemplars: usize,
    /// Policies.
    pub policies: usize,
    /// Questions of quizzes.
    pub quiz_questions: usize,
}

/// `unit.html`
#[derive(Clone, Debug, Serialize)]
pub struct UnitView {
    /// The page.
    pub page: PageView,
    /// The unit.
    pub unit: UnitLinkView,
    /// Where the lecture is given; may be empty.
    pub place: String,
    /// By whom; may be empty.
    pub lecturer: String,
    /// How it is watched.
    pub formats: Vec<String>,
    /// Its page's own text.
    pub sections: Vec<SectionView>,
    /// Footnotes of that.
    pub footnotes: Html,
    /// Its lessons.
    pub lessons: Vec<LessonLinkView>,
    /// Its procedures.
    pub procedures: Vec<ProcedureLinkView>,
    /// Its questions: at most the first 60.
    pub questions: Vec<LinkView>,
    /// How many questions there are in all.
    pub question_count: usize,
    /// Its exemplars.
    pub exemplars: Vec<LinkView>,
    /// The whole unit for printing; the further parts of a large one follow from there.
    pub print: String,
    /// The unit before.
    pub previous: Option<LinkView>,
    /// The unit after.
    pub next: Option<LinkView>,
    /// Where a large unit's list goes on.
    pub pager: PagerView,
}

/// `unit-print.html`
#[derive(Clone, Debug, Serialize)]
pub struct UnitPrintView {
    /// The page.
    pub page: PageView,
    /// The unit.
    pub unit: UnitLinkView,
    /// Its lessons with their whole text.
    pub lessons: Vec<PrintedLessonView>,
    /// Where a large unit goes on.
    pub pager: PagerView,
}

/// A lesson inside a page for printing.
#[derive(Clone, Debug, Serialize)]
pub struct PrintedLessonView {
    /// Its id on the page.
    pub id: String,
    /// The lesson.
    pub lesson: LessonLinkView,
    /// Its text.
    pub sections: Vec<SectionView>,
    /// Its footnotes.
    pub footnotes: Html,
}

/// `lesson.html`
#[derive(Clone, Debug, Serialize)]
pub struct LessonView {
    /// The page.
    pub page: PageView,
    /// The lesson.
    pub lesson: LessonLinkView,
    /// Its unit.
    pub unit: LinkView,
    /// Its topics.
    pub topics: Vec<LinkView>,
    /// Its audiences.
    pub audiences: Vec<LinkView>,
    /// Who gives it; may be empty, as the next ones.
    pub lecturer: String,
    /// Who reviewed it.
    pub reviewer: String,
    /// When it was last changed, ISO.
    pub updated: String,
    /// When it must be reviewed again, ISO.
    pub review_by: String,
    /// Its video's address; empty for none.
    pub video: String,
    /// Its contents.
    pub toc: Vec<TocView>,
    /// Its text.
    pub sections: Vec<SectionView>,
    /// Its footnotes.
    pub footnotes: Html,
    /// Policies it cites that were not yet in force at its date.
    pub not_yet_in_force: Vec<LinkView>,
    /// The printed paper of its quiz; empty for none.
    pub paper: String,
    /// Whether it cites a policy.
    pub cites: bool,
    /// Whether it has questions with answers.
    pub asks: bool,
    /// The lesson before.
    pub previous: Option<LinkView>,
    /// The lesson after.
    pub next: Option<LinkView>,
    /// What the author gives themes: `附加`.
    pub extra: Option<Free>,
}

/// `paper.html`
#[derive(Clone, Debug, Serialize)]
pub struct PaperView {
    /// The page.
    pub page: PageView,
    /// The lesson.
    pub lesson: LessonLinkView,
    /// Where the lesson is; empty in an answer key.
    pub href: String,
    /// The questions of all its quizzes.
    pub questions: Vec<QuizQuestionView>,
    /// Whether answers are shown: in the keys only, never in the published folder.
    pub with_answers: bool,
}

/// `sheet.html`
#[derive(Clone, Debug, Serialize)]
pub struct SheetView {
    /// The page.
    pub page: PageView,
    /// Its unit.
    pub unit: LinkView,
    /// Its text.
    pub sections: Vec<SectionView>,
    /// Its footnotes.
    pub footnotes: Html,
}

/// A list of one kind of thing, grouped by topic: `procedures.html`, `faq.html`, `exemplars.html`, `quizzes.html`.
#[derive(Clone, Debug, Serialize)]
pub struct ListView {
    /// The page.
    pub page: PageView,
    /// The groups of this page; a group may have begun on the page before.
    pub groups: Vec<GroupView>,
    /// How many things there are in all.
    pub count: usize,
    /// Where the list goes on.
    pub pager: PagerView,
}

/// The things of one topic.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GroupView {
    /// The topic's name; empty for things without one.
    pub title: String,
    /// Its page; empty for none.
    pub href: String,
    /// An id for the group on this page.
    pub id: String,
    /// Its key points, each with its lesson.
    pub points: Vec<PointView>,
    /// Its procedures.
    pub procedures: Vec<ProcedureLinkView>,
    /// Its questions.
    pub questions: Vec<QuestionView>,
    /// Its questions without answers, in place of those with, where it has so much that it goes on on other pages.
    pub question_links: Vec<LinkView>,
    /// Its exemplars.
    pub exemplars: Vec<ExemplarView>,
    /// Its quizzes.
    pub quizzes: Vec<QuizLinkView>,
    /// Its lessons.
    pub lessons: Vec<LessonLinkView>,
}

/// A key point, away from its lesson.
#[derive(Clone, Debug, Serialize)]
pub struct PointView {
    /// The point.
    pub html: Html,
    /// Its lesson.
    pub lesson: LinkView,
}

/// A procedure in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ProcedureLinkView {
    /// Its page.
    pub href: String,
    /// Its name.
    pub title: String,
    /// Where one applies, in plain words; may be empty.
    pub office: String,
    /// How long it takes; may be empty.
    pub limit: String,
    /// How many steps it has.
    pub steps: usize,
    /// The names of the levels and institutions that its lesson is for; empty for all.
    pub audiences: Vec<String>,
}

/// A quiz in a list.
#[derive(Clone, Debug, Serialize)]
pub struct QuizLinkView {
    /// Where it is.
    pub href: String,
    /// Its lesson's title.
    pub title: String,
    /// The printed paper.
    pub paper: String,
    /// How many questions it has.
    pub count: usize,
    /// Its lesson's month.
    pub month: String,
    /// The names of the levels and institutions that its lesson is for; empty for all.
    pub audiences: Vec<String>,
}

/// `procedure.html`
#[derive(Clone, Debug, Serialize)]
pub struct ProcedurePageView {
    /// The page.
    pub page: PageView,
    /// The procedure.
    pub procedure: ProcedureView,
    /// The lesson that explains it.
    pub lesson: LinkView,
    /// Its topics.
    pub topics: Vec<LinkView>,
    /// When its lesson was last changed, ISO; may be empty.
    pub updated: String,
    /// Other procedures of its topics; at most 8.
    pub related: Vec<LinkView>,
    /// Questions of its lesson; at most 8.
    pub questions: Vec<LinkView>,
    /// The QR code of the page's whole address, an inline SVG with the class `qr`; empty where `base_url` is not known.
    pub qr: Html,
}

/// `topics.html`
#[derive(Clone, Debug, Serialize)]
pub struct TopicsView {
    /// The page.
    pub page: PageView,
    /// Topics by strand.
    pub strands: Vec<StrandView>,
}

/// `topic.html`: everything about one subject, of all months.
#[derive(Clone, Debug, Serialize)]
pub struct TopicView {
    /// The page.
    pub page: PageView,
    /// What it is about; may be empty.
    pub summary: String,
    /// What this page shows of it.
    pub group: GroupView,
    /// Where the topic goes on.
    pub pager: PagerView,
}

/// `audience.html`: what a level or institution must know and do.
#[derive(Clone, Debug, Serialize)]
pub struct AudienceView {
    /// The page.
    pub page: PageView,
    /// Its lessons and procedures by month, newest first.
    pub months: Vec<AudienceMonthView>,
    /// All audiences, to change over.
    pub audiences: Vec<CountedView>,
    /// Where the list goes on.
    pub pager: PagerView,
}

/// One month of an audience.
#[derive(Clone, Debug, Serialize)]
pub struct AudienceMonthView {
    /// The unit.
    pub unit: UnitLinkView,
    /// Its lessons for this audience.
    pub lessons: Vec<LessonLinkView>,
    /// The procedures in those.
    pub procedures: Vec<ProcedureLinkView>,
}

/// `policies.html`
#[derive(Clone, Debug, Serialize)]
pub struct PoliciesView {
    /// The page.
    pub page: PageView,
    /// The registry in its order.
    pub policies: Vec<PolicyLinkView>,
}

/// A policy in a list, and at the top of its page.
#[derive(Clone, Debug, Serialize)]
pub struct PolicyLinkView {
    /// Its page.
    pub href: String,
    /// Its name, without 《》.
    pub title: String,
    /// Its document number; may be empty, as all that follows.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// When, ISO or a part of it.
    pub issued: String,
    /// In force since, ISO or a part of it.
    pub in_force: String,
    /// `in-force`, `amended`, `repealed`, `not-yet`: a key of `t.policy_status`.
    pub status: &'static str,
    /// How many places cite it.
    pub cited: usize,
    /// When it was last checked, ISO or a part of it.
    pub checked: String,
}

/// `policy.html`
#[derive(Clone, Debug, Serialize)]
pub struct PolicyView {
    /// The page.
    pub page: PageView,
    /// The policy.
    pub policy: PolicyLinkView,
    /// Names by which it is also cited.
    pub short_names: Vec<String>,
    /// Where its text was read; may be empty.
    pub source: String,
    /// A remark; may be empty.
    pub note: String,
    /// What replaced it.
    pub replaced_by: Option<LinkView>,
    /// What it replaced.
    pub replaces: Vec<LinkView>,
    /// Its articles, where the site has its text.
    pub toc: Vec<TocView>,
    /// Its text; empty for none.
    pub text: Html,
    /// Files to take.
    pub attachments: Vec<LinkView>,
    /// Where it is cited: at most 200 places.
    pub cited: Vec<CitedView>,
    /// How many places there are in all.
    pub cited_count: usize,
}

/// A place that cites a policy.
#[derive(Clone, Debug, Serialize)]
pub struct CitedView {
    /// The place.
    pub href: String,
    /// Its lesson's title.
    pub lesson: String,
    /// Its section's title.
    pub section: String,
    /// The words as cited.
    pub text: String,
}

/// `search.html`: what it offers without scripts, and what results are filtered by.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// The page.
    pub page: PageView,
    /// Topics by strand.
    pub strands: Vec<StrandView>,
    /// Levels and institutions.
    pub audiences: Vec<CountedView>,
    /// What a result may be, in the order shown: `procedure`, `question` … `t.search.kind_procedure` is its word.
    pub kinds: Vec<&'static str>,
}

/// A style sheet that stands in a page, as `inline.<name>`.
#[derive(Clone, Debug, Serialize)]
pub struct InlineView {
    /// Its text, for a `style` element of its own.
    pub text: Html,
    /// Its digest, for the page's content security policy.
    pub digest: String,
}

impl InlineView {
    /// A theme's style sheet, in which nothing ends its element.
    pub(super) fn of(text: &str, digest: &str) -> Self {
        Self { text: Html::made(text.to_owned()), digest: digest.to_owned() }
    }
}

/// `404.html`. It may be shown at any address, so its links lead from the server's root where `base_url` is known, and it has
/// its styles in it.
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundView {
    /// The page.
    pub page: PageView,
    /// The home page.
    pub home: String,
}

/// `redirect.html`
#[derive(Clone, Debug, Serialize)]
pub struct RedirectView {
    /// The page.
    pub page: PageView,
    /// Where it is now.
    pub target: LinkView,
}
