//! A text with variables in braces: `Only {missing} to go!`.

use crate::decode::{Errors, Node, codes, nearest};

use super::variables::Variable;

/// A text with variables in braces, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    text: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Words(String),
    Variable(&'static str),
}

impl Template {
    /// Characters of a text at most.
    pub const LONGEST: usize = 500;

    /// Reads a text that may use these variables.
    pub(super) fn read(node: &Node<'_>, variables: &'static [Variable], errors: &mut Errors) -> Option<Self> {
        let text = node.text(Self::LONGEST, errors)?;
        if text.trim().is_empty() {
            return node.fault(errors, codes::INVALID_VALUE, "must say something; `null` brings the usual words back");
        }
        match pieces(&text, variables) {
            Ok(pieces) => Some(Self { text, pieces }),
            Err(detail) => node.fault(errors, codes::INVALID_VALUE, detail),
        }
    }

    /// The text as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text with its variables filled in; `None` when one of them is not known.
    pub(super) fn fill(&self, value: impl Fn(&'static str) -> Option<String>) -> Option<String> {
        let mut filled = String::with_capacity(self.text.len());
        for piece in &self.pieces {
            match piece {
                Piece::Words(words) => filled.push_str(words),
                Piece::Variable(name) => filled.push_str(&value(name)?),
            }
        }
        Some(filled)
    }
}

/// The pieces of a text, or what is wrong with it.
fn pieces(text: &str, variables: &'static [Variable]) -> Result<Vec<Piece>, String> {
    const UNBALANCED: &str =
        "has a brace without its partner; braces stand around the name of a variable and nowhere else";
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(brace) = rest.find(['{', '}']) {
        let (words, from) = rest.split_at(brace);
        if !words.is_empty() {
            pieces.push(Piece::Words(words.to_owned()));
        }
        let inside = from.strip_prefix('{').ok_or(UNBALANCED)?;
        let (name, after) = inside.split_once('}').ok_or(UNBALANCED)?;
        if name.contains('{') {
            return Err(UNBALANCED.to_owned());
        }
        let known = variables.iter().find(|variable| variable.name == name).ok_or_else(|| unknown(name, variables))?;
        pieces.push(Piece::Variable(known.name));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest.to_owned()));
    }
    Ok(pieces)
}

fn unknown(name: &str, variables: &'static [Variable]) -> String {
    let names: Vec<&'static str> = variables.iter().map(|variable| variable.name).collect();
    let allowed = match names.as_slice() {
        [] => "this message has no variables".to_owned(),
        names => format!("this message may use {{{}}}", names.join("}, {")),
    };
    match nearest(name, &names) {
        Some(near) => format!("there is no variable {{{name}}}; did you mean {{{near}}}? {allowed}"),
        None => format!("there is no variable {{{name}}}; {allowed}"),
    }
}
