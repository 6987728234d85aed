//! Every operation of the description, with a good call of it.

use serde_json::{Value, json};
use tessera_app::Scope;

use crate::face::{Call, Face};

/// An operation as the description has it.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    /// The first of those that do; the others stand in `scopes`.
    pub(crate) scope: Option<Scope>,
    pub(crate) scopes: Vec<Scope>,
}

impl Operation {
    /// Whether it changes something.
    pub(crate) fn is_change(&self) -> bool {
        const ASKS: [&str; 9] = [
            "create_quote",
            "create_quote_batch",
            "create_unsaved_quote",
            "lint_draft",
            "calculate_billing_periods",
            "lookup_code",
            "rank_wallet",
            "quote_basket",
            "preview_messages",
        ];
        self.method != "GET" && !ASKS.contains(&self.id.as_str())
    }

    /// A good call, without a key. Makes what must be there before.
    pub(crate) async fn good_call(&self, face: &Face, unique: &str) -> Call {
        let path = self.good_path(face, unique).await;
        let call = face.bare_call(&self.method, &path);
        match self.body(unique) {
            Some(body) => call.content(&body),
            None => call,
        }
    }

    /// A path with the ids of what is there; makes that.
    pub(crate) async fn good_path(&self, face: &Face, unique: &str) -> String {
        let id = if self.path.contains("/v1/coupons/{id}") {
            let id = face.create_coupon(&format!("PATH-{unique}")).await;
            if ["restore_coupon", "run_coupon_again", "delete_coupon"].contains(&self.id.as_str()) {
                let archived = face.call("POST", &format!("/v1/coupons/{id}/archive")).send().await;
                assert_eq!(archived.status, 200, "{}", archived.text());
            }
            id
        } else if self.path.contains("/v1/reservations/{id}") {
            let held = order_at(face, "/v1/reservations", unique).await;
            held["id"].as_str().unwrap().to_owned()
        } else if self.path.contains("/v1/redemptions/{id}") {
            let placed = order_at(face, "/v1/redemptions", unique).await;
            placed["redemptions"][0]["id"].as_str().unwrap().to_owned()
        } else if self.path.contains("/v1/campaigns/{id}") {
            let made = face.post("/v1/campaigns", &campaign(unique)).await;
            assert_eq!(made.status, 201, "{}", made.text());
            made.json()["id"].as_str().unwrap().to_owned()
        } else if self.path.contains("/v1/templates/{id}") {
            made_at(face, "/v1/templates", &template(unique)).await
        } else if self.path.contains("/v1/views/{id}") {
            made_at(face, "/v1/views", &view(unique)).await
        } else if self.path.contains("/v1/baskets/{id}") {
            made_at(face, "/v1/baskets", &basket(unique)).await
        } else if self.path.contains("/v1/codes/{id}") {
            gift_code(face, unique).await
        } else if self.path.contains("/v1/jobs/{id}") {
            let coupon = face.create_coupon(&format!("BATCH-{unique}")).await;
            let body = json!({ "generate": { "count": 3 } });
            let made = face.post(&format!("/v1/coupons/{coupon}/codes"), &body).await;
            assert_eq!(made.status, 202, "{}", made.text());
            made.json()["id"].as_str().unwrap().to_owned()
        } else if self.id == "lookup_code" {
            gift_code(face, unique).await
        } else if self.path.contains("/v1/claims/{id}") {
            claim(face, unique).await
        } else if self.path == "/v1/claims" {
            face.create_coupon(&format!("CLAIM-{unique}")).await
        } else if self.path.contains("/wallet") {
            format!("id-{unique}")
        } else if self.path.contains("/v1/webhooks/{id}") {
            let made = face.post("/v1/webhooks", &webhook(unique)).await;
            assert_eq!(made.status, 201, "{}", made.text());
            made.json()["id"].as_str().unwrap().to_owned()
        } else if self.path.contains("{order_id}") {
            order_at(face, "/v1/redemptions", unique).await;
            format!("there-{unique}")
        } else if self.path.contains("/v1/segments/{id}") {
            let made = face.post("/v1/segments", &json!({ "name": unique, "kind": "static" })).await;
            assert_eq!(made.status, 201, "{}", made.text());
            made.json()["id"].as_str().unwrap().to_owned()
        } else if self.path == "/v1/products/{id}/stock" {
            let id = format!("stocked-{unique}");
            let put = face.call("PUT", &format!("/v1/products/{id}")).json(&json!({})).send().await;
            assert!(put.status.is_success(), "{}", put.text());
            id
        } else if self.path.contains("{id}") {
            let id = format!("id-{unique}");
            if self.method != "PUT" {
                let collection = self.path.replace("{id}", &id);
                let put = face.call("PUT", &collection).json(&json!({})).send().await;
                assert!(put.status.is_success(), "{}", put.text());
            }
            id
        } else {
            String::new()
        };
        let query = if self.id == "delete_coupon" { "?confirm=Summer%20sale" } else { "" };
        let path = self.path.replace("{id}", &id).replace("{order_id}", &id).replace("{locale}", "fr");
        path.replace("{version}", "1").replace("{customer_id}", &format!("customer-{unique}")) + query
    }

    /// A good body; a text is a table.
    pub(crate) fn body(&self, unique: &str) -> Option<Value> {
        match self.id.as_str() {
            "create_quote" => Some(quote()),
            "create_quote_batch" => Some(json!({ "quotes": [quote(), { "cart": { "nope": 1 } }] })),
            "create_unsaved_quote" => Some(json!({ "cart": cart(), "coupons": [] })),
            "create_redemption" => Some(json!({ "order_id": format!("order-{unique}"), "cart": cart() })),
            "create_reservation" => Some(json!({ "order_id": format!("held-{unique}"), "cart": cart() })),
            "update_reservation" => Some(json!({ "cart": cart(), "partial": unique == "2" })),
            "extend_reservation" => Some(json!({ "hold_seconds": if unique == "2" { 61 } else { 60 } })),
            "commit_reservation" => Some(if unique == "2" { json!({ "cart": cart() }) } else { json!({}) }),
            "amend_order" => Some(json!({ "cart": cart(), "allow_more": unique == "2" })),
            "create_refund" => Some(json!({ "lines": [{ "line_id": "1", "quantity": 1 }], "reason": unique })),
            "cancel_order" | "cancel_redemption" | "end_renewals" => Some(json!({ "reason": unique })),
            "create_campaign" => Some(campaign(unique)),
            "update_campaign" => Some(json!({ "name": format!("Renamed {unique}") })),
            "create_template" => Some(template(unique)),
            "update_template" => Some(json!({ "name": format!("Renamed {unique}") })),
            "duplicate_template" => Some(json!({ "name": format!("Copy {unique}") })),
            "use_template" => Some(json!({ "patch": { "code": format!("DRAFT-{unique}") } })),
            "create_view" => Some(view(unique)),
            "update_view" => Some(json!({ "name": format!("Renamed {unique}") })),
            "create_basket" => Some(basket(unique)),
            "update_basket" => Some(json!({ "note": format!("Noted {unique}") })),
            "import_codes" => Some(json!(format!("code\nIMPORTED-{unique}\n"))),
            "create_code" => Some(json!({ "code": format!("FURTHER-{unique}") })),
            "change_balance" => Some(json!({ "amount": 500, "currency": "USD", "reason": unique })),
            "lookup_code" => Some(json!({ "code": format!("gift {unique}") })),
            "reassign_code" => Some(json!({ "customer_id": unique, "reason": unique })),
            "void_codes" => Some(json!({ "reason": unique })),
            "create_claim" => Some(json!({ "customer_id": format!("customer-{unique}") })),
            "claim_code" => Some(json!({ "code": format!("CLAIM-{unique}"), "customer_id": "ana" })),
            "revoke_claim" => Some(json!({ "reason": unique })),
            "rank_wallet" => Some(json!({ "cart": cart() })),
            "create_webhook" => Some(webhook(unique)),
            "update_webhook" => Some(json!({ "description": format!("Hook {unique}") })),
            "replay_webhook" => {
                Some(json!({ "from": if unique == "2" { "2026-06-02T10:00:00Z" } else { "2026-06-01T10:00:00Z" } }))
            }
            "create_coupon" => Some(coupon(&format!("NEW-{unique}"))),
            "update_coupon" => Some(json!({ "name": format!("Renamed {unique}") })),
            "enable_coupon" | "pause_coupon" | "archive_coupon" | "restore_coupon" | "restore_coupon_version" => {
                Some(json!({}))
            }
            "duplicate_coupon" => Some(json!({ "name": format!("Copy {unique}") })),
            "run_coupon_again" => Some(json!({ "validity": {}, "name": format!("Run {unique}") })),
            "lint_draft" => Some(coupon(&format!("LINT-{unique}"))),
            "calculate_billing_periods" => Some(json!({ "currency": "EUR", "base_price": 1000, "percent": 5 })),
            "put_product" => Some(json!({ "title": unique, "categories": ["clothing"] })),
            "create_backtest" => Some(json!({})),
            "create_draft_backtest" => Some(json!({ "coupon": coupon(&format!("DRAFT-{unique}")) })),
            "record_past_orders" => Some(json!({ "orders": [{
                "order_id": format!("past-{unique}"), "placed_at": "2025-12-01T00:00:00Z", "cart": cart(), "status": "placed"
            }] })),
            "create_segment" => {
                let conditions = json!({ "kind": "orders_count", "min": 1 });
                Some(
                    json!({ "key": format!("k{unique}"), "name": unique, "kind": "dynamic", "conditions": conditions }),
                )
            }
            "update_segment" => Some(json!({ "name": format!("Renamed {unique}") })),
            "add_segment_members" | "remove_segment_members" => Some(json!({ "customer_ids": ["ana", unique] })),
            "put_products" => {
                Some(json!({ "products": [{ "id": format!("p-{unique}"), "title": unique }, { "nope": 1 }] }))
            }
            "put_customers" => Some(json!({ "customers": [{ "id": format!("c-{unique}"), "name": unique }, 7] })),
            "put_categories" => Some(json!({ "categories": [{ "id": format!("k-{unique}"), "name": unique }] })),
            "put_stock" => Some(json!({ "stock": if unique == "2" { 7 } else { 3 } })),
            "put_category" => Some(json!({ "name": unique })),
            "update_settings" => Some(json!({ "store_name": format!("Shop {unique}") })),
            "put_messages" | "preview_messages" => {
                Some(json!({ "messages": { "discount_code_paused": format!("Back soon {unique}.") } }))
            }
            "put_customer" => Some(json!({ "name": unique, "segments": ["vip"] })),
            _ => None,
        }
    }
}

/// A claim; answers its id.
async fn claim(face: &Face, unique: &str) -> String {
    let coupon = face.create_coupon(&format!("WALLET-{unique}")).await;
    let body = json!({ "customer_id": "ana" });
    let call = face.call("POST", &format!("/v1/coupons/{coupon}/claims")).header("idempotency-key", unique);
    let made = call.json(&body).send().await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()["id"].as_str().unwrap().to_owned()
}

/// An order with a discount, held or placed.
async fn order_at(face: &Face, path: &str, unique: &str) -> Value {
    let code = format!("ORDER-{unique}");
    face.create_coupon(&code).await;
    let body = json!({ "order_id": format!("there-{unique}"), "cart": cart(), "discounts": { "codes": [code] } });
    let got = face.call("POST", path).header("idempotency-key", &format!("there-{unique}")).json(&body).send().await;
    assert_eq!(got.status, 201, "{}", got.text());
    got.json()
}

fn campaign(unique: &str) -> Value {
    json!({ "name": format!("Spring {unique}"), "budget": { "USD": 100_000 } })
}

/// Makes something; answers its id.
async fn made_at(face: &Face, path: &str, body: &Value) -> String {
    let made = face.post(path, body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()["id"].as_str().unwrap().to_owned()
}

fn template(unique: &str) -> Value {
    let terms = json!({ "name": "Weekend", "benefits": [{ "kind": "percent_off", "percent": 15 }] });
    json!({ "name": format!("Weekend {unique}"), "goals": ["conversion"], "days": 2, "terms": terms })
}

fn view(unique: &str) -> Value {
    json!({ "name": format!("Ending {unique}"), "list": "coupons", "query": "sort=ends_at", "columns": ["name"], "shared": true })
}

fn basket(unique: &str) -> Value {
    json!({ "name": format!("Basket {unique}"), "cart": cart(), "discounts": { "codes": ["NONE"] } })
}

/// A code with 50.00 on it.
async fn gift_code(face: &Face, unique: &str) -> String {
    let coupon = json!({ "name": "Gift card", "status": "enabled", "benefits": [{ "kind": "stored_value" }] });
    let coupon = face.post("/v1/coupons", &coupon).await.json()["id"].as_str().unwrap().to_owned();
    let body = json!({ "code": format!("GIFT-{unique}"), "balance": { "amount": 5000, "currency": "USD" } });
    let made = face.post(&format!("/v1/coupons/{coupon}/codes"), &body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()["id"].as_str().unwrap().to_owned()
}

fn webhook(unique: &str) -> Value {
    json!({ "url": format!("https://shop.example/hooks/{unique}"), "types": ["coupon.created"] })
}

/// Every operation that is described.
pub(crate) fn all() -> Vec<Operation> {
    let description = serde_json::to_value(tessera_server::openapi()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let alternatives = operation["security"].as_array().into_iter().flatten();
            let names = alternatives.filter_map(|one| one["key"][0].as_str());
            let scopes: Vec<Scope> = names.map(|name| Scope::parse(name).unwrap()).collect();
            operations.push(Operation {
                id: operation["operationId"].as_str().unwrap_or_default().to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
                scope: scopes.first().copied(),
                scopes,
            });
        }
    }
    operations
}

pub(crate) fn cart() -> Value {
    json!({
        "currency": "USD",
        "line_items": [
            { "product_id": "shirt", "quantity": 2, "unit_price": 2000, "categories": ["clothing"] },
            { "product_id": "mug", "quantity": 1, "unit_price": 1500, "categories": ["kitchen"] }
        ]
    })
}

pub(crate) fn quote() -> Value {
    json!({ "cart": cart(), "discounts": { "codes": ["SUMMER20", "NOBODY"] } })
}

/// 20 % off clothing by a code.
pub(crate) fn coupon(code: &str) -> Value {
    json!({
        "name": "Summer sale", "status": "enabled", "activation": "code", "code": code,
        "benefits": [{ "kind": "percent_off", "percent": 20, "target": { "categories": ["clothing"] } }]
    })
}
