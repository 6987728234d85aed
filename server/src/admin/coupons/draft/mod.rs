//! What is typed in the form of a coupon, and the terms it stands for. One area of the form is one file; what the form
//! cannot write of a coupon it shows and leaves as it is.

mod act;
pub(super) mod asks;
pub(super) mod dates;
pub(super) mod field;
pub(super) mod gives;
pub(super) mod kind;
pub(super) mod limits;
mod numbers;
pub(super) mod periods;
pub(super) mod selector;
pub(super) mod typed;

use jiff::tz::TimeZone;
use serde_json::{Value, json};
use tessera_app::coupons::CouponView;
use tessera_app::settings::StoreSettings;
use tessera_engine::code::CodeError;
use tessera_engine::coupon::{Activation, Text};
use tessera_engine::{Code, Currency, FieldError, Locale, Terms};

use self::field::{Reading, Writing, add_faults, object_of};
use self::typed::Typed;
use crate::admin::fields::Faults;
use crate::admin::form::Form;
use crate::admin::texts::{Texts, fill};

/// The currency where nothing names one.
const USUAL_CURRENCY: &str = "USD";
/// The longest description, in characters.
const LONGEST_DESCRIPTION: usize = 5_000;
/// The longest name.
const LONGEST_NAME: usize = 255;
const KNOWN_ACTIVATIONS: [&str; 3] = ["code", "automatic", "claim"];
/// Fields that stand alone, beside dates, limits and combining.
const BASICS: [&str; 8] = ["name", "description", "activation", "code", "currency", "campaign_id", "tags", "tags_was"];
/// What the names of the fields of a title begin with; the language follows.
pub(in crate::admin::coupons) const TITLE: &str = "title.";

/// The fields as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    typed: Typed,
    /// The field that the reader goes on with, or what its name begins with.
    pub(super) focus: Option<String>,
}

impl Draft {
    /// The fields of an empty form, or of one of the starts of the empty list.
    pub(super) fn new(start: &str, settings: &StoreSettings, locale: Locale) -> Self {
        let currency = settings.currency.map_or(USUAL_CURRENCY.to_owned(), |currency| currency.to_string());
        let mut draft = Self::default();
        let pick = |en: &'static str, fr: &'static str| if locale == Locale::Fr { fr } else { en };
        let fields: &[(&str, &str)] = match start {
            "welcome" => &[
                ("name", pick("Welcome", "Bienvenue")),
                ("code", pick("WELCOME10", "BIENVENUE10")),
                ("percent", "10"),
                ("per_customer", "1"),
            ],
            "shipping" => &[
                ("name", pick("Free shipping", "Livraison offerte")),
                ("code", pick("SHIPFREE", "PORTOFFERT")),
                ("kind", "free_shipping"),
                ("minimum", pick("50.00", "50,00")),
            ],
            "amount" => &[
                ("name", pick("5 off from 50", "5 de moins dès 50")),
                ("code", pick("TAKE5", "MOINS5")),
                ("kind", "amount_off"),
                ("amount", pick("5.00", "5,00")),
                ("minimum", pick("50.00", "50,00")),
                ("per_customer", "1"),
            ],
            _ => &[],
        };
        let usual =
            [("activation", "code"), ("kind", "percent_off"), ("currency", currency.as_str()), ("if.match", "all")];
        for (name, text) in usual.iter().chain(fields) {
            draft.typed.set(*name, *text);
        }
        draft
    }

    /// The fields of a form that was sent. A part of the form that was not sent, and what it cannot write, is that of
    /// the coupon.
    pub(super) fn of_form(form: &Form, kept: Option<&Self>) -> Self {
        let mut typed = Typed::of_form(form);
        let currency = typed.get("currency").to_uppercase();
        if typed.has("currency") {
            typed.set("currency", currency);
        }
        if let Some(kept) = kept {
            let sent = typed.clone();
            let asks = |name: &str| name == "minimum" || name.starts_with("if.");
            let has_gives = sent.has("kind");
            let has_asks = sent.has("minimum") || sent.has("if.match");
            typed.copy(&kept.typed, |name| match name {
                _ if stands_alone(name) => !sent.has(name),
                _ if asks(name) => !has_asks,
                _ => !has_gives,
            });
        }
        Self { typed, focus: None }
    }

    /// The fields of a coupon.
    pub(super) fn of_view(view: &CouponView, settings: &StoreSettings, locale: Locale) -> Self {
        Self::of_terms(&view.terms, settings, locale)
    }

    /// The fields of terms.
    pub(super) fn of_terms(terms: &Terms, settings: &StoreSettings, locale: Locale) -> Self {
        let mut draft = Self::new("", settings, locale);
        let written = serde_json::to_value(terms).unwrap_or_default();
        let typed = &mut draft.typed;
        let mut named = Vec::new();
        ["benefits", "conditions", "limits"].iter().for_each(|part| currencies(&written[*part], &mut named));
        let usual = typed.get("currency").to_owned();
        let currency = if named.contains(&usual) { usual } else { named.into_iter().next().unwrap_or(usual) };
        typed.set("currency", currency.clone());
        let r = Reading { currency: &currency, locale };
        typed.set("name", terms.name.clone());
        typed.set("description", terms.description.clone().unwrap_or_default());
        typed.set("campaign_id", terms.campaign_id.clone().unwrap_or_default());
        typed.set("tags", terms.tags.join(", "));
        typed.set_all("tags_was", terms.tags.clone());
        match &terms.title {
            Some(Text::Plain(text)) => typed.set(format!("{TITLE}en"), text.clone()),
            Some(Text::ByLocale(texts)) => {
                texts.iter().for_each(|(locale, text)| typed.set(format!("{TITLE}{locale}"), text.clone()));
            }
            None => {}
        }
        typed.set("activation", activation_name(terms.activation));
        typed.set("code", terms.code.as_ref().map(|code| code.typed().to_owned()).unwrap_or_default());
        gives::read(&terms.benefits, typed, r);
        asks::read(terms.conditions.as_ref(), typed, r);
        dates::read(&terms.validity, settings, typed);
        limits::limits().iter().for_each(|field| field.read("", &written["limits"], typed, r));
        limits::stacking().iter().for_each(|field| field.read("", &written["stacking"], typed, r));
        limits::RARE.iter().for_each(|field| field.read("", &written, typed, r));
        draft
    }

    /// A field as it was typed.
    pub(super) fn text(&self, name: &str) -> &str {
        self.typed.get(name)
    }

    /// Everything that is typed.
    pub(super) const fn typed(&self) -> &Typed {
        &self.typed
    }

    /// Fills in a field.
    pub(super) fn set(&mut self, name: &str, text: impl Into<String>) {
        self.typed.set(name, text);
    }

    /// A field's amount in the form's currency, in minor units.
    pub(super) fn amount_of(&self, name: &str) -> Option<i64> {
        crate::admin::money::read_amount(self.text(name), Currency::parse(self.text("currency"))?)
    }

    /// A field's rate.
    pub(super) fn percent_of(&self, name: &str) -> Option<Value> {
        numbers::read_percent(self.text(name))
    }

    /// Shows what is taken off in the field and its way.
    pub(super) fn show_off(&mut self, name: &str, off: &Value, locale: Locale) {
        let currency = self.text("currency").to_owned();
        field::read_off(name, off, &mut self.typed, Reading { currency: &currency, locale });
    }

    /// The members of the terms that the form writes, `null` where a field is empty.
    ///
    /// # Errors
    /// What is wrong with the fields.
    pub(super) fn members(&self, zone: &TimeZone, t: &Texts) -> Result<Value, Faults> {
        let mut faults = Faults::default();
        let mut members = self.basics(&mut faults, t);
        let mut w = Writing { typed: &self.typed, currency: self.text("currency"), t, faults: &mut faults };
        members["benefits"] = gives::write(&mut w);
        members["conditions"] = json!(asks::write(&mut w));
        members["validity"] = dates::write(zone, &mut w);
        members["limits"] = object_of(&limits::limits(), "", &mut w);
        members["stacking"] = object_of(&limits::stacking(), "", &mut w);
        for field in limits::RARE {
            members[field.name] = Value::Null;
            field.write("", &mut members, &mut w);
        }
        if faults.is_empty() { Ok(members) } else { Err(faults) }
    }

    fn basics(&self, faults: &mut Faults, t: &Texts) -> Value {
        let (name, description, code) = (self.text("name"), self.text("description"), self.text("code"));
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            faults.add("name", t.fault_name);
        }
        if description.chars().count() > LONGEST_DESCRIPTION {
            faults.add("description", fill(t.fault_text, &[&LONGEST_DESCRIPTION.to_string()]));
        }
        let activation = self.text("activation");
        let code = if activation == "automatic" || code.is_empty() { None } else { Some(code) };
        if let Some(Err(error)) = code.map(Code::parse) {
            faults.add("code", code_fault(&error, self.text("code"), t));
        }
        let titles = self.titles();
        for (locale, text) in &titles {
            if text.chars().count() > LONGEST_NAME {
                faults.add(format!("{TITLE}{locale}"), fill(t.fault_text, &[&LONGEST_NAME.to_string()]));
            }
        }
        let titles: serde_json::Map<String, Value> = titles
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(locale, text)| (locale, json!(text)))
            .collect();
        let mut tags: Vec<&str> = Vec::new();
        let before = self.typed.all("tags_was");
        // A tag may have a comma in it: what is not touched stays as it is.
        if before.join(", ") == self.text("tags") {
            tags.extend(before.iter().map(String::as_str).filter(|tag| !tag.is_empty()));
        } else {
            for tag in self.text("tags").split(',').map(str::trim).filter(|tag| !tag.is_empty()) {
                if !tags.contains(&tag) {
                    tags.push(tag);
                }
            }
        }
        json!({
            "title": if titles.is_empty() { Value::Null } else { titles.into() },
            "tags": tags,
            "campaign_id": Some(self.text("campaign_id")).filter(|id| !id.is_empty()),
            "name": name,
            "description": Some(description).filter(|text| !text.is_empty()),
            "activation": if KNOWN_ACTIVATIONS.contains(&activation) { activation } else { "code" },
            "code": code,
        })
    }

    /// What shoppers read, by language: those of the pages, then any other that there is.
    pub(super) fn titles(&self) -> Vec<(String, String)> {
        let mut locales = vec!["en".to_owned(), "fr".to_owned()];
        locales.extend(self.typed.below(TITLE).into_iter().filter(|locale| !matches!(locale.as_str(), "en" | "fr")));
        locales.into_iter().map(|locale| (locale.clone(), self.text(&format!("{TITLE}{locale}")).to_owned())).collect()
    }

    /// What a use case found wrong, by the field in which it can be mended.
    pub(super) fn faults_of(&self, errors: &[FieldError], t: &Texts) -> Faults {
        let mut faults = Faults::default();
        let mut w = Writing { typed: &self.typed, currency: self.text("currency"), t, faults: &mut faults };
        for error in errors {
            let (member, rest) = error
                .pointer
                .trim_start_matches('/')
                .split_once('/')
                .unwrap_or_else(|| (error.pointer.trim_start_matches('/'), ""));
            let below = [FieldError { pointer: format!("/{rest}"), code: error.code, detail: error.detail.clone() }];
            match member {
                "name" => w.faults.add("name", t.fault_name),
                "code" => w.faults.add("code", t.fault_code),
                "title" => w.faults.add(
                    format!("{TITLE}{}", if rest.is_empty() { "en" } else { rest }),
                    fill(t.fault_text, &[&LONGEST_NAME.to_string()]),
                ),
                "tags" => w.faults.add("tags", t.fault_tag),
                "campaign_id" => w.faults.add("campaign_id", t.fault_campaign),
                "description" => w.faults.add("description", fill(t.fault_text, &[&LONGEST_DESCRIPTION.to_string()])),
                "activation" => w.faults.add("activation", t.fault_activation),
                "limits" => add_faults(&limits::limits(), "", "", &below, &mut w),
                "stacking" => add_faults(&limits::stacking(), "", "", &below, &mut w),
                "visibility" | "owner" | "renewals" => {
                    add_faults(&limits::RARE, "", "", std::slice::from_ref(error), &mut w)
                }
                "validity" if rest == "ends_at" => w.faults.add("ends", t.fault_order),
                "validity" if rest == "starts_at" => w.faults.add("starts", t.fault_date),
                "validity" => add_faults(&[dates::AFTER_CLAIM], "", "", &below, &mut w),
                "conditions" => w.faults.add("if.match", t.fault_conditions),
                "benefits" => benefit_faults(rest, &below[0], &mut w),
                _ => w.faults.add("", t.error_fields),
            }
        }
        faults
    }
}

fn benefit_faults(rest: &str, error: &FieldError, w: &mut Writing<'_>) {
    let (place, rest) = rest.split_once('/').unwrap_or((rest, ""));
    let prefix = gives::prefix(place.parse().unwrap_or_default());
    let name = format!("{prefix}kind");
    let fields = super::gives::kind(w.typed.get(&name)).map_or(&[][..], |kind| kind.fields);
    let below = [FieldError { pointer: format!("/{rest}"), code: error.code, detail: error.detail.clone() }];
    add_faults(fields, &prefix, &name, &below, w);
}

/// Whether a field is read by itself: one that is not sent is that of the coupon.
fn stands_alone(name: &str) -> bool {
    let known = |fields: Vec<field::Field>| fields.iter().any(|field| field.name == name);
    BASICS.contains(&name)
        || name.starts_with(TITLE)
        || known(limits::RARE.to_vec())
        || dates::NAMES.contains(&name)
        || known(limits::limits())
        || known(limits::stacking())
}

/// The currencies that amounts of a document are in.
fn currencies(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            if value.is_i64() && Currency::parse(name).is_some() {
                found.push(name.clone());
            }
            currencies(value, found);
        }),
        Value::Array(entries) => entries.iter().for_each(|entry| currencies(entry, found)),
        _ => {}
    }
}

const fn activation_name(activation: Activation) -> &'static str {
    match activation {
        Activation::Code => "code",
        Activation::Automatic => "automatic",
        Activation::Claim => "claim",
    }
}

/// What is wrong with a code, and one that would do.
pub(super) fn code_fault(error: &CodeError, typed: &str, t: &Texts) -> String {
    match error {
        CodeError::Character { proposal: Some(proposal), .. } => {
            let sign = typed.chars().find(|one| !one.is_alphanumeric() && *one != '-' && *one != '_');
            let sign = sign.map_or_else(|| typed.to_owned(), |sign| sign.to_string());
            fill(t.fault_code_propose, &[&sign, proposal])
        }
        _ => t.fault_code.to_owned(),
    }
}

#[cfg(test)]
mod tests;
