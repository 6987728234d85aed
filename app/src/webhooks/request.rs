//! The bodies of calls on webhooks.

use jiff::Timestamp;
use tessera_engine::decode::{Decode, Errors, Node, codes};

use crate::events::{EVENT_TYPES, EventType};

/// The longest address.
const LONGEST_URL: usize = 2_048;

/// The body of `POST /v1/webhooks`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWebhook {
    /// Where events are sent.
    pub url: String,
    /// What the team calls it.
    pub description: Option<String>,
    /// Types of events, sorted; empty for all.
    pub types: Vec<String>,
}

impl Decode for NewWebhook {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let url = object.required("url", errors, decode_url);
        let description = object.optional("description", errors, Node::name);
        let types = object.optional("types", errors, decode_types).unwrap_or_default();
        object.finish(errors);
        Some(Self { url: url?, description, types })
    }
}

/// The body of `PATCH /v1/webhooks/{id}`; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhookPatch {
    /// Where events are sent.
    pub url: Option<String>,
    /// What the team calls it; `Some(None)`: nothing.
    pub description: Option<Option<String>>,
    /// Types of events; empty for all.
    pub types: Option<Vec<String>>,
    /// Whether events are sent. `true` begins again with the event it stopped at.
    pub enabled: Option<bool>,
}

impl Decode for WebhookPatch {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let url = object.optional("url", errors, decode_url);
        let has_description = object.has("description");
        let description = object.optional("description", errors, Node::name);
        let is_all = object.is_null("types");
        let types = object.optional("types", errors, decode_types).or(is_all.then(Vec::new));
        let enabled = object.optional("enabled", errors, Node::bool);
        object.finish(errors);
        Some(Self { url, description: has_description.then_some(description), types, enabled })
    }
}

/// The body of `POST /v1/webhooks/{id}/replay`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// An instant, or the id of an event.
    pub from: Result<Timestamp, String>,
}

impl Decode for Replay {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let from = object.required("from", errors, |node, errors| {
            let text = node.name(errors)?;
            if text.starts_with("evt_") {
                return Some(Err(text));
            }
            let wrong = "must be an instant such as 2026-06-03T10:00:00Z or the id of an event";
            text.parse().map(Ok).ok().or_else(|| node.fault(errors, codes::INVALID_VALUE, wrong))
        });
        object.finish(errors);
        from.map(|from| Self { from })
    }
}

fn decode_url(node: &Node<'_>, errors: &mut Errors) -> Option<String> {
    let url = node.text(LONGEST_URL, errors)?;
    match fault_of(&url) {
        None => Some(url),
        Some(fault) => node.fault(errors, codes::INVALID_VALUE, fault),
    }
}

/// What is wrong with an address. Where it leads is looked at each time something is sent.
fn fault_of(url: &str) -> Option<&'static str> {
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else {
        return Some("must begin with https:// or http://");
    };
    if !url.bytes().all(|byte| byte.is_ascii_graphic()) || url.contains('#') {
        return Some("must be visible ASCII characters without a fragment");
    }
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    if authority.contains('@') {
        return Some("must hold no user and no password: they would stand in logs");
    }
    let is_name = authority.bytes().any(|byte| byte.is_ascii_alphanumeric());
    (!is_name || authority.starts_with(':')).then_some("must name a host")
}

fn decode_types(node: &Node<'_>, errors: &mut Errors) -> Option<Vec<String>> {
    let mut types = Vec::new();
    for one in node.list(EVENT_TYPES.len(), errors)? {
        let Some(kind) = one.name(errors) else { continue };
        if EventType::find(&kind).is_some() {
            types.push(kind);
        } else {
            let known = EventType::names();
            one.fault::<()>(errors, codes::INVALID_VALUE, format!("is not a type of event; those are {known}"));
        }
    }
    types.sort_unstable();
    types.dedup();
    Some(types)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_host_and_no_password() {
        for good in ["https://shop.example/hook", "http://127.0.0.1:9000", "https://[2001:db8::1]/x?y=1"] {
            assert_eq!(fault_of(good), None, "{good}");
        }
        for bad in [
            "",
            "shop.example",
            "ftp://x",
            "https://",
            "https:///x",
            "https://a:b@x/",
            "https://x/#y",
            "https://x/ y",
            "https://:80/",
        ] {
            assert!(fault_of(bad).is_some(), "{bad}");
        }
    }
}
