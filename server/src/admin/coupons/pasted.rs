//! A search for a list of codes that was pasted.

use serde_json::json;
use tessera_app::codes::CodeLookup;
use tessera_app::coupons::CouponView;
use tessera_app::{App, ErrorCode};
use tessera_engine::from_json;

use super::header::read;
use crate::admin::visit::Admin;
use crate::problem::Refusal;

/// The longest list, in characters.
pub(super) const LONGEST: usize = 4_000;
/// Codes that are looked for.
const MOST: usize = 50;
/// So many words without any sign between them are codes, where they look like codes.
const FEWEST_WORDS: usize = 3;

/// What was found.
pub(super) struct Pasted {
    pub(super) found: Vec<CouponView>,
    pub(super) next_cursor: Option<String>,
    /// Codes that nobody has.
    pub(super) unknown: Vec<String>,
}

/// The codes of a search that is a list of them; `None` for words.
pub(super) fn codes_in(q: &str) -> Option<Vec<&str>> {
    let is_listed = q.contains([',', ';', '\n', '\t']);
    let parts: Vec<&str> = match is_listed {
        true => q.split([',', ';', '\n', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect(),
        false => q.split_whitespace().collect(),
    };
    let looks_like_code = |part: &&str| {
        let is_plain = part.chars().all(|one| one.is_alphanumeric() || one == '-' || one == '_');
        is_plain
            && part.chars().any(|one| one.is_ascii_digit() || one.is_uppercase())
            && !part.chars().any(char::is_lowercase)
    };
    let are_codes = parts.len() >= FEWEST_WORDS && parts.iter().all(looks_like_code);
    (parts.len() > 1 && (is_listed || are_codes)).then(|| parts.into_iter().take(MOST).collect())
}

/// The coupons of some codes, in their order.
pub(super) async fn find(app: &App, admin: &Admin, codes: &[&str]) -> Result<Pasted, Refusal> {
    let (mut found, mut unknown): (Vec<CouponView>, Vec<String>) = (Vec::new(), Vec::new());
    for code in codes {
        let body = json!({ "code": code }).to_string();
        let looked_up = match from_json::<CodeLookup>(body.as_bytes()) {
            Ok(lookup) => app.lookup_code(admin.caller(), lookup).await,
            Err(error) => Err(error.into()),
        };
        match looked_up {
            Ok(code) if found.iter().any(|view| view.id == code.coupon_id) => {}
            Ok(code) => found.push(read(app, admin, &code.coupon_id).await?),
            Err(problem) if matches!(problem.error, ErrorCode::NotFound | ErrorCode::InvalidBody) => {
                unknown.push((*code).to_owned());
            }
            Err(problem) => return Err(problem.into()),
        }
    }
    Ok(Pasted { found, next_cursor: None, unknown })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_codes_is_told_from_words() {
        assert_eq!(codes_in("A1, b2;C3\nD4"), Some(vec!["A1", "b2", "C3", "D4"]));
        assert_eq!(codes_in("SPRING XMAS24 VIP-7"), Some(vec!["SPRING", "XMAS24", "VIP-7"]));
        for words in ["", "SPRING", "Summer sale", "SUMMER SALE", "Free shipping above 50", "one,"] {
            assert_eq!(codes_in(words), None, "{words}");
        }
    }
}
