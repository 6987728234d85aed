//! Where the merchant's shop takes a code from a link: `?coupon=CODE`.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::settings::StoreSettings;
use crate::start::App;

/// The name of the parameter that carries the code.
pub(crate) const PARAMETER: &str = "coupon";

/// The settings that say where the shop is.
#[derive(Clone, Debug)]
pub(super) struct Storefront(Arc<StoreSettings>);

impl App {
    /// The shop as the settings say.
    pub(super) fn storefront(&self) -> Storefront {
        Storefront(Arc::clone(&self.live().settings))
    }
}

impl Storefront {
    /// The link that applies a code on arrival; `None` where nobody said where the shop is.
    pub(super) fn link(&self, code: &str) -> Option<String> {
        self.0.storefront_url.as_deref().map(|url| link(url, code))
    }
}

/// Adds the code to the query of an address; what it has already stays, its fragment at the end.
fn link(url: &str, code: &str) -> String {
    let (address, fragment) = url.split_at(url.find('#').unwrap_or(url.len()));
    let mark = match address.contains('?') {
        false => "?",
        true if address.ends_with(['?', '&']) => "",
        true => "&",
    };
    format!("{address}{mark}{PARAMETER}={}{fragment}", encoded(code))
}

/// Percent-encoded but for what stands for itself anywhere. RFC 3986, 2.3.
pub(crate) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            other => {
                let _ = write!(encoded, "%{other:02X}");
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_what_the_address_has() {
        for (url, expected) in [
            ("https://shop.example", "https://shop.example?coupon=VIP-7_Q"),
            ("https://shop.example/fr/", "https://shop.example/fr/?coupon=VIP-7_Q"),
            ("https://shop.example/?utm=a%20b", "https://shop.example/?utm=a%20b&coupon=VIP-7_Q"),
            ("https://shop.example/?", "https://shop.example/?coupon=VIP-7_Q"),
            ("https://shop.example/#/cart", "https://shop.example/?coupon=VIP-7_Q#/cart"),
            ("https://shop.example/?a=1&#top?x", "https://shop.example/?a=1&coupon=VIP-7_Q#top?x"),
        ] {
            assert_eq!(link(url, "VIP-7_Q"), expected);
        }
        assert_eq!(link("https://x", "\u{e9}t\u{e9} 1&2"), "https://x?coupon=%C3%A9t%C3%A9%201%262");
    }
}
