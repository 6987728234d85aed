//! `GET /v1/coupons/{id}/codes/export`: all codes of a coupon as a table, a page at a time.

use std::fmt::Write as _;

use jiff::Timestamp;
use tessera_store::balances::{self, BalanceRecord};
use tessera_store::codes::{self, CodeUse};
use tessera_store::coupons;

use super::create_code::{holds_money, not_found};
use crate::caller::{Caller, Scope};
use crate::coupons::stored_terms;
use crate::problem::Problem;
use crate::start::App;

/// Codes read at a time: so few that a page is read in some milliseconds.
const PAGE: u32 = 2_000;

/// The columns.
const HEAD: &str = "code,status,owner,expires_at,uses,limit,balance,currency,batch_id,created_at,last_order_id,last_customer_id,last_used_at\r\n";

/// An export that is being read. What happens meanwhile may be in it or not; every code there is from beginning to end is
/// in it once.
pub struct CodeExport {
    app: App,
    coupon_id: String,
    has_money: bool,
    last: Option<CodeUse>,
    is_begun: bool,
    is_over: bool,
}

impl App {
    /// Begins an export of a coupon's codes, sorted by their text.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn export_codes(&self, caller: &Caller, coupon_id: &str) -> Result<CodeExport, Problem> {
        caller.require(Scope::CodesRead)?;
        let wanted = coupon_id.to_owned();
        let found = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { coupons::read_coupon(tx, &wanted).await.map_err(Problem::from) }));
        let coupon = found.await?.ok_or_else(|| not_found("coupon", coupon_id))?;
        let has_money = holds_money(&stored_terms(&coupon.id, &coupon.terms)?);
        let coupon_id = coupon_id.to_owned();
        Ok(CodeExport { app: self.clone(), coupon_id, has_money, last: None, is_begun: false, is_over: false })
    }
}

impl CodeExport {
    /// The next lines as CSV, RFC 4180, the names of the columns first; `None` at the end.
    ///
    /// # Errors
    /// `unavailable`.
    pub async fn next_lines(&mut self) -> Result<Option<String>, Problem> {
        if self.is_over {
            return Ok(None);
        }
        let mut lines = String::new();
        if !self.is_begun {
            self.is_begun = true;
            lines.push_str(HEAD);
        }
        let (page, now) = self.read_page().await?;
        self.is_over = page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
        for (found, balance) in &page {
            write_line(&mut lines, found, balance.as_ref(), now);
        }
        self.last = page.into_iter().next_back().map(|(found, _)| found);
        Ok(Some(lines))
    }

    async fn read_page(&self) -> Result<(Vec<(CodeUse, Option<BalanceRecord>)>, Timestamp), Problem> {
        let (coupon_id, last, has_money) = (self.coupon_id.clone(), self.last.clone(), self.has_money);
        let page = self.app.inner.store.read(move |tx| {
            Box::pin(async move {
                let mut page = Vec::new();
                for found in codes::export_codes(tx, &coupon_id, last.as_ref(), PAGE).await? {
                    let balance = if has_money { balances::read_balance(tx, &found.code.id).await? } else { None };
                    page.push((found, balance));
                }
                Ok::<_, Problem>((page, tx.now()))
            })
        });
        page.await
    }
}

fn write_line(lines: &mut String, found: &CodeUse, balance: Option<&BalanceRecord>, now: Timestamp) {
    let code = &found.code;
    let last = found.last.as_ref();
    write_cell(lines, &code.code);
    for cell in [Some(code.state_at(now)), code.customer_id.as_deref()] {
        lines.push(',');
        write_cell(lines, cell.unwrap_or_default());
    }
    write_time(lines, code.expires_at);
    let _ = write!(lines, ",{}", found.uses);
    lines.push(',');
    if let Some(limit) = code.limit {
        let _ = write!(lines, "{limit}");
    }
    match balance {
        Some(balance) => {
            let _ = write!(lines, ",{},{}", balance.left(), balance.currency);
        }
        None => lines.push_str(",,"),
    }
    lines.push(',');
    write_cell(lines, code.batch_id.as_deref().unwrap_or_default());
    write_time(lines, Some(code.created_at));
    for cell in [last.map(|last| last.order_id.as_str()), last.and_then(|last| last.customer_id.as_deref())] {
        lines.push(',');
        write_cell(lines, cell.unwrap_or_default());
    }
    write_time(lines, last.map(|last| last.at));
    lines.push_str("\r\n");
}

fn write_time(lines: &mut String, at: Option<Timestamp>) {
    lines.push(',');
    if let Some(at) = at {
        let _ = write!(lines, "{at}");
    }
}

/// A text as a cell. One that a spreadsheet would take for a formula gets an apostrophe in front.
fn write_cell(lines: &mut String, text: &str) {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_quoted = text.contains(['"', ',', '\r', '\n']);
    if is_quoted {
        lines.push('"');
    }
    if is_formula {
        lines.push('\'');
    }
    match text.contains('"') {
        true => lines.push_str(&text.replace('"', "\"\"")),
        false => lines.push_str(text),
    }
    if is_quoted {
        lines.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let cell = |text: &str| {
            let mut written = String::new();
            write_cell(&mut written, text);
            written
        };
        assert_eq!(cell("VIP-7KQ2"), "VIP-7KQ2");
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"] {
            assert_eq!(cell(formula), format!("'{formula}"));
        }
        assert_eq!(cell("=HYPERLINK(\"http://x\",\"y\")"), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
        assert_eq!(cell("a\r\n=b"), "\"a\r\n=b\"");
    }
}
