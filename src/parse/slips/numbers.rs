//! Slips in numbered lists: `１．`, `1、`, `1．`, `1.申请`.
//! Lines in, problems with their corrections out. A number that opens a lone line may be prose, so only lines that stand
//! together with another numbered line are taken for a list. 一、 and （一） are how official documents number their
//! sections, and no slips.

use crate::diagnostic::{Diagnostic, Problem};
use crate::text::cjk::is_cjk;

use super::Line;

/// How a line opens.
#[derive(Clone, Copy, PartialEq)]
enum Opening {
    /// A number in a form that makes no list: the number, and how many bytes the form takes.
    Slip {
        number: u32,
        length: usize,
        written: usize,
    },
    /// An item of a proper numbered list.
    Item,
    Other,
}

pub(super) fn slips(lines: &[Line<'_>]) -> Vec<Diagnostic> {
    // Blank lines do not part a list.
    let filled: Vec<&Line<'_>> = lines.iter().filter(|line| !line.body.trim().is_empty()).collect();
    let openings: Vec<Opening> = filled.iter().map(|line| opening(line)).collect();
    let is_numbered =
        |i: Option<usize>| i.and_then(|i| openings.get(i)).is_some_and(|opening| *opening != Opening::Other);
    let mut out = Vec::new();
    for (i, (line, opening)) in filled.iter().zip(&openings).enumerate() {
        if let Opening::Slip { number, length, written } = *opening
            && (is_numbered(i.checked_sub(1)) || is_numbered(Some(i + 1)))
        {
            let problem = Problem::NumberSlip { written: line.body[..written].into() };
            let fix = format!("{number}. ");
            out.push(Diagnostic::new(problem, line.opening(written)).fixed_by(line.opening(length), fix));
        }
    }
    out
}

fn opening(line: &Line<'_>) -> Opening {
    if line.literal {
        return Opening::Other;
    }
    let rest = line.body.trim_start_matches(|c: char| c.is_ascii_digit() || is_wide_digit(c));
    let digits = &line.body[..line.body.len() - rest.len()];
    let Some(mark) = rest.chars().next() else { return Opening::Other };
    let Some(number) = value(digits) else { return Opening::Other };
    let after = &rest[mark.len_utf8()..];
    let content = after.trim_start_matches([' ', '\t', '　']);
    let spaced = after.starts_with([' ', '\t']) || after.is_empty();
    let wide = !digits.is_ascii();
    let slipped = match mark {
        '.' | ')' if !wide && spaced => return Opening::Item,
        // A number goes on after its point, and a list of numbers after its comma.
        '.' => wide || content.starts_with(is_cjk),
        '、' | '．' => true,
        _ => false,
    };
    let more_digits = after.starts_with(|c: char| c.is_numeric());
    if slipped && !more_digits && !content.is_empty() {
        let length = line.body.len() - content.len();
        Opening::Slip { number, length, written: digits.len() + mark.len_utf8() }
    } else {
        Opening::Other
    }
}

fn is_wide_digit(c: char) -> bool {
    matches!(c, '０'..='９')
}

/// The value of at most three digits, half- or full-width.
fn value(digits: &str) -> Option<u32> {
    let half: String =
        digits
            .chars()
            .map(|c| {
                if is_wide_digit(c) {
                    char::from_u32(u32::from(c) - u32::from('０') + u32::from('0'))
                } else {
                    Some(c)
                }
            })
            .collect::<Option<_>>()?;
    (1..=3).contains(&half.len()).then(|| half.parse().ok()).flatten()
}
