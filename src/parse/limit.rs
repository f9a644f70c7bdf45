//! Time limits of procedures.
//! A field's text in, a limit that can be added up out.

/// How long something may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeLimit {
    /// 当场
    OnTheSpot,
    /// 当日
    SameDay,
    /// `N个工作日`
    WorkingDays(u32),
    /// `N日`
    Days(u32),
    /// `N个月`
    Months(u32),
    /// Words in （）, which can't be added up.
    Words(String),
}

impl TimeLimit {
    /// Reads a limit. `Err` holds the text as words where it is of no known form.
    pub fn parse(text: &str) -> Result<Self, Self> {
        let text = text.trim();
        let bare = text.trim_end_matches(['。', '；', ';']).trim();
        match bare {
            "当场" | "即时" | "即办" | "on the spot" => return Ok(Self::OnTheSpot),
            "当日" | "当天" | "same day" => return Ok(Self::SameDay),
            _ => {}
        }
        let in_brackets =
            (bare.starts_with('（') && bare.ends_with('）')) || (bare.starts_with('(') && bare.ends_with(')'));
        if in_brackets {
            return Ok(Self::Words(bare.trim_matches(['（', '）', '(', ')']).to_owned()));
        }
        counted(bare).ok_or_else(|| Self::Words(text.to_owned()))
    }

    /// The working days that it counts in a sum; 当场 and 当日 count none.
    #[must_use]
    pub fn working_days(&self) -> Option<u32> {
        match self {
            Self::WorkingDays(days) => Some(*days),
            Self::OnTheSpot | Self::SameDay => Some(0),
            Self::Days(_) | Self::Months(_) | Self::Words(_) => None,
        }
    }

    /// Whether `days` working days are certainly more than this limit. A month has at most 23 of them.
    #[must_use]
    pub fn is_exceeded_by(&self, days: u32) -> bool {
        match self {
            Self::OnTheSpot | Self::SameDay => days > 1,
            Self::WorkingDays(most) | Self::Days(most) => days > *most,
            Self::Months(months) => days > months.saturating_mul(23),
            Self::Words(_) => false,
        }
    }
}

/// A number and its unit.
fn counted(text: &str) -> Option<TimeLimit> {
    let normal: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
            _ => c,
        })
        .collect();
    let normal = normal.trim_end_matches("内").trim_end_matches("以").to_lowercase();
    let digits = normal.len() - normal.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = normal.split_at(digits);
    let number: u32 = number.parse().ok().filter(|number| *number <= 10_000)?;
    match unit {
        "个工作日" | "工作日" | "workingdays" | "workingday" => Some(TimeLimit::WorkingDays(number)),
        "日" | "天" | "个自然日" | "days" | "day" => Some(TimeLimit::Days(number)),
        "个月" | "月" | "months" | "month" => Some(TimeLimit::Months(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::TimeLimit as T;

    #[test]
    fn known_forms_are_read_and_others_kept_as_words() {
        assert_eq!(T::parse("5个工作日"), Ok(T::WorkingDays(5)));
        assert_eq!(T::parse(" １０ 个工作日内 "), Ok(T::WorkingDays(10)));
        assert_eq!(T::parse("30日"), Ok(T::Days(30)));
        assert_eq!(T::parse("3个月。"), Ok(T::Months(3)));
        assert_eq!(T::parse("当场"), Ok(T::OnTheSpot));
        assert_eq!(T::parse("（以当地办事指南为准）"), Ok(T::Words("以当地办事指南为准".into())));
        assert_eq!(T::parse("尽快"), Err(T::Words("尽快".into())));
        assert_eq!(T::parse("99999999999日"), Err(T::Words("99999999999日".into())));
    }
}
