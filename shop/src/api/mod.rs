//! The API as the shop calls it. `client.rs` sends, `documents.rs` has what of the answers the shop reads, this file has
//! the calls, one function each.

mod client;
mod documents;

use serde_json::{Value, json};

pub(crate) use client::{Client, Refused};
pub(crate) use documents::{
    Applied, Benefit, Claim, Claimable, ClaimableList, Counts, Customer, Gift, Hint, Order, OrderedLine, Product,
    ProductList, Quote, Ranked, RedemptionList, Refund, Rejected, Reservation, Settings, Wallet,
};

pub(crate) use self::documents::Category;
use self::documents::CategoryList;

/// Entries asked for at a time.
const PAGE: usize = 200;
/// Pages asked for at most: a demo shop has no larger catalogue.
const PAGES: usize = 10;

type Answer<T> = Result<T, Refused>;

impl Client {
    /// Every product.
    pub(crate) async fn products(&self) -> Answer<Vec<Product>> {
        let (mut products, mut cursor) = (Vec::new(), String::new());
        for _ in 0..PAGES {
            let page: ProductList = self.get(&format!("/v1/products?limit={PAGE}{cursor}")).await?;
            products.extend(page.data);
            match page.next_cursor {
                Some(next) => cursor = format!("&cursor={}", encoded(&next)),
                None => break,
            }
        }
        Ok(products)
    }

    /// Every category.
    pub(crate) async fn categories(&self) -> Answer<Vec<Category>> {
        self.get(&format!("/v1/categories?limit={PAGE}")).await.map(|page: CategoryList| page.data)
    }

    /// A customer.
    pub(crate) async fn customer(&self, id: &str) -> Answer<Customer> {
        self.get(&format!("/v1/customers/{}", encoded(id))).await
    }

    /// The store's settings, as far as a shop follows them.
    pub(crate) async fn settings(&self) -> Answer<Settings> {
        self.get("/v1/settings").await
    }

    /// Prices a cart. Changes nothing. What the order `held` holds is free to it.
    pub(crate) async fn quote(&self, cart: &Value, discounts: &Value, held: Option<&str>) -> Answer<Quote> {
        let body = json!({ "cart": cart, "discounts": discounts, "order_id": held });
        self.post("/v1/quotes", None, &body).await
    }

    /// Prices a cart with each of some codes alone; codes that are refused altogether give `None`.
    pub(crate) async fn quote_each(
        &self,
        cart: &Value,
        codes: &[String],
        held: Option<&str>,
    ) -> Answer<Vec<Option<Quote>>> {
        let quote = |code| json!({ "cart": cart, "discounts": { "codes": [code] }, "order_id": held });
        let quotes: Vec<Value> = codes.iter().map(quote).collect();
        let answer: Value = self.post("/v1/quotes/batch", None, &json!({ "quotes": quotes })).await?;
        let quotes = answer["data"].as_array().cloned().unwrap_or_default();
        Ok(quotes.into_iter().map(|mut one| serde_json::from_value(one["quote"].take()).ok()).collect())
    }

    /// Holds what an order needs. With an `expected_total` anything else changes nothing and is `total_changed`; without
    /// one what gives nothing now is left out and said in the quote.
    pub(crate) async fn reserve(
        &self,
        once: &str,
        order_id: &str,
        cart: &Value,
        discounts: &Value,
        expected_total: Option<i64>,
    ) -> Answer<Reservation> {
        let mut body = json!({ "order_id": order_id, "cart": cart, "discounts": discounts });
        match expected_total {
            Some(total) => body["expected_total"] = total.into(),
            None => body["partial"] = true.into(),
        }
        self.post("/v1/reservations", Some(once), &body).await
    }

    /// Places the order of a hold.
    pub(crate) async fn commit(&self, reservation_id: &str, expected_total: i64) -> Answer<Reservation> {
        let path = format!("/v1/reservations/{}/commit", encoded(reservation_id));
        // One hold is one order: sent again, it is the same order.
        let once = format!("commit-{reservation_id}-{expected_total}");
        self.post(&path, Some(&once), &json!({ "expected_total": expected_total })).await
    }

    /// Gives a hold back.
    pub(crate) async fn release(&self, reservation_id: &str) -> Answer<()> {
        let path = format!("/v1/reservations/{}/release", encoded(reservation_id));
        self.post::<Value>(&path, Some(&format!("release-{reservation_id}")), &json!({})).await.map(drop)
    }

    /// An order with what became of it.
    pub(crate) async fn order(&self, order_id: &str) -> Answer<Order> {
        self.get(&format!("/v1/orders/{}", encoded(order_id))).await
    }

    /// The orders of a customer in which a coupon was used, newest first.
    pub(crate) async fn orders_with_coupons(&self, customer_id: &str) -> Answer<Vec<String>> {
        let path = format!("/v1/redemptions?customer_id={}&limit=50", encoded(customer_id));
        let list: RedemptionList = self.get(&path).await?;
        let mut orders: Vec<String> = Vec::new();
        for redemption in list.data {
            if matches!(redemption.state.as_str(), "committed" | "refunded") && !orders.contains(&redemption.order_id) {
                orders.push(redemption.order_id);
            }
        }
        Ok(orders)
    }

    /// Pays back: some units of lines, or everything that did not come back yet.
    pub(crate) async fn refund(
        &self,
        once: &str,
        order_id: &str,
        lines: &[(String, u64)],
        reason: &str,
    ) -> Answer<Refund> {
        let path = format!("/v1/orders/{}/refunds", encoded(order_id));
        let lines: Vec<Value> =
            lines.iter().map(|(line, quantity)| json!({ "line_id": line, "quantity": quantity })).collect();
        let body = if lines.is_empty() {
            json!({ "full": true, "reason": reason })
        } else {
            json!({ "lines": lines, "reason": reason })
        };
        self.post(&path, Some(once), &body).await
    }

    /// What a customer may claim; without one what everybody may.
    pub(crate) async fn claimable(&self, customer_id: Option<&str>, locale: &str) -> Answer<Vec<Claimable>> {
        let who = customer_id.map(|id| format!("&customer_id={}", encoded(id))).unwrap_or_default();
        let list: ClaimableList = self.get(&format!("/v1/claimable?limit={PAGE}&locale={locale}{who}")).await?;
        Ok(list.data)
    }

    /// Claims a coupon for a customer.
    pub(crate) async fn claim(&self, once: &str, coupon_id: &str, customer_id: &str, locale: &str) -> Answer<Claim> {
        let path = format!("/v1/coupons/{}/claims", encoded(coupon_id));
        let body = json!({ "customer_id": customer_id, "context": { "channel": "web", "locale": locale } });
        self.post(&path, Some(once), &body).await
    }

    /// Claims the coupon of a code for a customer.
    pub(crate) async fn claim_code(&self, once: &str, code: &str, customer_id: &str, locale: &str) -> Answer<Claim> {
        let context = json!({ "channel": "web", "locale": locale });
        let body = json!({ "code": code, "customer_id": customer_id, "context": context });
        self.post("/v1/claims", Some(once), &body).await
    }

    /// A tab of a customer's wallet: `available`, `used` or `expired`.
    pub(crate) async fn wallet(&self, customer_id: &str, tab: &str, locale: &str) -> Answer<Wallet> {
        let id = encoded(customer_id);
        self.get(&format!("/v1/customers/{id}/wallet?tab={tab}&limit={PAGE}&locale={locale}")).await
    }

    /// A customer's claims for a cart, the best first.
    pub(crate) async fn best_claims(&self, customer_id: &str, cart: &Value, held: Option<&str>) -> Answer<Ranked> {
        let path = format!("/v1/customers/{}/wallet/best", encoded(customer_id));
        self.post(&path, None, &json!({ "cart": cart, "order_id": held })).await
    }
}

/// A value as it stands in an address.
pub(crate) fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}
