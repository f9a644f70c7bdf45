//! How Han characters sound; the one file that knows the table of pinyin.
//! A character in, its syllables without tones out, in ASCII: ü is written v, as it is typed.

use std::borrow::Cow;

use pinyin::{ToPinyin, ToPinyinMulti};

/// How many sounds of one character count: further ones are names and dialect.
const SOUNDS: usize = 3;

/// The usual sound of a character.
#[must_use]
pub fn sound(c: char) -> Option<Cow<'static, str>> {
    c.to_pinyin().map(|sound| typed(sound.plain()))
}

/// The sounds of a character, the usual one first, each once.
#[must_use]
pub fn sounds(c: char) -> Vec<Cow<'static, str>> {
    let mut found = Vec::new();
    for sound in c.to_pinyin_multi().into_iter().flatten() {
        let sound = typed(sound.plain());
        if found.len() < SOUNDS && !found.contains(&sound) && sound.bytes().all(|b| b.is_ascii_lowercase()) {
            found.push(sound);
        }
    }
    found
}

fn typed(sound: &'static str) -> Cow<'static, str> {
    if sound.contains('ü') { Cow::Owned(sound.replace('ü', "v")) } else { Cow::Borrowed(sound) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_sound_as_typed() {
        assert_eq!(sound('证').as_deref(), Some("zheng"));
        assert_eq!(sound('绿').as_deref(), Some("lv"));
        assert_eq!(sound('x'), None);
        let sounds = sounds('重');
        assert!(sounds.contains(&"zhong".into()) && sounds.contains(&"chong".into()), "{sounds:?}");
    }
}
