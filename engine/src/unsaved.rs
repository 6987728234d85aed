//! A quote from what the request itself holds, nothing stored: the body of `POST /v1/quotes/unsaved`. HTTP contract
//! section 2. The pricing vectors are such bodies.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::cart::{Cart, PresentedDiscounts};
use crate::code::canonical;
use crate::compiled::CompiledCoupon;
use crate::coupon::{Activation, Coupon, Status, Terms};
use crate::decode::{Decode, Errors, Node, Object, codes, limits};
use crate::evaluate::{Categories, Presented, Request, evaluate};
use crate::facts::{Facts, Purchase, Uses};
use crate::money::Money;
use crate::quote::Quote;
use crate::settings::Settings;

/// Everything a price depends on, in one document.
#[derive(Clone, Debug)]
pub struct UnsavedRequest {
    /// The cart.
    pub cart: Cart,
    /// The coupons there are.
    pub coupons: Vec<Arc<CompiledCoupon>>,
    /// The settings of the store.
    pub settings: Settings,
    /// Codes and claims that are presented, and automatic coupons that are not wanted.
    pub discounts: PresentedDiscounts,
    /// History.
    pub facts: Facts,
    /// The instant; [`UnsavedRequest::DEFAULT_NOW`] unless `facts.now` says another.
    pub now: Timestamp,
    /// Parents of categories.
    pub categories: Categories,
    /// Whether to report every candidate.
    pub explain: bool,
}

impl UnsavedRequest {
    /// Coupons at most.
    pub const COUPONS: usize = 1_000;
    /// The instant of a request that names none: the start of 2026, in UTC.
    pub const DEFAULT_NOW: Timestamp = Timestamp::constant(1_767_225_600, 0);

    /// Prices the cart.
    #[must_use]
    pub fn price(&self) -> Quote {
        let automatic: Vec<Arc<CompiledCoupon>> =
            self.coupons.iter().filter(|coupon| coupon.terms.activation == Activation::Automatic).cloned().collect();
        evaluate(&Request {
            cart: &self.cart,
            now: self.now,
            settings: &self.settings,
            automatic: &automatic,
            presented: &self.presented(),
            declined: &self.discounts.declined,
            facts: &self.facts,
            categories: &self.categories,
            explain: self.explain,
        })
    }

    /// The codes and claims with what they unlock.
    fn presented(&self) -> Vec<Presented> {
        let by_code: BTreeMap<&str, &Arc<CompiledCoupon>> =
            self.coupons.iter().filter_map(|coupon| Some((coupon.terms.code.as_ref()?.canonical(), coupon))).collect();
        let code = |typed: &String| Presented {
            code: Some(typed.clone()),
            claim_id: None,
            coupon: by_code.get(canonical(typed).as_str()).copied().cloned(),
        };
        let claim = |id: &String| Presented { code: None, claim_id: Some(id.clone()), coupon: None };
        self.discounts.codes.iter().map(code).chain(self.discounts.claims.iter().map(claim)).collect()
    }
}

impl Decode for UnsavedRequest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let cart = object.required("cart", errors, Cart::decode);
        let coupons = object.optional("coupons", errors, coupons).unwrap_or_default();
        let settings = object.optional("settings", errors, Settings::decode).unwrap_or_default();
        let discounts = object.optional("discounts", errors, PresentedDiscounts::decode).unwrap_or_default();
        let history = object.optional("facts", errors, history).unwrap_or_default();
        let explain = object.optional("explain", errors, Node::bool).unwrap_or_default();
        object.finish(errors);
        Some(Self {
            cart: cart?,
            coupons,
            settings,
            discounts,
            facts: history.facts,
            now: history.now.unwrap_or(Self::DEFAULT_NOW),
            categories: history.categories,
            explain,
        })
    }
}

fn coupons(node: &Node<'_>, errors: &mut Errors) -> Option<Vec<Arc<CompiledCoupon>>> {
    let mut position = 0;
    let read = node.each(UnsavedRequest::COUPONS, errors, |node, errors| {
        position += 1;
        coupon(node, position, errors)
    })?;
    report_doubles(&read, node.pointer(), errors);
    Some(read.into_iter().map(|coupon| Arc::new(CompiledCoupon::new(coupon))).collect())
}

/// A coupon as it would be created, with an id or without. One that would be a draft is priced as if enabled.
fn coupon(node: &Node<'_>, position: usize, errors: &mut Errors) -> Option<Coupon> {
    let mut object = node.object(errors)?;
    let id = object.optional("id", errors, Node::name).unwrap_or_else(|| format!("cpn_{position}"));
    let terms = Terms::decode_members(&mut object, errors);
    object.finish(errors);
    let mut terms = terms?;
    for fault in terms.not_priced_in_this_release() {
        errors.push(format!("{}{}", node.pointer(), fault.pointer), fault.code, fault.detail);
    }
    if terms.status == Status::Draft {
        terms.status = Status::Enabled;
    }
    Some(Coupon { id, version: 1, terms })
}

fn report_doubles(coupons: &[Coupon], pointer: &str, errors: &mut Errors) {
    let mut ids = BTreeMap::new();
    let mut typed = BTreeMap::new();
    for (position, coupon) in coupons.iter().enumerate() {
        if ids.insert(coupon.id.as_str(), position).is_some() {
            let detail = format!("the id `{}` stands twice", coupon.id);
            errors.push(format!("{pointer}/{position}/id"), codes::NOT_UNIQUE, detail);
        }
        if let Some(code) = &coupon.terms.code
            && typed.insert(code.canonical(), position).is_some()
        {
            let detail = format!("the code `{}` stands twice", code.typed());
            errors.push(format!("{pointer}/{position}/code"), codes::NOT_UNIQUE, detail);
        }
    }
}

/// What `facts` holds.
#[derive(Default)]
struct History {
    now: Option<Timestamp>,
    facts: Facts,
    categories: Categories,
}

fn history(node: &Node<'_>, errors: &mut Errors) -> Option<History> {
    let mut object = node.object(errors)?;
    let history = History {
        now: object.optional("now", errors, Node::timestamp),
        facts: Facts {
            uses: map(&mut object, "uses", errors, uses),
            budget_used: map(&mut object, "budget_used", errors, |node, errors| node.amounts(errors)),
            orders_count: object.optional("orders_count", errors, Node::count),
            total_spent: object.optional("total_spent", errors, |node, errors| node.money(Money::MAX_MINOR, errors)),
            spent_within: object.optional("spent_within", errors, spent_within).unwrap_or_default(),
            purchased: object
                .optional("purchased", errors, |node, errors| node.each(limits::SELECTOR_LIST, errors, purchase)),
            offered: Vec::new(),
        },
        categories: Categories(map(&mut object, "categories", errors, parent).into_iter().filter_map(named).collect()),
    };
    for later in ["balances", "claims"] {
        object.optional(later, errors, |node, errors| {
            let detail = "This release cannot do this yet; leave it out.";
            node.fault::<()>(errors, codes::NOT_IN_THIS_RELEASE, detail)
        });
    }
    object.finish(errors);
    Some(history)
}

fn map<T>(
    object: &mut Object<'_>,
    name: &'static str,
    errors: &mut Errors,
    read: impl FnMut(&Node<'_>, &mut Errors) -> Option<T>,
) -> BTreeMap<String, T> {
    object.optional(name, errors, |node, errors| node.map(limits::SELECTOR_LIST, errors, read)).unwrap_or_default()
}

/// Amounts by a number of days: `{"30": 12000}`.
fn spent_within(node: &Node<'_>, errors: &mut Errors) -> Option<BTreeMap<u32, Money>> {
    let mut spent = BTreeMap::new();
    for (days, node) in node.object(errors)?.rest() {
        let amount = node.money(Money::MAX_MINOR, errors);
        match days.parse() {
            Ok(days) if (1..=36_500).contains(&days) => drop(amount.map(|amount| spent.insert(days, amount))),
            _ => node.fault(errors, codes::INVALID_VALUE, "its name must be a number of days, such as \"30\"")?,
        }
    }
    Some(spent)
}

fn purchase(node: &Node<'_>, errors: &mut Errors) -> Option<Purchase> {
    let mut object = node.object(errors)?;
    let product_id = object.required("product_id", errors, Node::name);
    let categories = object.optional("categories", errors, |node, errors| node.names(limits::LIST, errors));
    let quantity = object.optional("quantity", errors, Node::count);
    let at = object.required("at", errors, Node::timestamp);
    object.finish(errors);
    Some(Purchase {
        product_id: product_id?,
        categories: categories.unwrap_or_default(),
        quantity: quantity.unwrap_or(1),
        at: at?,
    })
}

fn uses(node: &Node<'_>, errors: &mut Errors) -> Option<Uses> {
    let mut object = node.object(errors)?;
    let uses = Uses {
        total: object.optional("total", errors, Node::count).unwrap_or_default(),
        customer: object.optional("customer", errors, Node::count),
        today: object.optional("today", errors, Node::count).unwrap_or_default(),
    };
    object.finish(errors);
    Some(uses)
}

fn parent(node: &Node<'_>, errors: &mut Errors) -> Option<Option<String>> {
    let mut object = node.object(errors)?;
    let parent = object.optional("parent_id", errors, Node::name);
    object.finish(errors);
    Some(parent)
}

fn named((id, parent): (String, Option<String>)) -> Option<(String, String)> {
    Some((id, parent?))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::decode::{DecodeError, from_json};

    fn body(more: Value) -> Value {
        let mut body = json!({
            "cart": { "currency": "USD", "line_items": [{ "product_id": "a", "quantity": 1, "unit_price": 1000 }] },
            "coupons": [{
                "name": "ten", "code": "TEN", "benefits": [{ "kind": "percent_off", "percent": 10 }]
            }],
            "discounts": { "codes": ["t-e-n"], "claims": ["clm_1"] },
        });
        for (name, member) in more.as_object().unwrap() {
            body[name] = member.clone();
        }
        body
    }

    fn faults(more: Value) -> Vec<(String, &'static str)> {
        match from_json::<UnsavedRequest>(body(more).to_string().as_bytes()) {
            Err(DecodeError::Fields(errors)) => errors.into_iter().map(|error| (error.pointer, error.code)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_coupon_without_id_and_status_is_priced_and_a_claim_is_unknown() {
        let request: UnsavedRequest = from_json(body(json!({})).to_string().as_bytes()).unwrap();
        let quote = request.price();
        assert_eq!(quote.as_of.to_string(), "2026-01-01T00:00:00Z");
        assert_eq!(&*quote.discounts.applied[0].coupon_id, "cpn_1");
        assert_eq!(quote.discounts.rejected[0].claim_id.as_deref(), Some("clm_1"));
    }

    #[test]
    fn faults_name_the_member() {
        let coupon = json!({ "id": "cpn_1", "name": "x", "code": "X1" });
        assert_eq!(
            faults(json!({ "coupons": [coupon, coupon] })),
            [("/coupons/1/id".to_owned(), codes::NOT_UNIQUE), ("/coupons/1/code".to_owned(), codes::NOT_UNIQUE)]
        );
        let late = json!({ "name": "x", "renewals": 3, "limits": { "per_code": 1 } });
        assert_eq!(
            faults(json!({ "coupons": [late], "facts": { "orders_count": 3, "moon": 1 } })),
            [
                ("/coupons/0/limits/per_code".to_owned(), codes::NOT_IN_THIS_RELEASE),
                ("/coupons/0/renewals".to_owned(), codes::NOT_IN_THIS_RELEASE),
                ("/facts/moon".to_owned(), codes::UNKNOWN_FIELD),
            ]
        );
    }
}
