//! A template as answers show it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use tessera_engine::{Currency, Locale, Terms};
use tessera_store::saved::SavedRecord;

use super::fill::fill;
use super::goal::Goal;
use super::preset::{Preset, Setting};
use super::template::Template;
use crate::problem::Problem;
use crate::saved::stored;

/// In which language and currency built-in templates are shown and used; the default is English and US dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The language of texts and of the proposed code.
    pub locale: Locale,
    /// The currency of amounts.
    pub currency: Currency,
}

/// A template, built in or the team's own.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TemplateView {
    /// `tpl_...`.
    pub id: String,
    /// Rises by one with every edit; the `ETag` is `"v<version>"`. A built-in template stays at 1.
    pub version: u64,
    /// Whether it came with the product: it is used and copied, not changed.
    pub built_in: bool,
    /// What it is called.
    pub name: String,
    /// What it is recommended for.
    pub description: Option<String>,
    /// What its coupons are to bring about.
    pub goals: Vec<Goal>,
    /// Days that its coupons last; `null`: as the terms say.
    pub days: Option<u32>,
    /// Members of the terms that stay as they are, as JSON pointers.
    pub locked: Vec<String>,
    /// Members of the terms that are asked for.
    pub inputs: Vec<InputView>,
    /// The draft that it would make now.
    pub terms: Terms,
    /// When it was made; `null` for a built-in one.
    pub created_at: Option<Timestamp>,
    /// When it was last changed; `null` for a built-in one.
    pub updated_at: Option<Timestamp>,
}

/// A member of the terms that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InputView {
    /// Which member, as a JSON pointer.
    pub pointer: String,
    /// What to ask.
    pub label: String,
    /// What is asked for, for the form.
    pub kind: String,
    /// Whether the coupon cannot be enabled while it is empty.
    pub required: bool,
}

impl TemplateView {
    /// The view of a built-in template.
    pub(super) fn built_in(preset: &Preset, setting: Setting<'_>) -> Result<Self, Problem> {
        let template = preset.template(setting)?;
        Self::of(preset.id.clone(), 1, template, setting.locale, setting.now, setting.zone)
    }

    /// The view of the team's own.
    pub(super) fn own(record: &SavedRecord, locale: Locale, now: Timestamp, zone: &TimeZone) -> Result<Self, Problem> {
        let view = Self::of(record.id.clone(), record.version, stored::<Template>(record)?, locale, now, zone)?;
        let (created_at, updated_at) = (Some(record.created_at), Some(record.updated_at));
        Ok(Self { built_in: false, created_at, updated_at, ..view })
    }

    fn of(
        id: String,
        version: u64,
        template: Template,
        locale: Locale,
        now: Timestamp,
        zone: &TimeZone,
    ) -> Result<Self, Problem> {
        let terms = fill(&template, "{}", "", now, zone)?;
        let about = template.about;
        let shown = |input: super::input::Input| InputView {
            label: input.label.of(locale).to_owned(),
            pointer: input.pointer,
            kind: input.kind,
            required: input.required,
        };
        Ok(Self {
            id,
            version,
            built_in: true,
            name: about.name,
            description: about.description,
            goals: about.goals,
            days: about.days,
            locked: about.locked,
            inputs: about.inputs.into_iter().map(shown).collect(),
            terms,
            created_at: None,
            updated_at: None,
        })
    }
}
