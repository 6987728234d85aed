//! A piece of JSON text with its pointer, and the readings of it that documents share.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;

use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::object::{Object, nearest, shown};
use super::{Errors, codes, limits, pointer_to};
use crate::money::{Amounts, Currency, Money, Percent, PercentError};

/// The type of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A text.
    String,
    /// A list.
    Array,
    /// An object.
    Object,
}

impl Form {
    /// The type of a value, told by its first byte.
    pub(super) fn of(raw: &RawValue) -> Self {
        match raw.get().as_bytes().first() {
            Some(b'n') | None => Self::Null,
            Some(b't' | b'f') => Self::Bool,
            Some(b'"') => Self::String,
            Some(b'[') => Self::Array,
            Some(b'{') => Self::Object,
            Some(_) => Self::Number,
        }
    }

    /// Whether there is nothing to look into.
    pub(super) const fn is_plain(self) -> bool {
        matches!(self, Self::Null | Self::Bool | Self::Number)
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "true or false",
            Self::Number => "a number",
            Self::String => "a text",
            Self::Array => "a list",
            Self::Object => "an object",
        }
    }
}

/// A value of a document: a piece of its text and the pointer to it.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    raw: &'a RawValue,
    pointer: String,
}

impl<'a> Node<'a> {
    pub(super) const fn root(raw: &'a RawValue) -> Self {
        Self { raw, pointer: String::new() }
    }

    pub(super) const fn at(raw: &'a RawValue, pointer: String) -> Self {
        Self { raw, pointer }
    }

    /// JSON pointer to the value.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The text of the value as it was written.
    #[must_use]
    pub fn text_as_written(&self) -> &'a str {
        self.raw.get()
    }

    /// The JSON type.
    #[must_use]
    pub fn form(&self) -> Form {
        Form::of(self.raw)
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.form() == Form::Null
    }

    /// Notes a fault of this value. Gives `None`, so that a reader can end with it.
    pub fn fault<T>(&self, errors: &mut Errors, code: &'static str, detail: impl Into<String>) -> Option<T> {
        errors.push(self.pointer.clone(), code, detail);
        None
    }

    fn wrong_type<T>(&self, errors: &mut Errors, meant: &str) -> Option<T> {
        self.fault(errors, codes::WRONG_TYPE, format!("must be {meant}, not {}", self.form().words()))
    }

    /// `true` or `false`.
    pub fn bool(&self, errors: &mut Errors) -> Option<bool> {
        match self.raw.get() {
            "true" => Some(true),
            "false" => Some(false),
            _ => self.wrong_type(errors, "true or false"),
        }
    }

    /// Any text, also an empty one.
    pub fn string(&self, errors: &mut Errors) -> Option<Cow<'a, str>> {
        if self.form() != Form::String {
            return self.wrong_type(errors, "a text");
        }
        match serde_json::from_str::<Borrowing<'a>>(self.raw.get()) {
            Ok(text) => Some(text.0),
            Err(_) => self.wrong_type(errors, "a text"),
        }
    }

    /// An id or a name: 1 to `limit` characters, no control characters.
    pub fn text(&self, limit: usize, errors: &mut Errors) -> Option<String> {
        let text = self.string(errors)?;
        if text.is_empty() {
            return self.fault(errors, codes::INVALID_VALUE, "must not be empty; leave it out instead");
        }
        if let Some(control) = text.chars().find(|character| character.is_control()) {
            let detail = format!("must not hold the control character U+{:04X}", u32::from(control));
            return self.fault(errors, codes::INVALID_VALUE, detail);
        }
        self.within(text, limit, errors)
    }

    /// An id or a name of the usual length, 1 to 255 characters.
    pub fn name(&self, errors: &mut Errors) -> Option<String> {
        self.text(limits::NAME, errors)
    }

    /// Prose: up to `limit` characters, line breaks and tabs allowed, possibly empty.
    pub fn prose(&self, limit: usize, errors: &mut Errors) -> Option<String> {
        let text = self.string(errors)?;
        let forbidden = |character: &char| character.is_control() && !matches!(character, '\n' | '\r' | '\t');
        if let Some(control) = text.chars().find(forbidden) {
            let detail = format!("must not hold the control character U+{:04X}", u32::from(control));
            return self.fault(errors, codes::INVALID_VALUE, detail);
        }
        self.within(text, limit, errors)
    }

    fn within(&self, text: Cow<'_, str>, limit: usize, errors: &mut Errors) -> Option<String> {
        let length = text.chars().count();
        if length > limit {
            return self.fault(errors, codes::TOO_LONG, format!("has {length} characters; {limit} are allowed"));
        }
        Some(text.into_owned())
    }

    /// A whole number within bounds.
    pub fn integer(&self, bounds: RangeInclusive<i64>, errors: &mut Errors) -> Option<i64> {
        self.whole(bounds, errors, "must be a whole number without a point or exponent")
    }

    /// A count: a whole number from 0 to 2^53 - 1.
    pub fn count(&self, errors: &mut Errors) -> Option<u64> {
        self.integer(0..=Money::MAX_MINOR, errors).and_then(|count| u64::try_from(count).ok())
    }

    /// An amount in minor units, 0 to `largest`.
    pub fn money(&self, largest: i64, errors: &mut Errors) -> Option<Money> {
        let words = "must be a whole number of minor units, such as 1000 for 10.00; 10.0, 10.5 and \"10.00\" are not";
        if self.is_whole() && !self.raw.get().starts_with('-') {
            let minor = self.raw.get().parse().unwrap_or(i64::MAX);
            if minor > largest {
                return self.fault(errors, codes::AMOUNT_TOO_LARGE, format!("must be at most {largest} minor units"));
            }
        }
        self.whole(0..=largest, errors, words).and_then(Money::new)
    }

    /// A number without point, exponent or negative zero.
    fn is_whole(&self) -> bool {
        let digits = self.raw.get();
        let unsigned = digits.strip_prefix('-').unwrap_or(digits);
        self.form() == Form::Number && unsigned.bytes().all(|byte| byte.is_ascii_digit()) && digits != "-0"
    }

    fn whole(&self, bounds: RangeInclusive<i64>, errors: &mut Errors, words: &str) -> Option<i64> {
        if !self.is_whole() {
            return self.fault(errors, codes::WRONG_TYPE, words);
        }
        match self.raw.get().parse() {
            Ok(number) if bounds.contains(&number) => Some(number),
            _ => {
                let detail = format!("must be from {} to {}", bounds.start(), bounds.end());
                self.fault(errors, codes::OUT_OF_RANGE, detail)
            }
        }
    }

    /// A rate in percent, 0 to `largest`, read from its digits.
    pub fn percent(&self, largest: Percent, errors: &mut Errors) -> Option<Percent> {
        if self.form() != Form::Number {
            return self.wrong_type(errors, "a number of percent such as 20 or 12.5, without the % sign");
        }
        let range = format!("must be from 0 to {largest} percent");
        match Percent::parse(self.raw.get()) {
            Ok(percent) if percent <= largest => Some(percent),
            Ok(_) | Err(PercentError::Range) => self.fault(errors, codes::OUT_OF_RANGE, range),
            Err(PercentError::Decimals) => {
                self.fault(errors, codes::INVALID_VALUE, "must have at most 4 decimals, such as 33.3333")
            }
            Err(PercentError::Form) if self.raw.get().starts_with('-') => {
                self.fault(errors, codes::OUT_OF_RANGE, range)
            }
            Err(PercentError::Form) => self.fault(
                errors,
                codes::INVALID_VALUE,
                "must be written with plain digits, such as 12.5, without an exponent",
            ),
        }
    }

    /// An instant: RFC 3339 with an offset.
    pub fn timestamp(&self, errors: &mut Errors) -> Option<Timestamp> {
        let text = self.string(errors)?;
        match timestamp(&text) {
            Some(instant) => Some(instant),
            None => self.fault(
                errors,
                codes::INVALID_VALUE,
                "must be a time of RFC 3339 with its offset, such as 2026-06-01T00:00:00+02:00",
            ),
        }
    }

    /// A currency of ISO 4217.
    pub fn currency(&self, errors: &mut Errors) -> Option<Currency> {
        let text = self.string(errors)?;
        match Currency::parse(&text) {
            Some(currency) => Some(currency),
            None => self.fault(errors, codes::CURRENCY_UNKNOWN, currency_words(&text)),
        }
    }

    /// An amount for each of one or more currencies: `{"USD": 1000}`.
    pub fn amounts(&self, errors: &mut Errors) -> Option<Amounts> {
        if self.form() != Form::Object {
            return self.wrong_type(errors, "an amount for each currency, such as {\"USD\": 1000} for 10.00");
        }
        let mut amounts = Amounts::new();
        let mut complete = true;
        for (name, node) in self.object(errors)?.rest() {
            let Some(currency) = Currency::parse(&name) else {
                errors.push(node.pointer(), codes::CURRENCY_UNKNOWN, currency_words(&name));
                complete = false;
                continue;
            };
            if node.is_null() {
                continue;
            }
            match node.money(Money::MAX_MINOR, errors) {
                Some(money) => drop(amounts.insert(currency, money)),
                None => complete = false,
            }
        }
        if complete && amounts.is_empty() {
            return self.fault(
                errors,
                codes::INVALID_VALUE,
                "must name at least one currency, such as {\"USD\": 1000}",
            );
        }
        complete.then_some(amounts)
    }

    /// One of a few words.
    pub fn word<T: Copy>(&self, words: &[(&'static str, T)], errors: &mut Errors) -> Option<T> {
        let text = self.string(errors)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let known: Vec<&'static str> = words.iter().map(|(word, _)| *word).collect();
        let list = known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let detail = match nearest(&text, &known) {
            Some(word) => format!("must be one of {list}; did you mean `{word}`?"),
            None => format!("must be one of {list}, not `{}`", shown(&text)),
        };
        self.fault(errors, codes::INVALID_VALUE, detail)
    }

    /// An object, to be asked for its members.
    pub fn object(&self, errors: &mut Errors) -> Option<Object<'a>> {
        if self.form() != Form::Object {
            return self.wrong_type(errors, "an object");
        }
        match members(self.raw) {
            Ok(members) => Some(Object::new(self.pointer.clone(), members)),
            Err(_) => self.wrong_type(errors, "an object"),
        }
    }

    /// A list of at most `limit` entries.
    pub fn list(&self, limit: usize, errors: &mut Errors) -> Option<Vec<Self>> {
        if self.form() != Form::Array {
            return self.wrong_type(errors, "a list");
        }
        let Ok(elements) = elements(self.raw) else { return self.wrong_type(errors, "a list") };
        if elements.len() > limit {
            let detail = format!("has {} entries; {limit} are allowed", elements.len());
            return self.fault(errors, codes::TOO_MANY, detail);
        }
        let at =
            |(position, raw): (usize, &'a RawValue)| Node::at(raw, pointer_to(&self.pointer, &position.to_string()));
        Some(elements.into_iter().enumerate().map(at).collect())
    }

    /// A list of at most `limit` entries, each read the same way; `None` if one could not be.
    pub fn each<T>(
        &self,
        limit: usize,
        errors: &mut Errors,
        mut read: impl FnMut(&Self, &mut Errors) -> Option<T>,
    ) -> Option<Vec<T>> {
        let nodes = self.list(limit, errors)?;
        let read: Vec<Option<T>> = nodes.iter().map(|node| read(node, errors)).collect();
        read.into_iter().collect()
    }

    /// A list of at most `limit` ids or names.
    pub fn names(&self, limit: usize, errors: &mut Errors) -> Option<Vec<String>> {
        self.each(limit, errors, |node, errors| node.name(errors))
    }

    /// An object with names of the sender's choice and values read the same way; `null` values are left out.
    pub fn map<T>(
        &self,
        limit: usize,
        errors: &mut Errors,
        mut read: impl FnMut(&Self, &mut Errors) -> Option<T>,
    ) -> Option<BTreeMap<String, T>> {
        let entries = self.object(errors)?.rest();
        if entries.len() > limit {
            let detail = format!("has {} entries; {limit} are allowed", entries.len());
            return self.fault(errors, codes::TOO_MANY, detail);
        }
        let mut map = BTreeMap::new();
        let mut complete = true;
        for (name, node) in entries {
            if !is_name(&name) {
                errors.push(
                    node.pointer(),
                    codes::INVALID_VALUE,
                    format!("its name must have 1 to {} characters, none of them a control character", limits::NAME),
                );
                complete = false;
            } else if !node.is_null() {
                match read(&node, errors) {
                    Some(value) => drop(map.insert(name.into_owned(), value)),
                    None => complete = false,
                }
            }
        }
        complete.then_some(map)
    }

    /// The merchant's own data: up to 50 texts of up to 500 characters by name.
    pub fn metadata(&self, errors: &mut Errors) -> Option<BTreeMap<String, String>> {
        self.map(limits::METADATA, errors, |node, errors| node.prose(limits::METADATA_VALUE, errors))
    }
}

fn currency_words(written: &str) -> String {
    format!("`{}` is not a currency of ISO 4217 with a minor unit, such as USD, in capitals", shown(written))
}

/// Whether a text can be an id or a name: 1 to 255 characters, no control characters.
pub(crate) fn is_name(text: &str) -> bool {
    if text.is_ascii() {
        return (1..=limits::NAME).contains(&text.len()) && text.bytes().all(|byte| !byte.is_ascii_control());
    }
    text.chars().count() <= limits::NAME && !text.chars().any(char::is_control)
}

/// An instant of RFC 3339. Other forms of ISO 8601, and times without an offset, are not taken.
#[must_use]
pub(crate) fn timestamp(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let shape = b"dddd-dd-ddTdd:dd:dd";
    let fits = |(expected, byte): (&u8, &u8)| match expected {
        b'd' => byte.is_ascii_digit(),
        b'T' => matches!(byte, b'T' | b't'),
        exact => exact == byte,
    };
    if bytes.len() <= shape.len() || !shape.iter().zip(bytes).all(fits) {
        return None;
    }
    let mut rest = &bytes[shape.len()..];
    if let Some(fraction) = rest.strip_prefix(b".") {
        let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || digits > 9 {
            return None;
        }
        rest = &fraction[digits..];
    }
    let has_offset = match rest {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => [h1, h2, m1, m2].iter().all(|byte| byte.is_ascii_digit()),
        _ => false,
    };
    if has_offset { text.parse().ok() } else { None }
}

/// A text that borrows from the input where it holds no escapes.
struct Borrowing<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Borrowing<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Borrowing<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Borrowing(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Borrowing(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// The members of an object in the order written, those that stand twice included.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((name, raw)) = map.next_entry::<Borrowing<'de>, &'de RawValue>()? {
                    members.push((name.0, raw));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

/// The members of an object in the order written.
pub(super) fn members(raw: &RawValue) -> Result<Vec<(Cow<'_, str>, &RawValue)>, serde_json::Error> {
    serde_json::from_str::<Members<'_>>(raw.get()).map(|members| members.0)
}

/// The elements of a list.
pub(super) fn elements(raw: &RawValue) -> Result<Vec<&RawValue>, serde_json::Error> {
    serde_json::from_str(raw.get())
}
