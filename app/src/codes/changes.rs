//! What happens to codes, as events. A code's text is never told: who has it may use it.

use serde::Serialize;
use tessera_store::balances::BalanceRecord;
use tessera_store::codes::CodeRecord;

use super::view::BalanceView;
use crate::change::Change;

/// A batch of codes was drawn.
pub(super) const GENERATED: &str = "codes.generated";

/// A table of codes was read.
pub(super) const IMPORTED: &str = "codes.imported";

#[derive(Serialize)]
struct CodeChange<'a> {
    id: &'a str,
    coupon_id: &'a str,
    state: &'a str,
    balance: Option<BalanceView>,
}

/// A code that was made or voided.
pub(crate) fn code_changed(kind: &'static str, code: &CodeRecord, balance: Option<BalanceRecord>) -> Change {
    let balance = balance.map(BalanceView::from);
    Change::new(kind, &code.id, &CodeChange { id: &code.id, coupon_id: &code.coupon_id, state: &code.state, balance })
}

/// Money that was put on a code or taken off by hand.
pub(super) fn balance_changed(code: &CodeRecord, balance: &BalanceRecord, amount: i64) -> Change {
    #[derive(Serialize)]
    struct BalanceChanged<'a> {
        id: &'a str,
        coupon_id: &'a str,
        amount: i64,
        balance: BalanceView,
    }
    let told = BalanceChanged { id: &code.id, coupon_id: &code.coupon_id, amount, balance: balance.clone().into() };
    Change::new("code.balance_changed", &code.id, &told)
}

/// What happened to so many codes of a coupon at once.
pub(super) fn batch_changed(kind: &'static str, coupon_id: &str, batch_id: &str, count: u64) -> Change {
    #[derive(Serialize)]
    struct BatchChange<'a> {
        coupon_id: &'a str,
        batch_id: &'a str,
        count: u64,
    }
    Change::new(kind, coupon_id, &BatchChange { coupon_id, batch_id, count })
}
