//! How generated codes look. `docs/MODEL.md` section 10.
//!
//! Randomness is handed in: the pattern turns bytes into characters, each equally likely.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::{Code, CodeError, canonical, mixed_scripts};
use crate::decode::{Errors, Form, Node, Object};

/// Digits and capital letters without those that are taken for one another: 0 and O, 1 and I.
pub const DEFAULT_ALPHABET: &str = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Most characters of an alphabet: each is drawn from one byte.
pub const LONGEST_ALPHABET: usize = 128;

/// Fewest characters of an alphabet.
pub const SMALLEST_ALPHABET: usize = 8;

/// Random characters where nothing is said and the count needs no more.
pub const USUAL_LENGTH: usize = 8;

/// The codes of a pattern are one in so many of those there could be, unless it is confirmed: who guesses finds none.
pub const SPARSENESS: u128 = 1_000_000;

/// How generated codes look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePattern {
    /// Before the random characters, as it is shown.
    prefix: String,
    /// After them.
    suffix: String,
    /// Random characters.
    length: usize,
    /// How many characters stand together, from the first; the last size goes on. Empty: all of them.
    groups: Vec<usize>,
    /// As shown, with its folded form.
    alphabet: Vec<(char, char)>,
    /// Its places in the order of the folded forms.
    in_order: Vec<usize>,
    /// Whether a character that follows from the others is added.
    has_check: bool,
    /// The folded prefix and suffix.
    folded: (String, String),
}

/// A code that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnCode {
    /// For display, with prefix, suffix and dashes.
    pub typed: String,
    /// What equality is on.
    pub canonical: String,
}

/// A pattern as it is asked for: what is left out follows from how many codes there are to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatternRequest {
    prefix: Option<String>,
    suffix: Option<String>,
    length: Option<usize>,
    #[serde(default)]
    groups: Vec<usize>,
    alphabet: Option<String>,
    #[serde(default)]
    has_check: bool,
}

impl PatternRequest {
    /// Reads the members of `generate` that say how codes look.
    pub fn decode_members(object: &mut Object<'_>, errors: &mut Errors) -> Self {
        let text = |node: &Node<'_>, errors: &mut Errors| node.text(Code::LONGEST, errors);
        Self {
            prefix: object.optional("prefix", errors, text),
            suffix: object.optional("suffix", errors, text),
            length: object.optional("length", errors, size),
            groups: object.optional("groups", errors, decode_groups).unwrap_or_default(),
            alphabet: object.optional("alphabet", errors, |node, errors| node.text(LONGEST_ALPHABET, errors)),
            has_check: object.optional("check_character", errors, Node::bool).unwrap_or_default(),
        }
    }

    /// The same with text before the random characters.
    #[must_use]
    pub fn with_prefix(self, prefix: Option<String>) -> Self {
        Self { prefix, ..self }
    }

    /// The same with these characters to draw, unless it names some.
    #[must_use]
    pub fn or_alphabet(self, alphabet: Option<&str>) -> Self {
        let alphabet = self.alphabet.or_else(|| alphabet.map(str::to_owned));
        Self { alphabet, ..self }
    }

    /// Whether it says what it draws from.
    #[must_use]
    pub fn names_alphabet(&self) -> bool {
        self.alphabet.is_some()
    }

    /// The lengths it leaves open, the shortest first.
    #[must_use]
    pub fn lengths(&self) -> RangeInclusive<usize> {
        self.length.map_or(USUAL_LENGTH..=Code::LONGEST, |length| length..=length)
    }

    /// The same with so many random characters.
    #[must_use]
    pub fn with_length(self, length: usize) -> Self {
        Self { length: Some(length), ..self }
    }

    /// The pattern with so many random characters as it says, or as are usual.
    ///
    /// # Errors
    /// [`PatternFault`] names the member and the way out.
    pub fn pattern(&self) -> Result<CodePattern, PatternFault> {
        let alphabet = read_alphabet(self.alphabet.as_deref().unwrap_or(DEFAULT_ALPHABET))?;
        if self.has_check && alphabet.len() % 2 == 1 {
            let words =
                "a check character needs an alphabet with an even number of characters; leave one out or add one";
            return Err(PatternFault::of("alphabet", words));
        }
        let folded = |text: &Option<String>| canonical(text.as_deref().unwrap_or_default());
        let mut in_order: Vec<usize> = (0..alphabet.len()).collect();
        in_order.sort_unstable_by_key(|place| alphabet[*place].1);
        let pattern = CodePattern {
            prefix: self.prefix.clone().unwrap_or_default(),
            suffix: self.suffix.clone().unwrap_or_default(),
            length: *self.lengths().start(),
            groups: self.groups.clone(),
            in_order,
            alphabet,
            has_check: self.has_check,
            folded: (folded(&self.prefix), folded(&self.suffix)),
        };
        pattern.check()?;
        Ok(pattern)
    }
}

/// Parts of a space are told apart by so many of its codes' beginnings at least.
const RANKS: u128 = 1 << 20;

/// What is wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternFault {
    /// The member of `generate`.
    pub member: &'static str,
    /// In words, with the way out.
    pub detail: String,
}

impl PatternFault {
    fn of(member: &'static str, detail: impl Into<String>) -> Self {
        Self { member, detail: detail.into() }
    }
}

impl CodePattern {
    /// How many codes there could be.
    #[must_use]
    pub fn space(&self) -> u128 {
        space(self.alphabet.len(), self.length)
    }

    /// A text that is the same for patterns whose codes share one space.
    #[must_use]
    pub fn key(&self) -> String {
        let mut alphabet: Vec<char> = self.alphabet.iter().map(|(_, folded)| *folded).collect();
        alphabet.sort_unstable();
        let alphabet: String = alphabet.into_iter().collect();
        format!("{} {} {} {alphabet} {}", self.folded.0, self.folded.1, self.length, u8::from(self.has_check))
    }

    /// Draws a code; `random` fills a buffer with unpredictable bytes.
    pub fn draw(&self, random: &mut dyn FnMut(&mut [u8])) -> DrawnCode {
        self.draw_rest(Vec::with_capacity(self.length + 1), random)
    }

    /// Draws a code of a part of the space, in the order of canonical forms: the part from `from` to `to` where the whole
    /// ends at `of`. Codes of equal parts are as rare in each as in the whole, so that nobody guesses one more easily; and
    /// those of one part stand side by side in an index.
    pub fn draw_between(&self, from: u64, to: u64, of: u64, random: &mut dyn FnMut(&mut [u8])) -> DrawnCode {
        let size = self.alphabet.len() as u128;
        let (mut leading, mut ranks) = (0, 1_u128);
        while leading < self.length && ranks < RANKS {
            (leading, ranks) = (leading + 1, ranks * size);
        }
        let of = u128::from(of.max(1));
        let at = |place: u64| u128::from(place).min(of) * ranks / of;
        let (first, last) = (at(from).min(ranks - 1), at(to));
        let mut rank = first + below(last.saturating_sub(first).max(1), random);
        let mut digits = vec![0; leading];
        for digit in digits.iter_mut().rev() {
            *digit = self.in_order[usize::try_from(rank % size).unwrap_or_default()];
            rank /= size;
        }
        self.draw_rest(digits, random)
    }

    /// Draws what is left of a code whose first digits are known.
    fn draw_rest(&self, mut digits: Vec<usize>, random: &mut dyn FnMut(&mut [u8])) -> DrawnCode {
        // A byte above the largest multiple of the alphabet's size would make its first characters likelier.
        let most = 256 - 256 % self.alphabet.len();
        let mut bytes = [0; 64];
        while digits.len() < self.length {
            let wanted = &mut bytes[..self.length - digits.len()];
            random(wanted);
            let fair = wanted.iter().map(|byte| usize::from(*byte)).filter(|byte| *byte < most);
            digits.extend(fair.map(|byte| byte % self.alphabet.len()));
        }
        if self.has_check {
            digits.push(check_digit(&digits, self.alphabet.len()));
        }
        self.write(&digits)
    }

    /// Whether a canonical form looks like a code of this pattern but for its check character: it was mistyped.
    #[must_use]
    pub fn is_mistyped(&self, canonical: &str) -> bool {
        if !self.has_check {
            return false;
        }
        let inner = canonical.strip_prefix(&self.folded.0).and_then(|rest| rest.strip_suffix(&self.folded.1));
        let Some(inner) = inner.filter(|inner| inner.chars().count() == self.length + 1) else { return false };
        let place = |character| self.alphabet.iter().position(|(_, folded)| *folded == character);
        let Some(digits) = inner.chars().map(place).collect::<Option<Vec<usize>>>() else { return true };
        check_digit(&digits[..self.length], self.alphabet.len()) != digits[self.length]
    }

    fn write(&self, digits: &[usize]) -> DrawnCode {
        let mut typed = String::with_capacity(self.prefix.len() + self.suffix.len() + 2 * digits.len());
        let mut canonical = String::with_capacity(self.folded.0.len() + self.folded.1.len() + digits.len());
        typed.push_str(&self.prefix);
        canonical.push_str(&self.folded.0);
        let mut sizes = self.groups.iter().copied();
        let mut size = sizes.next().unwrap_or(usize::MAX);
        let mut together = 0;
        for digit in digits {
            if together == size {
                typed.push('-');
                (together, size) = (0, sizes.next().unwrap_or(size));
            }
            let (shown, folded) = self.alphabet[*digit];
            typed.push(shown);
            canonical.push(folded);
            together += 1;
        }
        typed.push_str(&self.suffix);
        canonical.push_str(&self.folded.1);
        DrawnCode { typed, canonical }
    }

    /// Whether every code of the pattern is a code, and is what its parts are.
    fn check(&self) -> Result<(), PatternFault> {
        let characters = self.length + usize::from(self.has_check);
        let grouped: usize = self.groups.iter().sum();
        if self.groups.len() > 1 && grouped != characters {
            let words = format!(
                "the groups hold {grouped} characters in all, a code has {characters} between prefix and suffix; make them the same"
            );
            return Err(PatternFault::of("groups", words));
        }
        for (member, text) in [("prefix", &self.prefix), ("suffix", &self.suffix)] {
            let sample = format!("{text}{}", self.alphabet.iter().map(|(shown, _)| *shown).take(2).collect::<String>());
            if let Err(error @ (CodeError::Character { .. } | CodeError::MixedScripts { .. })) = Code::parse(&sample) {
                return Err(PatternFault::of(member, error.to_string()));
            }
        }
        let whole: String = self.alphabet.iter().map(|(shown, _)| *shown).collect();
        if let Some((one, other)) = mixed_scripts(&format!("{}{whole}{}", self.prefix, self.suffix)) {
            return Err(PatternFault::of("alphabet", CodeError::MixedScripts { one, other }.to_string()));
        }
        let drawn = self.write(&vec![0; characters]);
        let length = drawn.canonical.chars().count();
        if length > Code::LONGEST {
            let words = format!(
                "a code would have {length} letters and digits with prefix, suffix and check character; the most are {}",
                Code::LONGEST
            );
            return Err(PatternFault::of("length", words));
        }
        Code::parse(&drawn.typed).map_err(|error| PatternFault::of("length", error.to_string()))?;
        self.check_neighbours()
    }

    /// In some scripts two characters side by side become one: then two codes could be one.
    fn check_neighbours(&self) -> Result<(), PatternFault> {
        if self.alphabet.iter().all(|(shown, _)| shown.is_ascii()) && self.prefix.is_ascii() && self.suffix.is_ascii() {
            return Ok(());
        }
        let mut parts: Vec<(String, String)> =
            self.alphabet.iter().map(|(shown, folded)| (shown.to_string(), folded.to_string())).collect();
        parts.push((self.prefix.clone(), self.folded.0.clone()));
        parts.push((self.suffix.clone(), self.folded.1.clone()));
        for (one, one_folded) in &parts {
            for (other, other_folded) in &parts {
                if canonical(&format!("{one}{other}")) != format!("{one_folded}{other_folded}") {
                    let words =
                        format!("{one} and {other} side by side are read as something else; leave one of them out");
                    return Err(PatternFault::of("alphabet", words));
                }
            }
        }
        Ok(())
    }
}

/// A number below another one, each as likely.
fn below(end: u128, random: &mut dyn FnMut(&mut [u8])) -> u128 {
    let most = u128::from(u64::MAX) + 1;
    let fair = most - most % end;
    loop {
        let mut bytes = [0; 8];
        random(&mut bytes);
        let drawn = u128::from(u64::from_le_bytes(bytes));
        if drawn < fair {
            return drawn % end;
        }
    }
}

fn space(alphabet: usize, length: usize) -> u128 {
    (0..length).fold(1, |space: u128, _| space.saturating_mul(alphabet as u128))
}

/// Luhn's check digit for an alphabet of any even size: it changes with every single character and with nearly every
/// exchange of two neighbours.
fn check_digit(digits: &[usize], size: usize) -> usize {
    let doubled = |digit: usize| (2 * digit) / size + (2 * digit) % size;
    let sum: usize = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { doubled(*digit) } else { *digit })
        .sum();
    (size - sum % size) % size
}

/// The characters with their folded forms.
fn read_alphabet(text: &str) -> Result<Vec<(char, char)>, PatternFault> {
    let fault = |words: String| Err(PatternFault::of("alphabet", words));
    let mut alphabet: Vec<(char, char)> = Vec::new();
    for shown in text.chars() {
        let form = canonical(&shown.to_string());
        let mut folded = form.chars();
        let (Some(folded), None) = (folded.next(), folded.next()) else {
            return fault(format!("\"{shown}\" is not read as one letter or digit; leave it out"));
        };
        if !shown.is_alphanumeric() || !super::is_allowed(shown) {
            return fault(format!("\"{shown}\" is no letter and no digit; leave it out"));
        }
        if let Some((other, _)) = alphabet.iter().find(|(_, known)| *known == folded) {
            return fault(format!("\"{other}\" and \"{shown}\" are read as one; leave one of them out"));
        }
        alphabet.push((shown, folded));
    }
    if alphabet.len() < SMALLEST_ALPHABET {
        return fault(format!("has {} letters and digits; at least {SMALLEST_ALPHABET} are needed", alphabet.len()));
    }
    Ok(alphabet)
}

fn size(node: &Node<'_>, errors: &mut Errors) -> Option<usize> {
    usize::try_from(node.integer(1..=64, errors)?).ok()
}

/// A size for all groups, or the size of each.
fn decode_groups(node: &Node<'_>, errors: &mut Errors) -> Option<Vec<usize>> {
    match node.form() {
        Form::Array => node.each(Code::LONGEST, errors, size),
        _ => size(node, errors).map(|size| vec![size]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes that count on.
    fn counting() -> impl FnMut(&mut [u8]) {
        let mut next = 0_u8;
        move |buffer: &mut [u8]| {
            for byte in buffer {
                *byte = next;
                next = next.wrapping_add(37);
            }
        }
    }

    fn request(change: impl FnOnce(&mut PatternRequest)) -> PatternRequest {
        let mut request = PatternRequest::default();
        change(&mut request);
        request
    }

    fn fault(change: impl FnOnce(&mut PatternRequest)) -> PatternFault {
        request(change).pattern().unwrap_err()
    }

    #[test]
    fn r197_a_code_has_its_prefix_groups_and_suffix_and_reads_as_one_word() {
        let pattern = request(|pattern| {
            pattern.prefix = Some("VIP-".into());
            pattern.suffix = Some("_X".into());
            pattern.groups = vec![4];
        });
        let drawn = pattern.pattern().unwrap().draw(&mut counting());
        assert!(drawn.typed.starts_with("VIP-") && drawn.typed.ends_with("_X"), "{}", drawn.typed);
        assert_eq!(drawn.typed.len(), "VIP-ABCD-EFGH_X".len());
        assert_eq!(canonical(&drawn.typed), drawn.canonical);
        assert!(Code::parse(&drawn.typed).is_ok());
    }

    #[test]
    fn the_usual_alphabet_has_no_look_alikes() {
        assert_eq!(DEFAULT_ALPHABET.len(), 32);
        assert!(!DEFAULT_ALPHABET.contains(['0', 'O', '1', 'I']));
        assert_eq!(PatternRequest::default().pattern().unwrap().space(), 1 << 40);
    }

    #[test]
    fn every_character_is_equally_likely() {
        let pattern = request(|pattern| {
            pattern.alphabet = Some("ABCDEFGHJ".into());
            pattern.length = Some(63);
        });
        let pattern = pattern.pattern().unwrap();
        // Each byte 28 times: those above 251 are passed over, so that every character comes 28 x 28 times.
        let mut byte = 0_u8;
        let mut seen = [0_u32; 9];
        let mut random = |buffer: &mut [u8]| {
            for place in buffer {
                *place = byte;
                byte = byte.wrapping_add(1);
            }
        };
        for _ in 0..112 {
            for letter in pattern.draw(&mut random).typed.chars() {
                seen["ABCDEFGHJ".find(letter).unwrap()] += 1;
            }
        }
        let (least, most) = (seen.iter().min().unwrap(), seen.iter().max().unwrap());
        assert!(most - least <= 28, "{seen:?}");
    }

    #[test]
    fn a_mistyped_code_is_told_by_its_check_character() {
        let pattern = request(|pattern| {
            pattern.has_check = true;
            pattern.prefix = Some("A".into());
        });
        let pattern = pattern.pattern().unwrap();
        let mut random = counting();
        for _ in 0..200 {
            let code = pattern.draw(&mut random).canonical;
            assert!(!pattern.is_mistyped(&code), "{code}");
            for at in 1..code.len() {
                let mut wrong = code.clone().into_bytes();
                wrong[at] = if wrong[at] == b'k' { b'm' } else { b'k' };
                assert!(pattern.is_mistyped(std::str::from_utf8(&wrong).unwrap()), "{code} at {at}");
            }
        }
        assert!(!pattern.is_mistyped("summer20"), "no code of this pattern");
    }

    #[test]
    fn what_makes_no_codes_is_refused_with_the_way_out() {
        let odd = fault(|pattern| (pattern.alphabet, pattern.has_check) = (Some("ABCDEFGHJ".into()), true));
        assert_eq!(odd.member, "alphabet");
        assert!(odd.detail.contains("even"), "{}", odd.detail);
        for (alphabet, says) in [
            ("ABCDEFG", "at least 8"),
            ("ABCDEFGHa", "\"A\" and \"a\""),
            ("ABCDEFGH-", "\"-\""),
            ("ABCDEFGHА", "alphabet"),
        ] {
            let found = fault(|pattern| pattern.alphabet = Some(alphabet.into()));
            assert_eq!(found.member, "alphabet");
            assert!(found.detail.contains(says), "{alphabet}: {}", found.detail);
        }
        assert_eq!(fault(|pattern| pattern.prefix = Some("10%".into())).member, "prefix");
        assert_eq!(fault(|pattern| pattern.groups = vec![4, 5]).member, "groups");
        let long = fault(|pattern| (pattern.prefix, pattern.length) = (Some("AB".into()), Some(63)));
        assert_eq!(long.member, "length");
        assert!(long.detail.contains("65"), "{}", long.detail);
        assert!(request(|pattern| pattern.groups = vec![3, 5]).pattern().is_ok());
    }

    #[test]
    fn patterns_of_one_space_have_one_key() {
        let key = |change: fn(&mut PatternRequest)| request(change).pattern().unwrap().key();
        assert_eq!(key(|_| {}), key(|pattern| pattern.groups = vec![4]));
        assert_eq!(key(|pattern| pattern.prefix = Some("a-".into())), key(|pattern| pattern.prefix = Some("A".into())));
        assert_ne!(key(|_| {}), key(|pattern| pattern.length = Some(9)));
    }

    #[test]
    fn parts_of_a_space_lie_side_by_side_and_are_drawn_from_evenly() {
        let pattern = request(|pattern| {
            pattern.prefix = Some("VIP".into());
            pattern.length = Some(8);
            pattern.alphabet = Some("ZYXWVUTSRQPMKJHGFEDCBA23456789".into());
            pattern.has_check = true;
        });
        let pattern = pattern.pattern().unwrap();
        let mut random = counting();
        let parts: Vec<Vec<String>> = (0..40)
            .map(|part| (0..50).map(|_| pattern.draw_between(part, part + 1, 40, &mut random).canonical).collect())
            .collect();
        for (one, next) in parts.iter().zip(&parts[1..]) {
            assert!(one.iter().max() < next.iter().min(), "{one:?} {next:?}");
        }
        assert!(parts.iter().flatten().all(|code| !pattern.is_mistyped(code) && code.len() == 12));
        // Thirty beginnings in forty parts.
        let mut begins: Vec<char> = parts.iter().flatten().filter_map(|code| code.chars().nth(3)).collect();
        begins.sort_unstable();
        begins.dedup();
        assert!(begins.len() >= 20, "{begins:?}");
        // A part that is thinner than one code's beginning still has codes.
        let thin = request(|pattern| (pattern.length, pattern.alphabet) = (Some(2), Some("HGFEDCBA".into())));
        let thin = thin.pattern().unwrap();
        let drawn: Vec<String> =
            (0..200).map(|part| thin.draw_between(part, part + 1, 200, &mut random).canonical).collect();
        assert!(drawn.is_sorted() && drawn.iter().all(|code| code.len() == 2), "{drawn:?}");
    }

    #[test]
    fn characters_of_another_script_make_codes_too() {
        let cyrillic = request(|pattern| pattern.alphabet = Some("АБВГДЕЖЗ".into())).pattern().unwrap();
        let drawn = cyrillic.draw(&mut counting());
        assert_eq!(canonical(&drawn.typed), drawn.canonical);
        let jamo = fault(|pattern| pattern.alphabet = Some("ᄀᄂᄃ라ᅢᅣᅤ".into()));
        assert_eq!(jamo.member, "alphabet");
    }
}
