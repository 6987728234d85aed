//! Where a request comes from, as attempts are counted by.

use std::net::IpAddr;

/// The address at the other end of the connection; a proxy's where there is one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PeerAddress(pub(crate) IpAddr);

/// An address as it is counted: of IPv6 the network of 48 bits, which is what one customer of a provider has at most.
pub(crate) fn counted(address: Option<IpAddr>) -> String {
    match address {
        None => "unknown".to_owned(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => address.segments()[..3].iter().map(|part| format!("{part:x}:")).collect::<String>() + ":/48",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_counted_with_its_network() {
        let of_text = |text: &str| counted(Some(text.parse().unwrap()));
        assert_eq!(of_text("192.0.2.7"), "192.0.2.7");
        assert_eq!(of_text("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(of_text("2001:db8:1:2::7"), "2001:db8:1::/48");
        assert_eq!(of_text("2001:db8:1:2::7"), of_text("2001:db8:1:3:ffff::9"));
        assert_ne!(of_text("2001:db8:1:2::7"), of_text("2001:db8:2:2::7"));
        assert_eq!(counted(None), "unknown");
    }
}
