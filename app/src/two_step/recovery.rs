//! Recovery codes: for who lost the authenticator, each used once, kept as their SHA-256.

use sha2::{Digest, Sha256};

use super::totp::base32;
use crate::clock::Randomness;
use crate::start::App;

/// Codes that are given at a time.
const MANY: usize = 10;
/// Random bytes of one: 80 bits, 16 characters.
const BYTES: usize = 10;
/// Characters between dashes.
const GROUP: usize = 4;

/// Codes to be shown, and what is kept of them.
#[derive(Clone)]
pub(super) struct Drawn {
    pub(super) codes: Vec<String>,
    pub(super) hashes: Vec<[u8; 32]>,
}

impl App {
    /// Draws recovery codes.
    pub(super) fn draw_recovery_codes(&self) -> Drawn {
        let codes: Vec<String> = (0..MANY).map(|_| draw(self.inner.randomness.as_ref())).collect();
        let hashes = codes.iter().filter_map(|code| hash_of(code)).collect();
        Drawn { codes, hashes }
    }
}

fn draw(randomness: &dyn Randomness) -> String {
    let mut bytes = [0; BYTES];
    randomness.fill(&mut bytes);
    let text = base32(&bytes).to_lowercase();
    let groups: Vec<&str> = (0..text.len() / GROUP).map(|group| &text[group * GROUP..(group + 1) * GROUP]).collect();
    groups.join("-")
}

/// What is kept of a code, however it was typed; `None` for what no recovery code looks like.
pub(super) fn hash_of(typed: &str) -> Option<[u8; 32]> {
    let plain: String = typed.chars().filter(|one| !one.is_whitespace() && *one != '-').collect();
    let is_code = plain.len() == BYTES * 8 / 5 && plain.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_code.then(|| Sha256::digest(plain.to_ascii_lowercase()).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemRandomness;

    #[test]
    fn a_code_is_known_however_it_is_typed() {
        let code = draw(&SystemRandomness);
        assert_eq!((code.len(), code.matches('-').count()), (19, 3), "{code}");
        let hash = hash_of(&code);
        assert!(hash.is_some());
        assert_eq!(hash_of(&code.to_uppercase().replace('-', " ")), hash);
        assert_ne!(hash_of(&draw(&SystemRandomness)), hash);
        assert_eq!((hash_of("123456"), hash_of("abcd-efgh-ijkl-mno!")), (None, None));
    }
}
