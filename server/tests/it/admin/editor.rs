//! The form of a coupon: every kind, conditions, limits, what it says while one types, all without script.

use serde_json::{Value, json};
use tessera_app::users::Role;
use tessera_engine::benefit::Benefit;
use tessera_engine::condition::Leaf;

use super::Browser;
use crate::face::Face;

type Fields = Vec<(String, String)>;

/// A character reference of our pages as the character.
fn plain(text: &str) -> String {
    let named = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&#60;", "<"),
        ("&gt;", ">"),
        ("&#62;", ">"),
    ];
    let text = named.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    text.replace("&#38;", "&").replace("&amp;", "&")
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(plain(rest.split('"').next().unwrap()))
}

/// What a browser would send of the form of the editor, without the buttons.
fn fields_of(page: &str) -> Fields {
    let (_, form) = page.split_once("id=\"editor\"").unwrap_or_else(|| panic!("no form: {page}"));
    let form = form.split("</form>").next().unwrap();
    let mut fields = Vec::new();
    let mut rest = form;
    while let Some((_, from)) = rest.split_once('<') {
        let (tag, after) = from.split_once('>').unwrap();
        rest = after;
        let Some(name) = attribute(tag, "name") else { continue };
        let is_ticked =
            !tag.contains("type=\"checkbox\"") && !tag.contains("type=\"radio\"") || tag.ends_with(" checked");
        if tag.starts_with("input") && is_ticked {
            fields.push((name, attribute(tag, "value").unwrap_or_default()));
        } else if tag.starts_with("textarea") {
            let content = after.split("</textarea>").next().unwrap();
            fields.push((name, plain(content.strip_prefix('\n').unwrap_or(content)).replace('\n', "\r\n")));
        } else if tag.starts_with("select") {
            let options = after.split("</select>").next().unwrap();
            let chosen = options
                .split("<option")
                .skip(1)
                .find(|option| option.split('>').next().unwrap().ends_with(" selected"));
            let option = chosen.or_else(|| options.split("<option").nth(1)).unwrap();
            fields.push((name, attribute(option.split('>').next().unwrap(), "value").unwrap()));
        }
    }
    fields
}

fn field(fields: &Fields, name: &str) -> String {
    let found = fields.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.clone()).unwrap_or_else(|| panic!("no {name}: {fields:?}"))
}

/// The fields with others in their places, or beside them.
fn with(fields: &Fields, changes: &[(&str, &str)]) -> Fields {
    let is_changed = |name: &str| changes.iter().any(|(changed, _)| *changed == name);
    let kept = fields.iter().filter(|(name, _)| !is_changed(name)).cloned();
    kept.chain(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect()
}

async fn send(browser: &mut Browser<'_>, path: &str, fields: &Fields) -> crate::face::Got {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.send(path, &fields).await
}

/// The form after a button of it was pressed.
async fn press(browser: &mut Browser<'_>, path: &str, fields: &Fields, button: &str) -> (String, Fields) {
    let got = send(browser, path, &with(fields, &[("do", button)])).await;
    assert_eq!(got.status, 200, "{button}: {}", got.text());
    let page = got.text();
    let fields = fields_of(&page);
    (page, fields)
}

async fn make(face: &Face, more: Value) -> Value {
    let mut body = json!({ "name": "A", "code": "MADE-1", "benefits": [{ "kind": "percent_off", "percent": 20 }] });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let got = face.post("/v1/coupons", &body).await;
    assert_eq!(got.status, 201, "{}", got.text());
    again(face, &got.json()).await
}

fn path_of(coupon: &Value) -> String {
    format!("/admin/coupons/{}/edit", coupon["id"].as_str().unwrap())
}

async fn again(face: &Face, coupon: &Value) -> Value {
    face.get(&format!("/v1/coupons/{}", coupon["id"].as_str().unwrap())).await.json()
}

async fn use_euros(face: &Face) {
    let settings = json!({ "time_zone": "Europe/Paris", "currency": "EUR" });
    assert_eq!(face.call("PATCH", "/v1/settings").json(&settings).send().await.status, 200);
}

/// Fields with what is typed in them.
type Typed<'t> = &'t [(&'t str, &'t str)];

#[tokio::test]
async fn every_kind_is_made_with_the_form_without_script() {
    let face = Face::new().await;
    use_euros(&face).await;
    let mut owner = Browser::owner(&face).await.in_french();
    let new = "/admin/coupons/new";
    let all: &[(&str, Typed<'_>, Value)] = &[
        (
            "percent_off",
            &[("percent", "12,5 %"), ("cap", "1 250,50")],
            json!({ "percent": 12.5, "max_amount": { "EUR": 125_050 } }),
        ),
        (
            "amount_off",
            &[("amount", "5,00 / 6.00 USD"), ("per", "line")],
            json!({ "amount": { "EUR": 500, "USD": 600 }, "per": "line" }),
        ),
        (
            "fixed_price",
            &[("amount", "15"), ("target.products", "shirt\r\nmug")],
            json!({ "amount": { "EUR": 1500 }, "target": { "products": ["shirt", "mug"] } }),
        ),
        (
            "bundle_price",
            &[("amount", "20"), ("target.categories", "shirts")],
            json!({ "quantity": 3, "amount": { "EUR": 2000 }, "target": { "categories": ["shirts"] } }),
        ),
        (
            "tiered",
            &[("tiers.0.from", "50"), ("tiers.0.off", "5"), ("tiers.1.from", "1 000"), ("tiers.1.off", "10")],
            json!({ "basis": "spend", "tiers": [{ "from": { "EUR": 5000 }, "percent": 5, "amount": null },
                { "from": { "EUR": 100_000 }, "percent": 10, "amount": null }] }),
        ),
        (
            "buy_x_get_y",
            &[("buy.target.categories", "shirts"), ("get.target.not.tags", "new")],
            json!({ "buy": { "quantity": 2, "target": { "categories": ["shirts"] } } }),
        ),
        ("free_product", &[("product_id", "mug")], json!({ "product_id": "mug", "quantity": 1 })),
        ("free_shipping", &[("services", "ground")], json!({ "services": ["ground"] })),
        ("shipping_off", &[("off", "4,90")], json!({ "fixed_price": { "EUR": 490 } })),
        ("setup_fee_off", &[], json!({ "percent": 100 })),
        (
            "by_billing_period",
            &[
                ("periods.annual.price", "20"),
                ("periods.annual.setup_fee_way", "amount"),
                ("periods.annual.setup_fee", "5"),
            ],
            json!({ "periods": { "annual": { "price": { "percent": 20, "amount": null },
                "setup_fee": { "percent": null, "amount": { "EUR": 500 } } } } }),
        ),
        ("stored_value", &[], json!({})),
    ];
    for (kind, typed, expected) in all {
        let form = fields_of(&owner.page(new).await);
        let (_, form) = press(&mut owner, new, &form, &format!("kind::{kind}")).await;
        let code = format!("KIND-{}", kind.replace('_', "-").to_uppercase());
        let form = with(&with(&form, typed), &[("name", kind), ("code", &code), ("do", "draft")]);
        let got = send(&mut owner, new, &form).await;
        assert_eq!(got.status, 303, "{kind}: {}", got.text());
        let id = got.header("location").rsplit('/').next().unwrap().to_owned();
        let benefit = face.get(&format!("/v1/coupons/{id}")).await.json()["benefits"][0].clone();
        assert_eq!(benefit["kind"], *kind);
        for (member, value) in expected.as_object().unwrap() {
            assert_eq!(&benefit[member], value, "{kind}: {benefit}");
        }
    }
    assert_eq!(all.len(), Benefit::NAMES.len());
}

#[tokio::test]
async fn every_kind_is_edited_without_a_change_and_stays_as_it_is() {
    let face = Face::new().await;
    use_euros(&face).await;
    let mut owner = Browser::owner(&face).await;
    for (name, benefit) in Benefit::examples() {
        let code = format!("EDIT-{}", name.replace('_', "-"));
        let coupon = make(&face, json!({ "code": code, "benefits": [benefit] })).await;
        let form = fields_of(&owner.page(&path_of(&coupon)).await);
        let got = send(&mut owner, &path_of(&coupon), &with(&form, &[("do", "save")])).await;
        assert_eq!(got.status, 303, "{name}: {}", got.text());
        assert_eq!(again(&face, &coupon).await["version"], 1, "{name} is saved as it was");
        let got = send(&mut owner, &path_of(&coupon), &with(&form, &[("do", "save"), ("total", "1 000")])).await;
        assert_eq!(got.status, 303, "{name}: {}", got.text());
        let after = again(&face, &coupon).await;
        assert_eq!((&after["benefits"], &after["limits"]["total"]), (&coupon["benefits"], &json!(1000)), "{name}");
    }
}

#[tokio::test]
async fn every_condition_limit_and_word_on_combining_is_edited_without_a_change() {
    let face = Face::new().await;
    use_euros(&face).await;
    let mut owner = Browser::owner(&face).await;
    let conditions: Vec<Value> = Leaf::examples().into_iter().map(|(_, example)| example).collect();
    let coupon = make(&face, json!({
        "description": "Two <lines>\n& \"more\"", "activation": "claim", "tags": ["a"], "metadata": { "a": "b" },
        "conditions": { "any": [{ "all": conditions }, { "not": { "any": [{ "kind": "first_order" }, { "kind": "customer_in", "segments": [] }] } }] },
        "validity": { "starts_at": "2030-06-01T10:00:59Z", "ends_at": "2030-10-27T00:30:00Z", "days_after_claim": 30 },
        "limits": { "total": 5, "per_customer": 1, "per_code": 2, "per_day": 0, "budget": { "EUR": 1, "USD": 2 },
            "budget_per_customer": { "EUR": 5 }, "budget_per_day": { "JPY": 5 }, "claims_total": 9, "claims_per_customer": 1 },
        "stacking": { "combines_with": { "item": true, "codes": false }, "never_with": ["cpn_b", "cpn_c"], "priority": 5 },
    })).await;
    let page = owner.page(&path_of(&coupon)).await;
    assert_eq!(page.matches("it stays as it is:").count(), 1, "only the one condition that names no segment is kept");
    let form = fields_of(&page);
    assert_eq!(send(&mut owner, &path_of(&coupon), &with(&form, &[("do", "save")])).await.status, 303);
    assert_eq!(again(&face, &coupon).await, coupon, "nothing is changed");
    // One condition is taken out: the others stay.
    let (_, fewer) = press(&mut owner, &path_of(&coupon), &form, "remove:if.0:0").await;
    assert_eq!(send(&mut owner, &path_of(&coupon), &with(&fewer, &[("do", "save")])).await.status, 303);
    let after = again(&face, &coupon).await;
    let (before, after) = (&coupon["conditions"]["any"], &after["conditions"]["any"]);
    assert_eq!(after[0]["all"].as_array().unwrap()[..], before[0]["all"].as_array().unwrap()[1..]);
    assert_eq!(after[1], before[1]);
}

#[tokio::test]
async fn what_the_form_cannot_write_stays() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let deep = json!({ "exclude": { "exclude": { "tags": ["keep"] } } });
    let coupon = make(
        &face,
        json!({
            "benefits": [{ "kind": "percent_off", "percent": 5, "target": deep }, { "kind": "free_shipping" }],
            "conditions": { "all": [] }, "tags": ["a"],
        }),
    )
    .await;
    let page = owner.page(&path_of(&coupon)).await;
    assert_eq!(page.matches("it stays as it is:").count(), 2, "{page}");
    assert!(page.contains("5% off"), "it is said in words");
    let form = with(&fields_of(&page), &[("do", "save"), ("name", "Renamed")]);
    assert_eq!(send(&mut owner, &path_of(&coupon), &form).await.status, 303);
    let after = again(&face, &coupon).await;
    for kept in ["benefits", "conditions", "tags", "code"] {
        assert_eq!(after[kept], coupon[kept], "{kept}");
    }
    assert_eq!(after["name"], "Renamed");
}

#[tokio::test]
async fn rows_and_conditions_are_added_and_taken_out_without_script() {
    let face = Face::new().await;
    use_euros(&face).await;
    let mut owner = Browser::owner(&face).await;
    let new = "/admin/coupons/new";
    let form = with(&fields_of(&owner.page(new).await), &[("name", "Steps"), ("code", "STEPS")]);
    let (_, form) = press(&mut owner, new, &form, "kind::tiered").await;
    let (_, form) = press(
        &mut owner,
        new,
        &with(&form, &[("basis", "quantity"), ("tiers.0.from", "2"), ("tiers.0.off", "5")]),
        "add:tiers",
    )
    .await;
    let form = with(&form, &[("tiers.1.from", "3"), ("tiers.1.off", "6"), ("tiers.2.from", "4"), ("tiers.2.off", "7")]);
    let (_, form) = press(&mut owner, new, &form, "remove:tiers:1").await;
    assert_eq!((field(&form, "tiers.1.from"), field(&form, "name")), ("4".to_owned(), "Steps".to_owned()));
    let (_, form) = press(&mut owner, new, &with(&form, &[("new.if", "region")]), "ask:if").await;
    let (_, form) = press(&mut owner, new, &with(&form, &[("if.0.countries", "FR, BE")]), "group:if").await;
    let (_, form) = press(&mut owner, new, &with(&form, &[("new.if.1", "first_order")]), "ask:if.1").await;
    let (_, form) = press(&mut owner, new, &with(&form, &[("new.if.1", "email_domain")]), "ask:if.1").await;
    let form = with(&form, &[("if.1.1.domains", "company.example"), ("if.1.1.not", "yes")]);
    let (_, form) = press(&mut owner, new, &form, "benefit").await;
    let (_, form) = press(&mut owner, new, &form, "kind:more.0.:free_shipping").await;
    let (_, form) = press(&mut owner, new, &form, "ask:if:schedule").await;
    let form = with(&form, &[("if.2.weekdays", "sat"), ("if.2.from", "18:00"), ("minimum", "1 250,50")]);
    let (page, form) = press(&mut owner, new, &form, "words").await;
    assert!(page.contains("free shipping") || page.contains("Free shipping"), "{page}");
    let got = send(&mut owner, new, &with(&form, &[("do", "draft")])).await;
    assert_eq!(got.status, 303, "{}", got.text());
    let id = got.header("location").rsplit('/').next().unwrap().to_owned();
    let made = face.get(&format!("/v1/coupons/{id}")).await.json();
    let steps: Vec<i64> =
        made["benefits"][0]["tiers"].as_array().unwrap().iter().map(|step| step["from"].as_i64().unwrap()).collect();
    assert_eq!((steps, &made["benefits"][1]["kind"]), (vec![2, 4], &json!("free_shipping")));
    let all = made["conditions"]["all"].as_array().unwrap();
    assert_eq!((&all[0]["min"]["EUR"], &all[1]["countries"]), (&json!(125_050), &json!(["FR", "BE"])));
    assert_eq!(all[2]["any"][0]["kind"], "first_order");
    assert_eq!(all[2]["any"][1]["not"]["domains"], json!(["company.example"]));
    assert_eq!((&all[3]["weekdays"], &all[3]["from"]), (&json!(["sat"]), &json!("18:00")));
}

#[tokio::test]
async fn faults_stand_at_their_fields_whatever_the_kind() {
    let face = Face::new().await;
    use_euros(&face).await;
    let mut owner = Browser::owner(&face).await;
    let new = "/admin/coupons/new";
    let form = with(&fields_of(&owner.page(new).await), &[("name", "Steps"), ("code", "STEPS")]);
    let (_, form) = press(&mut owner, new, &form, "kind::tiered").await;
    let wrong =
        [("tiers.0.from", "50"), ("tiers.0.off", "5"), ("tiers.1.from", "50"), ("tiers.1.off", "9"), ("do", "live")];
    let got = send(&mut owner, new, &with(&form, &wrong)).await;
    let page = got.text();
    assert_eq!(got.status, 422);
    assert!(page.contains("href=\"#tiers.1.from\"") && page.contains("id=\"tiers.1.from-fault\""), "{page}");
    assert!(page.contains("no two begin at the same place") && page.contains("value=\"9\""), "{page}");
    let wrong = with(
        &form,
        &[("tiers.0.from", "50"), ("tiers.0.off", "5"), ("budget", "lots"), ("priority", "0"), ("do", "live")],
    );
    let page = send(&mut owner, new, &wrong).await.text();
    assert!(page.contains("href=\"#budget\""), "{page}");
    let page = send(&mut owner, new, &with(&wrong, &[("budget", "")])).await.text();
    assert!(page.contains("href=\"#priority\"") && page.contains("id=\"priority-fault\""), "{page}");
    assert!(face.get("/v1/coupons").await.json()["data"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_code_is_looked_up_while_it_is_typed() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = face.create_coupon("TAKEN").await;
    let name = face.get(&format!("/v1/coupons/{id}")).await.json()["name"].as_str().unwrap().to_owned();
    for (query, words) in [
        ("code=FREE-1&of=", "This code is free."),
        ("code=ta-ken&of=", &*format!("“{name}” has this code already.")),
        (&*format!("code=taken&of={id}"), "This coupon has the code."),
        ("code=10%25&of=", "cannot stand in a code"),
        ("code=SOLO5&of=", "easily mistaken"),
    ] {
        let part = owner.page(&format!("/admin/coupons/code?{query}")).await;
        assert!(part.contains(words) && !part.contains("<html"), "{query}: {part}");
    }
    assert!(!owner.page("/admin/coupons/code?code=").await.contains("span"));
}

#[tokio::test]
async fn what_is_typed_is_looked_at_and_what_saving_changes_is_said() {
    let face = Face::new().await;
    use_euros(&face).await;
    let mut owner = Browser::owner(&face).await;
    let coupon = make(&face, json!({ "limits": { "budget": { "EUR": 5000 } } })).await;
    let id = coupon["id"].as_str().unwrap();
    let form = fields_of(&owner.page(&path_of(&coupon)).await);
    let typed = with(&form, &[("of", id), ("percent", "90"), ("budget", "75"), ("combine_item", "yes")]);
    let part = send(&mut owner, "/admin/coupons/check", &typed).await.text();
    for words in [
        "id=\"changes\"",
        "<del>20% off the order</del>",
        "<ins>90% off the order</ins>",
        "50.00 EUR",
        "75.00 EUR",
        "Coupons on items",
    ] {
        assert!(part.contains(words), "{words}: {part}");
    }
    assert!(
        part.contains("id=\"lint-gives\"") && part.contains("id=\"sections\"") && !part.contains("<html"),
        "{part}"
    );
    let (page, _) = press(&mut owner, &path_of(&coupon), &typed, "words").await;
    assert!(page.contains("<ins>90% off the order</ins>"), "the same without script");
    let part = send(&mut owner, "/admin/coupons/check", &with(&typed, &[("percent", "900")])).await.text();
    assert!(part.contains("class=\"is-lacking\"><a href=\"#gives\""), "{part}");
    let new = fields_of(&owner.page("/admin/coupons/new").await);
    let part =
        send(&mut owner, "/admin/coupons/check", &with(&new, &[("name", "A"), ("percent", "90"), ("code", "MADE1")]))
            .await
            .text();
    assert!(part.contains("role=\"status\""), "such a discount without a limit is worth a second look: {part}");
    assert!(!part.contains("id=\"changes\""), "a coupon that is not there yet has nothing to compare with");
}

#[tokio::test]
async fn lists_are_chosen_from_what_the_shop_has() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    for (path, body) in [
        ("/v1/products/shirt", json!({ "title": "Blue shirt", "unit_price": 1000, "sku": "S-1" })),
        ("/v1/products/mug", json!({ "title": "Mug" })),
        ("/v1/categories/clothing", json!({ "name": "Clothes" })),
        ("/v1/customers/ana", json!({ "name": "Ana", "email": "ana@x.example" })),
    ] {
        let got = face.call("PUT", path).json(&body).send().await;
        assert!(got.status.is_success(), "{path}: {}", got.text());
    }
    let segment = json!({ "key": "vip", "name": "Very important", "kind": "static" });
    assert_eq!(face.post("/v1/segments", &segment).await.status, 201);
    face.create_coupon("SPRING").await;
    for (query, there, not_there) in [
        ("list=products&q=BLUE", "data-choose=\"shirt\"", "mug"),
        ("list=products&q=s-1", "Blue shirt", "mug"),
        ("list=categories&q=", "Clothes", "shirt"),
        ("list=customers&q=ana", "ana@x.example", "shirt"),
        ("list=segments&q=", "0 customers", "shirt"),
        ("list=coupons&q=spring", "SPRING", "shirt"),
        ("list=products&q=nothing", "Nothing fits", "data-choose"),
    ] {
        let part = owner.page(&format!("/admin/coupons/pick?{query}")).await;
        assert!(part.contains(there) && !part.contains(not_there) && !part.contains("<html"), "{query}: {part}");
    }
    let mut editor = Browser::member(&face, &[Role::Edit]).await;
    let part = editor.page("/admin/coupons/pick?list=customers&q=").await;
    assert!(part.contains("may not look at this list") && !part.contains("ana@x.example"), "{part}");
}

#[tokio::test]
async fn the_calculator_fills_the_table() {
    let face = Face::new().await;
    use_euros(&face).await;
    let mut owner = Browser::owner(&face).await;
    let new = "/admin/coupons/new";
    let form = fields_of(&owner.page(new).await);
    let (_, form) = press(&mut owner, new, &form, "kind::by_billing_period").await;
    let form = with(
        &form,
        &[
            ("calc.base", "10"),
            ("calc.quarterly", "5"),
            ("calc.annual", "20"),
            ("calc.method", "amount"),
            ("periods.annual.setup_fee", "100"),
        ],
    );
    let (page, form) = press(&mut owner, new, &form, "calculate:").await;
    for words in ["120.00 EUR", "24.00 EUR", "96.00 EUR", "8.00 EUR"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(field(&form, "periods.annual.price"), "", "nothing is applied before it is asked for");
    let (_, form) = press(&mut owner, new, &form, "adopt:").await;
    assert_eq!(
        (field(&form, "periods.annual.price"), field(&form, "periods.annual.price_way")),
        ("24.00".to_owned(), "amount".to_owned())
    );
    assert_eq!(
        (field(&form, "periods.quarterly.price"), field(&form, "periods.annual.setup_fee")),
        ("1.50".to_owned(), "100".to_owned())
    );
    assert_eq!(field(&form, "period_per"), "unit");
    let (page, _) = press(&mut owner, new, &with(&form, &[("calc.annual", "x")]), "calculate:").await;
    assert!(page.contains("id=\"calc.annual-fault\"") && page.contains("value=\"x\""), "{page}");
}

#[tokio::test]
async fn those_who_hold_it_are_thought_of() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let more = json!({ "activation": "claim", "status": "enabled", "visibility": "claimable", "limits": { "claims_total": 5 } });
    let coupon = make(&face, more).await;
    let id = coupon["id"].as_str().unwrap();
    let claim = face.call("POST", &format!("/v1/coupons/{id}/claims")).header("idempotency-key", "k1");
    let got = claim.json(&json!({ "customer_id": "ana" })).send().await;
    assert_eq!(got.status, 201, "{}", got.text());
    let page = owner.page(&path_of(&coupon)).await;
    assert!(page.contains("1 claimed so far") && page.contains("Keep the terms they claimed"), "{page}");
    let form = with(&fields_of(&page), &[("percent", "30"), ("apply_to_claims", "all"), ("do", "save")]);
    let got = send(&mut owner, &path_of(&coupon), &form).await;
    assert_eq!(got.status, 303, "{}", got.text());
    let versions = face.get(&format!("/v1/coupons/{id}/versions")).await.json();
    let choices: Vec<&Value> = versions["data"].as_array().unwrap().iter().map(|one| &one["apply_to_claims"]).collect();
    assert_eq!(choices, [&json!("all"), &json!("keep")]);
    let plain = make(&face, json!({ "code": "PLAIN-1" })).await;
    assert!(!owner.page(&path_of(&plain)).await.contains("Keep the terms they claimed"), "nobody holds a code");
}

#[tokio::test]
async fn a_coupon_with_an_end_and_a_limit_takes_few_fields() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let page = owner.page("/admin/coupons/new").await;
    for kind in Benefit::NAMES {
        assert!(page.contains(&format!("value=\"kind::{kind}\"")), "{kind} has a card");
    }
    assert!(page.contains("49.00") && page.contains("39.00"), "cards have worked receipts");
    let form = fields_of(&page);
    // Five fields and a button.
    let typed = [
        ("name", "Christmas"),
        ("code", "XMAS"),
        ("percent", "20"),
        ("ends", "2099-12-31"),
        ("total", "100"),
        ("do", "live"),
    ];
    let got = send(&mut owner, "/admin/coupons/new", &with(&form, &typed)).await;
    assert_eq!(got.status, 303, "{}", got.text());
    let made = face.get("/v1/coupons").await.json()["data"][0].clone();
    assert_eq!((&made["state"], &made["limits"]["total"]), (&json!("active"), &json!(100)));
    let (_, form) = press(&mut owner, "/admin/coupons/new", &form, "span:30").await;
    assert_ne!(field(&form, "ends"), "", "a span fills in the dates");
}
