//! `PUT /v1/messages/{locale}`: replaces words of one language.

use std::sync::Arc;

use serde_json::json;
use tessera_engine::messages::LocaleMessages;
use tessera_store::messages;

use super::view::{MessagesView, locale_of};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::change::Change;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Writes the merchant's own words of a language whole: where none are given the usual ones are said again. They are
    /// in force for the very next quote.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `version_conflict`, `unavailable`.
    pub async fn put_messages(&self, mutation: Mutation, locale: &str, own: LocaleMessages) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Settings)?;
        let locale = locale_of(locale)?;
        let expected = mutation.if_match;
        let actor = mutation.caller.key_id.to_string();
        let settings = Arc::clone(&self.live().settings);
        self.mutate("put_messages", mutation, After::RefreshCoupons, move |tx| {
            Box::pin(async move {
                if let Some(expected) = expected {
                    let records = messages::read_messages(tx).await?;
                    let known = records.iter().find(|record| record.locale == locale.as_str());
                    let current = known.map_or(0, |record| record.version);
                    if current != expected {
                        return Err(conflict(current, expected));
                    }
                }
                let document = serde_json::to_string(&own).expect("messages are texts");
                let version = messages::put_messages(tx, locale.as_str(), &document, &actor).await?;
                let name = locale.as_str();
                let told = json!({ "locale": name, "version": version });
                let told = Change::new("messages.updated", format!("messages:{name}"), &told);
                Ok(Answer::json(200, &MessagesView::of(locale, version, &own, &settings))?.telling([told]))
            })
        })
        .await
    }
}

fn conflict(current: u64, expected: u64) -> Problem {
    let detail =
        format!("The messages are at version {current}, not {expected}. Read them again and repeat your change.");
    Problem::new(ErrorCode::VersionConflict, detail).with("version", json!(current))
}
