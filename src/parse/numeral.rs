//! Chinese numerals as they stand in article numbers.
//! `第五十二条` in, 52 out; and back.

/// The number that `text` writes in Chinese or Arabic digits, up to 9,999.
#[must_use]
pub fn parse(text: &str) -> Option<u32> {
    if !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    if text.is_empty() || text.chars().count() > 9 {
        return None;
    }
    let (mut total, mut digit) = (0_u32, None);
    for c in text.chars() {
        let value = match c {
            '〇' | '零' => 0,
            '一' => 1,
            '二' | '两' => 2,
            '三' => 3,
            '四' => 4,
            '五' => 5,
            '六' => 6,
            '七' => 7,
            '八' => 8,
            '九' => 9,
            '十' | '百' | '千' => {
                let unit = match c {
                    '十' => 10,
                    '百' => 100,
                    _ => 1000,
                };
                total += digit.take().unwrap_or(1) * unit;
                continue;
            }
            _ => return None,
        };
        digit = Some(value);
    }
    Some(total + digit.unwrap_or(0))
}

/// `number` in Chinese numerals.
#[must_use]
pub fn chinese(number: u32) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    if number == 0 || number > 9999 {
        return number.to_string();
    }
    let mut out = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / unit % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        if !(unit == 10 && digit == 1 && out.is_empty()) {
            out.push(DIGITS[digit as usize]);
        }
        out.push_str(name);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_go_both_ways() {
        for number in 1..2000 {
            assert_eq!(parse(&chinese(number)), Some(number));
        }
        assert_eq!(
            (chinese(52).as_str(), chinese(110).as_str(), chinese(105).as_str()),
            ("五十二", "一百一十", "一百零五")
        );
        assert_eq!(parse("52"), Some(52));
        assert_eq!(parse("五x"), None);
    }
}
