//! Gives a person an account.

use serde_json::json;
use tessera_store::Tx;
use tessera_store::users::{self, UserRecord};

use super::request::NewUser;
use super::role::Role;
use super::view::UserView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::change::Change;
use crate::ids::IdKind;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Gives a person an account; answers it.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_body`, `email_taken`, `unavailable`.
    pub async fn create_user(&self, mutation: Mutation, user: NewUser) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Keys)?;
        let record = self.new_user(user).await?;
        self.mutate("create_user", mutation, After::Nothing, move |tx| {
            Box::pin(async move { take_in(tx, record).await })
        })
        .await
    }

    /// The record of a user to be.
    pub(super) async fn new_user(&self, user: NewUser) -> Result<UserRecord, Problem> {
        let email = user.check()?;
        let mut salt = [0; 16];
        self.inner.randomness.fill(&mut salt);
        let password_hash = self.inner.passwords.hash(user.password, salt).await?;
        Ok(UserRecord {
            id: self.new_id(IdKind::User),
            email,
            name: user.name.trim().to_owned(),
            password_hash,
            is_owner: user.is_owner,
            roles: names(&user.roles),
            version: 1,
            created_at: self.inner.clock.now(),
            disabled_at: None,
            two_step_since: None,
        })
    }
}

/// The names of roles, each once.
pub(super) fn names(roles: &[Role]) -> Vec<String> {
    Role::ALL.iter().filter(|role| roles.contains(role)).map(|role| role.name().to_owned()).collect()
}

/// Writes a new user and what is told of it.
pub(super) async fn take_in(tx: &mut Tx<'_>, record: UserRecord) -> Result<Answer, Problem> {
    if !users::insert_user(tx, &record).await? {
        return Err(Problem::of(ErrorCode::EmailTaken));
    }
    let told = json!({ "id": record.id, "is_owner": record.is_owner, "roles": record.roles });
    let told = Change::new("user.created", record.id.clone(), &told);
    Ok(Answer::json(201, &UserView::from(record))?.telling([told]))
}
