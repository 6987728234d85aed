//! The pages that may call with a publishable key: origins as browsers write them, `https://shop.example`. RFC 6454.

use tessera_engine::decode::{Errors, Node, codes};

/// Origins at most.
const MOST: usize = 100;
/// The longest: a name of DNS with scheme and port.
const LONGEST: usize = 270;

/// Reads the list.
pub(super) fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Vec<String>> {
    let mut origins: Vec<String> = Vec::new();
    let mut is_whole = true;
    for entry in node.list(MOST, errors)? {
        match origin(&entry, errors) {
            Some(origin) if origins.contains(&origin) => {
                is_whole = false;
                entry.fault::<()>(errors, codes::NOT_UNIQUE, format!("`{origin}` stands twice"));
            }
            Some(origin) => origins.push(origin),
            None => is_whole = false,
        }
    }
    is_whole.then_some(origins)
}

fn origin(node: &Node<'_>, errors: &mut Errors) -> Option<String> {
    let text = node.text(LONGEST, errors)?;
    match fault_of(&text) {
        None => Some(text),
        Some(fault) => node.fault(errors, codes::INVALID_VALUE, fault),
    }
}

/// What is wrong with an origin: it is compared with what a browser sends, letter by letter.
fn fault_of(text: &str) -> Option<String> {
    let fault = |words: &str| Some(format!("{words}; write it as https://shop.example or https://shop.example:8443"));
    let (rest, usual_port, is_open) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
        (Some(rest), _) => (rest, ":443", false),
        (None, Some(rest)) => (rest, ":80", true),
        (None, None) => return fault("must begin with https://"),
    };
    if rest.contains(['/', '?', '#']) {
        return fault("must end with the host or the port, without a path");
    }
    if rest.contains('@') {
        return fault("must hold no user and no password");
    }
    if rest.contains('*') {
        return fault("must name one host: there is no pattern");
    }
    let (host, port) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, port)) if host.parse::<std::net::Ipv6Addr>().is_ok_and(|address| address.to_string() == host) => {
            (host, port)
        }
        Some(_) => return fault("must name an address of IPv6 in its short form"),
        None => rest.split_at(rest.find(':').unwrap_or(rest.len())),
    };
    let is_address = rest.starts_with('[');
    let is_name = |label: &str| {
        let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
        !label.is_empty() && label.bytes().all(is_letter)
    };
    if !is_address && !host.split('.').all(is_name) {
        return fault("must name a host in lower case, other letters than a to z in their form with xn--");
    }
    if port == usual_port {
        return fault("must leave out the usual port, as browsers do");
    }
    let is_port = |port: &str| port.parse::<u16>().is_ok_and(|number| number > 0 && number.to_string() == port);
    if !port.is_empty() && !port.strip_prefix(':').is_some_and(is_port) {
        return fault("must have a port from 1 to 65535 or none");
    }
    let is_here = ["localhost", "127.0.0.1", "::1"].contains(&host) || host.ends_with(".localhost");
    if is_open && !is_here {
        return fault("must begin with https://, for http:// is for localhost alone");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_a_browser_sends() {
        for good in [
            "https://shop.example",
            "https://www.xn--caf-dma.example",
            "https://shop.example:8443",
            "https://192.0.2.7",
            "https://[2001:db8::1]:444",
            "http://localhost:3000",
            "http://127.0.0.1:7420",
            "http://[::1]",
            "http://shop.localhost:8080",
        ] {
            assert_eq!(fault_of(good), None, "{good}");
        }
        for bad in [
            "",
            "*",
            "null",
            "shop.example",
            "https://",
            "https://shop.example/",
            "https://shop.example/cart",
            "https://shop.example?x",
            "https://Shop.example",
            "https://caf\u{e9}.example",
            "https://*.shop.example",
            "https://ana@shop.example",
            "https://shop.example:443",
            "https://shop.example:0",
            "https://shop.example:65536",
            "https://shop.example:080",
            "https://shop.example:",
            "https://shop..example",
            "https://[2001:DB8::1]",
            "https://[2001:db8::1]x",
            "http://shop.example",
            "http://localhost:80",
            "ftp://shop.example",
            "https://shop.example https://other.example",
        ] {
            assert!(fault_of(bad).is_some(), "{bad}");
        }
    }
}
