//! Codes and their canonical form. `docs/MODEL.md` section 10.
//!
//! The tables are those of ICU4X 2.4 compiled in: Unicode 18.0. A newer Unicode may fold letters that are new in it
//! differently, so a release that takes one must re-canonicalise what is stored.

pub mod pattern;

use std::borrow::Cow;
use std::fmt;

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, Script, WhiteSpace};
use icu_properties::{CodePointMapData, CodePointSetData};

/// The version of the Unicode tables behind [`canonical`].
pub const UNICODE_VERSION: &str = "18.0";

/// A code as typed, with its canonical form. Equality and order are on the canonical form alone.
#[derive(Clone, Debug)]
pub struct Code {
    typed: String,
    canonical: String,
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }
}

impl Eq for Code {}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.canonical.cmp(&other.canonical)
    }
}

impl Code {
    /// Letters and digits of a canonical form at least.
    pub const SHORTEST: usize = 2;
    /// Letters and digits of a canonical form at most.
    pub const LONGEST: usize = 64;
    /// Characters as typed at most.
    pub const LONGEST_TYPED: usize = 255;

    /// Reads a hand-written code: letters, digits, `-` and `_`, canonical length 2 to 64, one script.
    ///
    /// # Errors
    /// See [`CodeError`]; its words name what is wrong and the way out.
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let composed = ComposingNormalizerBorrowed::new_nfc().normalize(typed);
        if composed.chars().count() > Self::LONGEST_TYPED {
            return Err(CodeError::Length(composed.chars().count()));
        }
        if let Some(character) = composed.chars().find(|character| !is_allowed(*character)) {
            let proposal = without_refused(&composed);
            return Err(CodeError::Character { character, proposal });
        }
        if let Some((one, other)) = mixed_scripts(&composed) {
            return Err(CodeError::MixedScripts { one, other });
        }
        let canonical = canonical(typed);
        let length = canonical.chars().count();
        if !(Self::SHORTEST..=Self::LONGEST).contains(&length) {
            return Err(CodeError::Length(length));
        }
        Ok(Self { typed: typed.to_owned(), canonical })
    }

    /// The code as it was typed, for display.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The form that equality and uniqueness are on.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }
}

/// Why a text cannot be a hand-written code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeError {
    /// A character that is no letter, no digit, no `-` and no `_`.
    Character {
        /// The first of them.
        character: char,
        /// The same without them, if that is a code.
        proposal: Option<String>,
    },
    /// Letters of two scripts, which look alike and are not.
    MixedScripts {
        /// A letter of one script.
        one: char,
        /// A letter of another.
        other: char,
    },
    /// Too short or too long: how many letters and digits.
    Length(usize),
}

impl fmt::Display for CodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Character { character, proposal } => {
                write!(f, "{} cannot stand in a code: use letters, digits, - and _", Shown(*character))?;
                match proposal {
                    Some(proposal) => write!(f, ", such as {proposal}"),
                    None => Ok(()),
                }
            }
            Self::MixedScripts { one, other } => write!(
                f,
                "{} and {} are letters of different alphabets: use one alphabet in a code",
                Shown(*one),
                Shown(*other)
            ),
            Self::Length(length) => write!(
                f,
                "a code has {} to {} letters and digits; this one has {length}",
                Code::SHORTEST,
                Code::LONGEST
            ),
        }
    }
}

impl std::error::Error for CodeError {}

/// A character in an error: in quotes where it can be seen, by its number beside or instead where it may not.
struct Shown(char);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let character = self.0;
        match character {
            ' ' => f.write_str("a space"),
            '!'..='~' => write!(f, "\"{character}\""),
            _ if is_ignorable(character) || is_white(character) || character.is_control() => {
                write!(f, "the invisible character U+{:04X}", u32::from(character))
            }
            _ => write!(f, "\"{character}\" (U+{:04X})", u32::from(character)),
        }
    }
}

/// The canonical form of anything typed, also of what can never be a code: for look-ups.
///
/// Case folded and compatibility composed (NFKC_Casefold), then without white space, dashes and underscores, then NFKC.
/// Applying it again changes nothing.
#[must_use]
pub fn canonical(typed: &str) -> String {
    if typed.is_ascii() {
        return typed
            .bytes()
            .filter(|byte| !matches!(byte, b'\t'..=b'\r' | b' ' | b'-' | b'_'))
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect();
    }
    let mut form = fold_once(typed);
    // Folding can make what composes, and composing what folds: a few rounds settle every text.
    for _ in 0..8 {
        let next = fold_once(&form);
        if next == form {
            break;
        }
        form = next;
    }
    form
}

fn fold_once(text: &str) -> String {
    let nfkc = ComposingNormalizerBorrowed::new_nfkc();
    let composed = nfkc.normalize(text);
    let folded: Cow<'_, str> = CaseMapper::new().fold_string(&composed);
    let composed = nfkc.normalize(&folded);
    let kept: String = composed.chars().filter(|character| !is_dropped(*character)).collect();
    nfkc.normalize(&kept).into_owned()
}

fn is_dropped(character: char) -> bool {
    character == '_'
        || is_white(character)
        || is_ignorable(character)
        || category(character) == GeneralCategory::DashPunctuation
}

fn is_white(character: char) -> bool {
    CodePointSetData::new::<WhiteSpace>().contains(character)
}

fn is_ignorable(character: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
}

fn category(character: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(character)
}

fn is_allowed(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    }
    !is_ignorable(character)
        && matches!(
            category(character),
            GeneralCategory::UppercaseLetter
                | GeneralCategory::LowercaseLetter
                | GeneralCategory::TitlecaseLetter
                | GeneralCategory::ModifierLetter
                | GeneralCategory::OtherLetter
                | GeneralCategory::NonspacingMark
                | GeneralCategory::SpacingMark
                | GeneralCategory::DecimalNumber
        )
}

/// Two letters of scripts that do not belong together. Japanese, Korean and Bopomofo are written with Han letters.
fn mixed_scripts(text: &str) -> Option<(char, char)> {
    const TOGETHER: [&[Script]; 3] = [
        &[Script::Han, Script::Hiragana, Script::Katakana],
        &[Script::Han, Script::Hangul],
        &[Script::Han, Script::Bopomofo],
    ];
    let scripts = CodePointMapData::<Script>::new();
    let mut seen: Vec<(Script, char)> = Vec::new();
    for character in text.chars() {
        let script = scripts.get(character);
        if script == Script::Common || script == Script::Inherited || seen.iter().any(|(other, _)| *other == script) {
            continue;
        }
        seen.push((script, character));
        let fits =
            seen.len() == 1 || TOGETHER.iter().any(|family| seen.iter().all(|(script, _)| family.contains(script)));
        if !fits {
            return Some((seen[0].1, character));
        }
    }
    None
}

/// The same text without what is refused, if that is a code.
fn without_refused(text: &str) -> Option<String> {
    let kept: String = text.chars().filter(|character| is_allowed(*character)).collect();
    let length = canonical(&kept).chars().count();
    let is_code = mixed_scripts(&kept).is_none() && (Code::SHORTEST..=Code::LONGEST).contains(&length);
    is_code.then_some(kept)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refusal(typed: &str) -> String {
        Code::parse(typed).unwrap_err().to_string()
    }

    #[test]
    fn the_forms_of_the_model_are_one_code() {
        for typed in ["20-off", "20OFF", "20 off", " 20_Off\t", "20–off", "２０ＯＦＦ"] {
            assert_eq!(canonical(typed), "20off", "{typed}");
        }
    }

    #[test]
    fn r031_special_characters_are_refused_by_name() {
        assert!(refusal("10%OFF").contains("\"%\""));
        for special in ['%', '&', '@', '*', '€'] {
            assert!(refusal(&format!("10{special}OFF")).contains(special), "{special}");
        }
    }

    #[test]
    fn r032_the_list_separator_and_spaces_are_refused() {
        assert!(refusal("A,B").contains("\",\""));
        assert!(refusal("A B").contains("a space"));
        assert!(refusal("A\u{a0}B").contains("U+00A0"));
    }

    #[test]
    fn r034_one_word_is_proposed() {
        assert_eq!(
            Code::parse("SUMMER SALE").unwrap_err(),
            CodeError::Character { character: ' ', proposal: Some("SUMMERSALE".to_owned()) }
        );
        assert!(refusal("SUMMER SALE").ends_with("such as SUMMERSALE"));
    }

    #[test]
    fn r037_what_was_typed_is_kept_for_display() {
        let code = Code::parse("INFLUENCER-ANA").unwrap();
        assert_eq!((code.typed(), code.canonical()), ("INFLUENCER-ANA", "influencerana"));
        assert_eq!(code, Code::parse("influencer_ana").unwrap());
    }

    #[test]
    fn c02_case_is_folded_beyond_ascii() {
        assert_eq!(Code::parse("dankefür100").unwrap(), Code::parse("DANKEFÜR100").unwrap());
        assert_eq!(canonical("STRASSE"), canonical("straße"));
    }

    #[test]
    fn c03_composed_and_decomposed_are_one() {
        assert_eq!(Code::parse("CAF\u{c9}").unwrap(), Code::parse("CAFE\u{301}").unwrap());
    }

    #[test]
    fn c04_full_width_is_the_same_code() {
        assert_eq!(Code::parse("ＳＡＶＥ１０").unwrap().canonical(), "save10");
    }

    #[test]
    fn c05_invisible_characters_are_dropped_from_look_ups_and_refused_in_new_codes() {
        for typed in ["SA\u{200B}VE10", "\u{FEFF}SAVE10", "SAVE\u{AD}10"] {
            assert_eq!(canonical(typed), "save10");
            assert!(refusal(typed).contains("invisible"), "{typed:?}");
        }
    }

    #[test]
    fn c06_letters_of_two_alphabets_are_refused() {
        let cyrillic = "\u{405}\u{410}VE10";
        assert!(matches!(Code::parse(cyrillic), Err(CodeError::MixedScripts { .. })));
        assert_ne!(canonical(cyrillic), "save10");
        for together in ["セール夏の", "여름SALE"] {
            assert_eq!(Code::parse(together).is_ok(), !together.contains("SALE"), "{together}");
        }
    }

    #[test]
    fn c14_anything_can_be_looked_up() {
        for typed in ["' OR 1=1 --", "../admin", "%2e%2e%2f", "a/b", "\u{0}", "", &"x".repeat(4096)] {
            let _ = canonical(typed);
            assert!(Code::parse(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn length_is_that_of_the_canonical_form() {
        assert_eq!(Code::parse("A-"), Err(CodeError::Length(1)));
        assert_eq!(Code::parse("--"), Err(CodeError::Length(0)));
        assert!(Code::parse("A-B").is_ok());
        assert!(Code::parse(&"A".repeat(64)).is_ok());
        assert_eq!(Code::parse(&"A".repeat(65)), Err(CodeError::Length(65)));
    }

    proptest! {
        #[test]
        fn canonical_is_idempotent(typed in any::<String>()) {
            let once = canonical(&typed);
            prop_assert_eq!(canonical(&once), once);
        }

        #[test]
        fn canonical_does_not_care_for_case_dashes_and_spaces(letters in "[a-zA-Z0-9éüßñΣσς]{2,20}", at in 0_usize..20) {
            let spread: String = letters
                .chars()
                .enumerate()
                .flat_map(|(position, letter)| if position == at { vec!['-', ' ', letter] } else { vec![letter] })
                .collect();
            prop_assert_eq!(canonical(&spread), canonical(&letters));
            prop_assert_eq!(canonical(&letters.to_uppercase()), canonical(&letters));
        }

        #[test]
        fn the_plain_way_and_the_full_way_agree(typed in "[ -~\t\r\n]{0,40}") {
            prop_assert_eq!(canonical(&typed), fold_once(&typed));
        }
    }
}
