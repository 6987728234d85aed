//! Just enough of a Rust lexer to tell code from comments and text, and to find test functions.
//!
//! The tidy tests include this file too.

use std::mem;

/// Splits a source file into its code and its comments.
///
/// Both halves have the line breaks of the whole, so that line numbers agree. What stands in comments is blank in the
/// first; what stands in code, and the text of string and character literals, is blank in the second. Literals are
/// empty in the first.
pub(crate) fn split(text: &str) -> (String, String) {
    let mut splitter = Splitter { rest: text, code: String::with_capacity(text.len()), comments: String::new() };
    splitter.run();
    (splitter.code, splitter.comments)
}

struct Splitter<'a> {
    rest: &'a str,
    code: String,
    comments: String,
}

impl<'a> Splitter<'a> {
    fn run(&mut self) {
        while let Some(next) = self.rest.chars().next() {
            if self.rest.starts_with("//") {
                let end = self.rest.find('\n').unwrap_or(self.rest.len());
                self.comment(end);
            } else if self.rest.starts_with("/*") {
                self.comment(block_comment_length(self.rest));
            } else if let Some(length) = literal_length(self.rest) {
                self.literal(length);
            } else if next.is_alphanumeric() || next == '_' {
                self.word();
            } else {
                let _ = self.take(next.len_utf8());
                self.code.push(next);
                if next == '\n' {
                    self.comments.push('\n');
                }
            }
        }
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn comment(&mut self, length: usize) {
        let taken = self.take(length);
        self.comments.push_str(taken);
        self.code.push(' ');
        self.code.extend(taken.chars().filter(|one| *one == '\n'));
    }

    fn literal(&mut self, length: usize) {
        let taken = self.take(length);
        let breaks: String = taken.chars().filter(|one| *one == '\n').collect();
        self.code.push_str("\"\"");
        self.code.push_str(&breaks);
        self.comments.push_str(&breaks);
    }

    /// A whole word at once, so that its last letter is not taken for the prefix of a literal.
    fn word(&mut self) {
        let end = self.rest.find(|one: char| !one.is_alphanumeric() && one != '_');
        let word = self.take(end.unwrap_or(self.rest.len()));
        self.code.push_str(word);
    }
}

fn block_comment_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of the string or character literal that begins here.
fn literal_length(text: &str) -> Option<usize> {
    if text.starts_with('\'') {
        return character_length(text);
    }
    let unprefixed = ["b'", "b\"", "c\"", "br", "cr", "r", "\""];
    let prefix = unprefixed.iter().find(|prefix| text.starts_with(**prefix))?;
    match *prefix {
        "b'" => character_length(&text[1..]).map(|length| length + 1),
        "\"" => Some(quoted_length(text)),
        "b\"" | "c\"" => Some(quoted_length(&text[1..]) + 1),
        raw => raw_length(&text[raw.len()..]).map(|length| length + raw.len()),
    }
}

/// A character, or `None` for a lifetime.
fn character_length(text: &str) -> Option<usize> {
    let mut characters = text[1..].chars();
    let first = characters.next()?;
    if first != '\\' {
        return (characters.next()? == '\'').then(|| 2 + first.len_utf8());
    }
    let escaped = characters.next()?.len_utf8();
    let end = text[2 + escaped..].find('\'')?;
    Some(2 + escaped + end + 1)
}

fn quoted_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, one) in text.char_indices().skip(1) {
        if mem::take(&mut is_escaped) {
            continue;
        }
        match one {
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// What follows the `r`; `None` where it is a raw identifier or a plain word.
fn raw_length(text: &str) -> Option<usize> {
    let hashes = text.len() - text.trim_start_matches('#').len();
    if !text[hashes..].starts_with('"') {
        return None;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    let body = hashes + 1;
    let end = text[body..].find(&close);
    Some(end.map_or(text.len(), |end| body + end + close.len()))
}

/// A word, or one character that is neither a word nor a blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// As it is written.
    pub(crate) text: &'a str,
    /// The first line of a file is 1.
    pub(crate) line: usize,
}

/// The tokens of code that [`split`] has cleaned.
pub(crate) fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (index, text) in code.lines().enumerate() {
        let line = index + 1;
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            let is_word = |one: char| one.is_alphanumeric() || one == '_';
            let length =
                if is_word(first) { rest.find(|one| !is_word(one)).unwrap_or(rest.len()) } else { first.len_utf8() };
            tokens.push(Token { text: &rest[..length], line });
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> String {
        split(text).0
    }

    #[test]
    fn comments_leave_the_code() {
        let (code, comments) = split("a // one\nb /* two /* in */ still */ c\n");
        assert_eq!(code, "a  \nb   c\n");
        assert_eq!(comments, "// one\n/* two /* in */ still */\n");
    }

    #[test]
    fn literals_are_emptied() {
        for literal in [
            r#""fn // x""#,
            r#""a \" b""#,
            r##"r#"a " b"#"##,
            r#"b"x""#,
            r#"br"x\""#,
            r"'\''",
            r"'\u{41}'",
            "'\"'",
            "b'x'",
            "'é'",
        ] {
            assert_eq!(code(&format!("f({literal});")), "f(\"\");", "{literal}");
        }
    }

    #[test]
    fn lifetimes_and_raw_identifiers_are_code() {
        for text in ["fn f<'a>(x: &'a str) {}", "r#type", "for_r\"\"", "'outer: loop {}"] {
            let cleaned = code(text);
            assert_eq!(cleaned, text);
        }
    }

    #[test]
    fn lines_stay_where_they_are() {
        let (code, _) = split("\"one\ntwo\"\n/*\n*/ here");
        let here = tokens(&code).into_iter().find(|token| token.text == "here");
        assert_eq!(here.map(|token| token.line), Some(4));
    }
}
