//! The pricing engine for the browser: JSON in, JSON out.
//!
//! A thin shell: it holds no rule of its own. It takes the body of `POST /v1/quotes/unsaved` and gives the quote,
//! the same bytes that the server gives for the same input: `cargo x wasm` holds every vector against them.
//!
//! **The module.** `cargo x wasm` builds `target/wasm32-unknown-unknown/wasm/tessera_engine_wasm.wasm`. It imports
//! nothing and exports its `memory` and four functions:
//!
//! | export | what it does |
//! | --- | --- |
//! | `tessera_input(length) -> pointer` | makes room for a body of so many bytes; write it there |
//! | `tessera_price() -> status` | prices it: 0 quote, 1 faults |
//! | `tessera_output() -> pointer` | where the answer stands, JSON in UTF-8 |
//! | `tessera_output_length() -> length` | how many bytes it has |
//!
//! A pointer is valid until the next call, and `memory` may have grown: take its buffer anew after each. A body has at
//! most 8 MiB over HTTP; nothing here limits it. `js/tessera.js` does all of this for a page or for node.
//!
//! **Not here.** No clock (the instant is `facts.now`), no storage, no network.
//! **Where to start.** [`price_unsaved`] is all of it; [`abi`] is how the module shows it to its host.

pub mod abi;

use tessera_engine::unsaved::UnsavedRequest;
use tessera_engine::{DecodeError, FieldError};

/// Prices a cart with the coupons that the body itself holds: the shape of `POST /v1/quotes/unsaved`.
///
/// # Errors
/// Every fault of the body as a JSON list of `{pointer, code, detail}`.
pub fn price_unsaved(body: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
    match tessera_engine::from_json::<UnsavedRequest>(body) {
        Ok(request) => Ok(serde_json::to_vec(&request.price()).expect("a quote serialises")),
        Err(DecodeError::Fields(faults)) => Err(serde_json::to_vec(&faults).expect("faults serialise")),
        Err(error) => Err(serde_json::to_vec(&[FieldError {
            pointer: String::new(),
            code: "malformed_json",
            detail: error.to_string(),
        }])
        .expect("faults serialise")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cart_is_priced_with_the_coupons_of_the_body() {
        let body = br#"{
            "cart": { "currency": "USD", "line_items": [{ "product_id": "a", "quantity": 1, "unit_price": 8000 }] },
            "coupons": [{ "id": "cpn_a", "name": "A", "status": "enabled", "code": "TWENTY", "benefits": [{ "kind": "percent_off", "percent": 20 }] }],
            "discounts": { "codes": ["twenty"] }
        }"#;
        let quote: serde_json::Value = serde_json::from_slice(&price_unsaved(body).unwrap()).unwrap();
        assert_eq!(quote["totals"]["total"], 6400);
    }

    #[test]
    fn faults_name_the_member() {
        let faults = price_unsaved(br#"{"cart": {"currency": "USD", "line_items": [{"product_id": "a", "quantity": 0, "unit_price": 1}]}, "coupons": []}"#);
        let faults: serde_json::Value = serde_json::from_slice(&faults.unwrap_err()).unwrap();
        assert_eq!(faults[0]["pointer"], "/cart/line_items/0/quantity");
        let malformed: serde_json::Value = serde_json::from_slice(&price_unsaved(b"{").unwrap_err()).unwrap();
        assert_eq!(malformed[0]["code"], "malformed_json");
    }
}
