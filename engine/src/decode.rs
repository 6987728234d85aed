//! JSON in, every fault at once: each with the pointer to the member, a stable code and words.
//!
//! A document is read lazily from the text: [`parse()`] checks once that the body is JSON, holds no member twice and
//! is not nested too deeply; a [`Node`] is then a piece of that text with its pointer, an [`Object`] hands out its
//! members by name and knows which were not asked for. Numbers are read from their digits, so nothing is ever rounded.
//! What is wrong goes to [`Errors`] and reading goes on.
//!
//! A type that is read this way implements [`Decode`]; [`from_json`] does the rest:
//!
//! ```
//! use tessera_engine::decode::{Decode, Errors, Node, from_json};
//!
//! struct Stock { quantity: i64, note: Option<String> }
//!
//! impl Decode for Stock {
//!     fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
//!         let mut object = node.object(errors)?;
//!         let quantity = object.required("quantity", errors, |node, errors| node.integer(0..=1_000_000, errors));
//!         let note = object.optional("note", errors, |node, errors| node.text(255, errors));
//!         object.finish(errors);
//!         Some(Self { quantity: quantity?, note })
//!     }
//! }
//!
//! let stock: Stock = from_json(br#"{"quantity": 3}"#).unwrap();
//! assert_eq!((stock.quantity, stock.note), (3, None));
//! assert!(from_json::<Stock>(br#"{"quantity": 3.5, "nota": ""}"#).is_err());
//! ```

mod merge;
mod node;
mod object;
mod scan;

use std::fmt;

use serde_json::value::RawValue;

pub use merge::{Members, merge_patch};
pub use node::{Form, Node};
pub(crate) use node::{is_name, timestamp};
pub use object::Object;
pub(crate) use object::nearest;

/// The stable codes of [`FieldError`].
pub mod codes {
    /// A member that must be there is absent or `null`.
    pub const REQUIRED: &str = "required";
    /// A member nobody knows.
    pub const UNKNOWN_FIELD: &str = "unknown_field";
    /// Another JSON type than is meant, or a number that is not whole.
    pub const WRONG_TYPE: &str = "wrong_type";
    /// A number below or above what is allowed.
    pub const OUT_OF_RANGE: &str = "out_of_range";
    /// A text with too many characters.
    pub const TOO_LONG: &str = "too_long";
    /// A list or object with too many entries, or a tree that is too deep.
    pub const TOO_MANY: &str = "too_many";
    /// A value of the right type that means nothing here.
    pub const INVALID_VALUE: &str = "invalid_value";
    /// A value that must be unique and stands twice.
    pub const NOT_UNIQUE: &str = "not_unique";
    /// An amount beyond its limit, or a product or sum of amounts beyond 2^53 - 1.
    pub const AMOUNT_TOO_LARGE: &str = "amount_too_large";
    /// Not a currency of ISO 4217.
    pub const CURRENCY_UNKNOWN: &str = "currency_unknown";
    /// A code that cannot be a hand-written code.
    pub const CODE_INVALID: &str = "code_invalid";
    /// A benefit or condition kind nobody knows.
    pub const KIND_UNKNOWN: &str = "kind_unknown";
    /// A kind, or a parameter of one, that this release cannot do yet.
    pub const KIND_NOT_SUPPORTED: &str = "kind_not_supported";
    /// A member of a coupon that this release does not act on yet.
    pub const NOT_IN_THIS_RELEASE: &str = "not_in_this_release";

    /// Every code.
    pub const ALL: [&str; 14] = [
        REQUIRED,
        UNKNOWN_FIELD,
        WRONG_TYPE,
        OUT_OF_RANGE,
        TOO_LONG,
        TOO_MANY,
        INVALID_VALUE,
        NOT_UNIQUE,
        AMOUNT_TOO_LARGE,
        CURRENCY_UNKNOWN,
        CODE_INVALID,
        KIND_UNKNOWN,
        KIND_NOT_SUPPORTED,
        NOT_IN_THIS_RELEASE,
    ];
}

/// The limits that hold for every document.
pub mod limits {
    /// Levels of nested lists and objects.
    pub const DEPTH: usize = 32;
    /// Faults that are reported at once.
    pub const ERRORS: usize = 100;
    /// Characters of an id or a name.
    pub const NAME: usize = 255;
    /// Characters of a description.
    pub const DESCRIPTION: usize = 5_000;
    /// Entries of a list.
    pub const LIST: usize = 1_000;
    /// Entries of a list of a selector.
    pub const SELECTOR_LIST: usize = 10_000;
    /// Entries of the merchant's own data.
    pub const METADATA: usize = 50;
    /// Characters of one value of the merchant's own data.
    pub const METADATA_VALUE: usize = 500;
}

/// One fault of a document.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FieldError {
    /// JSON pointer (RFC 6901) to the member.
    pub pointer: String,
    /// Stable code, one of [`codes`].
    pub code: &'static str,
    /// What is wrong and the way out.
    pub detail: String,
}

/// Why a document could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// It is not JSON, or nested too deeply.
    Malformed {
        /// 1-based line.
        line: usize,
        /// 1-based column.
        column: usize,
        /// What the parser says.
        detail: String,
    },
    /// An object holds a member twice.
    DuplicateMember {
        /// JSON pointer to the member.
        pointer: String,
    },
    /// It is JSON, but not what is meant here.
    Fields(Vec<FieldError>),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { line, column, detail } => write!(f, "not JSON at line {line}, column {column}: {detail}"),
            Self::DuplicateMember { pointer } => write!(f, "the member {pointer} stands twice"),
            Self::Fields(errors) => match errors.first() {
                Some(first) => write!(f, "{}: {}", first.pointer, first.detail),
                None => f.write_str("not what is meant here"),
            },
        }
    }
}

impl std::error::Error for DecodeError {}

/// The faults found so far, at most [`limits::ERRORS`] of them.
#[derive(Debug, Default)]
pub struct Errors {
    found: Vec<FieldError>,
}

impl Errors {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a fault. What comes after the first [`limits::ERRORS`] is not kept.
    pub fn push(&mut self, pointer: impl Into<String>, code: &'static str, detail: impl Into<String>) {
        if self.found.len() < limits::ERRORS {
            self.found.push(FieldError { pointer: pointer.into(), code, detail: detail.into() });
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether nothing is wrong so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The faults in the order they were found.
    #[must_use]
    pub fn into_vec(self) -> Vec<FieldError> {
        self.found
    }

    /// The value, unless something is wrong.
    ///
    /// # Errors
    /// [`DecodeError::Fields`] with what was found.
    pub fn check<T>(self, value: Option<T>) -> Result<T, DecodeError> {
        match value {
            Some(value) if self.found.is_empty() => Ok(value),
            _ => Err(DecodeError::Fields(self.found)),
        }
    }
}

/// A document that is read from JSON by hand, so that every fault is reported at once.
pub trait Decode: Sized {
    /// Reads the document; notes what is wrong. `None` only where something was noted.
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self>;
}

/// Reads a document that implements [`Decode`].
///
/// # Errors
/// See [`DecodeError`]; all faults of the document at once.
pub fn from_json<T: Decode>(body: &[u8]) -> Result<T, DecodeError> {
    let root = parse(body)?;
    let mut errors = Errors::new();
    let value = T::decode(&root, &mut errors);
    errors.check(value)
}

/// Checks that a body is JSON, holds no member twice and is not nested too deeply; gives its root.
///
/// # Errors
/// [`DecodeError::Malformed`] or [`DecodeError::DuplicateMember`].
pub fn parse(body: &[u8]) -> Result<Node<'_>, DecodeError> {
    scan::scan(body).map(|raw: &RawValue| Node::root(raw))
}

/// Adds a member or position to a JSON pointer, escaped as RFC 6901 has it.
#[must_use]
pub fn pointer_to(parent: &str, token: &str) -> String {
    let mut pointer = String::with_capacity(parent.len() + token.len() + 1);
    pointer.push_str(parent);
    pointer.push('/');
    for character in token.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
    pointer
}

#[cfg(test)]
mod tests;
