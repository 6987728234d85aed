//! `GET /v1/templates/{id}`: one template.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tessera_store::Tx;

use super::preset::{Setting, find_preset};
use super::template::Template;
use super::view::{Shown, TemplateView};
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::saved::{find, stored};
use crate::start::App;

impl App {
    /// A template, built in or the team's own.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn read_template(&self, caller: &Caller, id: &str, shown: Shown) -> Result<TemplateView, Problem> {
        caller.require(Scope::CouponsRead)?;
        let (now, zone) = (self.inner.clock.now(), self.zone());
        if let Some(preset) = find_preset(id) {
            let setting = Setting { locale: shown.locale, currency: shown.currency, now, zone: &zone };
            return TemplateView::built_in(preset, setting);
        }
        let (caller, wanted) = (caller.clone(), id.to_owned());
        let found =
            self.inner.store.read(move |tx| Box::pin(async move { find::<Template>(tx, &caller, &wanted).await }));
        TemplateView::own(&found.await?, shown.locale, now, &zone)
    }

    /// The store's time zone.
    pub(super) fn zone(&self) -> TimeZone {
        self.live().settings.zone()
    }
}

/// A template of an id, built in or the team's own.
pub(super) async fn load(
    tx: &mut Tx<'_>,
    caller: &Caller,
    id: &str,
    shown: Shown,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<Template, Problem> {
    match find_preset(id) {
        Some(preset) => preset.template(Setting { locale: shown.locale, currency: shown.currency, now, zone }),
        None => stored(&find::<Template>(tx, caller, id).await?),
    }
}
