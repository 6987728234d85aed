//! Amounts as people read them.

use tessera_engine::Currency;
use tessera_engine::locale::amount_for_shopper;

use super::shell::Shell;

/// An amount in minor units with its currency.
pub(super) fn money(minor: i64, currency: &str, s: &Shell) -> String {
    match Currency::parse(currency) {
        Some(currency) => amount_for_shopper(minor, currency, s.locale()),
        None => format!("{minor} {currency}"),
    }
}
