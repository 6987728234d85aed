//! The pricing engine for the browser: JSON in, JSON out.
//!
//! A thin shell: it holds no rule of its own. It takes the body of `POST /v1/quotes/unsaved` and gives the quote,
//! the same bytes that the server gives for the same input.

use tessera_engine::unsaved::UnsavedRequest;

/// Prices a cart with the coupons that the body itself holds: the shape of `POST /v1/quotes/unsaved`.
///
/// # Errors
/// Every fault of the body as a JSON list of `{pointer, code, detail}`.
pub fn price_unsaved(body: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
    match tessera_engine::from_json::<UnsavedRequest>(body) {
        Ok(request) => Ok(serde_json::to_vec(&request.price()).expect("a quote serialises")),
        Err(error) => Err(serde_json::to_vec(&error.into_faults()).expect("faults serialise")),
    }
}
