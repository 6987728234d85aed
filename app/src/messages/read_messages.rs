//! `GET /v1/messages/{locale}`: the messages of one language.

use tessera_engine::messages::LocaleMessages;
use tessera_store::messages;

use super::view::{MessagesView, locale_of, stored};
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Every message of a language: the usual words, the variables they may use and the merchant's own text.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn read_messages(&self, caller: &Caller, locale: &str) -> Result<MessagesView, Problem> {
        caller.require(Scope::Settings)?;
        let locale = locale_of(locale)?;
        let settings = &self.live().settings;
        let records = self
            .inner
            .store
            .read(|tx| Box::pin(async move { messages::read_messages(tx).await.map_err(Problem::from) }))
            .await?;
        match records.iter().find(|record| record.locale == locale.as_str()) {
            None => Ok(MessagesView::of(locale, 0, &LocaleMessages::default(), settings)),
            Some(record) => Ok(MessagesView::of(locale, record.version, &stored(record)?, settings)),
        }
    }

    /// The messages of a language as they would be with these words. Nothing is stored.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn preview_messages(
        &self,
        caller: &Caller,
        locale: &str,
        own: &LocaleMessages,
    ) -> Result<MessagesView, Problem> {
        let now = self.read_messages(caller, locale).await?;
        Ok(MessagesView::of(locale_of(locale)?, now.version, own, &self.live().settings))
    }
}
