//! The `facts` of an unsaved quote: history that the store would gather.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::Categories;
use crate::claim::{ApplyToClaims, Claim};
use crate::code::canonical;
use crate::compiled::CompiledCoupon;
use crate::coupon::{FrozenTerms, Terms};
use crate::decode::{Decode, Errors, Node, Object, codes, limits};
use crate::facts::{Balance, Campaign, Facts, Purchase, Uses};
use crate::money::{Amounts, Money};
use crate::renewal::{FirstAllocation, FirstOrder, FirstRedemption};

/// What `facts` holds.
#[derive(Default)]
pub(super) struct History {
    pub(super) now: Option<Timestamp>,
    pub(super) facts: Facts,
    pub(super) categories: Categories,
    pub(super) claims: Vec<Claim>,
    pub(super) balances: BTreeMap<String, Balance>,
    pub(super) first_order: Option<FirstOrderRead>,
}

/// The first order of a subscription, its coupons by id.
pub(super) struct FirstOrderRead {
    redemptions: Vec<RedemptionRead>,
}

struct RedemptionRead {
    coupon_id: String,
    code: Option<String>,
    claim_id: Option<String>,
    allocations: Vec<FirstAllocation>,
}

impl FirstOrderRead {
    /// The same with the coupons themselves; those that are not there are left out.
    pub(super) fn with_coupons(&self, coupons: &[Arc<CompiledCoupon>]) -> FirstOrder {
        let find = |read: &RedemptionRead| {
            Some(FirstRedemption {
                coupon: Arc::clone(coupons.iter().find(|coupon| coupon.id == read.coupon_id)?),
                code: read.code.clone(),
                claim_id: read.claim_id.clone(),
                allocations: read.allocations.clone(),
            })
        };
        FirstOrder { redemptions: self.redemptions.iter().filter_map(find).collect() }
    }
}

/// Reads `facts`.
pub(super) fn history(node: &Node<'_>, errors: &mut Errors) -> Option<History> {
    let mut object = node.object(errors)?;
    let history = History {
        now: object.optional("now", errors, Node::timestamp),
        facts: Facts {
            uses: map(&mut object, "uses", errors, uses),
            budget_used: map(&mut object, "budget_used", errors, amounts),
            budget_used_by_customer: map(&mut object, "budget_used_by_customer", errors, amounts),
            budget_used_today: map(&mut object, "budget_used_today", errors, amounts),
            campaigns: map(&mut object, "campaigns", errors, campaign),
            orders_count: object.optional("orders_count", errors, Node::count),
            total_spent: object.optional("total_spent", errors, |node, errors| node.money(Money::MAX_MINOR, errors)),
            spent_within: object.optional("spent_within", errors, spent_within).unwrap_or_default(),
            purchased: object
                .optional("purchased", errors, |node, errors| node.each(limits::SELECTOR_LIST, errors, purchase)),
            offered: Vec::new(),
        },
        categories: Categories(map(&mut object, "categories", errors, parent).into_iter().filter_map(named).collect()),
        claims: object
            .optional("claims", errors, |node, errors| node.each(limits::SELECTOR_LIST, errors, claim))
            .unwrap_or_default(),
        balances: map(&mut object, "balances", errors, balance)
            .into_iter()
            .flat_map(|(holder, balance)| [(canonical(&holder), balance), (holder, balance)])
            .collect(),
        first_order: object.optional("first_order", errors, first_order),
    };
    object.finish(errors);
    Some(history)
}

/// A claim, or a redemption of the first order, names a coupon of the request.
pub(super) fn check_coupon_ids(history: &History, coupons: &[Arc<CompiledCoupon>], facts: &str, errors: &mut Errors) {
    let mut check = |coupon_id: &str, at: String| {
        if !coupons.iter().any(|coupon| coupon.id == coupon_id) {
            let detail = format!("there is no coupon `{coupon_id}` in `coupons`");
            errors.push(format!("{facts}{at}/coupon_id"), codes::INVALID_VALUE, detail);
        }
    };
    for (position, claim) in history.claims.iter().enumerate() {
        check(&claim.coupon_id, format!("/claims/{position}"));
    }
    let redemptions = history.first_order.as_ref().map(|first| &first.redemptions[..]).unwrap_or_default();
    for (position, redemption) in redemptions.iter().enumerate() {
        check(&redemption.coupon_id, format!("/first_order/redemptions/{position}"));
    }
}

fn map<T>(
    object: &mut Object<'_>,
    name: &'static str,
    errors: &mut Errors,
    read: impl FnMut(&Node<'_>, &mut Errors) -> Option<T>,
) -> BTreeMap<String, T> {
    object.optional(name, errors, |node, errors| node.map(limits::SELECTOR_LIST, errors, read)).unwrap_or_default()
}

fn amounts(node: &Node<'_>, errors: &mut Errors) -> Option<Amounts> {
    node.amounts(errors)
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
        code: object.optional("code", errors, Node::count).unwrap_or_default(),
    };
    object.finish(errors);
    Some(uses)
}

fn campaign(node: &Node<'_>, errors: &mut Errors) -> Option<Campaign> {
    let mut object = node.object(errors)?;
    let campaign = Campaign {
        starts_at: object.optional("starts_at", errors, Node::timestamp),
        ends_at: object.optional("ends_at", errors, Node::timestamp),
        budget: object.optional("budget", errors, Node::amounts),
        budget_used: object.optional("budget_used", errors, Node::amounts).unwrap_or_default(),
    };
    object.finish(errors);
    Some(campaign)
}

fn balance(node: &Node<'_>, errors: &mut Errors) -> Option<Balance> {
    let mut object = node.object(errors)?;
    let amount = object.required("amount", errors, |node, errors| node.money(Money::MAX_MINOR, errors));
    let currency = object.required("currency", errors, Node::currency);
    object.finish(errors);
    Some(Balance { amount: amount?, currency: currency? })
}

fn claim(node: &Node<'_>, errors: &mut Errors) -> Option<Claim> {
    let mut object = node.object(errors)?;
    let id = object.required("id", errors, Node::name);
    let coupon_id = object.required("coupon_id", errors, Node::name);
    let claimed_at = object.required("claimed_at", errors, Node::timestamp);
    let ends_at = object.optional("ends_at", errors, Node::timestamp);
    let terms = object.optional("terms", errors, FrozenTerms::decode);
    let apply_to_claims = object.optional("apply_to_claims", errors, ApplyToClaims::decode).unwrap_or_default();
    object.finish(errors);
    Some(Claim { id: id?, coupon_id: coupon_id?, claimed_at: claimed_at?, ends_at, terms, apply_to_claims })
}

fn first_order(node: &Node<'_>, errors: &mut Errors) -> Option<FirstOrderRead> {
    let mut object = node.object(errors)?;
    let redemptions =
        object.required("redemptions", errors, |node, errors| node.each(limits::LIST, errors, redemption));
    object.finish(errors);
    Some(FirstOrderRead { redemptions: redemptions? })
}

fn redemption(node: &Node<'_>, errors: &mut Errors) -> Option<RedemptionRead> {
    let mut object = node.object(errors)?;
    let coupon_id = object.required("coupon_id", errors, Node::name);
    let code = object.optional("code", errors, Node::name);
    let claim_id = object.optional("claim_id", errors, Node::name);
    let allocations =
        object.optional("allocations", errors, |node, errors| node.each(limits::SELECTOR_LIST, errors, allocation));
    object.finish(errors);
    Some(RedemptionRead { coupon_id: coupon_id?, code, claim_id, allocations: allocations.unwrap_or_default() })
}

fn allocation(node: &Node<'_>, errors: &mut Errors) -> Option<FirstAllocation> {
    let mut object = node.object(errors)?;
    let line_id = object.required("line_id", errors, Node::name);
    let amount = object.required("amount", errors, |node, errors| node.money(Money::MAX_MINOR, errors));
    let most = i64::try_from(Terms::BENEFITS).expect("a coupon has a few benefits") - 1;
    let benefit = object.optional("benefit", errors, |node, errors| node.integer(0..=most, errors)).unwrap_or_default();
    object.finish(errors);
    let benefit = usize::try_from(benefit).ok()?;
    Some(FirstAllocation { line_id: line_id?, benefit, amount: amount?.minor() })
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
