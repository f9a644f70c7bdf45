//! The nearest known word to one that was mistyped.
//! A word and the known ones in, at most one of those out. Never suggests what has little in common with the word.

use super::slug::slug;

/// Edit distance by characters (insert, delete, replace, and swap of neighbours count 1 each).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1; b.len() + 1];
        for (j, &y) in b.iter().enumerate() {
            let replaced = last[j] + usize::from(x != y);
            row[j + 1] = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && y == a[i - 1] {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// The known word nearest to `word`, where one is near enough: at most half of the longer one's characters differ, or one
/// holds the other. The first of equals wins. Words of over 64 characters have no nearest one.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower: Vec<char> = word.to_lowercase().chars().collect();
    if lower.is_empty() || lower.len() > 64 {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let other: Vec<char> = candidate.to_lowercase().chars().take(65).collect();
        let longer = lower.len().max(other.len());
        let holds = lower.len() >= 2 && other.len() >= 2 && (candidate.contains(word) || word.contains(candidate));
        // Whatever they are, two words differ at least by their lengths.
        let least = lower.len().abs_diff(other.len());
        if (least * 2 > longer && !holds) || best.is_some_and(|(best, _)| least >= best) {
            continue;
        }
        let far = distance(&lower, &other);
        let near_enough = far * 2 <= longer && far < longer;
        if (near_enough || holds) && best.is_none_or(|(least, _)| far < least) {
            best = Some((far, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The known word that `word` must be a slip for: the only one that differs in one character. Two short words that differ in
/// one character are often two words (标签, 标题), unless they sound alike (标提).
#[must_use]
pub fn only_slip<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters: Vec<char> = word.chars().take(65).collect();
    let sound = slug(word);
    let sounds_like = |other: &str| slug(other) == sound;
    let is_near = |&candidate: &&str| {
        let other: Vec<char> = candidate.chars().take(65).collect();
        let longer = letters.len().max(other.len());
        longer >= 2 && other != letters && distance(&letters, &other) <= 1 && (longer >= 4 || sounds_like(candidate))
    };
    let mut near = known.into_iter().filter(is_near);
    near.next().filter(|_| near.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::{nearest, only_slip};

    #[test]
    fn only_a_certain_slip_is_one() {
        assert_eq!(only_slip("标提", ["标题", "日期", "title"]), Some("标题"));
        assert_eq!(only_slip("titel", ["标题", "title"]), Some("title"));
        assert_eq!(only_slip("主题", ["专题"]), None);
        assert_eq!(only_slip("标签", ["标题"]), None);
        assert_eq!(only_slip("受理単位", ["受理单位", "单位"]), Some("受理单位"));
        assert_eq!(only_slip("题", ["标题"]), None);
        assert_eq!(only_slip("标题", ["标题"]), None);
    }

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_finds_none() {
        let keys = ["标题", "日期", "专题", "适用", "title", "topics", "audience"];
        assert_eq!(nearest("标提", keys), Some("标题"));
        assert_eq!(nearest("tilte", keys), Some("title"));
        assert_eq!(nearest("专题名", keys), Some("专题"));
        assert_eq!(nearest("天气", keys), None);
        assert_eq!(nearest("", keys), None);
    }
}
