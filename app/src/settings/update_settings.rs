//! `PATCH /v1/settings`: changes settings by a JSON merge patch. Every edit makes a version.

use serde_json::json;
use tessera_engine::decode::{DecodeError, Errors, merge_patch, parse};
use tessera_engine::from_json;
use tessera_store::settings::{self, SettingsOutcome};
use tessera_store::{StoreError, Tx};

use super::store_settings::{SettingsView, StoreSettings};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::change::Change;
use crate::difference::difference;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Changes settings by the merge patch in the mutation's body; `null` brings the default back. The change is in
    /// force for the very next quote.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_body`, `version_conflict`, `unavailable`.
    pub async fn update_settings(&self, mutation: Mutation) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Settings)?;
        let patch = mutation.body.clone();
        // Every member stands for itself, so that the patch read as settings of its own tells all that is wrong with it.
        from_json::<StoreSettings>(&patch)?;
        let expected = mutation.if_match;
        let actor = mutation.caller.key_id.to_string();
        self.mutate("update_settings", mutation, After::RefreshCoupons, move |tx| {
            Box::pin(async move {
                let before = SettingsView::read(tx).await?;
                if let Some(expected) = expected.filter(|expected| *expected != before.version) {
                    return Err(conflict(tx, &before, expected).await?);
                }
                let after = merged(&before.settings, &patch)?;
                if after == before.settings {
                    return Answer::json(200, &before);
                }
                match settings::write_settings(tx, Some(before.version), &document(&after), &actor).await? {
                    SettingsOutcome::Written(version) => {
                        let changed = difference(&document(&before.settings), &document(&after));
                        let told = json!({ "version": version, "changed": changed });
                        let told = Change::new("settings.updated", "settings", &told);
                        Ok(Answer::json(200, &SettingsView { version, settings: after })?.telling([told]))
                    }
                    SettingsOutcome::VersionConflict(..) => {
                        let current = SettingsView::read(tx).await?;
                        Err(conflict(tx, &current, before.version).await?)
                    }
                }
            })
        })
        .await
    }
}

fn merged(before: &StoreSettings, patch: &[u8]) -> Result<StoreSettings, DecodeError> {
    let mut errors = Errors::new();
    let patch = parse(patch)?;
    let Some(mut members) = patch.object(&mut errors) else { return errors.check(None) };
    from_json(merge_patch(&document(before), members.rest())?.as_bytes())
}

/// Says what the other changed since the version the caller knows.
async fn conflict(tx: &mut Tx<'_>, current: &SettingsView, expected: u64) -> Result<Problem, StoreError> {
    let known = match expected {
        0 => Some(document(&StoreSettings::default())),
        expected => settings::read_settings_version(tx, expected).await?,
    };
    let changed = known.map(|known| difference(&known, &document(&current.settings))).unwrap_or_default();
    let detail = format!(
        "The settings are at version {}, not {expected}. Read them again and repeat your change.",
        current.version
    );
    Ok(Problem::new(ErrorCode::VersionConflict, detail)
        .with("version", json!(current.version))
        .with("changed", json!(changed)))
}

fn document(settings: &StoreSettings) -> String {
    serde_json::to_string(settings).expect("settings are texts and numbers")
}
