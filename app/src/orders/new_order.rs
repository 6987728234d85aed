//! An order to be held or placed, from its price.

use tessera_engine::cart::{Cart, PresentedDiscounts};
use tessera_engine::{CompiledCoupon, Terms};
use tessera_store::redemptions::{NewOrder, NewRedemption, Renewal};

use super::asks_first_order::asks_first_order;
use super::priced_document::{PricedDocument, bought_lines};
use crate::identity::identities;
use crate::ids::IdKind;
use crate::quotes::{Priced, store_day};
use crate::start::App;

/// What an order is made of, beside its price.
pub(crate) struct NewOrderOf<'a> {
    /// The merchant's id.
    pub(crate) order_id: &'a str,
    /// `rsv_...`.
    pub(crate) reservation_id: String,
    /// As the shop sent it.
    pub(crate) cart: &'a Cart,
    /// As the shop sent them.
    pub(crate) discounts: &'a PresentedDiscounts,
    /// Who places it.
    pub(crate) key_id: &'a str,
}

/// The order as it is stored.
pub(crate) fn new_order(of: NewOrderOf<'_>, priced: &Priced) -> NewOrder {
    let cart = to_text(of.cart);
    let document = PricedDocument::of(priced, &cart);
    let is_first = |terms: &Terms| terms.conditions.as_ref().is_some_and(asks_first_order);
    let applied = |coupon: &CompiledCoupon| {
        let mut applied = priced.quote.discounts.applied.iter();
        applied.any(|applied| *applied.coupon_id == *coupon.id && applied.version == coupon.version)
    };
    NewOrder {
        order_id: of.order_id.to_owned(),
        reservation_id: of.reservation_id,
        customer_id: priced.cart.customer.as_ref().and_then(|customer| customer.id.clone()),
        identities: sorted(identities(priced.cart.customer.as_ref(), priced.settings.normalise_email)),
        currency: priced.quote.currency.to_string(),
        total: priced.quote.totals.total,
        savings: priced.quote.totals.savings,
        cart,
        lines: bought_lines(&priced.cart),
        discounts: to_text(of.discounts),
        quote: to_text(&priced.quote),
        priced: Some(to_text(&document)),
        key_id: of.key_id.to_owned(),
        day: store_day(&priced.settings, priced.at),
        // A renewal asks no condition again.
        takes_first_order: priced.begun.is_none()
            && priced.candidates.coupons().any(|coupon| applied(coupon) && is_first(&coupon.terms)),
        seen_orders: priced.seen_orders.filter(|_| priced.begun.is_none()),
    }
}

fn sorted(mut identities: Vec<String>) -> Vec<String> {
    identities.sort_unstable();
    identities.dedup();
    identities
}

impl App {
    /// The coupons of a quote as redemptions to be made, and the balances that pay.
    pub(crate) fn redemptions_of(&self, priced: &Priced) -> Vec<NewRedemption> {
        let discounts = priced.quote.discounts.applied.iter().map(|applied| NewRedemption {
            id: self.new_id(IdKind::Redemption),
            coupon_id: applied.coupon_id.to_string(),
            coupon_version: applied.version,
            live_version: applied.claim_id.as_ref().and_then(|id| priced.candidates.live_versions.get(id).copied()),
            code_id: applied.code.as_ref().and_then(|typed| match &priced.begun {
                Some(begun) => begun.get(&*applied.coupon_id)?.code_id.clone(),
                None => priced.candidates.code_id_of(typed).map(|id| id.to_string()),
            }),
            code: applied.code.clone(),
            claim_id: applied.claim_id.clone(),
            amount: applied.amount,
            pays: false,
            renews: renewal_of(priced, &applied.coupon_id),
        });
        let payments = priced.quote.totals.balances.iter().map(|used| {
            let presented = priced.candidates.presented.iter().zip(&priced.candidates.presented_codes);
            let mut paying = presented.filter(|(presented, _)| presented.code == used.code);
            let (presented, code_id) = paying.next().expect("only what was presented pays");
            NewRedemption {
                id: self.new_id(IdKind::Redemption),
                coupon_id: used.coupon_id.to_string(),
                coupon_version: presented.coupon.as_ref().expect("only a coupon that is known pays").version,
                live_version: None,
                code_id: code_id.as_ref().map(|id| id.to_string()),
                code: used.code.clone(),
                claim_id: used.claim_id.clone(),
                amount: used.amount,
                pays: true,
                renews: None,
            }
        });
        discounts.chain(payments).collect()
    }
}

/// Which payment a coupon is applied to, for a renewal.
fn renewal_of(priced: &Priced, coupon_id: &str) -> Option<Renewal> {
    let (begun, billing) = priced.begun.as_ref().zip(priced.cart.billing.as_ref())?;
    Some(Renewal {
        first_id: begun.get(coupon_id)?.id.clone(),
        subscription_id: billing.subscription_id.clone(),
        number: billing.renewal_number.into(),
    })
}

/// One of our documents as JSON.
pub(crate) fn to_text<T: serde::Serialize>(document: &T) -> String {
    serde_json::to_string(document).expect("our documents serialise")
}
