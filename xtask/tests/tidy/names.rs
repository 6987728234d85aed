//! A coupon is called a coupon, see section 1 of `docs/MODEL.md`.

use crate::rust_source::{split, tokens};
use crate::tree::File;

const CRATES: &[&str] = &["engine", "store", "app", "server"];
const FORBIDDEN: &[&str] = &["voucher", "offer", "promo", "deal"];
const ITEMS: &[&str] = &["fn", "struct", "enum", "mod", "trait", "type"];

/// Items whose name holds one of the forbidden words, as a whole word and in the singular or the plural.
pub(crate) fn violations(files: &[File]) -> Vec<String> {
    let mut violations = Vec::new();
    for file in files.iter().filter(|file| file.is_rust() && CRATES.contains(&file.top())) {
        let (code, _) = split(&file.text);
        let tokens = tokens(&code);
        for (keyword, name) in tokens.iter().zip(tokens.iter().skip(1)) {
            let is_item = ITEMS.contains(&keyword.text);
            if let Some(word) = is_item.then(|| forbidden_word(name.text)).flatten() {
                violations.push(format!("{}:{}: `{}` ({word})", file.path, name.line, name.text));
            }
        }
    }
    violations
}

fn forbidden_word(name: &str) -> Option<&'static str> {
    let words = words(name);
    FORBIDDEN
        .iter()
        .copied()
        .find(|forbidden| words.iter().any(|word| word.strip_suffix('s').unwrap_or(word) == *forbidden))
}

/// The words of a name in snake or camel case, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for one in name.chars() {
        if one == '_' || (one.is_uppercase() && was_lower) {
            words.push(String::new());
        }
        was_lower = one.is_lowercase() || one.is_ascii_digit();
        if one != '_'
            && let Some(last) = words.last_mut()
        {
            last.extend(one.to_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_words_for_a_coupon_are_found() {
        let text = "pub fn create_voucher() {}\nstruct PromoCode;\nenum BestOffers {}\nmod deal {}\n";
        assert_eq!(
            violations(&[File::new("app/src/a.rs", text)]),
            [
                "app/src/a.rs:1: `create_voucher` (voucher)",
                "app/src/a.rs:2: `PromoCode` (promo)",
                "app/src/a.rs:3: `BestOffers` (offer)",
                "app/src/a.rs:4: `deal` (deal)",
            ]
        );
    }

    #[test]
    fn whole_words_in_names_of_items_only() {
        let text = "// fn voucher\nfn ideal() {}\nstruct Dealer;\nlet voucher = \"fn offer\";\n";
        assert!(violations(&[File::new("app/src/a.rs", text)]).is_empty());
        assert!(violations(&[File::new("xtask/src/a.rs", "fn voucher() {}")]).is_empty());
    }
}
