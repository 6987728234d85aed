//! Where a request comes from: the other end of its connection.

use std::net::IpAddr;

use axum::http::Extensions;

/// The address at the other end of the connection; a proxy's where there is one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PeerAddress(pub(crate) IpAddr);

/// The address as attempts to sign in are counted by: of an IPv6 network of 64 bits, which one customer has, the network.
pub(super) fn of(extensions: &Extensions) -> String {
    match extensions.get::<PeerAddress>() {
        None => "unknown".to_owned(),
        Some(PeerAddress(IpAddr::V4(address))) => address.to_string(),
        Some(PeerAddress(IpAddr::V6(address))) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => address.segments()[..4].iter().map(|part| format!("{part:x}:")).collect(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_counted_with_its_network() {
        let of_text = |text: &str| {
            let mut extensions = Extensions::new();
            extensions.insert(PeerAddress(text.parse().unwrap()));
            of(&extensions)
        };
        assert_eq!(of_text("192.0.2.7"), "192.0.2.7");
        assert_eq!(of_text("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(of_text("2001:db8:1:2::7"), of_text("2001:db8:1:2:ffff::9"));
        assert_ne!(of_text("2001:db8:1:2::7"), of_text("2001:db8:1:3::7"));
        assert_eq!(of(&Extensions::new()), "unknown");
    }
}
