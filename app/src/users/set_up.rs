//! The first account of a shop: whoever can read what the server prints makes it, and nobody else.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest, Sha256};
use tessera_store::users;

use super::create_user::take_in;
use super::request::NewUser;
use crate::answer::Answer;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// Two who set up at once wait for each other under this name.
const FIRST_USER: &str = "first user";

/// What is known of the first account.
#[derive(Default)]
pub(crate) struct Setup {
    /// What has to be shown to make it; drawn when it is first asked for.
    token: OnceLock<String>,
    /// Whether there is one; that does not change any more.
    is_done: AtomicBool,
}

impl App {
    /// Whether nobody has an account yet.
    ///
    /// # Errors
    /// `unavailable` when the store cannot be read.
    pub async fn needs_setup(&self) -> Result<bool, Problem> {
        if self.inner.setup.is_done.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let read = self.inner.store.read(|tx| Box::pin(async move { users::has_users(tx).await }));
        let is_done = read.await?;
        self.inner.setup.is_done.store(is_done, Ordering::Relaxed);
        Ok(!is_done)
    }

    /// What has to be shown to make the first account: for whoever can read what this process prints.
    #[must_use]
    pub fn setup_token(&self) -> &str {
        self.inner.setup.token.get_or_init(|| {
            let mut random = [0; 20];
            self.inner.randomness.fill(&mut random);
            random.iter().map(|byte| format!("{byte:02x}")).collect()
        })
    }

    /// Whether this is what has to be shown. Compared by digest, so that time tells nothing of it.
    #[must_use]
    pub fn is_setup_token(&self, token: &str) -> bool {
        Sha256::digest(token.trim()) == Sha256::digest(self.setup_token())
    }

    /// Makes the first account, an owner's.
    ///
    /// # Errors
    /// `setup_refused` without the token, or when there is an account; `invalid_body`, `unavailable`.
    pub async fn set_up(&self, request_id: &str, token: &str, user: NewUser) -> Result<Answer, Problem> {
        if !self.is_setup_token(token) || !self.needs_setup().await? {
            return Err(Problem::of(ErrorCode::SetupRefused));
        }
        self.create_owner(request_id, user).await
    }

    /// Makes the first account without being asked for anything: the program itself does.
    ///
    /// # Errors
    /// `setup_refused` when there is an account; `invalid_body`, `unavailable`.
    pub async fn create_owner(&self, request_id: &str, user: NewUser) -> Result<Answer, Problem> {
        let record = self.new_user(NewUser { is_owner: true, ..user }).await?;
        let mutation = Mutation { request_id: request_id.to_owned(), ..Mutation::program("/admin/setup") };
        self.mutate("set_up", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                tx.lock(FIRST_USER).await?;
                if users::has_users(tx).await? {
                    return Err(Problem::of(ErrorCode::SetupRefused));
                }
                take_in(tx, record).await
            })
        })
        .await
    }
}
