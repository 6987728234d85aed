//! How the fields of the form look: a tree of controls, drawn from the fields of a kind and what is typed in them.

use askama::Template;
use tessera_engine::Locale;

use super::asks;
use super::draft::asks::{DEPTH, GROUP, ROOT, WRAP};
use super::draft::field::{Choice, Field, Of, Part};
use super::draft::gives::KEPT;
use super::draft::periods::{PERIODS, SIDES};
use super::draft::selector::{INCLUDE, LISTS, is_all};
use super::draft::{Draft, field};
use crate::admin::fields::Faults;
use crate::admin::texts::Texts;

/// What a control is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// A line of text.
    Text,
    /// A number or amount, with its unit.
    Number,
    /// A time of day.
    Clock,
    /// A text of several lines.
    Area,
    /// A list of ids or words, one on a line.
    List,
    /// One of several.
    Select,
    /// One of three: as usual, yes, no.
    Radios,
    /// Some of several.
    Checks,
    /// A way and how much.
    Off,
    /// Which lines, behind a summary.
    Lines,
    /// A table with rows to add and take out.
    Rows,
    /// One row of it.
    Row,
    /// The grid of billing periods.
    Grid,
    /// Fields side by side.
    Beside,
    /// Fields that most never touch, behind a summary.
    More,
    /// A condition.
    Ask,
    /// Conditions together.
    Group,
    /// What stays as it is.
    Kept,
}

/// One choice.
pub(super) struct Opt {
    pub(super) value: &'static str,
    pub(super) words: &'static str,
    pub(super) is_chosen: bool,
}

/// A control of the form.
#[derive(Template)]
#[template(path = "admin/coupons/control.html")]
pub(super) struct Control {
    t: &'static Texts,
    look: Look,
    name: String,
    words: String,
    hint: &'static str,
    fault: Option<String>,
    value: String,
    /// `%` or a currency.
    unit: String,
    options: Vec<Opt>,
    /// Kinds of conditions, by what they are about.
    groups: Vec<(&'static str, Vec<(&'static str, &'static str)>)>,
    inner: Vec<Control>,
    /// For which values of another field it means something: `per=unit`.
    shows: String,
    /// Where its entries are looked for.
    picks: &'static str,
    is_open: bool,
    /// Whether the reader goes on here.
    is_next: bool,
    /// Whether a group may hold groups.
    may_nest: bool,
    /// Whether a condition must not hold.
    is_not: bool,
}

impl Control {
    fn described(&self) -> String {
        let fault = self.fault.as_ref().map(|_| format!("{}-fault", self.name));
        let hint = Some(self.hint).filter(|hint| !hint.is_empty()).map(|_| format!("{}-hint", self.name));
        [fault, hint].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// The path of the table that a row is in, and its number.
    fn row_of(&self) -> String {
        self.name.rsplit_once('.').map_or_else(String::new, |(table, row)| format!("{table}:{row}"))
    }
}

/// What controls are drawn from.
#[derive(Clone, Copy)]
pub(super) struct Draw<'d> {
    pub(super) draft: &'d Draft,
    pub(super) faults: &'d Faults,
    pub(super) t: &'static Texts,
    pub(super) locale: Locale,
}

impl Draw<'_> {
    /// The fields of a kind: those that stand side by side, those that take a line, those that most never touch.
    pub(super) fn fields(&self, fields: &[Field], prefix: &str) -> Vec<Control> {
        let mut controls = Vec::new();
        let mut beside = Vec::new();
        for one in fields.iter().filter(|one| !one.is_rare) {
            let control = self.field(one, prefix);
            if is_wide(one.part) {
                self.lay_out(&mut beside, &mut controls);
                controls.push(control);
            } else {
                beside.push(control);
            }
        }
        self.lay_out(&mut beside, &mut controls);
        let rare: Vec<&Field> = fields.iter().filter(|one| one.is_rare).collect();
        if !rare.is_empty() {
            let is_open = rare.iter().any(|one| self.says(one, prefix));
            let (wide, narrow): (Vec<&Field>, Vec<&Field>) = rare.into_iter().partition(|one| is_wide(one.part));
            let mut inner = vec![Control {
                inner: narrow.into_iter().map(|one| self.field(one, prefix)).collect(),
                ..self.blank(Look::Beside)
            }];
            inner.extend(wide.into_iter().map(|one| self.field(one, prefix)));
            let words = self.t.form_more.to_owned();
            controls.push(Control { inner, words, is_open, ..self.blank(Look::More) });
        }
        controls
    }

    fn lay_out(&self, beside: &mut Vec<Control>, controls: &mut Vec<Control>) {
        if !beside.is_empty() {
            controls.push(Control { inner: std::mem::take(beside), ..self.blank(Look::Beside) });
        }
    }

    /// Whether a field says something else than when nobody touches it.
    fn says(&self, one: &Field, prefix: &str) -> bool {
        let text = self.draft.text(&format!("{prefix}{}", one.name));
        let usual = match one.part {
            Part::Choice(choices) => choices.first().map_or("", |(value, _)| *value),
            Part::Switch { usual } => {
                if usual {
                    "yes"
                } else {
                    "no"
                }
            }
            Part::Scope => "cart",
            _ => "",
        };
        self.faults.of(&format!("{prefix}{}", one.name)).is_some() || !text.is_empty() && text != usual
    }

    /// One field.
    pub(super) fn field(&self, one: &Field, prefix: &str) -> Control {
        let name = format!("{prefix}{}", one.name);
        let shows = one
            .shown
            .filter(|(_, values)| !values.is_empty())
            .map(|(beside, values)| format!("{prefix}{beside}={}", values.join(" ")));
        let control = Control {
            words: (one.words)(self.t).to_owned(),
            hint: one.hint.map_or("", |hint| hint(self.t)),
            shows: shows.unwrap_or_default(),
            ..self.named(Look::Text, &name)
        };
        self.dressed(control, one, &name, prefix)
    }

    fn dressed(&self, control: Control, one: &Field, name: &str, prefix: &str) -> Control {
        let currency = || self.draft.text("currency").to_owned();
        match one.part {
            Part::Percent => Control { look: Look::Number, unit: "%".to_owned(), ..control },
            Part::Amount => Control { look: Look::Number, unit: currency(), ..control },
            Part::From => {
                let unit = if self.is_quantity(prefix) { self.t.unit_items.to_owned() } else { currency() };
                Control { look: Look::Number, unit, ..control }
            }
            Part::Count | Part::Renewals => Control { look: Look::Number, ..control },
            Part::Numbers | Part::Text => control,
            Part::Clock => Control { look: Look::Clock, ..control },
            Part::LongText => Control { look: Look::Area, ..control },
            Part::List(of) => Control { look: Look::List, picks: picks(of), ..control },
            Part::Choice(choices) => Control { look: Look::Select, options: self.options(choices, name), ..control },
            Part::Switch { usual } => {
                let text = self.draft.text(name);
                let yes = if text.is_empty() { usual } else { text == "yes" };
                Control { look: Look::Select, options: self.yes_no(yes), ..control }
            }
            Part::Maybe => Control { look: Look::Radios, options: self.options(MAYBE, name), ..control },
            Part::Some(choices) => Control { look: Look::Checks, options: self.options(choices, name), ..control },
            Part::Off(ways) => {
                Control { look: Look::Off, options: self.options(ways, &format!("{name}_way")), ..control }
            }
            Part::Selector => self.lines(control, name),
            Part::Selectors => self.selectors(control, name),
            Part::Rows(fields) => self.rows(control, name, fields),
            Part::Periods => self.grid(control, name),
            Part::Scope => {
                let lines = self.lines(self.named(Look::Lines, &format!("{name}_lines")), &format!("{name}_lines"));
                let lines = Control {
                    words: self.t.ask_scope_lines.to_owned(),
                    shows: format!("{name}=lines"),
                    is_open: self.draft.text(name) == "lines",
                    ..lines
                };
                let select = Control { look: Look::Select, options: self.options(SCOPES, name), ..control };
                Control { inner: vec![select, lines], ..self.blank(Look::Beside) }
            }
        }
    }

    fn is_quantity(&self, prefix: &str) -> bool {
        let table = prefix.trim_end_matches('.').rsplit_once('.').map_or("", |(table, _)| table);
        let above = table.rsplit_once('.').map_or_else(String::new, |(above, _)| format!("{above}."));
        self.draft.text(&format!("{above}basis")) == "quantity"
    }

    /// Which lines: lists of what is in, beside them what is out.
    fn lines(&self, control: Control, name: &str) -> Control {
        let t = self.t;
        let list = |prefix: &str, list: &(&'static str, field::Words, Of)| Control {
            words: (list.1)(t).to_owned(),
            picks: picks(list.2),
            ..self.named(Look::List, &format!("{prefix}{}", list.0))
        };
        let within = LISTS.iter().map(|one| list(&format!("{name}."), one));
        let attributes = Control {
            words: t.target_attributes.to_owned(),
            hint: t.target_attributes_hint,
            ..self.named(Look::Area, &format!("{name}.attributes"))
        };
        let sale = Control {
            words: t.target_sale.to_owned(),
            options: vec![Opt {
                value: "yes",
                words: t.target_no_sale,
                is_chosen: self.draft.text(&format!("{name}.no_sale")) == "yes",
            }],
            ..self.named(Look::Checks, &format!("{name}.no_sale"))
        };
        let include = Control {
            words: t.target_include.to_owned(),
            options: self.options(INCLUDE, &format!("{name}.include")),
            ..self.named(Look::Checks, &format!("{name}.include"))
        };
        let without = LISTS.iter().map(|one| list(&format!("{name}.not."), one));
        let side = |words: &'static str, inner: Vec<Control>| Control {
            words: words.to_owned(),
            inner,
            ..self.blank(Look::Row)
        };
        let has_fault =
            ["products", "attributes"].iter().any(|list| self.faults.of(&format!("{name}.{list}")).is_some());
        let is_open = !is_all(name, self.draft.typed()) || has_fault;
        Control {
            look: Look::Lines,
            fault: self.faults.of(&format!("{name}.products")).map(str::to_owned),
            value: if is_all(name, self.draft.typed()) { t.target_all } else { t.target_some }.to_owned(),
            inner: vec![
                side(t.target_in, within.chain([attributes, include]).collect()),
                side(t.target_out, without.chain([sale]).collect()),
            ],
            is_open,
            ..control
        }
    }

    fn selectors(&self, control: Control, name: &str) -> Control {
        let rows = (0..self.draft.typed().rows(name)).map(|row| {
            let name = format!("{name}.{row}");
            let lines = self.named(Look::Lines, &name);
            let lines = Control { words: self.t.target.to_owned(), is_open: true, ..self.lines(lines, &name) };
            Control { inner: vec![Control { is_open: true, ..lines }], ..self.named(Look::Row, &name) }
        });
        Control { look: Look::Rows, inner: rows.collect(), ..control }
    }

    fn rows(&self, control: Control, name: &str, fields: &[Field]) -> Control {
        let rows = (0..self.draft.typed().rows(name).max(1)).map(|row| {
            let name = format!("{name}.{row}");
            let inner = fields.iter().map(|one| self.field(one, &format!("{name}."))).collect();
            Control { inner, ..self.named(Look::Row, &name) }
        });
        Control { look: Look::Rows, inner: rows.collect(), ..control }
    }

    fn grid(&self, control: Control, name: &str) -> Control {
        let side = |period: &str, (side, words): &(&'static str, field::Words)| {
            let name = format!("{name}.{period}.{side}");
            let options = self.options(field::TWO_WAYS, &format!("{name}_way"));
            Control { words: words(self.t).to_owned(), options, ..self.named(Look::Off, &name) }
        };
        let rows = PERIODS.iter().map(|(period, words)| Control {
            words: words(self.t).to_owned(),
            inner: SIDES.iter().map(|one| side(period, one)).collect(),
            ..self.blank(Look::Row)
        });
        Control { look: Look::Grid, inner: rows.collect(), ..control }
    }

    /// The conditions as a tree of sentences.
    pub(super) fn conditions(&self) -> Control {
        self.group(ROOT, 1)
    }

    fn group(&self, path: &str, depth: usize) -> Control {
        let rows = (0..self.draft.typed().rows(path)).map(|number| self.condition(&format!("{path}.{number}"), depth));
        let name = format!("{path}.match");
        let groups = asks::GROUPS.iter().map(|(words, kinds)| {
            (words(self.t), kinds.iter().map(|kind| (kind.name, (kind.words)(self.t))).collect())
        });
        Control {
            words: if path == ROOT { self.t.ask_match } else { self.t.ask_match_group }.to_owned(),
            options: self.options(MATCH, &name),
            groups: groups.collect(),
            inner: rows.collect(),
            fault: self.faults.of(&name).map(str::to_owned),
            may_nest: depth < DEPTH,
            value: if path == ROOT { self.draft.text(WRAP) } else { "" }.to_owned(),
            is_open: path != ROOT,
            is_not: self.draft.text(&format!("{path}.not")) == "yes",
            ..self.named(Look::Group, path)
        }
    }

    fn condition(&self, path: &str, depth: usize) -> Control {
        let prefix = format!("{path}.");
        let chosen = self.draft.text(&format!("{prefix}kind"));
        if chosen == GROUP {
            return self.group(path, depth + 1);
        }
        let is_not = self.draft.text(&format!("{prefix}not")) == "yes";
        let ask = Control { is_not, value: chosen.to_owned(), ..self.named(Look::Ask, path) };
        match asks::kind(chosen) {
            Some(kind) => {
                Control { words: (kind.words)(self.t).to_owned(), inner: self.fields(kind.fields, &prefix), ..ask }
            }
            None => Control {
                words: self.draft.kept_condition(&prefix, self.locale),
                inner: vec![self.kept(&prefix)],
                ..ask
            },
        }
    }

    /// What stays as it is, sent along.
    pub(super) fn kept(&self, prefix: &str) -> Control {
        self.named(Look::Kept, &format!("{prefix}{KEPT}"))
    }

    fn named(&self, look: Look, name: &str) -> Control {
        let is_next =
            self.draft.focus.as_deref().is_some_and(|focus| {
                focus == name || focus.ends_with('.') && name.starts_with(focus) && look != Look::Row
            });
        Control {
            name: name.to_owned(),
            value: self.draft.text(name).to_owned(),
            fault: self.faults.of(name).map(str::to_owned),
            is_next,
            ..self.blank(look)
        }
    }

    fn blank(&self, look: Look) -> Control {
        Control {
            t: self.t,
            look,
            name: String::new(),
            words: String::new(),
            hint: "",
            fault: None,
            value: String::new(),
            unit: String::new(),
            options: Vec::new(),
            groups: Vec::new(),
            inner: Vec::new(),
            shows: String::new(),
            picks: "",
            is_open: false,
            is_next: false,
            may_nest: false,
            is_not: false,
        }
    }

    fn options(&self, choices: &[Choice], name: &str) -> Vec<Opt> {
        let chosen = self.draft.typed().all(name);
        let is_chosen = |value: &str| chosen.iter().any(|one| one == value);
        choices.iter().map(|(value, words)| Opt { value, words: words(self.t), is_chosen: is_chosen(value) }).collect()
    }

    fn yes_no(&self, yes: bool) -> Vec<Opt> {
        let option = |value, words, is_chosen| Opt { value, words, is_chosen };
        vec![option("yes", self.t.yes, yes), option("no", self.t.no, !yes)]
    }
}

const SCOPES: &[Choice] =
    &[("cart", |t| t.scope_cart), ("eligible", |t| t.scope_eligible), ("lines", |t| t.scope_lines)];
const MATCH: &[Choice] = &[("all", |t| t.match_all), ("any", |t| t.match_any)];
const MAYBE: &[Choice] = &[("", |t| t.maybe_usual), ("yes", |t| t.yes), ("no", |t| t.no)];

/// Whether a field takes a line of its own.
const fn is_wide(part: Part) -> bool {
    matches!(
        part,
        Part::Selector | Part::Selectors | Part::Rows(_) | Part::Periods | Part::LongText | Part::Scope | Part::Some(_)
    )
}

/// Where the entries of a list are looked for.
const fn picks(of: Of) -> &'static str {
    match of {
        Of::Words => "",
        Of::Products => "products",
        Of::Categories => "categories",
        Of::Segments => "segments",
        Of::Customers => "customers",
        Of::Coupons => "coupons",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::texts::{EN, FR};

    #[test]
    fn every_kind_is_drawn_with_a_label_at_every_field() {
        let settings = tessera_app::settings::StoreSettings::default();
        for t in [&EN, &FR] {
            for kind in super::super::gives::KINDS {
                let mut draft = Draft::new("", &settings, Locale::En);
                assert!(draft.act(&format!("kind::{}", kind.name), "2026-11-22".parse().unwrap()));
                let faults = Faults::default();
                let draw = Draw { draft: &draft, faults: &faults, t, locale: Locale::En };
                let html: String = draw.fields(kind.fields, "").iter().map(ToString::to_string).collect();
                let labels = html.matches("<label").count() + html.matches("aria-label").count();
                let inputs = html.matches("<input").count()
                    + html.matches("<select").count()
                    + html.matches("<textarea").count();
                assert!(labels >= inputs, "{}: {labels} labels, {inputs} fields: {html}", kind.name);
                assert!(kind.fields.is_empty() || inputs > 0, "{}", kind.name);
            }
        }
    }

    #[test]
    fn a_group_is_drawn_with_what_is_in_it() {
        let settings = tessera_app::settings::StoreSettings::default();
        let mut draft = Draft::new("", &settings, Locale::En);
        let today = "2026-11-22".parse().unwrap();
        for act in ["group:if", "ask:if.0:first_order", "ask:if:schedule"] {
            assert!(draft.act(act, today), "{act}");
        }
        let faults = Faults::default();
        let html = Draw { draft: &draft, faults: &faults, t: &EN, locale: Locale::En }.conditions().to_string();
        for part in [
            "name=\"if.0.match\"",
            "name=\"if.0.0.kind\" value=\"first_order\"",
            "name=\"if.1.weekdays\"",
            "value=\"remove:if.0:0\"",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }
}
