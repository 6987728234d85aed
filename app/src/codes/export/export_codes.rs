//! `GET /v1/coupons/{id}/codes/export`: all codes of a coupon as a table, a page at a time.

use jiff::Timestamp;
use tessera_store::balances::{self, BalanceRecord};
use tessera_store::codes::{self, CodeUse};
use tessera_store::coupons;

use super::cells::cells;
use super::csv;
use super::xlsx::Workbook;
use crate::caller::{Caller, Scope};
use crate::codes::create_code::{holds_money, not_found};
use crate::coupons::stored_terms;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// Codes read at a time: so few that a page is read in some milliseconds.
const PAGE: u32 = 2_000;

/// What a table is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportFormat {
    /// CSV, RFC 4180.
    #[default]
    Csv,
    /// A workbook of Office Open XML.
    Xlsx,
}

/// An export that is being read. What happens meanwhile may be in it or not; every code there is from beginning to end is
/// in it once.
pub struct CodeExport {
    app: App,
    coupon_id: String,
    batch: Option<String>,
    has_money: bool,
    per_code: Option<u64>,
    last: Option<CodeUse>,
    /// `None` once all is written.
    writer: Option<Writer>,
}

/// What rows are written with.
enum Writer {
    Csv { is_begun: bool },
    Xlsx(Box<Workbook>),
}

impl App {
    /// Begins an export of a coupon's codes, or of those that one job made, sorted by their text.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn export_codes(
        &self,
        caller: &Caller,
        coupon_id: &str,
        format: ExportFormat,
        batch: Option<&str>,
    ) -> Result<CodeExport, Problem> {
        caller.require(Scope::CodesRead)?;
        let wanted = coupon_id.to_owned();
        let found = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { coupons::read_coupon(tx, &wanted).await.map_err(Problem::from) }));
        let coupon = found.await?.ok_or_else(|| not_found("coupon", coupon_id))?;
        let terms = stored_terms(&coupon.id, &coupon.terms)?;
        let (has_money, per_code) = (holds_money(&terms), terms.limits.per_code);
        let writer = match format {
            ExportFormat::Csv => Writer::Csv { is_begun: false },
            ExportFormat::Xlsx => Writer::Xlsx(Box::new(Workbook::begin().map_err(unwritten)?)),
        };
        let (coupon_id, batch) = (coupon_id.to_owned(), batch.map(str::to_owned));
        Ok(CodeExport { app: self.clone(), coupon_id, batch, has_money, per_code, last: None, writer: Some(writer) })
    }
}

impl CodeExport {
    /// The next piece of the table; `None` at the end.
    ///
    /// # Errors
    /// `unavailable`.
    pub async fn next_piece(&mut self) -> Result<Option<Vec<u8>>, Problem> {
        let Some(writer) = self.writer.take() else { return Ok(None) };
        let (page, now) = self.read_page().await?;
        let is_over = page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
        // All are read in their order, so that a page is short work however many the batch has.
        let is_asked = |found: &CodeUse| self.batch.is_none() || found.code.batch_id == self.batch;
        let rows = page
            .iter()
            .filter(|(found, _)| is_asked(found))
            .map(|(found, balance)| cells(found, self.per_code, balance.as_ref(), now));
        let piece = match writer {
            Writer::Csv { is_begun } => {
                let mut lines = String::new();
                if !is_begun {
                    csv::write_head(&mut lines);
                }
                rows.for_each(|row| csv::write_row(&mut lines, &row));
                self.writer = (!is_over).then_some(Writer::Csv { is_begun: true });
                lines.into_bytes()
            }
            Writer::Xlsx(mut workbook) => {
                for row in rows {
                    workbook.write_row(&row).map_err(unwritten)?;
                }
                if is_over {
                    workbook.finish().map_err(unwritten)?
                } else {
                    let piece = workbook.take();
                    self.writer = Some(Writer::Xlsx(workbook));
                    piece
                }
            }
        };
        self.last = page.into_iter().next_back().map(|(found, _)| found);
        Ok(Some(piece))
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

/// It is written into memory: only a fault of ours is in the way.
fn unwritten(error: std::io::Error) -> Problem {
    tracing::error!(%error, "a workbook could not be written");
    Problem::of(ErrorCode::Internal)
}
