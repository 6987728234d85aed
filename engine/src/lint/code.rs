//! The code: one that others guess, one that nobody types, one that nobody can enter, one that is another coupon's, none.

use super::{Found, LintContext, highest_percent};
use crate::benefit::Benefit;
use crate::coupon::{Activation, Terms, Visibility};
use crate::money::Percent;

/// Letters and digits of a code that is typed from a flyer, at most.
const EASY_TO_TYPE: usize = 20;
/// A code with fewer letters and digits is found by trying.
const FOUND_BY_TRYING: usize = 5;
/// One of digits alone is found by trying below this many.
const DIGITS_FOUND_BY_TRYING: usize = 8;
/// From here on it matters that a code is guessed.
const WORTH_GUESSING: Percent = Percent::whole(30);

/// What people try first, in canonical form.
const TRIED_FIRST: [&str; 30] = [
    "bienvenue",
    "black",
    "blackfriday",
    "bonus",
    "cadeau",
    "coupon",
    "deal",
    "discount",
    "easter",
    "free",
    "friend",
    "friends",
    "gift",
    "hello",
    "newsletter",
    "noel",
    "off",
    "promo",
    "sale",
    "save",
    "solde",
    "soldes",
    "spring",
    "staff",
    "student",
    "summer",
    "test",
    "vip",
    "welcome",
    "xmas",
];

pub(super) fn look(terms: &Terms, context: &LintContext<'_>, found: &mut Found) {
    if let Some(code) = &terms.code {
        let length = code.canonical().chars().count();
        if length > EASY_TO_TYPE {
            found.tip(
                "code_long",
                "/code",
                format!("The code has {length} letters and digits. Shoppers type a short one with fewer mistakes."),
                format!("Le code compte {length} lettres et chiffres. Un code court se saisit avec moins d'erreurs."),
            );
        }
        if terms.visibility != Visibility::Public && is_worth_guessing(terms) && is_guessable(code.canonical()) {
            found.add(
                "code_guessable",
                "/code",
                "The code is easy to guess and the discount is high. Choose a longer one, have it generated, or limit how often it is used.",
                "Le code est facile à deviner et la remise est élevée. Choisissez-en un plus long, faites-le générer ou limitez son nombre d'utilisations.",
            );
        }
    }
    if let Some(name) = context.code_taken_by {
        found.add(
            "code_taken",
            "/code",
            format!("The code belongs to the coupon “{name}”. Choose another one."),
            format!("Le code appartient au coupon « {name} ». Choisissez-en un autre."),
        );
        found.with("coupon", name);
    }
    if terms.activation == Activation::Code && terms.code.is_none() && !context.has_codes {
        found.add(
            "code_missing",
            "/code",
            "The coupon has no code yet, so nobody can use it. Give it one, or have codes generated.",
            "Le coupon n'a pas encore de code : personne ne peut l'utiliser. Donnez-lui un code ou faites-en générer.",
        );
    }
    let is_entered = terms.activation == Activation::Code
        || (terms.activation == Activation::Automatic && terms.visibility == Visibility::Public);
    if !context.shows_code_field && is_entered {
        found.add(
            "code_field_hidden",
            "/activation",
            "The shop's settings hide the code field: shoppers can neither enter nor see this coupon's code. Show the field, or use a private automatic coupon.",
            "Les réglages de la boutique masquent le champ de code : les clients ne peuvent ni saisir ni voir le code de ce coupon. Affichez le champ ou utilisez un coupon automatique privé.",
        );
    }
}

fn is_worth_guessing(terms: &Terms) -> bool {
    let gives_much = highest_percent(terms).is_some_and(|percent| percent >= WORTH_GUESSING);
    let gives_goods =
        terms.benefits.iter().any(|benefit| matches!(benefit, Benefit::FreeProduct(_) | Benefit::StoredValue(_)));
    (gives_much || gives_goods) && terms.limits.total != Some(1)
}

fn is_guessable(canonical: &str) -> bool {
    let length = canonical.chars().count();
    let digits_only = canonical.chars().all(|letter| letter.is_ascii_digit());
    let word = canonical.trim_matches(|letter: char| letter.is_ascii_digit());
    length < FOUND_BY_TRYING
        || (digits_only && length < DIGITS_FOUND_BY_TRYING)
        || (length - word.chars().count() <= 4 && TRIED_FIRST.contains(&word.trim_end_matches("off")))
        || (length - word.chars().count() <= 4 && TRIED_FIRST.contains(&word))
}
