//! A priced cart as a page shows it. Every number is one that the API said.

use serde_json::Value;

use crate::api::{Applied, Quote, Ranked, Rejected};
use crate::catalogue::Catalogue;
use crate::money;
use crate::session::Session;
use crate::texts::{Language, Texts, fill};

/// What there is to see.
pub(crate) struct Priced {
    /// The lines, in the order of the cart.
    pub(crate) lines: Vec<LineRow>,
    /// Products that come for nothing.
    pub(crate) gifts: Vec<String>,
    /// Codes, claims and automatic coupons.
    pub(crate) pills: Vec<Pill>,
    /// What is missing for more.
    pub(crate) progress: Vec<Progress>,
    /// The sums.
    pub(crate) sums: Sums,
    /// Whether an automatic coupon was taken off.
    pub(crate) has_declined: bool,
}

/// A line of the cart.
pub(crate) struct LineRow {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) quantity: u32,
    pub(crate) unit_price: String,
    /// The price before discounts, where there are any.
    pub(crate) old: Option<String>,
    pub(crate) total: String,
    pub(crate) setup_fee: Option<String>,
    pub(crate) art: &'static str,
}

/// A coupon of the cart.
pub(crate) struct Pill {
    /// What shoppers read.
    pub(crate) title: String,
    /// The code, as this shopper typed it.
    pub(crate) code: Option<String>,
    /// `-$10.00`; `None` where it gives nothing now.
    pub(crate) amount: Option<String>,
    pub(crate) is_automatic: bool,
    /// Why it gives nothing now.
    pub(crate) reason: Option<String>,
    /// The name and the value of the button that takes it off.
    pub(crate) remove: (&'static str, String),
    /// The value of the button that takes it in place of others, and what the cart costs then.
    pub(crate) switch: Option<(String, String)>,
    /// Where the shopper can do something about it: address and words.
    pub(crate) next: Option<(String, &'static str)>,
}

/// What is missing for more.
pub(crate) struct Progress {
    pub(crate) message: String,
    /// How far it is and how far it goes, in minor units, where an amount is missing.
    pub(crate) bar: Option<(i64, i64)>,
}

/// The sums.
pub(crate) struct Sums {
    pub(crate) subtotal: String,
    pub(crate) discounts: Vec<DiscountRow>,
    pub(crate) setup_fees: Option<String>,
    pub(crate) shipping: Option<ShippingRow>,
    pub(crate) fees: Option<String>,
    pub(crate) tax: String,
    pub(crate) balance_used: Option<String>,
    pub(crate) total: String,
    /// In minor units: what the shopper agrees to.
    pub(crate) total_minor: i64,
    /// What it would cost without any coupon, where it is known and more.
    pub(crate) before: Option<String>,
    pub(crate) savings: Option<String>,
}

/// A coupon in the sums.
pub(crate) struct DiscountRow {
    pub(crate) title: String,
    pub(crate) amount: String,
    /// A code that everybody may know.
    pub(crate) public_code: Option<String>,
    pub(crate) is_automatic: bool,
    /// Its amount stands in the row of shipping already.
    pub(crate) is_on_shipping: bool,
}

/// Shipping in the sums.
pub(crate) struct ShippingRow {
    /// The price before discounts, where there are any.
    pub(crate) old: Option<String>,
    pub(crate) now: String,
}

/// How a page says amounts.
#[derive(Clone, Copy)]
pub(crate) struct Says<'a> {
    pub(crate) language: Language,
    pub(crate) currency: &'a str,
    /// The coupons whose codes everybody may know.
    pub(crate) public: &'a [String],
}

impl Says<'_> {
    pub(crate) fn money(&self, minor: i64) -> String {
        money::shown(minor, self.currency, self.language)
    }

    fn t(&self) -> &'static Texts {
        self.language.texts()
    }

    fn minus(&self, minor: i64) -> String {
        self.money(-minor)
    }

    /// The sums of a quote.
    pub(crate) fn sums(&self, quote: &Quote) -> Sums {
        let totals = &quote.totals;
        let some = |minor: i64| (minor > 0).then(|| self.money(minor));
        let shipping = quote.shipping.as_ref().map(|shipping| ShippingRow {
            old: (shipping.total < shipping.amount).then(|| self.money(shipping.amount)),
            now: self.money(shipping.total),
        });
        Sums {
            subtotal: self.money(totals.subtotal),
            discounts: quote.discounts.applied.iter().map(|applied| self.discount(applied)).collect(),
            setup_fees: some(totals.setup_fees),
            shipping: shipping.filter(|row| totals.shipping > 0 || row.old.is_some()),
            fees: some(totals.fees),
            tax: self.money(totals.tax),
            balance_used: some(totals.balance_used).map(|amount| format!("−{amount}")),
            total: self.money(totals.total),
            total_minor: totals.total,
            before: None,
            savings: some(totals.savings),
        }
    }

    fn discount(&self, applied: &Applied) -> DiscountRow {
        DiscountRow {
            title: applied.title.clone(),
            amount: self.minus(applied.amount),
            public_code: applied.code.clone().filter(|_| self.public.contains(&applied.coupon_id)),
            is_automatic: applied.automatic,
            is_on_shipping: applied.is_on_shipping(),
        }
    }

    /// A cart with its price, as a page shows it: the address of that page.
    pub(crate) fn cart(&self, catalogue: &Catalogue, session: &Session, quote: &Quote, page: &'static str) -> Priced {
        let ways = Ways {
            page,
            is_signed_in: session.customer.is_some(),
            needs_parcel: crate::cart::needs_parcel(catalogue, session),
        };
        let line = |line: &crate::session::Line| {
            let product = catalogue.product(&line.product_id)?;
            let priced = quote.line_items.iter().find(|priced| priced.id == line.product_id)?;
            let setup_fee = product.setup_fee.filter(|fee| *fee > 0).map(|fee| self.money(fee));
            Some(LineRow {
                id: line.product_id.clone(),
                title: product.name().to_owned(),
                quantity: line.quantity,
                unit_price: self.money(product.price()),
                old: (priced.total < priced.subtotal).then(|| self.money(priced.subtotal)),
                total: self.money(priced.total),
                setup_fee,
                art: catalogue.art(product),
            })
        };
        let gift = |gift: &crate::api::Gift| {
            let name = catalogue.product(&gift.product_id).map_or(gift.product_id.as_str(), |product| product.name());
            format!("{} × {name}", gift.quantity)
        };
        let applied = quote.discounts.applied.iter().map(|one| self.applied(one));
        let rejected = quote.discounts.rejected.iter().map(|one| self.rejected(one, ways));
        Priced {
            lines: session.lines.iter().filter_map(line).collect(),
            gifts: quote.gifts.iter().map(gift).collect(),
            pills: applied.chain(rejected).collect(),
            progress: quote.hints.iter().map(|hint| progress(hint, quote)).collect(),
            sums: self.sums(quote),
            has_declined: !session.declined.is_empty(),
        }
    }

    fn applied(&self, applied: &Applied) -> Pill {
        let remove = match (&applied.code, &applied.claim_id) {
            (Some(code), _) => ("remove", code.clone()),
            (None, Some(claim_id)) => ("unclaim", claim_id.clone()),
            (None, None) => ("decline", applied.coupon_id.clone()),
        };
        Pill {
            title: applied.title.clone(),
            code: applied.code.clone(),
            amount: Some(self.minus(applied.amount)),
            is_automatic: applied.automatic,
            reason: None,
            remove,
            switch: None,
            next: None,
        }
    }

    fn rejected(&self, rejected: &Rejected, ways: Ways) -> Pill {
        let value = rejected.code.clone().or_else(|| rejected.claim_id.clone()).unwrap_or_default();
        let total = rejected.details["if_switched"]["total"].as_i64();
        let switch = total.map(|total| (value.clone(), fill(self.t().use_instead, &[&self.money(total)])));
        Pill {
            title: rejected.code.clone().unwrap_or_else(|| self.t().from_wallet.to_owned()),
            code: None,
            amount: None,
            is_automatic: false,
            reason: Some(reason_of(rejected, self.t())),
            remove: (if rejected.code.is_some() { "remove" } else { "unclaim" }, value),
            switch,
            next: next_step(rejected, ways, self.t()),
        }
    }
}

/// What leads somewhere from a page.
#[derive(Clone, Copy)]
struct Ways {
    /// The page.
    page: &'static str,
    is_signed_in: bool,
    needs_parcel: bool,
}

/// Where a shopper can do something about a reason: address and words. The embedded box has these as buttons (`shop.js`).
fn next_step(rejected: &Rejected, ways: Ways, t: &'static Texts) -> Option<(String, &'static str)> {
    let needs = |fact: &str| {
        let facts = rejected.details["needs"].as_array().into_iter().flatten();
        facts.filter_map(Value::as_str).any(|one| one.starts_with(fact))
    };
    let at_checkout = |place: &str, words| Some((format!("/shop/checkout#{place}"), words));
    let sign_in = || (!ways.is_signed_in).then(|| (format!("/shop/account?next={}", ways.page), t.sign_in));
    let address = || at_checkout("address", t.enter_address);
    let shipping = || at_checkout("shipping", t.choose_shipping).filter(|_| ways.needs_parcel);
    let payment = || at_checkout("payment", t.choose_payment);
    match rejected.reason.strip_prefix("discount_code_")? {
        "user_not_logged_in" => sign_in(),
        "minimum_not_met" | "quantity_out_of_range" | "required_items_missing" | "items_ineligible" => {
            Some(("/shop".to_owned(), t.go_on_shopping))
        }
        "region_ineligible" => address(),
        "shipping_service_ineligible" => shipping(),
        "payment_method_ineligible" => payment(),
        "information_missing" if needs("customer.country") => address(),
        // The checkout asks for no region; an account may know it.
        "information_missing" if needs("customer") => sign_in(),
        "information_missing" if needs("shipping") => shipping(),
        "information_missing" if needs("context.payment") => payment(),
        _ => None,
    }
}

/// Why a code gives nothing, and where it helps what may come of it.
pub(crate) fn reason_of(rejected: &Rejected, t: &Texts) -> String {
    if rejected.reason == "discount_code_usage_limit_reached" {
        return format!("{} {}", rejected.message, t.may_come_back);
    }
    rejected.message.clone()
}

fn progress(hint: &crate::api::Hint, quote: &Quote) -> Progress {
    let missing = hint.missing["amount"].as_i64();
    let has_more = hint.missing.as_object().is_some_and(|missing| missing.len() > 1);
    let bar = missing.filter(|_| !has_more).map(|missing| {
        let have = quote.totals.subtotal;
        (have, have + missing)
    });
    Progress { message: hint.message.clone(), bar }
}

/// A claim that may be chosen for the cart.
pub(crate) struct Choice {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    /// What it saves; `None`: it cannot be used now.
    pub(crate) saving: Option<String>,
    /// Why not.
    pub(crate) reason: Option<String>,
    /// Whether it is taken.
    pub(crate) is_taken: bool,
}

/// A wallet for a cart: what saves most first, what cannot be used last.
pub(crate) fn choices(says: &Says<'_>, session: &Session, ranked: Ranked) -> Vec<Choice> {
    let choice = |claim: crate::api::Claim, saving: Option<i64>, reason: Option<String>| Choice {
        is_taken: session.claims.contains(&claim.id),
        id: claim.id,
        title: claim.coupon.title,
        summary: claim.coupon.summary,
        saving: saving.map(|saving| fill(says.t().saves, &[&says.money(saving)])),
        reason,
    };
    let usable = ranked.usable.into_iter().map(|one| choice(one.claim, Some(one.saving), None));
    let unusable = ranked.unusable.into_iter().map(|one| choice(one.claim, None, Some(one.message)));
    usable.chain(unusable).collect()
}

/// JSON as it may stand in a page's script element: nothing of it ends the element. The browser sends these bytes.
pub(crate) fn in_page(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn quote() -> Quote {
        serde_json::from_value(json!({
            "line_items": [{ "id": "shirt", "subtotal": 10_000, "total": 9_000 }],
            "shipping": { "amount": 800, "total": 0 },
            "discounts": {
                "applied": [
                    { "coupon_id": "cpn_1", "code": "ten", "claim_id": null, "title": "Summer Sale", "amount": 1_000, "automatic": false, "lanes": ["order"] },
                    { "coupon_id": "cpn_2", "code": null, "claim_id": null, "title": "Free ground", "amount": 800, "automatic": true, "lanes": ["shipping"] }
                ],
                "rejected": [{
                    "code": "FLASH", "claim_id": null, "reason": "discount_code_not_combinable", "message": "Not with TEN.",
                    "details": { "conflicts_with": [{ "coupon_id": "cpn_1", "code": "ten" }], "if_switched": { "saving": 500, "total": 9_500 } }
                }]
            },
            "hints": [{ "message": "Spend $25.00 more.", "missing": { "amount": 2_500 } }, { "message": "Ground.", "missing": { "service": "ground" } }],
            "totals": { "subtotal": 10_000, "setup_fees": 0, "shipping": 800, "fees": 0, "tax": 1_800, "total": 10_800, "savings": 1_800 }
        }))
        .unwrap()
    }

    fn says(public: &[String]) -> Says<'_> {
        Says { language: Language::English, currency: "USD", public }
    }

    #[test]
    fn r208_free_shipping_shows_the_old_price_struck_and_zero() {
        let sums = says(&[]).sums(&quote());
        let shipping = sums.shipping.unwrap();
        assert_eq!((shipping.old.as_deref(), shipping.now.as_str()), (Some("$8.00"), "$0.00"));
        assert_eq!(sums.savings.as_deref(), Some("$18.00"));
        assert!(sums.discounts[1].is_on_shipping && !sums.discounts[0].is_on_shipping);
    }

    #[test]
    fn r044_a_code_is_shown_in_the_sums_where_everybody_may_know_it() {
        assert_eq!(says(&[]).sums(&quote()).discounts[0].public_code, None);
        let public = ["cpn_1".to_owned()];
        assert_eq!(says(&public).sums(&quote()).discounts[0].public_code.as_deref(), Some("ten"));
    }

    #[test]
    fn every_coupon_is_a_pill_with_a_way_off() {
        let catalogue = Catalogue::new(Vec::new(), Vec::new());
        let priced = says(&[]).cart(&catalogue, &Session::default(), &quote(), "/shop/cart");
        let removes: Vec<_> = priced.pills.iter().map(|pill| (pill.remove.0, pill.remove.1.as_str())).collect();
        assert_eq!(removes, [("remove", "ten"), ("decline", "cpn_2"), ("remove", "FLASH")]);
        assert_eq!(priced.pills[0].amount.as_deref(), Some("−$10.00"));
        assert_eq!(priced.pills[2].reason.as_deref(), Some("Not with TEN."));
        assert_eq!(priced.pills[2].switch.as_ref().unwrap().0, "FLASH");
        assert_eq!(priced.progress[0].bar, Some((10_000, 12_500)));
        assert_eq!(priced.progress[1].bar, None);
    }

    #[test]
    fn a_reason_leads_where_something_can_be_done() {
        let t = Language::English.texts();
        let to = |reason: &str, details: Value, ways: Ways| {
            let rejected =
                json!({ "code": "A", "claim_id": null, "reason": reason, "message": "No.", "details": details });
            next_step(&serde_json::from_value(rejected).unwrap(), ways, t).map_or("".to_owned(), |(address, _)| address)
        };
        let cart = Ways { page: "/shop/cart", is_signed_in: false, needs_parcel: true };
        let known = Ways { is_signed_in: true, ..cart };
        let sign_in = "/shop/account?next=/shop/cart";
        assert_eq!(to("discount_code_user_not_logged_in", json!({}), cart), sign_in);
        let checkout = Ways { page: "/shop/checkout", ..cart };
        assert_eq!(to("discount_code_user_not_logged_in", json!({}), checkout), "/shop/account?next=/shop/checkout");
        assert_eq!(to("discount_code_user_not_logged_in", json!({}), known), "", "who is signed in is not sent there");
        assert_eq!(to("discount_code_minimum_not_met", json!({}), cart), "/shop");
        let service = |ways| to("discount_code_shipping_service_ineligible", json!({}), ways);
        assert_eq!(service(known), "/shop/checkout#shipping");
        assert_eq!(service(Ways { needs_parcel: false, ..known }), "", "there is nothing to choose");
        let missing = |fact: &str| to("discount_code_information_missing", json!({ "needs": [fact] }), cart);
        assert_eq!(missing("customer.country"), "/shop/checkout#address");
        assert_eq!(missing("customer.region"), sign_in);
        assert_eq!(missing("customer.segments"), sign_in);
        assert_eq!(missing("context.payment_method"), "/shop/checkout#payment");
        assert_eq!(missing("cart.note"), "");
        assert_eq!(to("discount_code_expired", json!({}), cart), "");
    }

    #[test]
    fn a_cart_in_a_page_ends_no_element() {
        assert_eq!(in_page(&json!({ "title": "</script>" })), r#"{"title":"\u003c/script>"}"#);
    }
}
