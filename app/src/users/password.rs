//! Passwords: Argon2id, on threads that may wait, few at a time.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tessera_engine::FieldError;
use tessera_engine::decode::codes;
use tokio::sync::Semaphore;

use crate::problem::{ErrorCode, Problem};

/// The shortest password, in characters.
const SHORTEST: usize = 10;
/// The longest.
const LONGEST: usize = 200;
/// So many are computed at the same time; each takes 19 MiB.
const AT_ONCE: usize = 4;

/// Computes and compares passwords.
pub(crate) struct Passwords(Semaphore);

impl Default for Passwords {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

impl Passwords {
    /// The hash of a password, in the format of the Password Hashing Competition.
    pub(crate) async fn hash(&self, password: String, salt: [u8; 16]) -> Result<String, Problem> {
        self.compute(move || {
            let hash: PasswordHash =
                Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).map_err(failed)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether a password is the one of the hash. Without a hash it takes as long and is not.
    pub(crate) async fn is_right(&self, password: String, hash: Option<String>) -> Result<bool, Problem> {
        if password.chars().count() > LONGEST {
            return Ok(false);
        }
        let Some(hash) = hash else {
            self.hash(password, [0; 16]).await?;
            return Ok(false);
        };
        self.compute(move || {
            let hash = PasswordHash::new(&hash).map_err(failed)?;
            Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await
    }

    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let _place = self.0.acquire().await.map_err(failed)?;
        tokio::task::spawn_blocking(work).await.map_err(failed)?
    }
}

fn failed(error: impl std::fmt::Display) -> Problem {
    tracing::error!(%error, "a password could not be computed");
    Problem::of(ErrorCode::Internal)
}

/// What is wrong with a password that somebody chooses.
pub(super) fn fault(password: &str, email: &str) -> Option<FieldError> {
    let length = password.chars().count();
    let detail = if !(SHORTEST..=LONGEST).contains(&length) {
        format!("must have {SHORTEST} to {LONGEST} characters")
    } else if password.eq_ignore_ascii_case(email) {
        "must not be the e-mail address".to_owned()
    } else {
        return None;
    };
    Some(FieldError { pointer: "/password".to_owned(), code: codes::INVALID_VALUE, detail })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_right_or_it_is_not() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse".to_owned(), [7; 16]).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.is_right("correct horse".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.is_right("correct Horse".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.is_right("correct horse".to_owned(), None).await.unwrap());
        assert!(!passwords.is_right("x".repeat(201), Some(hash)).await.unwrap());
    }

    #[test]
    fn a_weak_password_is_named() {
        assert!(fault("short", "a@b.example").is_some_and(|fault| fault.detail.contains("10 to 200")));
        assert!(fault("ana@shop.example", "Ana@shop.example").is_some());
        assert_eq!(fault("ten letters", "a@b.example"), None);
    }
}
