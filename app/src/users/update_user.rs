//! Changes an account: name, rights, password, whether it is refused.

use serde_json::json;
use tessera_engine::FieldError;
use tessera_engine::decode::codes as fault_codes;
use tessera_store::users::{self, UserRecord};
use tessera_store::{Tx, sessions};

use super::create_user::names;
use super::request::UserChange;
use super::view::UserView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::change::Change;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// Whoever changes who may sign in, and whoever signs in by what was so before, waits for the other under this name.
pub(crate) const OWNERS: &str = "owners";

impl App {
    /// Changes an account. Its sessions end with a new password, and when it is disabled. The last owner stays one.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `invalid_body`, `version_conflict`, `last_owner`, `unavailable`.
    pub async fn update_user(&self, mutation: Mutation, id: &str, change: UserChange) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Keys)?;
        let before = self.read_user(id).await?;
        change.check(&before.email)?;
        if change.password.is_some() && *mutation.caller.key_id == *id {
            let detail = "is changed under Password and sessions, where the present one is asked for".to_owned();
            let fault = FieldError { pointer: "/password".to_owned(), code: fault_codes::INVALID_VALUE, detail };
            return Err(Problem::fields(vec![fault]));
        }
        let password_hash = self.new_password_hash(change.password.clone()).await?;
        let id = id.to_owned();
        self.mutate("update_user", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                tx.lock(OWNERS).await?;
                let before = users::read_user(tx, &id).await?.ok_or_else(|| not_found(&id))?;
                if before.version != change.version {
                    return Err(Problem::of(ErrorCode::VersionConflict));
                }
                let after = changed(tx, &before, &change, password_hash);
                if after == before {
                    return Answer::json(200, &UserView::from(before));
                }
                if !users::update_user(tx, &after).await? {
                    return Err(Problem::of(ErrorCode::VersionConflict));
                }
                if users::count_owners(tx).await? == 0 {
                    return Err(Problem::of(ErrorCode::LastOwner));
                }
                if after.disabled_at.is_some() || after.password_hash != before.password_hash {
                    sessions::end_sessions_of(tx, &id).await?;
                }
                let after = UserRecord { version: after.version + 1, ..after };
                Ok(Answer::json(200, &UserView::from(after.clone()))?.telling(told(&before, &after)))
            })
        })
        .await
    }

    /// A user's record.
    pub(super) async fn read_user(&self, id: &str) -> Result<UserRecord, Problem> {
        let wanted = id.to_owned();
        let read = self.inner.store.read(move |tx| Box::pin(async move { users::read_user(tx, &wanted).await }));
        read.await?.ok_or_else(|| not_found(id))
    }

    /// The hash of a new password, if there is one.
    pub(super) async fn new_password_hash(&self, password: Option<String>) -> Result<Option<String>, Problem> {
        let Some(password) = password else { return Ok(None) };
        let mut salt = [0; 16];
        self.inner.randomness.fill(&mut salt);
        self.inner.passwords.hash(password, salt).await.map(Some)
    }
}

fn changed(tx: &Tx<'_>, before: &UserRecord, change: &UserChange, password_hash: Option<String>) -> UserRecord {
    let mut after = before.clone();
    if let Some(name) = &change.name {
        name.trim().clone_into(&mut after.name);
    }
    if let Some((is_owner, roles)) = &change.rights {
        (after.is_owner, after.roles) = (*is_owner, names(roles));
    }
    if let Some(disabled) = change.disabled {
        after.disabled_at = if disabled { before.disabled_at.or(Some(tx.now())) } else { None };
    }
    if let Some(hash) = password_hash {
        after.password_hash = hash;
    }
    after
}

/// What is told of a change: no name and no address.
fn told(before: &UserRecord, after: &UserRecord) -> Vec<Change> {
    let mut told = Vec::new();
    let comparable = |record: &UserRecord| UserRecord { password_hash: String::new(), version: 0, ..record.clone() };
    if comparable(before) != comparable(after) {
        let data = json!({
            "id": after.id, "is_owner": after.is_owner, "roles": after.roles, "disabled_at": after.disabled_at,
        });
        told.push(Change::new("user.updated", after.id.clone(), &data));
    }
    if before.password_hash != after.password_hash {
        told.push(Change::new("user.password_changed", after.id.clone(), &json!({ "id": after.id })));
    }
    told
}

pub(super) fn not_found(id: &str) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no account `{id}`."))
}
