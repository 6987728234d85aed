//! The worked receipts on the cards of kinds: each kind's own example, priced by the engine.

use std::sync::OnceLock;

use tessera_engine::benefit::Benefit;
use tessera_engine::locale::amount_digits;
use tessera_engine::{Locale, UnsavedRequest, from_json};

/// A cart before and after the example of a kind.
pub(super) struct Receipt {
    kind: &'static str,
    en: String,
    fr: String,
    currency: tessera_engine::Currency,
    before: i64,
    saved: i64,
}

impl Receipt {
    /// The example in words.
    pub(super) fn words(&self, locale: Locale) -> &str {
        if locale == Locale::Fr { &self.fr } else { &self.en }
    }

    /// The cart without it.
    pub(super) fn before(&self, locale: Locale) -> String {
        amount_digits(self.before, self.currency, locale)
    }

    /// What it takes off.
    pub(super) fn saved(&self, locale: Locale) -> String {
        amount_digits(self.saved, self.currency, locale)
    }

    /// What is left to pay.
    pub(super) fn to_pay(&self, locale: Locale) -> String {
        amount_digits(self.before - self.saved, self.currency, locale)
    }
}

/// The receipt of a kind.
pub(super) fn receipt(kind: &str) -> Option<&'static Receipt> {
    static ALL: OnceLock<Vec<Receipt>> = OnceLock::new();
    ALL.get_or_init(worked).iter().find(|receipt| receipt.kind == kind)
}

fn worked() -> Vec<Receipt> {
    let manuals = Benefit::manuals().into_iter();
    let read = manuals.filter_map(|manual| {
        let request: UnsavedRequest = from_json(manual.worked_example.to_string().as_bytes()).ok()?;
        let totals = request.price().totals;
        let saved = totals.savings + totals.balance_used;
        Some(Receipt {
            kind: manual.name,
            en: manual.summary_en,
            fr: manual.summary_fr,
            currency: request.cart.currency,
            before: totals.total + saved,
            saved,
        })
    });
    read.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_receipt_that_adds_up() {
        for name in Benefit::NAMES {
            let receipt = receipt(name).unwrap_or_else(|| panic!("{name}"));
            assert!(receipt.before > 0 && !receipt.words(Locale::Fr).is_empty(), "{name}");
            assert!(receipt.saved > 0 || *name == "free_product", "{name}");
        }
        let amount = receipt("amount_off").unwrap();
        assert_eq!((amount.before(Locale::En), amount.to_pay(Locale::Fr)), ("49.00".to_owned(), "39,00".to_owned()));
    }
}
