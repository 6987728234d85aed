//! A quote from what the request itself holds, nothing stored: the body of `POST /v1/quotes/unsaved`. HTTP contract
//! section 2. The pricing vectors are such bodies.

mod history;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::cart::{Cart, PresentedDiscounts};
use crate::claim::Claim;
use crate::code::canonical;
use crate::compiled::CompiledCoupon;
use crate::coupon::{Activation, Coupon, Status, Terms};
use crate::decode::{Decode, Errors, Node, codes};
use crate::evaluate::{Categories, Presented, Request, evaluate};
use crate::facts::{Balance, Facts};
use crate::quote::Quote;
use crate::renewal::FirstOrder;
use crate::settings::Settings;
use history::{check_coupon_ids, history};

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
    /// What the shopper has in the wallet.
    pub claims: Vec<Claim>,
    /// What is left on codes and claims, by canonical code and by claim id.
    pub balances: BTreeMap<String, Balance>,
    /// The order that began the subscription, for a cart with `billing`.
    pub first_order: Option<FirstOrder>,
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
            first_order: self.first_order.as_ref(),
        })
    }

    /// The codes and claims with what they unlock.
    fn presented(&self) -> Vec<Presented> {
        let by_code: BTreeMap<&str, &Arc<CompiledCoupon>> =
            self.coupons.iter().filter_map(|coupon| Some((coupon.terms.code.as_ref()?.canonical(), coupon))).collect();
        let code = |typed: &String| {
            let canonical = canonical(typed);
            Presented {
                code: Some(typed.clone()),
                coupon: by_code.get(canonical.as_str()).copied().cloned(),
                balance: self.balances.get(&canonical).copied(),
                ..Presented::default()
            }
        };
        let claim = |id: &String| Presented {
            claim_id: Some(id.clone()),
            balance: self.balances.get(id).copied(),
            ..self.unlocked_by(id).unwrap_or_default()
        };
        self.discounts.codes.iter().map(code).chain(self.discounts.claims.iter().map(claim)).collect()
    }

    /// A claim with what it unlocks; `None` if the wallet does not hold it.
    fn unlocked_by(&self, claim_id: &str) -> Option<Presented> {
        let claim = self.claims.iter().find(|claim| claim.id == claim_id)?;
        let coupon = self.coupons.iter().find(|coupon| coupon.id == claim.coupon_id)?;
        Some(claim.presented(coupon.coupon()))
    }
}

impl Decode for UnsavedRequest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let cart = object.required("cart", errors, Cart::decode);
        let coupons = object.optional("coupons", errors, coupons).unwrap_or_default();
        let settings = object.optional("settings", errors, Settings::decode).unwrap_or_default();
        let discounts = object.optional("discounts", errors, PresentedDiscounts::decode).unwrap_or_default();
        let facts = format!("{}/facts", node.pointer());
        let history = object.optional("facts", errors, history).unwrap_or_default();
        let explain = object.optional("explain", errors, Node::bool).unwrap_or_default();
        if object.has("as_of") {
            let _ = object.optional("as_of", errors, |node, errors| {
                node.fault::<()>(errors, codes::UNKNOWN_FIELD, "`as_of` is `facts.now` here: send the instant there")
            });
        }
        object.finish(errors);
        let cart = cart?;
        check_coupon_ids(&history, &coupons, &facts, errors);
        if cart.billing.is_some() && history.first_order.is_none() {
            let detail = "a cart with `billing` is priced as a renewal: say what the first order redeemed, such as \
                          {\"redemptions\": [{\"coupon_id\": \"cpn_1\", \"allocations\": [{\"line_id\": \"l1\", \"amount\": 600}]}]}";
            errors.push(format!("{facts}/first_order"), codes::REQUIRED, detail);
        }
        Some(Self {
            cart,
            settings,
            discounts,
            facts: history.facts,
            now: history.now.unwrap_or(Self::DEFAULT_NOW),
            categories: history.categories,
            first_order: history.first_order.as_ref().map(|first| first.with_coupons(&coupons)),
            claims: history.claims,
            balances: history.balances,
            coupons,
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
        let late = json!({ "name": "x", "renewals": -2, "limits": { "per_code": -1 } });
        assert_eq!(
            faults(json!({ "coupons": [late], "facts": { "orders_count": 3, "moon": 1 } })),
            [
                ("/coupons/0/limits/per_code".to_owned(), codes::OUT_OF_RANGE),
                ("/coupons/0/renewals".to_owned(), codes::OUT_OF_RANGE),
                ("/facts/moon".to_owned(), codes::UNKNOWN_FIELD),
            ]
        );
        let claim = json!({ "id": "clm_1", "coupon_id": "cpn_9", "claimed_at": "2026-06-01T00:00:00Z" });
        assert_eq!(
            faults(json!({ "facts": { "claims": [claim], "balances": { "TEN": { "amount": -1 } } } })),
            [
                ("/facts/balances/TEN/amount".to_owned(), codes::OUT_OF_RANGE),
                ("/facts/balances/TEN/currency".to_owned(), codes::REQUIRED),
                ("/facts/claims/0/coupon_id".to_owned(), codes::INVALID_VALUE),
            ]
        );
        let balance = json!({ "name": "x", "activation": "automatic", "benefits": [
            { "kind": "percent_off", "percent": 1 }, { "kind": "stored_value" }
        ] });
        assert_eq!(
            faults(json!({ "coupons": [balance] })),
            [
                ("/coupons/0/benefits/1".to_owned(), codes::INVALID_VALUE),
                ("/coupons/0/activation".to_owned(), codes::INVALID_VALUE),
            ]
        );
    }

    #[test]
    fn the_instant_stands_in_the_facts() {
        let body = body(json!({ "as_of": "2026-06-01T00:00:00Z" })).to_string();
        let Err(DecodeError::Fields(errors)) = from_json::<UnsavedRequest>(body.as_bytes()) else { panic!() };
        assert_eq!((errors.len(), &*errors[0].pointer, errors[0].code), (1, "/as_of", codes::UNKNOWN_FIELD));
        assert!(errors[0].detail.contains("`facts.now`"), "{}", errors[0].detail);
    }

    #[test]
    fn a_renewal_says_what_the_first_order_redeemed() {
        let cart = json!({
            "currency": "USD", "line_items": [{ "product_id": "a", "quantity": 1, "unit_price": 1000 }],
            "billing": { "subscription_id": "s1", "first_order_id": "o1", "first_line_ids": ["1"], "renewal_number": 1 }
        });
        assert_eq!(faults(json!({ "cart": cart })), [("/facts/first_order".to_owned(), codes::REQUIRED)]);
        let first = json!({ "redemptions": [{ "coupon_id": "cpn_2" }] });
        assert_eq!(
            faults(json!({ "cart": cart, "facts": { "first_order": first } })),
            [("/facts/first_order/redemptions/0/coupon_id".to_owned(), codes::INVALID_VALUE)]
        );
    }
}
