//! The two names of a key that authors may write.

/// A key in Chinese and in English. A constant of this type names the key throughout the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// As policy staff write it.
    pub zh: &'static str,
    /// As `site.toml` and English authors write it.
    pub en: &'static str,
}

impl Key {
    /// Whether `word` is one of its names; English in any case.
    #[must_use]
    pub fn is(self, word: &str) -> bool {
        word == self.zh || word.eq_ignore_ascii_case(self.en)
    }
}
