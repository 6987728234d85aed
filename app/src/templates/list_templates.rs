//! `GET /v1/templates`: the gallery.

use tessera_store::saved::{SavedFilter, SavedKind, list_documents};

use super::goal::Goal;
use super::preset::{Setting, find_preset, presets};
use super::view::{Shown, TemplateView};
use crate::caller::{Caller, Scope};
use crate::page::{Page, PageRequest};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// A page of templates: the built-in ones in the order of the gallery, then the team's own, the oldest first.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_cursor`, `unavailable`.
    pub async fn list_templates(
        &self,
        caller: &Caller,
        goal: Option<Goal>,
        shown: Shown,
        page: PageRequest,
    ) -> Result<Page<TemplateView>, Problem> {
        caller.require(Scope::CouponsRead)?;
        let (now, zone) = (self.inner.clock.now(), self.zone());
        let setting = Setting { locale: shown.locale, currency: shown.currency, now, zone: &zone };
        let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
        // The cursor after a built-in template is its id; after one of the team's own it is the store's.
        let built_in_cursor = page.cursor.as_deref().and_then(find_preset).map(|preset| &preset.id);
        let mut data = Vec::new();
        if page.cursor.is_none() || built_in_cursor.is_some() {
            let seen = built_in_cursor.and_then(|id| presets().iter().position(|preset| preset.id == *id));
            let rest = presets().iter().skip(seen.map_or(0, |position| position + 1));
            let wanted = rest.filter(|preset| goal.is_none_or(|goal| preset.goals.contains(&goal)));
            for preset in wanted {
                if data.len() == limit {
                    let next_cursor = data.last().map(|last: &TemplateView| last.id.clone());
                    return Ok(Page { data, next_cursor });
                }
                data.push(TemplateView::built_in(preset, setting)?);
            }
        }
        let filter = SavedFilter {
            kind: SavedKind::Template,
            reader: caller.key_id.to_string(),
            facet: goal.map(|goal| goal.word().to_owned()),
        };
        let cursor = page.cursor.filter(|_| built_in_cursor.is_none());
        let left = u32::try_from(limit - data.len()).unwrap_or(u32::MAX);
        let found = self.inner.store.read(move |tx| {
            Box::pin(
                async move { list_documents(tx, &filter, left.max(1), cursor.as_deref()).await.map_err(Problem::from) },
            )
        });
        let found = found.await?;
        if left == 0 {
            // The page is full of built-in templates; whether there is another one depends on the team's own.
            let next_cursor = data.last().filter(|_| !found.data.is_empty()).map(|last| last.id.clone());
            return Ok(Page { data, next_cursor });
        }
        for record in &found.data {
            data.push(TemplateView::own(record, shown.locale, now, &zone)?);
        }
        Ok(Page { data, next_cursor: found.next_cursor })
    }
}
