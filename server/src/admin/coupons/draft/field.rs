//! A field of the form and the member of the document that it stands for. A kind of benefit or condition is a list of
//! these: from it come what is typed, what is written, what is wrong with it, and how it looks.

use serde_json::{Value, json};
use tessera_engine::{Currency, FieldError, Locale};

use super::numbers::{read_amounts, read_percent, written_amounts, written_percent};
use super::typed::Typed;
use super::{periods, selector};
use crate::admin::fields::Faults;
use crate::admin::texts::{Texts, fill};

/// The words of a label, in the reader's language.
pub(in crate::admin::coupons) type Words = fn(&Texts) -> &'static str;
/// A value and its words.
pub(in crate::admin::coupons) type Choice = (&'static str, Words);

/// A field of the form.
#[derive(Clone, Copy)]
pub(in crate::admin::coupons) struct Field {
    /// Its name, after that of what it is in.
    pub(in crate::admin::coupons) name: &'static str,
    /// The path of its member, with points; empty for the whole object.
    member: &'static str,
    pub(in crate::admin::coupons) words: Words,
    pub(in crate::admin::coupons) hint: Option<Words>,
    pub(in crate::admin::coupons) part: Part,
    /// Whether it must say something.
    needed: bool,
    /// It means something only for these values of the field beside it.
    pub(in crate::admin::coupons) shown: Option<(&'static str, &'static [&'static str])>,
    /// Whether most never touch it.
    pub(in crate::admin::coupons) is_rare: bool,
}

/// What is typed in a field.
#[derive(Clone, Copy)]
pub(in crate::admin::coupons) enum Part {
    /// A rate from 0 to 100.
    Percent,
    /// An amount by currency.
    Amount,
    /// A whole number.
    Count,
    /// A number of renewals; -1 is all of them.
    Renewals,
    /// One of several words; the empty one writes nothing.
    Choice(&'static [Choice]),
    /// Yes or no; what is usual is what the kind does when nothing is written.
    Switch {
        /// What holds when nothing is written.
        usual: bool,
    },
    /// Yes, no, or what is usual.
    Maybe,
    /// A text.
    Text,
    /// A longer text.
    LongText,
    /// A time of day.
    Clock,
    /// Ids or words, one on a line.
    List(Of),
    /// Numbers, with commas.
    Numbers,
    /// Some of several words.
    Some(&'static [Choice]),
    /// A percentage or an amount off, or a price: one of the ways.
    Off(&'static [Choice]),
    /// Which lines.
    Selector,
    /// Several selections.
    Selectors,
    /// Where a step begins: an amount when the field `basis` beside the table says `spend`, else units.
    From,
    /// A table: a row has these fields.
    Rows(&'static [Field]),
    /// What each billing period gives.
    Periods,
    /// Which lines count: `cart`, `eligible` or a selection.
    Scope,
}

/// What the entries of a list are, for who looks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::admin::coupons) enum Of {
    /// Words of the merchant that no list of ours holds.
    Words,
    /// Products.
    Products,
    /// Categories.
    Categories,
    /// Segments.
    Segments,
    /// Customers.
    Customers,
    /// Coupons.
    Coupons,
}

/// Percentage or amount.
pub(in crate::admin::coupons) const TWO_WAYS: &[Choice] =
    &[("percent", |t| t.way_percent), ("amount", |t| t.way_amount)];
/// Percentage, amount or price.
pub(in crate::admin::coupons) const THREE_WAYS: &[Choice] =
    &[("percent", |t| t.way_percent), ("amount", |t| t.way_amount), ("fixed_price", |t| t.way_price)];

/// What is written is written with.
pub(in crate::admin::coupons) struct Writing<'w> {
    pub(in crate::admin::coupons) typed: &'w Typed,
    /// The currency of amounts that name none.
    pub(in crate::admin::coupons) currency: &'w str,
    pub(in crate::admin::coupons) t: &'w Texts,
    pub(in crate::admin::coupons) faults: &'w mut Faults,
}

/// How a document is shown in the form.
#[derive(Clone, Copy)]
pub(in crate::admin::coupons) struct Reading<'r> {
    pub(in crate::admin::coupons) currency: &'r str,
    pub(in crate::admin::coupons) locale: Locale,
}

impl Field {
    /// A field whose member has its name.
    pub(in crate::admin::coupons) const fn new(name: &'static str, words: Words, part: Part) -> Self {
        Self { name, member: name, words, hint: None, part, needed: false, shown: None, is_rare: false }
    }

    /// With a hint.
    pub(in crate::admin::coupons) const fn hint(self, hint: Words) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// Whose member is elsewhere.
    pub(in crate::admin::coupons) const fn at(self, member: &'static str) -> Self {
        Self { member, ..self }
    }

    /// That must say something.
    pub(in crate::admin::coupons) const fn needed(self) -> Self {
        Self { needed: true, ..self }
    }

    /// That means something only for these values of the field beside it; without values, when that says anything.
    pub(in crate::admin::coupons) const fn only(self, beside: &'static str, values: &'static [&'static str]) -> Self {
        Self { shown: Some((beside, values)), ..self }
    }

    /// That most never touch.
    pub(in crate::admin::coupons) const fn rare(self) -> Self {
        Self { is_rare: true, ..self }
    }

    /// Writes what is typed into the object.
    pub(in crate::admin::coupons) fn write(&self, prefix: &str, object: &mut Value, w: &mut Writing<'_>) {
        if self.shown.is_some_and(|(beside, values)| !is_among(w.typed.get(&format!("{prefix}{beside}")), values)) {
            return;
        }
        let name = format!("{prefix}{}", self.name);
        let text = w.typed.get(&name);
        let value = match self.part {
            Part::Off(_) => return self.write_off(&name, object, w),
            Part::Percent => read_text(text, read_percent),
            Part::Amount => return self.write_amount(&name, object, w),
            Part::Count => read_text(text, read_count),
            Part::Renewals => read_text(text, read_renewals),
            // What holds anyway need not be said.
            Part::Choice(choices) if !self.needed && choices.first().is_some_and(|(usual, _)| *usual == text) => {
                Ok(None)
            }
            Part::Choice(choices) => read_choice(text, choices),
            Part::Switch { usual } => Ok(Some(json!(read_switch(text, usual)))),
            Part::Maybe => Ok(read_maybe(text)),
            Part::Text | Part::LongText | Part::Clock => Ok(Some(json!(text)).filter(|_| !text.is_empty())),
            Part::List(_) => list_or_none(entries(w.typed.all(&name))),
            Part::Some(_) => list_or_none(w.typed.all(&name).iter().filter(|one| !one.is_empty()).cloned().collect()),
            Part::Numbers => read_text(text, read_numbers),
            Part::Selector => Ok(selector::write(&name, w).filter(|one| self.needed || !is_empty(one))),
            Part::Selectors => Ok(Some(self.write_rows(&name, w, selector::write)).filter(|list| !is_empty(list))),
            Part::From => return self.write_from(prefix, &name, object, w),
            Part::Rows(fields) => {
                Ok(Some(self.write_rows(&name, w, |row, w| Some(object_of(fields, &format!("{row}."), w))))
                    .filter(|list| !is_empty(list)))
            }
            Part::Periods => Ok(Some(periods::write(&name, w)).filter(|one| !is_empty(one))),
            Part::Scope => Ok(write_scope(&name, w)),
        };
        match value {
            Ok(Some(value)) => put(object, self.member, value),
            Ok(None) if !self.needed => {}
            _ => w.faults.add(self.first_name(&name), self.fault_words(w.t)),
        }
    }

    fn write_amount(&self, name: &str, object: &mut Value, w: &mut Writing<'_>) {
        match amounts(name, self.needed, w) {
            Some(Value::Null) | None => {}
            Some(value) => put(object, self.member, value),
        }
    }

    fn write_off(&self, name: &str, object: &mut Value, w: &mut Writing<'_>) {
        if let Some((way, value)) = write_off(name, self.needed, w) {
            let member = if self.member.is_empty() { way } else { format!("{}.{way}", self.member) };
            put(object, &member, value);
        }
    }

    fn write_from(&self, prefix: &str, name: &str, object: &mut Value, w: &mut Writing<'_>) {
        let table = prefix.trim_end_matches('.').rsplit_once('.').map_or("", |(table, _)| table);
        let beside = table.rsplit_once('.').map_or_else(String::new, |(above, _)| format!("{above}."));
        if w.typed.get(&format!("{beside}basis")) != "quantity" {
            return self.write_amount(name, object, w);
        }
        match read_count(w.typed.get(name)) {
            Some(count) => put(object, self.member, count),
            None => w.faults.add(name.to_owned(), w.t.fault_count_whole),
        }
    }

    fn write_rows(
        &self,
        table: &str,
        w: &mut Writing<'_>,
        row: impl Fn(&str, &mut Writing<'_>) -> Option<Value>,
    ) -> Value {
        let typed = w.typed;
        let names = (0..typed.rows(table)).map(|number| format!("{table}.{number}"));
        let names: Vec<String> = names.filter(|name| typed.says_something(&format!("{name}."))).collect();
        names.iter().filter_map(|name| row(name, w)).collect()
    }

    /// What is wrong when it says nothing that is meant here.
    pub(in crate::admin::coupons) fn fault_words(&self, t: &Texts) -> String {
        let words = match self.part {
            Part::Percent => t.fault_percent,
            Part::Amount | Part::Off(_) => t.fault_amount,
            Part::Count if self.needed => t.fault_count_whole,
            Part::Count => t.fault_number,
            Part::Renewals => t.fault_renewals,
            Part::Numbers => t.fault_days_of_month,
            Part::Clock => t.fault_time,
            Part::From => t.fault_step,
            Part::Rows(_) => t.fault_rows,
            Part::Periods => t.fault_periods,
            Part::List(_) | Part::Some(_) | Part::Selector | Part::Selectors => t.fault_list,
            Part::Choice(_) | Part::Switch { .. } | Part::Maybe | Part::Text | Part::LongText | Part::Scope => {
                t.fault_empty
            }
        };
        fill(words, &[])
    }

    /// The field in which the reader can mend it.
    fn first_name(&self, name: &str) -> String {
        match self.part {
            Part::Selector => format!("{name}.products"),
            Part::Selectors => format!("{name}.0.products"),
            Part::Rows(fields) => {
                fields.first().map_or_else(|| name.to_owned(), |field| format!("{name}.0.{}", field.name))
            }
            Part::Periods => periods::first(name),
            _ => name.to_owned(),
        }
    }

    /// Shows what the object says.
    pub(in crate::admin::coupons) fn read(&self, prefix: &str, object: &Value, typed: &mut Typed, r: Reading<'_>) {
        let name = format!("{prefix}{}", self.name);
        let value = at(object, self.member);
        let text = match self.part {
            Part::Off(_) => return read_off(&name, value, typed, r),
            Part::Selector => return selector::read(&name, value, typed),
            Part::Selectors => {
                for (row, one) in value.as_array().into_iter().flatten().enumerate() {
                    selector::read(&format!("{name}.{row}"), one, typed);
                }
                return;
            }
            Part::Rows(fields) => {
                for (row, one) in value.as_array().into_iter().flatten().enumerate() {
                    fields.iter().for_each(|field| field.read(&format!("{name}.{row}."), one, typed, r));
                }
                return;
            }
            Part::Periods => return periods::read(&name, value, typed, r),
            Part::Scope => return read_scope(&name, value, typed),
            Part::Some(_) => return typed.set_all(name, texts(value)),
            Part::Percent if !value.is_null() => written_percent(value, r.locale),
            Part::Amount => written_amounts(value, r.currency, r.locale).unwrap_or_default(),
            Part::From if value.is_object() => written_amounts(value, r.currency, r.locale).unwrap_or_default(),
            Part::Maybe => value.as_bool().map_or("", |yes| if yes { "yes" } else { "no" }).to_owned(),
            Part::List(_) => texts(value).join("\n"),
            Part::Numbers => texts(value).join(", "),
            Part::Switch { usual } => (if value.as_bool().unwrap_or(usual) { "yes" } else { "no" }).to_owned(),
            _ => texts(value).concat(),
        };
        typed.set(name, text);
    }

    /// The field of a member that the engine finds fault with; `pointer` begins at the object.
    pub(in crate::admin::coupons) fn of_fault(&self, prefix: &str, pointer: &str) -> Option<(String, Self)> {
        let name = format!("{prefix}{}", self.name);
        let path = pointer.trim_start_matches('/').replace('/', ".");
        if let Part::Off(ways) = self.part {
            let found = ways.iter().any(|(way, _)| {
                let member = if self.member.is_empty() { (*way).to_owned() } else { format!("{}.{way}", self.member) };
                below(&path, &member).is_some()
            });
            return found.then_some((name, *self));
        }
        let rest = below(&path, self.member)?;
        match self.part {
            Part::Rows(fields) => {
                let (row, rest) = rest.split_once('.').unwrap_or((rest, ""));
                let prefix = format!("{name}.{}.", if row.is_empty() { "0" } else { row });
                let inner = fields.iter().find_map(|field| field.of_fault(&prefix, rest));
                inner.or_else(|| Some((format!("{prefix}{}", fields.first()?.name), *fields.first()?)))
            }
            Part::Selector | Part::Selectors => Some((self.first_name(&name), *self)),
            Part::Periods => Some((periods::name_of(&name, rest), *self)),
            _ => Some((name, *self)),
        }
    }
}

/// Whether a text is one of these; of none, whether it says anything.
fn is_among(text: &str, values: &[&str]) -> bool {
    if values.is_empty() { !text.is_empty() } else { values.contains(&text) }
}

/// What is below a path, if it is.
fn below<'p>(path: &'p str, member: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(member)?;
    if rest.is_empty() || member.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}

/// The object of several fields.
pub(in crate::admin::coupons) fn object_of(fields: &[Field], prefix: &str, w: &mut Writing<'_>) -> Value {
    let mut object = json!({});
    fields.iter().for_each(|field| field.write(prefix, &mut object, w));
    object
}

/// Adds what the engine finds wrong with an object to the fields it comes from.
pub(in crate::admin::coupons) fn add_faults(
    fields: &[Field],
    prefix: &str,
    otherwise: &str,
    errors: &[FieldError],
    w: &mut Writing<'_>,
) {
    for error in errors {
        let found = fields.iter().find_map(|field| field.of_fault(prefix, &error.pointer));
        // What is wrong with the whole is mended in its first field.
        let first = || fields.first().map(|field| (field.first_name(&format!("{prefix}{}", field.name)), *field));
        match found.or_else(first) {
            Some((name, field)) => w.faults.add(name, field.fault_words(w.t)),
            None => w.faults.add(otherwise.to_owned(), w.t.error_fields),
        }
    }
}

/// An amount; `Null` where there is none, nothing where it is wrong.
fn amounts(name: &str, needed: bool, w: &mut Writing<'_>) -> Option<Value> {
    let text = w.typed.get(name);
    if text.is_empty() {
        if needed {
            w.faults.add(name.to_owned(), w.t.fault_amount);
        }
        return Some(Value::Null);
    }
    let Some(currency) = Currency::parse(w.currency) else {
        w.faults.add("currency", w.t.fault_currency);
        return None;
    };
    let read = read_amounts(text, currency);
    if read.is_none() {
        w.faults.add(name.to_owned(), w.t.fault_amount);
    }
    read
}

/// One of the ways of taking something off: its member and its value.
pub(super) fn write_off(name: &str, needed: bool, w: &mut Writing<'_>) -> Option<(String, Value)> {
    let text = w.typed.get(name);
    if text.is_empty() && !needed {
        return None;
    }
    let way = w.typed.get(&format!("{name}_way"));
    if matches!(way, "amount" | "fixed_price") {
        return amounts(name, true, w).filter(|value| !value.is_null()).map(|value| (way.to_owned(), value));
    }
    let percent = read_percent(text);
    if percent.is_none() {
        w.faults.add(name.to_owned(), w.t.fault_percent);
    }
    percent.map(|percent| ("percent".to_owned(), percent))
}

/// Shows which way it is, and how much.
pub(super) fn read_off(name: &str, object: &Value, typed: &mut Typed, r: Reading<'_>) {
    let way = ["amount", "fixed_price"].into_iter().find(|way| object[*way].is_object());
    let text = match way {
        Some(way) => written_amounts(&object[way], r.currency, r.locale).unwrap_or_default(),
        None if object["percent"].is_number() => written_percent(&object["percent"], r.locale),
        None => String::new(),
    };
    typed.set(format!("{name}_way"), way.unwrap_or("percent"));
    typed.set(name, text);
}

fn write_scope(name: &str, w: &mut Writing<'_>) -> Option<Value> {
    match w.typed.get(name) {
        "lines" => Some(selector::write(&format!("{name}_lines"), w).unwrap_or_else(|| json!({}))),
        "eligible" => Some(json!("eligible")),
        _ => None,
    }
}

fn read_scope(name: &str, value: &Value, typed: &mut Typed) {
    if value.is_object() {
        selector::read(&format!("{name}_lines"), value, typed);
    }
    typed.set(name, if value.is_object() { "lines" } else { value.as_str().unwrap_or("cart") });
}

fn read_text(text: &str, read: impl Fn(&str) -> Option<Value>) -> Result<Option<Value>, ()> {
    if text.is_empty() { Ok(None) } else { read(text).map(Some).ok_or(()) }
}

fn read_choice(text: &str, choices: &[Choice]) -> Result<Option<Value>, ()> {
    let known = choices.iter().any(|(value, _)| *value == text);
    if text.is_empty() {
        Ok(None)
    } else if known {
        Ok(Some(json!(text)))
    } else {
        Err(())
    }
}

fn read_maybe(text: &str) -> Option<Value> {
    match text {
        "yes" => Some(json!(true)),
        "no" => Some(json!(false)),
        _ => None,
    }
}

const fn read_switch(text: &str, usual: bool) -> bool {
    match text.as_bytes() {
        b"yes" => true,
        b"no" => false,
        _ => usual,
    }
}

/// A whole number, also as `1 000`.
fn read_count(text: &str) -> Option<Value> {
    let digits: String = text.chars().filter(|one| !one.is_whitespace()).collect();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = if is_number { digits.parse::<i64>().ok() } else { None };
    number.filter(|number| *number <= 9_007_199_254_740_991).map(|number| json!(number))
}

/// `-1`, `0`, `12`; a minus as typographers write it too.
fn read_renewals(text: &str) -> Option<Value> {
    let digits = text.replace('−', "-");
    if digits == "-1" { Some(json!(-1)) } else { read_count(&digits) }
}

fn read_numbers(text: &str) -> Option<Value> {
    let pieces = text.split([',', ' ', ';', '\n']).filter(|piece| !piece.trim().is_empty());
    pieces.map(|piece| read_count(piece.trim())).collect()
}

/// The entries of lists: a line or a comma ends one.
pub(super) fn entries(values: &[String]) -> Vec<String> {
    let pieces = values.iter().flat_map(|value| value.split([',', '\n']));
    let mut found: Vec<String> = Vec::new();
    for piece in pieces.map(str::trim).filter(|piece| !piece.is_empty()) {
        if !found.iter().any(|known| known == piece) {
            found.push(piece.to_owned());
        }
    }
    found
}

fn list_or_none(list: Vec<String>) -> Result<Option<Value>, ()> {
    Ok(Some(json!(list)).filter(|list| !is_empty(list)))
}

/// The texts of a list, or the one of a text or number.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

/// Whether it is an object or list without anything in it.
pub(super) fn is_empty(value: &Value) -> bool {
    value.as_object().is_some_and(serde_json::Map::is_empty) || value.as_array().is_some_and(Vec::is_empty)
}

/// Writes a member by its path.
pub(super) fn put(object: &mut Value, path: &str, value: Value) {
    let mut place = object;
    for step in path.split('.') {
        if !place.is_object() {
            *place = json!({});
        }
        place = &mut place[step];
    }
    *place = value;
}

/// A member by its path.
pub(super) fn at<'v>(object: &'v Value, path: &str) -> &'v Value {
    if path.is_empty() { object } else { path.split('.').fold(object, |place, step| &place[step]) }
}
