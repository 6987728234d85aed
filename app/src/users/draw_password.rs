//! A password for somebody who is let back in.

use crate::start::App;

/// Without what is mistaken for another when it is read out.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// Characters: 100 random bits.
const LENGTH: usize = 20;

impl App {
    /// Draws a password.
    #[must_use]
    pub fn draw_password(&self) -> String {
        let mut random = [0; LENGTH];
        self.inner.randomness.fill(&mut random);
        let letters: Vec<char> = random.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect();
        letters.chunks(5).map(|five| five.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }
}
