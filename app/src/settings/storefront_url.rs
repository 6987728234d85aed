//! Where the merchant's shop is: an address that links with a code are made of.

use tessera_engine::decode::{Errors, Node, codes};

use crate::codes::PARAMETER;

/// The longest address: with the longest code it still fits into a QR code, as nearly all do.
const LONGEST: usize = 500;

/// Reads an address.
pub(super) fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<String> {
    let url = node.text(LONGEST, errors)?;
    match fault_of(&url) {
        None => Some(url),
        Some(fault) => node.fault(errors, codes::INVALID_VALUE, fault),
    }
}

/// What is wrong with an address. Shoppers follow it with their codes: without encryption only on the same machine.
fn fault_of(url: &str) -> Option<String> {
    let fault = |words: &str| Some(words.to_owned());
    let (rest, is_open) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => (rest, false),
        (None, Some(rest)) => (rest, true),
        (None, None) => return fault("must begin with https://"),
    };
    if !url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte)) {
        return fault("must be an address as a browser shows it, others than these characters percent-encoded");
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return fault("must hold no user and no password: shoppers would read them");
    }
    let host = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, _)) => host,
        None => authority.split(':').next().unwrap_or_default(),
    };
    if !host.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
        return fault("must name a host");
    }
    if is_open && !["localhost", "127.0.0.1", "::1"].contains(&host) {
        return fault("must begin with https://; http:// is for localhost alone");
    }
    let query = url.split('#').next().and_then(|address| address.split_once('?')).map_or("", |(_, query)| query);
    let has_code = query.split('&').any(|pair| pair.split('=').next() == Some(PARAMETER));
    has_code.then(|| format!("must not hold the parameter `{PARAMETER}`: each link adds it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_that_shoppers_can_follow() {
        for good in [
            "https://shop.example",
            "https://shop.example:8443/fr/?utm_source=mail&coupons=1#/cart",
            "http://localhost:3000/",
            "http://127.0.0.1",
            "http://[::1]:8080/x",
            "https://[2001:db8::1]/",
        ] {
            assert_eq!(fault_of(good), None, "{good}");
        }
        for bad in [
            "shop.example",
            "ftp://shop.example",
            "http://shop.example",
            "http://localhost.shop.example",
            "https://",
            "https:///x",
            "https://:80/",
            "https://ana:secret@shop.example/",
            "https://shop.example/a b",
            "https://shop.example/\"onload",
            "https://shop.example/caf\u{e9}",
            "https://shop.example/?coupon=X",
            "https://shop.example/?a=1&coupon=X#y",
            "javascript:alert(1)",
        ] {
            assert!(fault_of(bad).is_some(), "{bad}");
        }
    }
}
