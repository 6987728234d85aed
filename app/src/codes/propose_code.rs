//! Proposes a code for a coupon to be: drawn, and not looked for in the store.

use tessera_engine::code::pattern::PatternRequest;

use super::generate_codes::draw_codes;
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// A code of the usual look, in the shop's alphabet.
    ///
    /// # Errors
    /// `internal` when none can be drawn.
    pub fn propose_code(&self) -> Result<String, Problem> {
        let pattern = PatternRequest::default().or_alphabet(self.live().settings.code_alphabet.as_deref());
        Ok(draw_codes(self, &pattern, 1)?.into_iter().next().map(|drawn| drawn.typed).unwrap_or_default())
    }
}
