//! Policies cited in running text: 《title》第…条.
//! A tree and the registry in, the same tree with [`Citation`]s in place of the words out. Never changes a word, and never
//! looks into code, links or headings' ids.

use super::numeral;
use super::registry::Registry;
use super::tree::{Block, BlockKind, Citation, Inline, PolicyIndex};
use crate::text::span::Span;

/// The longest title that is looked for, in characters; the longest official ones have less than half of it.
pub(super) const LONGEST_TITLE: usize = 200;

/// Finds the citations of a run of blocks.
pub fn cite(blocks: &mut [Block], registry: &Registry) {
    if registry.policies.is_empty() {
        return;
    }
    for block in blocks {
        match &mut block.kind {
            BlockKind::Heading(heading) => cite_inlines(&mut heading.content, registry),
            BlockKind::Paragraph(content) => cite_inlines(content, registry),
            BlockKind::List(list) => list.items.iter_mut().for_each(|item| cite(&mut item.blocks, registry)),
            BlockKind::Quote(blocks) | BlockKind::Alert(_, blocks) | BlockKind::Note(blocks) => cite(blocks, registry),
            BlockKind::Table(table) => {
                for cell in table.head.iter_mut().chain(table.rows.iter_mut().flatten()) {
                    cite_inlines(cell, registry);
                }
            }
            BlockKind::Definitions(list) => {
                for definition in list {
                    cite_inlines(&mut definition.term, registry);
                    definition.definitions.iter_mut().for_each(|blocks| cite(blocks, registry));
                }
            }
            _ => {}
        }
    }
}

/// Finds the citations of a run of inlines.
pub fn cite_inlines(inlines: &mut Vec<Inline>, registry: &Registry) {
    let cites = |inline: &Inline| matches!(inline, Inline::Text(text, _) if text.contains('《'));
    if inlines.iter().any(cites) {
        let mut out = Vec::with_capacity(inlines.len() + 4);
        for inline in inlines.drain(..) {
            match inline {
                Inline::Text(text, span) if text.contains('《') => split(&text, span, registry, &mut out),
                other => out.push(other),
            }
        }
        *inlines = out;
    }
    for inline in inlines {
        if let Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) = inline {
            cite_inlines(content, registry);
        }
    }
}

/// Splits one text at its citations.
fn split(text: &str, span: Span, registry: &Registry, out: &mut Vec<Inline>) {
    let place = |from: usize, to: usize| span.part_of(text, from..to);
    let mut done = 0;
    let mut at = 0;
    while let Some(open) = text[at..].find('《').map(|found| at + found) {
        let Some((close, policy)) = title(text, open, registry) else {
            at = open + '《'.len_utf8();
            continue;
        };
        if open > done {
            out.push(Inline::Text(text[done..open].into(), place(done, open)));
        }
        let (mut end, article) = reference(text, close);
        out.push(citation(text, open..end, policy, article, place(open, end)));
        while let Some((from, to, article)) = further(text, end) {
            out.push(Inline::Text(text[end..from].into(), place(end, from)));
            out.push(citation(text, from..to, policy, Some(article), place(from, to)));
            end = to;
        }
        done = end;
        at = end;
    }
    if done < text.len() {
        out.push(Inline::Text(text[done..].into(), place(done, text.len())));
    }
}

fn citation(text: &str, at: std::ops::Range<usize>, policy: PolicyIndex, article: Option<u32>, span: Span) -> Inline {
    Inline::Citation(Box::new(Citation { policy, article, text: text[at].into(), span }))
}

/// The end of the 《title》 that opens at `open`, and its entry.
fn title(text: &str, open: usize, registry: &Registry) -> Option<(usize, PolicyIndex)> {
    let inner = open + '《'.len_utf8();
    // Without an end to the search, titles that never close would each be looked for through the whole text.
    let mut near = text[inner..].char_indices().take(LONGEST_TITLE);
    let close = inner + near.find(|(_, c)| *c == '》')?.0;
    let policy = registry.find(&text[inner..close])?;
    Some((close + '》'.len_utf8(), policy))
}

/// The end of an article or a document number that follows a title at `at`.
fn reference(text: &str, at: usize) -> (usize, Option<u32>) {
    if let Some((end, article)) = article(text, at) {
        return (end, Some(article));
    }
    (number(text, at).unwrap_or(at), None)
}

/// 第…条, with 之一, 第…款 and 第…项 after it.
fn article(text: &str, at: usize) -> Option<(usize, u32)> {
    let (mut end, article) = ordinal(text, at, &['条'])?;
    if let Some(rest) = text[end..].strip_prefix('之')
        && let Some(c) = rest.chars().next().filter(|c| numeral::parse(&c.to_string()).is_some())
    {
        end += '之'.len_utf8() + c.len_utf8();
    }
    while let Some((next, _)) = ordinal(text, end, &['款', '项', '目']) {
        end = next;
    }
    Some((end, article))
}

/// 第 and a numeral before one of `units`; a numeral in （） before 项 too.
fn ordinal(text: &str, at: usize, units: &[char]) -> Option<(usize, u32)> {
    let rest = text.get(at..)?.strip_prefix('第')?;
    let digits = rest.find(|c: char| !"〇零一二两三四五六七八九十百千（）()0123456789".contains(c))?;
    let unit = rest[digits..].chars().next().filter(|c| units.contains(c))?;
    let number = numeral::parse(rest[..digits].trim_matches(['（', '）', '(', ')']))?;
    Some((at + '第'.len_utf8() + digits + unit.len_utf8(), number))
}

/// A second article of the same policy: 、第…条, 和第…条, 至第…条.
fn further(text: &str, at: usize) -> Option<(usize, usize, u32)> {
    let joint = text[at..].chars().next().filter(|c| matches!(c, '、' | '和' | '及' | '至' | '与' | '或'))?;
    let from = at + joint.len_utf8();
    article(text, from).map(|(to, article)| (from, to, article))
}

/// A document number with its 〔year〕, bare or in （）: at most 24 characters up to 号.
fn number(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let window: usize = rest.chars().take(24).map(char::len_utf8).sum();
    let end = rest[..window].find('号')? + '号'.len_utf8();
    let inner = &rest[..end];
    if !inner.contains('〔') || inner.contains(['《', '。', '，', '；']) {
        return None;
    }
    let bracketed = inner.starts_with('（') && rest[end..].starts_with('）');
    Some(at + if bracketed { end + '）'.len_utf8() } else { end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::parse_yaml;
    use crate::parse::registry::policies;
    use crate::text::span::FileId;

    fn cited(text: &str) -> Vec<(String, Option<u32>)> {
        let yaml = "- 名称: 军人抚恤优待条例\n  简称: [抚恤条例]\n- 名称: 光荣牌办法\n";
        let (registry, _) = policies(&parse_yaml(yaml, FileId(0), 0).unwrap());
        let mut inlines = vec![Inline::Text(text.into(), Span::new(FileId(0), 0..text.len()))];
        cite_inlines(&mut inlines, &registry);
        let whole: String = inlines
            .iter()
            .map(|inline| match inline {
                Inline::Text(text, span) => whole_slice(text, *span).to_string(),
                Inline::Citation(citation) => whole_slice(&citation.text, citation.span).to_string(),
                _ => String::new(),
            })
            .collect();
        assert_eq!(whole, text, "no word is lost");
        inlines
            .into_iter()
            .filter_map(|inline| match inline {
                Inline::Citation(citation) => Some((citation.text.into(), citation.article)),
                _ => None,
            })
            .collect()
    }

    fn whole_slice(text: &str, span: Span) -> &str {
        assert_eq!(span.range().len(), text.len());
        text
    }

    #[test]
    fn registered_titles_with_their_articles_are_citations() {
        assert_eq!(cited("依据《抚恤条例》第五十二条第二款办理"), [("《抚恤条例》第五十二条第二款".into(), Some(52))]);
        assert_eq!(
            cited("《军人抚恤优待条例》第8条、第九条"),
            [("《军人抚恤优待条例》第8条".into(), Some(8)), ("第九条".into(), Some(9))]
        );
        assert_eq!(
            cited("《光荣牌办法》（国办发〔2018〕72号）规定"),
            [("《光荣牌办法》（国办发〔2018〕72号）".into(), None)]
        );
        assert_eq!(cited("《光荣牌办法》规定，2018年第72号"), [("《光荣牌办法》".into(), None)]);
        assert_eq!(
            cited("《别的办法》第一条、《抚恤条例》第十五条第（二）项"),
            [("《抚恤条例》第十五条第（二）项".into(), Some(15))]
        );
        assert_eq!(cited("《抚恤条例"), []);
    }
}
