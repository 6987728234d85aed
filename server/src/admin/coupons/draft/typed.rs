//! What is typed in a form, by the name of its field. A row of a table has its number in the names of its fields:
//! `tiers.0.from`, `tiers.1.from`.

use std::collections::BTreeMap;

use crate::admin::form::Form;

/// Fields that are no part of what is written.
const BESIDE: [&str; 5] = ["csrf", "once", "version", "do", "of"];

/// Texts by the name of their field; several for boxes of the same name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::admin::coupons) struct Typed(BTreeMap<String, Vec<String>>);

impl Typed {
    /// The fields of a form that was sent.
    pub(super) fn of_form(form: &Form) -> Self {
        let mut typed = Self::default();
        for (name, value) in form.pairs().filter(|(name, _)| !BESIDE.contains(name)) {
            typed.0.entry(name.to_owned()).or_default().push(value.trim().replace("\r\n", "\n"));
        }
        typed
    }

    /// A field; nothing where it is not there.
    pub(in crate::admin::coupons) fn get(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// Every value of a field.
    pub(in crate::admin::coupons) fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether the field is there, be it empty.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Whether something is typed in a field whose name begins so. How an empty field would be read does not count.
    pub(in crate::admin::coupons) fn says_something(&self, prefix: &str) -> bool {
        let typed = self.under(prefix).filter(|(name, _)| !name.ends_with("_way"));
        typed.into_iter().any(|(_, values)| values.iter().any(|value| !value.is_empty()))
    }

    /// How the names of fields go on that begin so.
    pub(super) fn below(&self, prefix: &str) -> Vec<String> {
        self.0.keys().filter_map(|name| name.strip_prefix(prefix)).map(str::to_owned).collect()
    }

    /// Writes a field.
    pub(super) fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), vec![value.into()]);
    }

    /// Writes a field with several values.
    pub(super) fn set_all(&mut self, name: impl Into<String>, values: Vec<String>) {
        self.0.insert(name.into(), values);
    }

    /// Writes a field that is not there yet.
    pub(super) fn set_if_empty(&mut self, name: &str, value: &str) {
        if self.get(name).is_empty() {
            self.set(name, value);
        }
    }

    /// How many rows a table has.
    pub(in crate::admin::coupons) fn rows(&self, table: &str) -> usize {
        (0..).take_while(|row| self.under(&format!("{table}.{row}.")).next().is_some()).count()
    }

    /// Takes a row out; those after it move up.
    pub(super) fn remove_row(&mut self, table: &str, row: usize) {
        let rows = self.rows(table);
        self.remove_under(&format!("{table}.{row}."));
        for later in row + 1..rows {
            self.rename(&format!("{table}.{later}."), &format!("{table}.{}.", later - 1));
        }
    }

    /// Takes out the fields whose names begin so.
    pub(super) fn remove_under(&mut self, prefix: &str) {
        self.0.retain(|name, _| !name.starts_with(prefix));
    }

    /// Copies from another what is wanted of it.
    pub(super) fn copy(&mut self, other: &Self, wanted: impl Fn(&str) -> bool) {
        let copies = other.0.iter().filter(|(name, _)| wanted(name));
        self.0.extend(copies.map(|(name, values)| (name.clone(), values.clone())));
    }

    fn rename(&mut self, from: &str, to: &str) {
        let names: Vec<String> = self.under(from).map(|(name, _)| name.to_owned()).collect();
        for name in names {
            if let Some(values) = self.0.remove(&name) {
                self.0.insert(format!("{to}{}", &name[from.len()..]), values);
            }
        }
    }

    fn under(&self, prefix: &str) -> impl Iterator<Item = (&str, &[String])> {
        let from = self.0.range(prefix.to_owned()..);
        from.take_while(move |(name, _)| name.starts_with(prefix))
            .map(|(name, values)| (name.as_str(), values.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_and_move_up() {
        let form = Form::parse(
            b"csrf=x&tiers.0.from=10&tiers.1.from=20&tiers.1.off=2&tiers.2.from=30&day=a&day=b&tiersx.3.a=1",
        );
        let mut typed = Typed::of_form(&form);
        assert_eq!((typed.rows("tiers"), typed.rows("none"), typed.has("csrf")), (3, 0, false));
        assert_eq!(typed.all("day"), ["a", "b"]);
        typed.remove_row("tiers", 1);
        assert_eq!((typed.rows("tiers"), typed.get("tiers.1.from"), typed.get("tiers.1.off")), (2, "30", ""));
        typed.remove_row("tiers", 7);
        assert_eq!(typed.rows("tiers"), 2, "there is no such row");
        assert_eq!(typed.get("tiersx.3.a"), "1");
    }
}
