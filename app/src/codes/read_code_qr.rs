//! `GET /v1/codes/{id}/qr`: a code as a QR code, to print or to show.

use tessera_store::codes;

use super::create_code::not_found;
use super::qr::{Qr, QrFormat};
use crate::caller::{Caller, Scope};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// The QR code of a code's link, or of the code itself where there is no link, void or not; `size` are the pixels of
    /// a side.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `too_long_for_qr`, `unavailable`.
    pub async fn read_code_qr(
        &self,
        caller: &Caller,
        id: &str,
        format: QrFormat,
        size: usize,
    ) -> Result<Vec<u8>, Problem> {
        caller.require(Scope::CodesRead)?;
        let wanted = id.to_owned();
        let found = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { codes::read_code(tx, &wanted).await.map_err(Problem::from) }));
        let code = found.await?.ok_or_else(|| not_found("code", id))?.code;
        let shown = self.storefront().link(&code).unwrap_or_else(|| code.clone());
        let drawn = tokio::task::spawn_blocking(move || {
            let qr = Qr::of(&shown)?;
            match format {
                QrFormat::Svg => Ok(qr.svg(size, &format!("QR code for {code}")).into_bytes()),
                QrFormat::Png => qr.png(size),
            }
        });
        drawn.await.map_err(|error| {
            tracing::error!(%error, "a QR code could not be drawn");
            Problem::of(ErrorCode::Internal)
        })?
    }
}
