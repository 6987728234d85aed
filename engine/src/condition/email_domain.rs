//! `email_domain`: the customer's e-mail address is at one of some domains.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::condition::judge::{Finding, Judge, Outcome, Scene};
use crate::decode::{Errors, Node, Object, codes, limits};
use crate::kind::Kind;
use crate::locale::Locale;
use crate::reason::Reason;
use crate::schema;
use crate::summary::listed;

/// The customer's e-mail address is at one of these domains.
#[derive(Clone, Debug, PartialEq)]
pub struct EmailDomain {
    /// Domains in lower case, without `@`; an empty list asks nothing. Those below a domain are other domains.
    pub domains: Vec<String>,
}

impl Kind for EmailDomain {
    const NAME: &'static str = "email_domain";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let domains = object.required("domains", errors, |node, errors| node.each(limits::LIST, errors, domain));
        domains.map(|domains| Self { domains })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("domains", &self.domains)
    }

    fn summary(&self, locale: Locale) -> String {
        let domains = listed(&self.domains, locale.pick("or", "ou"));
        match (locale, self.domains.is_empty()) {
            (_, true) => locale.pick("for everybody", "pour tous").to_owned(),
            (Locale::En, false) => format!("for e-mail addresses at {domains}"),
            (Locale::Fr, false) => format!("pour les adresses e-mail en {domains}"),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "E-mail domain",
            "description": "The customer's e-mail address is at one of these domains, exactly; none asks nothing.",
            "required": ["kind", "domains"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "domains": schema::names(limits::LIST, "Domains such as `company.example`, without `@`."),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "domains": ["company.example"] })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::UserNotLoggedIn, Reason::Invalid, Reason::InformationMissing];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 3000 }],
                "customer": { "id": "ana", "email": "ana@company.example" }
            }
        })
    }
}

/// A domain, with or without the `@` before it.
fn domain(node: &Node<'_>, errors: &mut Errors) -> Option<String> {
    let text = node.name(errors)?;
    let domain = text.strip_prefix('@').unwrap_or(&text).to_lowercase();
    if domain.is_empty() || domain.contains(|letter: char| letter == '@' || letter.is_whitespace()) {
        return node.fault(errors, codes::INVALID_VALUE, "must be a domain, such as company.example");
    }
    Some(domain)
}

/// `docs/MODEL.md` 5.3, 11.3. An address is enough: it needs no account.
impl Judge for EmailDomain {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        match domain_of(scene) {
            _ if self.domains.is_empty() => Outcome::Pass,
            None => scene.judge_absent(),
            Some(domain) => Outcome::of(self.domains.contains(&domain)),
        }
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        match domain_of(scene) {
            None => scene.find_absent("customer.email"),
            Some(domain) => Finding::failed(Reason::Invalid)
                .because(json!({ "domain": domain }), json!({ "domains": self.domains }))
                .kept_private(),
        }
    }
}

fn domain_of(scene: &Scene<'_>) -> Option<String> {
    let email = scene.customer()?.email.as_deref()?;
    email.rsplit_once('@').map(|(_, domain)| domain.to_lowercase())
}
