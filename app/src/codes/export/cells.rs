//! What a table of codes says of each.

use std::borrow::Cow;

use jiff::Timestamp;
use tessera_store::balances::BalanceRecord;
use tessera_store::codes::CodeUse;

/// Cells of a row.
const CELLS: usize = 13;

/// The columns. An import knows all of them.
pub(in crate::codes) const COLUMNS: [&str; CELLS] = [
    "code",
    "status",
    "owner",
    "expires_at",
    "uses",
    "limit",
    "balance",
    "currency",
    "batch_id",
    "created_at",
    "last_order_id",
    "last_customer_id",
    "last_used_at",
];

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell<'a> {
    /// Nothing.
    Empty,
    /// A text, which is never a formula.
    Text(Cow<'a, str>),
    /// A number.
    Number(i64),
}

/// The row of a code. `per_code` is the limit of codes that have none of their own.
pub(super) fn cells<'a>(
    found: &'a CodeUse,
    per_code: Option<u64>,
    balance: Option<&'a BalanceRecord>,
    now: Timestamp,
) -> [Cell<'a>; CELLS] {
    let code = &found.code;
    let last = found.last.as_ref();
    [
        text(Some(&code.code)),
        text(Some(code.state_at(now))),
        text(code.customer_id.as_deref()),
        time(code.expires_at),
        number(Some(found.uses)),
        number(code.limit.or(per_code)),
        balance.map_or(Cell::Empty, |balance| Cell::Number(balance.left())),
        text(balance.map(|balance| balance.currency.as_str())),
        text(code.batch_id.as_deref()),
        time(Some(code.created_at)),
        text(last.map(|last| last.order_id.as_str())),
        text(last.and_then(|last| last.customer_id.as_deref())),
        time(last.map(|last| last.at)),
    ]
}

fn text(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Empty, |text| Cell::Text(Cow::Borrowed(text)))
}

fn number(number: Option<u64>) -> Cell<'static> {
    number.map_or(Cell::Empty, |number| Cell::Number(i64::try_from(number).unwrap_or(i64::MAX)))
}

fn time(at: Option<Timestamp>) -> Cell<'static> {
    at.map_or(Cell::Empty, |at| Cell::Text(Cow::Owned(at.to_string())))
}
