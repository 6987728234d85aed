//! What a button of the form does to what is typed, without saving it.

use jiff::civil::Date;

use super::asks::{GROUP, ROOT};
use super::gives::MORE;
use super::typed::Typed;
use super::{Draft, dates};
use crate::admin::coupons::{asks, gives};

impl Draft {
    /// Does what a button says; whether it was one of these.
    pub(in crate::admin::coupons) fn act(&mut self, what: &str, today: Date) -> bool {
        let (word, rest) = what.split_once(':').unwrap_or((what, ""));
        let typed = &mut self.typed;
        match word {
            "kind" => self.focus = choose_kind(rest, typed),
            "benefit" => {
                let row = typed.rows(MORE);
                self.focus = choose_kind(&format!("{MORE}.{row}.:percent_off"), typed);
            }
            "add" => {
                let row = typed.rows(rest);
                let way = row.checked_sub(1).map(|last| typed.get(&format!("{rest}.{last}.off_way")).to_owned());
                typed.set(format!("{rest}.{row}.off_way"), way.unwrap_or_default());
                self.focus = Some(format!("{rest}.{row}."));
            }
            "remove" => {
                let (table, row) = rest.split_once(':').unwrap_or((rest, ""));
                if let Ok(row) = row.parse() {
                    typed.remove_row(table, row);
                }
            }
            "ask" => self.focus = ask(rest, typed),
            "group" => {
                let path = format!("{rest}.{}", typed.rows(rest));
                typed.set(format!("{path}.kind"), GROUP);
                typed.set(format!("{path}.match"), "any");
                self.focus = Some(format!("new.{path}"));
            }
            "span" => {
                dates::preset(rest, today, typed);
                self.focus = Some("ends".to_owned());
            }
            "alone" => {
                for field in super::limits::COMBINES {
                    typed.set(field.name, if rest == "yes" { "no" } else { "" });
                }
            }
            _ => return false,
        }
        true
    }
}

/// `more.0.:tiered`. Says where its first field is.
fn choose_kind(rest: &str, typed: &mut Typed) -> Option<String> {
    let (prefix, name) = rest.split_once(':')?;
    let kind = gives::kind(name)?;
    typed.set(format!("{prefix}kind"), kind.name);
    kind.start(prefix, typed);
    kind.fields.first().map(|field| format!("{prefix}{}", field.name))
}

/// Adds a condition: `if:schedule`, or the one that is chosen in the field `new.if`. Says where it is.
fn ask(rest: &str, typed: &mut Typed) -> Option<String> {
    let (table, name) = rest.split_once(':').unwrap_or((rest, ""));
    let chosen = if name.is_empty() { typed.get(&format!("new.{table}")).to_owned() } else { name.to_owned() };
    let kind = asks::kind(&chosen)?;
    let table = if table.is_empty() { ROOT } else { table };
    let prefix = format!("{table}.{}.", typed.rows(table));
    typed.set(format!("{prefix}kind"), kind.name);
    kind.start(&prefix, typed);
    Some(prefix)
}
