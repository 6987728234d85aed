//! Guards over the bare text, before a parser sees it: brackets, floats, functions, texts that a scan cannot follow.

use super::Fault;
use super::names::{FUNCTIONS, MACROS};

/// Brackets inside each other at most.
const DEPTH: usize = 8;
/// Choices (`? :`) at most.
const CHOICES: usize = 8;

/// Functions of the language that read a clock or a calendar.
const CLOCK: [&str; 14] = [
    "now",
    "timestamp",
    "duration",
    "getDate",
    "getDayOfMonth",
    "getDayOfWeek",
    "getDayOfYear",
    "getFullYear",
    "getHours",
    "getMilliseconds",
    "getMinutes",
    "getMonth",
    "getSeconds",
    "Timestamp",
];

/// Walks over the text once.
pub(super) fn scan(source: &str) -> Result<(), Fault> {
    Scan { text: source.chars().collect(), at: 0, open: 0, choices: 0 }.run()
}

/// Where a line and column of the parser are in the text, from 1.
pub(super) fn position(source: &str, (line, column): (isize, isize)) -> Option<usize> {
    let (line, column) = (usize::try_from(line).ok()?.checked_sub(1)?, usize::try_from(column).ok()?);
    let before: usize = source.split('\n').take(line).map(|line| line.chars().count() + 1).sum();
    Some((before + column).min(source.chars().count() + 1))
}

struct Scan {
    text: Vec<char>,
    at: usize,
    open: usize,
    choices: usize,
}

impl Scan {
    fn run(mut self) -> Result<(), Fault> {
        while let Some(letter) = self.peek(0) {
            match letter {
                '\'' | '"' => self.quoted(letter)?,
                '/' if self.peek(1) == Some('/') => self.skip_while(|letter| letter != '\n'),
                '0'..='9' => self.number()?,
                '.' if self.peek(1).is_some_and(|next| next.is_ascii_digit()) => return Err(self.float(self.at)),
                'a'..='z' | 'A'..='Z' | '_' => self.word()?,
                '(' | '[' => self.bracket()?,
                ')' | ']' => {
                    self.open = self.open.saturating_sub(1);
                    self.at += 1;
                }
                '?' => self.choice()?,
                '{' => return Err(Fault::at(self.at, "maps and structures cannot be made here")),
                '`' => return Err(Fault::at(self.at, "names are written without `")),
                _ => self.at += 1,
            }
        }
        Ok(())
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.text.get(self.at + ahead).copied()
    }

    fn skip_while(&mut self, goes_on: impl Fn(char) -> bool) {
        while self.peek(0).is_some_and(&goes_on) {
            self.at += 1;
        }
    }

    /// A text in quotes. Three quotes in a row, and prefixes, are refused: with them a quote may mean another thing.
    fn quoted(&mut self, quote: char) -> Result<(), Fault> {
        let start = self.at;
        if self.peek(1) == Some(quote) && self.peek(2) == Some(quote) {
            return Err(Fault::at(start, "write a text in single quotes or double quotes, not in three"));
        }
        self.at += 1;
        loop {
            match self.peek(0) {
                None | Some('\n' | '\r') => return Err(Fault::at(start, "this text is not closed")),
                Some('\\') => self.at += 2,
                Some(letter) => {
                    self.at += 1;
                    if letter == quote {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn number(&mut self) -> Result<(), Fault> {
        let start = self.at;
        self.skip_while(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        let digits: String = self.text[start..self.at].iter().collect();
        let is_hex = digits.starts_with("0x") || digits.starts_with("0X");
        let has_point = self.peek(0) == Some('.') && self.peek(1).is_some_and(|next| next.is_ascii_digit());
        if has_point || (!is_hex && digits.contains(['e', 'E'])) {
            return Err(self.float(start));
        }
        Ok(())
    }

    fn float(&self, at: usize) -> Fault {
        Fault::at(at, "fractions cannot be used; amounts are whole minor units, such as 1050 for 10.50")
    }

    /// A name. One before a bracket is a function, and must be one of ours.
    fn word(&mut self) -> Result<(), Fault> {
        let start = self.at;
        self.skip_while(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        let word: String = self.text[start..self.at].iter().collect();
        if matches!(self.peek(0), Some('\'' | '"')) {
            return Err(Fault::at(start, "write a text without a prefix before its quotes"));
        }
        let after = self.text[self.at..].iter().find(|letter| !letter.is_whitespace());
        if after != Some(&'(') || FUNCTIONS.contains(&word.as_str()) || MACROS.contains(&word.as_str()) {
            return Ok(());
        }
        Err(Fault::at(start, refused(&word)))
    }

    fn bracket(&mut self) -> Result<(), Fault> {
        self.open += 1;
        if self.open > DEPTH {
            return Err(Fault::at(self.at, format!("more than {DEPTH} brackets are open")));
        }
        self.at += 1;
        Ok(())
    }

    fn choice(&mut self) -> Result<(), Fault> {
        self.choices += 1;
        if self.choices > CHOICES {
            return Err(Fault::at(self.at, format!("more than {CHOICES} choices with `?`")));
        }
        self.at += 1;
        Ok(())
    }
}

/// Why a function cannot be used.
fn refused(word: &str) -> String {
    if CLOCK.contains(&word) {
        return format!("`{word}` cannot be used: an expression has no clock; use a `schedule` condition");
    }
    match word {
        "matches" => "`matches` cannot be used: there are no regular expressions; \
            use `contains`, `startsWith` or `endsWith`"
            .to_owned(),
        "double" => "`double` cannot be used: there are no fractions".to_owned(),
        _ => {
            let known: Vec<&'static str> = FUNCTIONS.into_iter().chain(MACROS).filter(|name| *name != "in").collect();
            match crate::decode::nearest(word, &known) {
                Some(known) => format!("there is no function `{word}`; did you mean `{known}`?"),
                None => format!("there is no function `{word}`; there are: {}", known.join(", ")),
            }
        }
    }
}
