//! A procedure's picture: who does what in which order, and how long it takes.
//! Steps and words in, one inline SVG out: pure, linear, every text escaped. One layout for phone and paper: the actors are
//! lanes at the left, from the applicant up to the province; the way runs down through them, a dot where a step is done; the
//! step stands beside its dot. Of alternatives and parallel steps each hangs on one trunk, dashed or double. Colours are the
//! theme's, by class; the sizes are those of a phone 360 px wide, where a unit is a pixel.

mod lanes;
mod wrap;

use std::fmt::Write as _;

use crate::parse::section::Join;
use crate::safe::markup::{escaped, push_escaped};
use lanes::Lanes;
use wrap::wrap;

/// The picture's width; a page of 360 px has so much between its margins.
const WIDTH: i32 = 324;
const NAME: i32 = 16;
const SMALL: i32 = 14;
const LINE: i32 = 22;
const PAD: i32 = 9;
const GAP: i32 = 20;
const DOT: i32 = 12;

/// What is drawn.
pub(super) struct Flow<'a> {
    /// What its ids begin with.
    pub(super) id: &'a str,
    /// Its name, for those who hear it.
    pub(super) title: &'a str,
    /// What it shows, in a sentence.
    pub(super) desc: &'a str,
    /// The steps in their order.
    pub(super) steps: &'a [FlowStep<'a>],
    /// What stands at the end: that it is done, what one gets, how long all takes.
    pub(super) end: &'a [String],
    /// The words of the interface.
    pub(super) words: FlowWords<'a>,
}

/// A step of the picture; its texts are plain.
pub(super) struct FlowStep<'a> {
    pub(super) join: Join,
    pub(super) name: &'a str,
    /// Who does it; may be empty.
    pub(super) actor: &'a str,
    /// How long it takes, with its label; may be empty.
    pub(super) limit: String,
}

/// Words of the interface.
#[derive(Clone, Copy)]
pub(super) struct FlowWords<'a> {
    pub(super) start: &'a str,
    /// One of several, `{n}` being the step's number.
    pub(super) one_of: &'a str,
    /// All at the same time.
    pub(super) together: &'a str,
    pub(super) or: &'a str,
    pub(super) and: &'a str,
    /// The lane of those for whom there is no room.
    pub(super) others: &'a str,
}

/// Draws the picture; nothing where there are no steps.
pub(super) fn draw(flow: &Flow<'_>) -> String {
    if flow.steps.is_empty() {
        return String::new();
    }
    let actors: Vec<&str> = flow.steps.iter().map(|step| step.actor).collect();
    let has_trunk = flow.steps.iter().any(|step| step.join != Join::Then);
    let lanes = Lanes::new(&actors, if has_trunk { 38 } else { 14 }, flow.words.others);
    let mut canvas = Canvas { lines: String::new(), shapes: String::new(), lanes, y: 0, from: (0, 0) };
    canvas.begin(flow);
    let mut number = 0;
    for group in groups(flow.steps) {
        number += 1;
        canvas.group(flow, group, number);
    }
    canvas.end(flow);
    canvas.svg(flow)
}

/// Steps with the alternatives and parallel steps that follow them.
fn groups<'s, 'a>(steps: &'s [FlowStep<'a>]) -> impl Iterator<Item = &'s [FlowStep<'a>]> {
    steps.chunk_by(|_, after| after.join != Join::Then)
}

struct Canvas {
    /// What lies below: lanes and the way.
    lines: String,
    /// What lies above: dots, boxes, texts.
    shapes: String,
    lanes: Lanes,
    /// How far down the picture is drawn.
    y: i32,
    /// Where the way ends so far.
    from: (i32, i32),
}

impl Canvas {
    fn begin(&mut self, flow: &Flow<'_>) {
        let head = self.lanes.names.iter().map(|name| tall(name)).max().unwrap_or(0);
        for (at, name) in self.lanes.names.iter().enumerate() {
            let x = self.lanes.x(at);
            let _ = write!(
                self.shapes,
                "<text fill=\"currentColor\" stroke=\"none\" class=\"flow-actor\" x=\"{x}\" y=\"2\" font-size=\"{SMALL}\" writing-mode=\"tb\">"
            );
            push_escaped(&mut self.shapes, name);
            self.shapes.push_str("</text>\n");
        }
        let x = self.lanes.x(self.lanes.of(0));
        self.y = head + 8;
        let y = self.y + DOT;
        let _ = writeln!(self.shapes, "<circle class=\"flow-stop\" cx=\"{x}\" cy=\"{y}\" r=\"7\"/>");
        let label = [flow.words.start.to_owned()];
        self.text(&label, SMALL, "flow-label", y + 5);
        self.y = y + DOT + 2;
        self.from = (x, y + 7);
    }

    fn group(&mut self, flow: &Flow<'_>, group: &[FlowStep<'_>], number: usize) {
        self.y += GAP;
        if let [step] = group {
            let top = self.y;
            let x = self.lanes.next_x();
            let at = (x, top + PAD + DOT);
            self.way(at, DOT, top);
            self.boxed(step, None, number, at);
            self.from = (x, at.1 + DOT);
            return;
        }
        self.branches(flow, group, number);
    }

    /// Alternatives and parallel steps: each hangs on a trunk at the left, which the way goes down.
    fn branches(&mut self, flow: &Flow<'_>, group: &[FlowStep<'_>], number: usize) {
        let (top, trunk) = (self.y, 13);
        let together = group[1..].iter().all(|step| step.join == Join::And);
        let (class, label) = if together { ("flow-and", flow.words.together) } else { ("flow-or", flow.words.one_of) };
        self.way((trunk, top + 4), 0, top - 2);
        self.y += 24;
        self.text(&[label.replace("{n}", &number.to_string())], SMALL, "flow-label", top + 20);
        let mut ways = String::new();
        let mut last = top;
        for (index, step) in group.iter().enumerate() {
            self.y += if index == 0 { 6 } else { 12 };
            let x = self.lanes.next_x();
            let y = self.y + PAD + DOT;
            let _ = write!(ways, "M{trunk} {y}H{}", x - DOT - 5);
            self.tip(x - DOT - 1, y, "v10l7 -5z", (7, 5));
            let joined = match step.join {
                Join::Then => None,
                Join::Or => Some(flow.words.or),
                Join::And => Some(flow.words.and),
            };
            self.boxed(step, joined, number, (x, y));
            last = y;
        }
        self.y += 10;
        let bottom = self.y;
        let d = format!("M{trunk} {}V{last}{ways}", top + 4);
        let _ = writeln!(self.lines, "<path class=\"flow-way {class}\" d=\"{d}\"/>");
        if together {
            let _ = writeln!(self.lines, "<path class=\"flow-between\" d=\"{d}\"/>");
        }
        let _ = writeln!(self.lines, "<path class=\"flow-way\" d=\"M{trunk} {last}V{bottom}\"/>");
        let (wide, tall) = (WIDTH - 2, bottom - top);
        let _ = writeln!(
            self.lines,
            "<rect class=\"flow-group\" x=\"1\" y=\"{top}\" width=\"{wide}\" height=\"{tall}\" rx=\"6\"/>"
        );
        self.from = (trunk, bottom);
    }

    /// The point of an arrow, which ends at (`x`, `y`).
    fn tip(&mut self, x: i32, y: i32, shape: &str, back: (i32, i32)) {
        let _ = writeln!(self.lines, "<path class=\"flow-tip\" d=\"M{} {}{shape}\"/>", x - back.0, y - back.1);
    }

    /// A step's box at the height of the picture so far, and its dot.
    fn boxed(&mut self, step: &FlowStep<'_>, joined: Option<&str>, number: usize, (x, y): (i32, i32)) {
        let left = self.left();
        let room = WIDTH - 8 - left - 2 * PAD;
        let top = self.y;
        let who = match joined {
            Some(word) if step.actor.is_empty() => word.to_owned(),
            Some(word) => format!("{word} · {}", step.actor),
            None => step.actor.to_owned(),
        };
        let parts = [
            (wrap(&who, hundredths(room, SMALL), 3), SMALL, "flow-who"),
            (wrap(step.name, hundredths(room, NAME), 5), NAME, "flow-name"),
            (wrap(&step.limit, hundredths(room, SMALL), 4), SMALL, "flow-limit"),
        ];
        let held: i32 = parts.iter().map(|(lines, ..)| count(lines)).sum();
        let height = held.max(1) * LINE + 2 * PAD - 4;
        let _ = writeln!(self.lines, "<path class=\"flow-lead\" d=\"M{} {y}H{left}\"/>", x + DOT);
        let _ = writeln!(
            self.shapes,
            "<rect class=\"flow-box\" x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{height}\" rx=\"4\"/>",
            WIDTH - 8 - left
        );
        let mut baseline = top + PAD + 14;
        for (lines, size, class) in parts {
            self.text_at(&lines, size, class, (left + PAD, baseline));
            baseline += count(&lines) * LINE;
        }
        let _ = writeln!(
            self.shapes,
            "<circle class=\"flow-dot\" cx=\"{x}\" cy=\"{y}\" r=\"{DOT}\"/><text fill=\"currentColor\" stroke=\"none\" class=\"flow-number\" x=\"{x}\" y=\"{}\" font-size=\"{SMALL}\" text-anchor=\"middle\">{number}</text>",
            y + 5
        );
        self.y = top + height;
    }

    fn end(&mut self, flow: &Flow<'_>) {
        self.y += GAP;
        let x = self.from.0.max(self.lanes.x(self.lanes.last()));
        let at = (x, self.y + PAD + DOT);
        self.way(at, 8, self.y);
        let _ = writeln!(self.shapes, "<circle class=\"flow-stop\" cx=\"{x}\" cy=\"{}\" r=\"8\"/>", at.1);
        let _ = writeln!(self.shapes, "<circle class=\"flow-stopped\" cx=\"{x}\" cy=\"{}\" r=\"4\"/>", at.1);
        let room = hundredths(WIDTH - 8 - self.left() - PAD, SMALL);
        let mut baseline = at.1 + 5;
        for line in flow.end {
            let lines = wrap(line, room, 4);
            self.text(&lines, SMALL, "flow-label", baseline);
            baseline += count(&lines) * LINE;
        }
        self.y = baseline.max(at.1 + DOT + LINE) - LINE + 10;
    }

    /// The left edge of the boxes.
    fn left(&self) -> i32 {
        self.lanes.right() + DOT + 8
    }

    fn text(&mut self, lines: &[String], size: i32, class: &str, baseline: i32) {
        let x = self.left() + PAD;
        self.text_at(lines, size, class, (x, baseline));
    }

    fn text_at(&mut self, lines: &[String], size: i32, class: &str, at: (i32, i32)) {
        let (x, y) = at;
        if lines.is_empty() {
            return;
        }
        let _ = write!(
            self.shapes,
            "<text fill=\"currentColor\" stroke=\"none\" class=\"{class}\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\">"
        );
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                let _ = write!(self.shapes, "<tspan x=\"{x}\" dy=\"{LINE}\">");
            }
            push_escaped(&mut self.shapes, line);
            if at > 0 {
                self.shapes.push_str("</tspan>");
            }
        }
        self.shapes.push_str("</text>\n");
    }

    /// The way from where it is to `to`, a dot of `radius`; it changes lanes just above `top`.
    fn way(&mut self, to: (i32, i32), radius: i32, top: i32) {
        let ((x, y), bend, end) = (self.from, top - GAP / 2, to.1 - radius);
        let turn = if to.0 > x { 6 } else { -6 };
        let _ = write!(self.lines, "<path class=\"flow-way\" d=\"M{x} {y}");
        if to.0 != x {
            let _ = write!(
                self.lines,
                "V{}Q{x} {bend} {} {bend}H{}Q{} {bend} {} {}",
                bend - 6,
                x + turn,
                to.0 - turn,
                to.0,
                to.0,
                bend + 6
            );
        }
        let stop = if radius > 0 { end - 5 } else { end };
        let _ = writeln!(self.lines, "V{stop}\"/>");
        if radius > 0 {
            self.tip(to.0, end - 1, "h10l-5 7z", (5, 7));
        }
    }

    fn svg(self, flow: &Flow<'_>) -> String {
        let (id, height) = (escaped(flow.id), self.y);
        let mut out = format!(
            "<svg class=\"flow\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" fill=\"none\" stroke=\"currentColor\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n",
            escaped(flow.title),
            escaped(flow.desc)
        );
        for (at, top) in self.lanes.names.iter().map(|name| tall(name) + 4).enumerate() {
            let x = self.lanes.x(at);
            let _ = writeln!(out, "<path class=\"flow-lane\" d=\"M{x} {top}V{height}\"/>");
        }
        out.push_str(&self.lines);
        out.push_str(&self.shapes);
        out.push_str("</svg>");
        out
    }
}

/// How many lines there are.
fn count(lines: &[String]) -> i32 {
    i32::try_from(lines.len()).unwrap_or(0)
}

/// How tall a name over a lane is.
fn tall(name: &str) -> i32 {
    wrap::length(name) * SMALL / 100 + 4
}

/// A length in units as hundredths of an em.
fn hundredths(units: i32, size: i32) -> i32 {
    units * 100 / size
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: FlowWords<'_> = FlowWords {
        start: "开始",
        one_of: "第 {n} 步（任选其一）",
        together: "第 {n} 步（同时办）",
        or: "或者",
        and: "同时",
        others: "其他",
    };

    fn step<'a>(join: Join, name: &'a str, actor: &'a str, limit: &str) -> FlowStep<'a> {
        FlowStep { join, name, actor, limit: limit.to_owned() }
    }

    fn drawn(steps: &[FlowStep<'_>]) -> String {
        let end = ["办结：优待证".to_owned()];
        draw(&Flow { id: "_flow", title: "图", desc: "说明", steps, end: &end, words: WORDS })
    }

    #[test]
    fn alternatives_hang_on_one_dashed_trunk() {
        let svg = drawn(&[
            step(Join::Then, "提出申请", "申请人", "当场"),
            step(Join::Or, "委托办理", "申请人", ""),
            step(Join::Then, "受理初审", "乡镇街道", "5 个工作日"),
        ]);
        assert_eq!(svg, include_str!("alternatives.svg").trim_end());
    }

    #[test]
    fn parallel_steps_hang_on_a_double_trunk_under_their_words() {
        let svg = drawn(&[
            step(Join::Then, "受理", "乡镇街道", ""),
            step(Join::Then, "核身份", "县级", "3 个工作日"),
            step(Join::And, "核档案", "市级", "5 个工作日"),
        ]);
        assert_eq!(svg.matches("flow-and").count(), 1);
        assert!(
            svg.contains("flow-between") && svg.contains("第 2 步（同时办）") && svg.contains("同时 · 市级"),
            "{svg}"
        );
    }

    #[test]
    fn texts_are_escaped_and_nothing_breaks_at_the_edges() {
        let hostile = "\"><script>alert(1)</script>&#x3c;\u{202e}";
        let svg = drawn(&[step(Join::Or, hostile, hostile, hostile)]);
        assert!(!svg.contains("<script") && !svg.contains("\"><"), "{svg}");
        assert_eq!(drawn(&[]), "");
        let long = "很".repeat(100_000);
        assert!(drawn(&[step(Join::Then, &long, &long, &long)]).len() < 6000);
        let many: Vec<_> = (0..20_000).map(|_| step(Join::And, "名", "", "")).collect();
        assert!(drawn(&many).ends_with("</svg>"));
    }
}
