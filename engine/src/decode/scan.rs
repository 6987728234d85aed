//! One pass over a body before anything is read from it: is it JSON, is a member there twice, is it too deep.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::node::{Form, elements, members};
use super::{DecodeError, limits, pointer_to};

/// Checks a body and gives its root.
pub(super) fn scan(body: &[u8]) -> Result<&RawValue, DecodeError> {
    let text = std::str::from_utf8(body).map_err(|error| {
        let (line, column) = place(body, error.valid_up_to());
        DecodeError::Malformed { line, column, detail: "the text is not UTF-8".to_owned() }
    })?;
    let root: &RawValue =
        serde_json::from_str(text).map_err(|error| malformed(&error, error.line(), error.column()))?;
    Scan { body }.value(root, "", 0)?;
    Ok(root)
}

struct Scan<'a> {
    body: &'a [u8],
}

impl<'a> Scan<'a> {
    fn value(&self, raw: &'a RawValue, pointer: &str, depth: usize) -> Result<(), DecodeError> {
        match Form::of(raw) {
            Form::Null | Form::Bool | Form::Number => Ok(()),
            Form::String => {
                // Without a backslash the syntax check above has seen everything there is to see.
                if raw.get().contains('\\') {
                    serde_json::from_str::<Cow<'_, str>>(raw.get()).map_err(|error| self.fault(raw, &error))?;
                }
                Ok(())
            }
            Form::Array => {
                self.bound(raw, depth)?;
                for (position, element) in
                    elements(raw).map_err(|error| self.fault(raw, &error))?.into_iter().enumerate()
                {
                    if !Form::of(element).is_plain() {
                        self.value(element, &pointer_to(pointer, &position.to_string()), depth + 1)?;
                    }
                }
                Ok(())
            }
            Form::Object => {
                self.bound(raw, depth)?;
                let members = members(raw).map_err(|error| self.fault(raw, &error))?;
                unique(&members, pointer)?;
                for (name, member) in &members {
                    if !Form::of(member).is_plain() {
                        self.value(member, &pointer_to(pointer, name), depth + 1)?;
                    }
                }
                Ok(())
            }
        }
    }

    fn bound(&self, raw: &RawValue, depth: usize) -> Result<(), DecodeError> {
        if depth < limits::DEPTH {
            return Ok(());
        }
        let (line, column) = self.place_of(raw, 0);
        let detail = format!("nested more than {} levels deep", limits::DEPTH);
        Err(DecodeError::Malformed { line, column, detail })
    }

    /// A fault inside a value, placed in the whole body.
    fn fault(&self, raw: &RawValue, error: &serde_json::Error) -> DecodeError {
        let inner: usize =
            raw.get().split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>()
                + error.column().saturating_sub(1);
        let (line, column) = self.place_of(raw, inner);
        malformed(error, line, column)
    }

    fn place_of(&self, raw: &RawValue, inner: usize) -> (usize, usize) {
        let start = raw.get().as_ptr().addr().saturating_sub(self.body.as_ptr().addr());
        place(self.body, start + inner)
    }
}

/// Line and column, from 1, of a byte.
fn place(body: &[u8], offset: usize) -> (usize, usize) {
    let before = &body[..offset.min(body.len())];
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    (line, before.len() - line_start + 1)
}

fn malformed(error: &serde_json::Error, line: usize, column: usize) -> DecodeError {
    let words = error.to_string();
    let detail = words.split(" at line ").next().unwrap_or_default().to_owned();
    DecodeError::Malformed { line, column, detail }
}

fn unique(members: &[(Cow<'_, str>, &RawValue)], pointer: &str) -> Result<(), DecodeError> {
    let twice = if members.len() <= 16 {
        members
            .iter()
            .enumerate()
            .find(|(position, (name, _))| members[..*position].iter().any(|(other, _)| other == name))
            .map(|(_, (name, _))| name.as_ref())
    } else {
        let mut names: Vec<&str> = members.iter().map(|(name, _)| name.as_ref()).collect();
        names.sort_unstable();
        names.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
    };
    match twice {
        Some(name) => Err(DecodeError::DuplicateMember { pointer: pointer_to(pointer, name) }),
        None => Ok(()),
    }
}
