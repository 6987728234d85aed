//! `region`: where the customer is.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::cart::decode_country;
use crate::condition::judge::{Finding, Judge, Outcome, Scene};
use crate::decode::{Errors, Node, Object, codes, limits};
use crate::kind::Kind;
use crate::locale::Locale;
use crate::reason::Reason;
use crate::schema;
use crate::summary::listed;

/// The customer's country and region are on these lists. Each list that names something must hold the customer's.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Countries of ISO 3166-1, in capitals; an empty list asks nothing.
    pub countries: Vec<String>,
    /// Subdivisions of ISO 3166-2 such as `US-CA`, in capitals; an empty list asks nothing.
    pub regions: Vec<String>,
}

impl Kind for Region {
    const NAME: &'static str = "region";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        if !object.has("countries") && !object.has("regions") {
            errors.push(object.pointer(), codes::REQUIRED, "name `countries`, `regions` or both");
        }
        let countries =
            object.optional("countries", errors, |node, errors| node.each(limits::LIST, errors, decode_country));
        let regions = object.optional("regions", errors, |node, errors| node.each(limits::LIST, errors, subdivision));
        Some(Self { countries: countries.unwrap_or_default(), regions: regions.unwrap_or_default() })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("countries", &self.countries)?;
        map.serialize_entry("regions", &self.regions)
    }

    fn summary(&self, locale: Locale) -> String {
        let or = locale.pick("or", "ou");
        let lists = [&self.countries, &self.regions].into_iter().filter(|list| !list.is_empty());
        let places: Vec<String> = lists.map(|list| listed(list, or)).collect();
        if places.is_empty() {
            return locale.pick("anywhere", "partout").to_owned();
        }
        format!("{} {}", locale.pick("in", "en"), listed(&places, locale.pick("and", "et")))
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Country and region",
            "description": "Where the customer is. Each list that names something must hold the customer's.",
            "required": ["kind"],
            "minProperties": 2,
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "countries": schema::names_or_null(limits::LIST, "Countries of ISO 3166-1, such as FR."),
                "regions": schema::names_or_null(limits::LIST, "Subdivisions of ISO 3166-2, such as US-CA."),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "countries": ["US", "CA"], "regions": ["US-CA", "CA-QC"] })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::RegionIneligible, Reason::InformationMissing];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 3000 }],
                "customer": { "id": "ana", "country": "CA", "region": "CA-QC" }
            }
        })
    }
}

fn subdivision(node: &Node<'_>, errors: &mut Errors) -> Option<String> {
    let text = node.name(errors)?.to_ascii_uppercase();
    let is_subdivision = text.split_once('-').is_some_and(|(country, part)| {
        let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase()) && !part.is_empty() && letters(part)
    });
    if is_subdivision {
        return Some(text);
    }
    node.fault(errors, codes::INVALID_VALUE, "must be a subdivision of ISO 3166-2, such as US-CA")
}

/// `docs/MODEL.md` 5.3.
impl Judge for Region {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        let place = Place::of(scene);
        let holds = |list: &[String], is: Option<&str>| match is {
            _ if list.is_empty() => Outcome::Pass,
            None => Outcome::Unknown,
            Some(is) => Outcome::of(list.iter().any(|entry| entry == is)),
        };
        match (holds(&self.countries, place.country()), holds(&self.regions, place.region.as_deref())) {
            (Outcome::Fail, _) | (_, Outcome::Fail) => Outcome::Fail,
            (Outcome::Unknown, _) | (_, Outcome::Unknown) => Outcome::Unknown,
            (Outcome::Pass, Outcome::Pass) => Outcome::Pass,
        }
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        let place = Place::of(scene);
        if self.judge(scene) == Outcome::Unknown {
            let country = (!self.countries.is_empty() && place.country().is_none()).then_some("customer.country");
            let region = (!self.regions.is_empty() && place.region.is_none()).then_some("customer.region");
            return Finding::unknown(country.into_iter().chain(region));
        }
        Finding::failed(Reason::RegionIneligible).because(
            json!({ "country": place.country(), "region": place.region }),
            json!({ "countries": self.countries, "regions": self.regions }),
        )
    }
}

/// Where the customer is.
struct Place<'s> {
    country: Option<&'s str>,
    /// In the full form, `US-CA`; `CA` alone counts with the country.
    region: Option<String>,
}

impl<'s> Place<'s> {
    fn of(scene: &'s Scene<'_>) -> Self {
        let customer = scene.customer();
        let country = customer.and_then(|customer| customer.country.as_deref());
        let region = customer.and_then(|customer| customer.region.as_deref()).map(|region| {
            match (region.contains('-'), country) {
                (false, Some(country)) => format!("{country}-{region}").to_ascii_uppercase(),
                _ => region.to_ascii_uppercase(),
            }
        });
        Self { country, region }
    }

    /// The country; that of the region where only the region is known.
    fn country(&self) -> Option<&str> {
        self.country.or_else(|| self.region.as_deref()?.split_once('-').map(|(country, _)| country))
    }
}
