//! Numbers and lists of places as text of 64 letters, that a script file may hold as they are and that compresses well.
//! Numbers in, letters out.

/// The letters, by value.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Appends the letter of a value below 64; larger ones count as 63.
pub(super) fn push_letter(out: &mut String, value: usize) {
    out.push(char::from(LETTERS[value.min(63)]));
}

/// Appends a number: five bits a letter, the low ones first; 32 is added while more follow.
pub(super) fn push_number(out: &mut String, mut number: u64) {
    loop {
        // Five bits always fit.
        let low = (number & 31) as usize;
        number >>= 5;
        if number == 0 {
            return push_letter(out, low);
        }
        push_letter(out, low + 32);
    }
}

/// Characters that no number has, for what is noted after one.
const MARKS: &[u8; 7] = b"!#$%&()";

/// Appends the mark of a note from 1 to 7; 0 needs none.
pub(super) fn push_mark(out: &mut String, note: usize) {
    if let Some(mark) = note.checked_sub(1).and_then(|at| MARKS.get(at)) {
        out.push(char::from(*mark));
    }
}

/// The numbers of a list, without what is noted after them.
pub(super) fn numbers(list: &str) -> impl Iterator<Item = u64> {
    let mut letters = list.bytes().filter_map(|byte| LETTERS.iter().position(|letter| *letter == byte));
    std::iter::from_fn(move || {
        let (mut number, mut shift) = (0, 0);
        loop {
            let value = letters.next()? as u64;
            number |= (value & 31) << shift;
            shift += 5;
            if value < 32 {
                return Some(number);
            }
        }
    })
}

/// Appends the letter of a size: twice its binary logarithm, so that one letter is enough for any.
pub(super) fn push_size(out: &mut String, size: usize) {
    let size = 1 + size.min(u32::MAX as usize) as u128;
    // In whole numbers: the logarithm of the square.
    push_letter(out, size.pow(2).ilog2() as usize);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(push: impl Fn(&mut String)) -> String {
        let mut out = String::new();
        push(&mut out);
        out
    }

    #[test]
    fn numbers_take_a_letter_for_five_bits() {
        assert_eq!(written(|out| push_number(out, 0)), "A");
        assert_eq!(written(|out| push_number(out, 31)), "f");
        assert_eq!(written(|out| push_number(out, 32)), "gB");
        assert_eq!(written(|out| push_number(out, u64::MAX)).len(), 13);
    }

    #[test]
    fn numbers_are_read_as_they_were_written() {
        let all = [0, 31, 32, 1_000_000, u64::MAX];
        let list = written(|out| {
            for (number, note) in all.into_iter().zip(0..) {
                push_number(out, number);
                push_mark(out, note);
            }
        });
        assert_eq!(numbers(&list).collect::<Vec<_>>(), all);
    }

    #[test]
    fn sizes_are_twice_their_logarithm() {
        assert_eq!(written(|out| push_size(out, 0)), "A");
        assert_eq!(written(|out| push_size(out, 1)), "C");
        assert_eq!(written(|out| push_size(out, 1023)), "U");
        assert_eq!(written(|out| push_size(out, usize::MAX)), "_");
    }
}
