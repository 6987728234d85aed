//! What is said of a user.

use tessera_engine::FieldError;
use tessera_engine::decode::codes;

use super::password;
use super::role::Role;
use crate::identity::spelled_email;
use crate::problem::Problem;

/// The longest name and the longest address.
const LONGEST: usize = 255;

/// A user to be.
#[derive(Clone)]
pub struct NewUser {
    /// The address they will sign in with.
    pub email: String,
    /// What the team calls them.
    pub name: String,
    /// What they will sign in with.
    pub password: String,
    /// Whether they may do everything.
    pub is_owner: bool,
    /// What they may do otherwise.
    pub roles: Vec<Role>,
}

/// What becomes of a user; what is not said stays.
#[derive(Clone, Default)]
pub struct UserChange {
    /// The version that was looked at.
    pub version: u64,
    /// The name.
    pub name: Option<String>,
    /// Whether they may do everything, and what otherwise.
    pub rights: Option<(bool, Vec<Role>)>,
    /// Whether they are refused from now on.
    pub disabled: Option<bool>,
    /// A new password.
    pub password: Option<String>,
}

impl NewUser {
    /// The address in its one spelling.
    ///
    /// # Errors
    /// `invalid_body` with every fault.
    pub(super) fn check(&self) -> Result<String, Problem> {
        let email = email_of(&self.email);
        let faults = [
            email.is_none().then(|| invalid("/email", "must be an e-mail address, such as ana@shop.example")),
            name_fault(&self.name),
            password::fault(&self.password, &self.email),
        ];
        refuse(faults)?;
        email.ok_or_else(|| Problem::fields(vec![invalid("/email", "must be an e-mail address")]))
    }
}

impl UserChange {
    /// # Errors
    /// `invalid_body` with every fault.
    pub(super) fn check(&self, email: &str) -> Result<(), Problem> {
        refuse([
            self.name.as_deref().and_then(name_fault),
            self.password.as_deref().and_then(|password| password::fault(password, email)),
        ])
    }
}

/// An address in its one spelling; `None` when it is none.
pub(crate) fn email_of(text: &str) -> Option<String> {
    let is_sane = text.chars().count() <= LONGEST && !text.trim().chars().any(|one| one.is_control() || one == ' ');
    if is_sane { spelled_email(text).filter(|email| !email.chars().any(char::is_whitespace)) } else { None }
}

fn name_fault(name: &str) -> Option<FieldError> {
    let is_name = !name.trim().is_empty() && name.chars().count() <= LONGEST && !name.chars().any(char::is_control);
    (!is_name).then(|| invalid("/name", "must have 1 to 255 characters and no control characters"))
}

fn invalid(pointer: &str, detail: &str) -> FieldError {
    FieldError { pointer: pointer.to_owned(), code: codes::INVALID_VALUE, detail: detail.to_owned() }
}

fn refuse(faults: impl IntoIterator<Item = Option<FieldError>>) -> Result<(), Problem> {
    let faults: Vec<FieldError> = faults.into_iter().flatten().collect();
    if faults.is_empty() { Ok(()) } else { Err(Problem::fields(faults)) }
}
