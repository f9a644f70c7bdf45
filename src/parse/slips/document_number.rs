//! Slips in document numbers: `退役军人部发（2018）72号` for `退役军人部发〔2018〕72号`.
//! A line in, problems with their corrections out.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Problem};

use super::{Line, any, is_literal};

/// What the code of an issuing body ends with before the year.
const BEFORE: [char; 4] = ['发', '令', '函', '字'];

/// Whether a text may have one, by its bytes: what may begin a bracket after one of [`BEFORE`].
#[expect(clippy::needless_bitwise_bool, reason = "without branches it is done for many bytes at once")]
pub(super) fn may_be_in(text: &str) -> bool {
    let [fa, ling, han, zi] = BEFORE.map(|c| {
        let mut bytes = [0; 4];
        c.encode_utf8(&mut bytes);
        [bytes[0], bytes[1], bytes[2]]
    });
    any(text, |[a, b, c, next]| {
        let is = |d: [u8; 3]| (a == d[0]) & (b == d[1]) & (c == d[2]);
        let bracket = (next == b'(') | (next == b'[') | (next == b'{') | (next == 0xE3) | (next == 0xEF);
        bracket & (is(fa) | is(ling) | is(han) | is(zi))
    })
}

pub(super) fn slips(line: &Line<'_>, literal: &[Range<usize>], out: &mut Vec<Diagnostic>) {
    let mut before = None;
    for (start, c) in line.text.char_indices() {
        if before.replace(c).is_some_and(|c| BEFORE.contains(&c))
            && let Some((length, right)) = read(&line.text[start..])
        {
            let span = line.part(start..start + length);
            if !is_literal(span.start as usize, literal) {
                out.push(
                    Diagnostic::new(Problem::DocumentNumberSlip { right: right.clone() }, span).fixed_by(span, right),
                );
            }
        }
    }
}

/// The year and number that `text` opens with in other brackets than 〔〕: its length, and how it is written right.
fn read(text: &str) -> Option<(usize, String)> {
    let open = text.chars().next()?;
    let close = match open {
        '（' => '）',
        '(' => ')',
        '[' => ']',
        '［' => '］',
        '【' => '】',
        '{' => '}',
        _ => return None,
    };
    let (year, rest) = text[open.len_utf8()..].trim_start_matches(' ').split_at_checked(4)?;
    let rest = rest.trim_start_matches(' ').strip_prefix(close)?;
    let is_year = year.bytes().all(|b| b.is_ascii_digit()) && (year.starts_with("19") || year.starts_with("20"));
    let after = rest.trim_start_matches(' ');
    let ordinal = if after.starts_with('第') { "第" } else { "" };
    let after = after[ordinal.len()..].trim_start_matches(' ');
    let unnumbered = after.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = &after[..after.len() - unnumbered.len()];
    let end = unnumbered.trim_start_matches(' ').strip_prefix('号')?;
    let is_number = (1..=5).contains(&number.len());
    (is_year && is_number).then(|| (text.len() - end.len(), format!("〔{year}〕{ordinal}{number}号")))
}
