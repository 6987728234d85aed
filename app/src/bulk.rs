//! Many entries in one call: each is read and refused by itself, all that are good are written in one transaction.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tessera_engine::decode::{Decode, DecodeError, Errors, FieldError, codes, parse};
use tessera_engine::from_json;

use crate::answer::Answer;
use crate::problem::{ErrorCode, Problem};

/// The entries of a body, each as it was sent: what is wrong with one is told of that one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bulk {
    entries: Vec<String>,
}

impl Bulk {
    /// Entries at most.
    pub const ENTRIES: usize = 1_000;

    /// Reads a body whose one member is this list.
    ///
    /// # Errors
    /// [`DecodeError`] when there is no such list or it is too long. Its entries are not read yet.
    pub fn read(body: &[u8], member: &'static str) -> Result<Self, DecodeError> {
        let (mut errors, root) = (Errors::new(), parse(body)?);
        let mut entries = None;
        if let Some(mut object) = root.object(&mut errors) {
            entries = object.required(member, &mut errors, |node, errors| node.list(Self::ENTRIES, errors));
            object.finish(&mut errors);
        }
        let entries = entries.map(|all| all.iter().map(|entry| entry.text_as_written().to_owned()).collect());
        errors.check(entries.map(|entries| Self { entries }))
    }

    /// The entries as they were sent.
    pub(crate) fn texts(&self) -> &[String] {
        &self.entries
    }

    /// Reads every entry. Of two with one id only the first is good: which of them was meant is not for us to say.
    pub(crate) fn entries<T: Decode>(&self, id: impl Fn(&T) -> &str) -> Vec<Entry<T>> {
        let mut known = BTreeSet::new();
        let read = |text: &String| match from_json::<T>(text.as_bytes()) {
            Ok(entry) if known.insert(id(&entry).to_owned()) => {
                Entry { id: Some(id(&entry).to_owned()), read: Ok(entry) }
            }
            Ok(entry) => Entry { id: Some(id(&entry).to_owned()), read: Err(stands_twice()) },
            Err(error) => Entry { id: told_id(text), read: Err(error.into()) },
        };
        self.entries.iter().map(read).collect()
    }
}

/// One entry, read or refused.
#[derive(Clone, Debug)]
pub(crate) struct Entry<T> {
    /// The merchant's id, as far as it can be read.
    pub(crate) id: Option<String>,
    /// What it says.
    pub(crate) read: Result<T, Problem>,
}

/// What became of one entry.
#[derive(Debug, Serialize)]
pub(crate) struct Outcome {
    id: Option<String>,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Box<RawValue>>,
}

impl Outcome {
    /// It was written.
    pub(crate) fn done(id: Option<String>, status: u16) -> Self {
        Self { id, status, problem: None }
    }

    /// It was not.
    pub(crate) fn refused(id: Option<String>, problem: &Problem, request_id: &str) -> Self {
        let document = String::from_utf8(problem.document(request_id)).ok();
        let problem_document = document.and_then(|document| RawValue::from_string(document).ok());
        Self { id, status: problem.error.status(), problem: problem_document }
    }
}

/// The answer: what became of each, in their order.
pub(crate) fn bulk_answer(outcomes: &[Outcome]) -> Result<Answer, Problem> {
    #[derive(Serialize)]
    struct Outcomes<'a> {
        data: &'a [Outcome],
    }
    Answer::json(200, &Outcomes { data: outcomes })
}

fn stands_twice() -> Problem {
    let detail = "stands twice in this body; send each id once".to_owned();
    Problem::fields(vec![FieldError { pointer: "/id".to_owned(), code: codes::NOT_UNIQUE, detail }])
}

/// The id of an entry that has other faults.
fn told_id(entry: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Told {
        id: String,
    }
    serde_json::from_str::<Told>(entry).ok().map(|told| told.id).filter(|id| id.chars().count() <= 255)
}

/// An entry whose parent, or whatever else it rests on, is not as it needs to be.
pub(crate) fn refused_field(error: ErrorCode, pointer: &str, code: &'static str, detail: &str) -> Problem {
    let fault = FieldError { pointer: pointer.to_owned(), code, detail: detail.to_owned() };
    Problem { error, ..Problem::fields(vec![fault]) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::products::WholeProduct;

    #[test]
    fn the_list_is_read_and_its_entries_are_not() {
        assert_eq!(Bulk::read(br#"{"products": []}"#, "products").unwrap().entries, Vec::<String>::new());
        assert_eq!(Bulk::read(br#"{"products": [7, {"a": 1}]}"#, "products").unwrap().entries, ["7", r#"{"a": 1}"#]);
        for bad in ["{}", "[]", r#"{"products": {}}"#, r#"{"products": [], "more": 1}"#] {
            assert!(matches!(Bulk::read(bad.as_bytes(), "products"), Err(DecodeError::Fields(_))), "{bad}");
        }
        let many = format!(r#"{{"products": [{}]}}"#, vec!["1"; Bulk::ENTRIES + 1].join(","));
        assert!(matches!(Bulk::read(many.as_bytes(), "products"), Err(DecodeError::Fields(_))));
    }

    #[test]
    fn each_entry_is_read_by_itself_and_an_id_stands_once() {
        let body = br#"{"products": [{"id": "a"}, {"id": "b", "stock": -1}, {"id": "a"}, 7]}"#;
        let entries = Bulk::read(body, "products").unwrap().entries(|product: &WholeProduct| &product.0.id);
        let ids: Vec<_> = entries.iter().map(|entry| entry.id.as_deref()).collect();
        assert_eq!(ids, [Some("a"), Some("b"), Some("a"), None]);
        let pointers: Vec<_> = entries
            .iter()
            .map(|entry| entry.read.as_ref().err().map(|problem| problem.errors[0].pointer.as_str()))
            .collect();
        assert_eq!(pointers, [None, Some("/stock"), Some("/id"), Some("")]);
    }
}
