//! What codes of a pattern would look like, and how hard they would be to guess, before any is made.

use tessera_engine::code::pattern::PatternRequest;

use super::create_code::pattern_fault;
use super::generate_codes::{choose_length, draw_codes};
use super::request::{AskedCodes, Generate, NewCode, Owners};
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

/// Codes that are shown.
const SAMPLES: usize = 5;

/// Codes as they would be. None of them is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePreview {
    /// Some of them.
    pub samples: Vec<String>,
    /// How many there could be.
    pub space: u128,
    /// How many of those would be in use, with what was made before.
    pub in_use: u128,
}

impl CodePreview {
    /// How many guesses find a code on average.
    #[must_use]
    pub fn guesses(&self) -> u128 {
        self.space / self.in_use.max(1)
    }
}

impl App {
    /// Some codes as they are asked for, drawn and not made; `None` for one that is written.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_body`, `codes_too_dense`, `unavailable`.
    pub async fn preview_codes(&self, caller: &Caller, new: &NewCode) -> Result<Option<CodePreview>, Problem> {
        caller.require(Scope::CodesWrite)?;
        let AskedCodes::Generated(generate) = new.asked.clone() else { return Ok(None) };
        let pattern = generate.pattern.or_alphabet(self.live().settings.code_alphabet.as_deref());
        let generate = Generate { pattern, ..generate };
        let count = match &generate.owners {
            Some(Owners::Customers(customers)) => u64::try_from(customers.len()).unwrap_or(u64::MAX),
            _ => generate.count.unwrap_or(1),
        };
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let (pattern, key) = choose_length(tx, &generate, count).await?;
                let made = tessera_store::codes::count_of_pattern(tx, &key).await?;
                Ok::<(PatternRequest, u64), Problem>((pattern, made))
            })
        });
        let (pattern, made) = found.await?;
        let space = pattern.pattern().map_err(|fault| pattern_fault(&fault))?.space();
        let samples = draw_codes(self, &pattern, SAMPLES)?.into_iter().map(|drawn| drawn.typed).collect();
        Ok(Some(CodePreview { samples, space, in_use: u128::from(made) + u128::from(count) }))
    }
}
