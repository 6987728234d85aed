//! Proxies in front of us: where a request came from before them is believed of those the operator trusts, and of nobody
//! else, for anybody can write a header.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use axum::http::{HeaderMap, HeaderName};

/// `X-Forwarded-For`: the addresses a request went through, the nearest last.
const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// `X-Forwarded-Proto`: how it reached the proxy before us.
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Addresses whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. [`Default`] are those of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Network>);

/// Addresses that begin alike. Those of IPv4 stand among those of IPv6, as `::ffff:192.0.2.1` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    first: u128,
    /// Bits that are the same for all.
    bits: u32,
}

/// What is written is no list of addresses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not an address such as 10.0.0.2 or a network such as 10.0.0.0/8; separate several by commas, or write none"
)]
pub struct ProxiesError(String);

/// Where a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The nearest address that no trusted proxy has; `None` where there is no connection, as in a test.
    pub(crate) client: Option<IpAddr>,
    /// Whether the browser came by TLS, as far as is known.
    pub(crate) is_secure: bool,
}

impl Default for TrustedProxies {
    fn default() -> Self {
        Self(["127.0.0.0/8", "::1"].iter().filter_map(|text| Network::parse(text)).collect())
    }
}

impl FromStr for TrustedProxies {
    type Err = ProxiesError;

    /// Addresses and networks, separated by commas; `none` trusts nobody.
    fn from_str(text: &str) -> Result<Self, ProxiesError> {
        let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        if text.trim().eq_ignore_ascii_case("none") {
            return Ok(Self(Vec::new()));
        }
        let network = |entry: &str| Network::parse(entry).ok_or_else(|| ProxiesError(entry.to_owned()));
        let networks: Vec<Network> = entries.map(network).collect::<Result<_, _>>()?;
        if networks.is_empty() { Err(ProxiesError(text.to_owned())) } else { Ok(Self(networks)) }
    }
}

impl fmt::Display for TrustedProxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        for (index, network) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{network}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = Ipv6Addr::from_bits(self.first);
        match address.to_ipv4_mapped() {
            Some(address) if self.bits >= 96 => write!(f, "{address}/{}", self.bits - 96),
            _ => write!(f, "{address}/{}", self.bits),
        }
    }
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.trim().parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Some(most), |bits| bits.trim().parse().ok().filter(|bits| *bits <= most))?;
        let bits = bits + 128 - most;
        Some(Self { first: mapped(address) & mask(bits), bits })
    }

    fn holds(self, address: IpAddr) -> bool {
        mapped(address) & mask(self.bits) == self.first
    }
}

impl TrustedProxies {
    /// Where a request comes from whose connection has this other end.
    pub(crate) fn origin(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Origin {
        let Some(peer) = peer else { return Origin { client: None, is_secure: false } };
        if !self.trusts(peer) {
            return Origin { client: Some(peer), is_secure: false };
        }
        let mut client = peer;
        for told in values(headers, &X_FORWARDED_FOR).into_iter().rev() {
            // Whoever is not trusted may have written all before.
            let Some(before) = address_of(told).filter(|_| self.trusts(client)) else { break };
            client = before;
        }
        let protocols = values(headers, &X_FORWARDED_PROTO);
        let is_secure = protocols.last().is_some_and(|protocol| protocol.eq_ignore_ascii_case("https"));
        Origin { client: Some(client), is_secure }
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.holds(address))
    }
}

fn mapped(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

fn mask(bits: u32) -> u128 {
    u128::MAX.checked_shl(128 - bits).unwrap_or(0)
}

/// Every value of a header that may stand several times and hold several.
fn values<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Vec<&'h str> {
    let lines = headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default());
    lines.flat_map(|line| line.split(',')).map(str::trim).collect()
}

/// An address as proxies write it: alone, with a port, or in brackets.
fn address_of(text: &str) -> Option<IpAddr> {
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    if let Some((address, _)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return address.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    }
    text.rsplit_once(':').and_then(|(address, _)| address.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(trusted: &str, peer: &str, headers: &[(&HeaderName, &str)]) -> (String, bool) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append((*name).clone(), value.parse().unwrap());
        }
        let origin = trusted.parse::<TrustedProxies>().unwrap().origin(Some(peer.parse().unwrap()), &map);
        (origin.client.unwrap().to_string(), origin.is_secure)
    }

    #[test]
    fn a_proxy_is_believed_where_it_is_trusted() {
        let told = [(&X_FORWARDED_FOR, "192.0.2.7"), (&X_FORWARDED_PROTO, "https")];
        assert_eq!(origin("10.0.0.0/8", "10.1.2.3", &told), ("192.0.2.7".to_owned(), true));
        assert_eq!(origin("10.0.0.0/8", "11.1.2.3", &told), ("11.1.2.3".to_owned(), false));
        assert_eq!(origin("none", "127.0.0.1", &told), ("127.0.0.1".to_owned(), false));
        assert_eq!(origin("10.0.0.0/8", "::ffff:10.1.2.3", &told).0, "192.0.2.7");
        assert_eq!(origin("2001:db8::/32", "2001:db8:1::1", &told).0, "192.0.2.7");
        assert_eq!(origin("10.0.0.0/8", "10.1.2.3", &[(&X_FORWARDED_PROTO, "http")]), ("10.1.2.3".to_owned(), false));
    }

    #[test]
    fn what_a_client_wrote_before_a_proxy_is_not_believed() {
        let forged = [(&X_FORWARDED_FOR, "203.0.113.9, 192.0.2.7")];
        assert_eq!(origin("10.0.0.1", "10.0.0.1", &forged).0, "192.0.2.7");
        let chain = [(&X_FORWARDED_FOR, "203.0.113.9, 192.0.2.7, 10.0.0.2")];
        assert_eq!(origin("10.0.0.1,10.0.0.2", "10.0.0.1", &chain).0, "192.0.2.7");
        assert_eq!(origin("10.0.0.1", "10.0.0.1", &chain).0, "10.0.0.2");
        let lines = [(&X_FORWARDED_FOR, "203.0.113.9"), (&X_FORWARDED_FOR, "192.0.2.7:4711")];
        assert_eq!(origin("10.0.0.1", "10.0.0.1", &lines).0, "192.0.2.7");
        assert_eq!(origin("10.0.0.1", "10.0.0.1", &[(&X_FORWARDED_FOR, "unknown")]).0, "10.0.0.1");
        assert_eq!(origin("10.0.0.1", "10.0.0.1", &[(&X_FORWARDED_FOR, "[2001:db8::7]:443")]).0, "2001:db8::7");
    }

    #[test]
    fn a_list_is_read_or_refused() {
        assert_eq!(TrustedProxies::default().to_string(), "127.0.0.0/8,::1/128");
        for (text, read) in
            [("10.0.0.7/8", "10.0.0.0/8"), (" 10.0.0.1 , fd00::/8", "10.0.0.1/32,fd00::/8"), ("None", "none")]
        {
            assert_eq!(text.parse::<TrustedProxies>().unwrap().to_string(), read, "{text}");
        }
        for text in ["", "proxy", "10.0.0.1/33", "10.0.0.1/-1", "10.0.0.1,,x", "::/129"] {
            assert!(text.parse::<TrustedProxies>().is_err(), "{text}");
        }
        assert_eq!("0.0.0.0/0".parse::<TrustedProxies>().unwrap().0[0].bits, 96);
    }
}
