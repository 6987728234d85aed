//! Codes: made and watched, looked at, given, made void, imported, exported, printed.

use std::time::Duration;

use serde_json::json;
use tessera_app::users::Role;

use super::{Browser, value_of};
use crate::face::Face;

/// A face whose jobs run.
async fn working() -> Face {
    let face = Face::new().await;
    let app = face.app.clone();
    tokio::spawn(async move { app.run_jobs().await });
    face
}

/// The page of a job once it has ended.
async fn ended(browser: &mut Browser<'_>, path: &str) -> String {
    for _ in 0..600 {
        let page = browser.page(path).await;
        if !page.contains("every 1s") {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{path} did not end");
}

#[tokio::test]
async fn ten_thousand_codes_are_made_and_watched() {
    let face = working().await;
    let mut owner = Browser::owner(&face).await;
    let id = face.create_coupon("SPRING").await;
    let path = format!("/admin/coupons/{id}/codes");
    let form = owner.page(&format!("{path}/new")).await;
    assert!(form.contains("One guess in") && form.matches("<li><code class=\"code\">").count() == 5, "{form}");
    let fields = [
        ("count", "10000"),
        ("prefix", "VIP-"),
        ("groups", "6-5"),
        ("length", "10"),
        ("check", "on"),
        ("ends", "2099-06-30"),
        ("once", "batch"),
    ];
    let shown: Vec<_> = fields.iter().copied().chain([("do", "preview")]).collect();
    let preview = owner.submit(&format!("{path}/new"), &shown).await.text();
    assert!(preview.contains("10000 codes such as VIP-") && preview.contains("value=\"10000\""), "{preview}");
    let begun = owner.submit(&format!("{path}/new"), &fields).await;
    let job = begun.header("location").to_owned();
    assert_eq!(owner.submit(&format!("{path}/new"), &fields).await.header("location"), job, "sent twice, begun once");
    let page = ended(&mut owner, &job).await;
    assert!(page.contains("10000 codes are made.") && page.contains("10000 of 10000"), "{page}");
    let batch = job.rsplit('/').next().unwrap();
    let list = owner.page(&format!("{path}?batch={batch}&q=vip")).await;
    assert_eq!(list.matches("<code class=\"code\">VIP-").count(), 50, "{list}");
    assert!(list.contains("30 June 2099") && list.contains("rel=\"next\""));
    let table = owner.get(&format!("{path}/export?format=csv")).await;
    assert_eq!(table.text().lines().count(), 10_002, "the head, the first code and the batch");
    assert!(owner.get(&format!("{path}/export?format=xlsx")).await.body.starts_with(b"PK"));
    let labels = owner.page(&format!("{path}/labels?batch={batch}")).await;
    assert_eq!(labels.matches("<li><img").count(), 24);
    // The whole batch is made void, by a job again.
    let void = format!("{job}/void");
    assert_eq!(owner.submit(&void, &[("reason", "")]).await.status, 422);
    let voiding = owner.submit(&void, &[("reason", "leaked")]).await.header("location").to_owned();
    assert!(ended(&mut owner, &voiding).await.contains("10000 codes are void."));
}

#[tokio::test]
async fn what_is_wrong_with_a_batch_is_said_before_it_is_made() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = face.create_coupon("SPRING").await;
    let path = format!("/admin/coupons/{id}/codes/new");
    for (fields, words) in [
        ([("count", "5"), ("length", "x")], "a whole number such as 8"),
        ([("count", "5"), ("ends", "2020-01-01")], "Choose a day to come."),
        ([("holders", "customers"), ("customers", "")], "Name at least one customer"),
        ([("count", "100000"), ("length", "4")], "easy to guess"),
    ] {
        let got = owner.submit(&path, &fields).await;
        assert!(got.status == 422 && got.text().contains(words), "{words}: {}", got.text());
    }
    let once = [("count", "1000"), ("length", "4"), ("once", "dense")];
    let kept = owner.submit(&path, &once).await;
    assert!(kept.status == 422 && kept.text().contains("easy to guess"), "{}", kept.text());
    assert!(owner.submit(&path, &once).await.text().contains("easy to guess"), "sent twice, told twice");
    let dense = owner.submit(&path, &[("count", "1000"), ("length", "4")]).await.text();
    assert!(dense.contains("name=\"dense\""), "{dense}");
    let meant = owner.submit(&path, &[("count", "1000"), ("length", "4"), ("dense", "on")]).await;
    assert_eq!(meant.status, 303, "{}", meant.text());
    let job = meant.header("location").to_owned();
    assert!(owner.page(&job).await.contains("every 1s"), "nothing runs it here");
    assert!(owner.done(&format!("{job}/cancel"), &[]).await.contains("It was stopped after 0."));
    assert!(owner.done(&format!("{job}/cancel"), &[]).await.contains("It was stopped after 0."));
    let other = face.create_coupon("OTHER").await;
    let elsewhere = job.replace(&id, &other);
    assert_eq!(owner.get(&elsewhere).await.status, 404, "a job of another coupon");
    let mut part = owner.submit(&path.replace("/new", "/preview"), &[("count", "3"), ("prefix", "HI-")]).await.text();
    assert!(part.contains("HI-") && !part.contains("<html"), "{part}");
    part = owner.submit(&path.replace("/new", "/preview"), &[("count", "0")]).await.text();
    assert!(part.contains("from 1 to 100,000"), "{part}");
}

#[tokio::test]
async fn a_code_is_given_and_made_void() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = face.create_coupon("SPRING").await;
    let made = face.post(&format!("/v1/coupons/{id}/codes"), &json!({ "code": "ONE-1" })).await.json();
    let code = made["id"].as_str().unwrap().to_owned();
    let path = format!("/admin/coupons/{id}/codes/{code}");
    assert!(owner.page(&path).await.contains("id=\"this-code\">ONE-1</code>"));
    let assign = format!("{path}/assign");
    assert_eq!(owner.submit(&assign, &[("customer", "ana"), ("reason", "")]).await.status, 422);
    let page = owner.done(&assign, &[("customer", "ana"), ("reason", "she asked")]).await;
    assert!(page.contains("The code has its holder.") && page.contains("<dd>ana</dd>"), "{page}");
    let void = format!("/admin/coupons/{id}/codes/void");
    let asked = owner.submit(&void, &[("id", &code)]).await.text();
    assert!(asked.contains("ONE-1") && asked.contains("This cannot be undone"), "{asked}");
    assert_eq!(face.get(&format!("/v1/codes/{code}")).await.json()["state"], "live", "not before it is confirmed");
    assert!(owner.done(&void, &[("id", &code), ("confirmed", "yes")]).await.contains("The code is void."));
    assert_eq!(face.get(&format!("/v1/codes/{code}")).await.json()["state"], "void");
    assert!(owner.submit(&void, &[]).await.text().contains("No code was chosen"));
    let picture = owner.get(&format!("{path}/qr")).await;
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    let kept = owner.get(&format!("{path}/qr?format=png&size=1024&keep=1")).await;
    assert!(kept.body.starts_with(b"\x89PNG") && kept.header("content-disposition").contains("code.png"));
    let other = face.create_coupon("OTHER").await;
    assert_eq!(owner.get(&format!("/admin/coupons/{other}/codes/{code}")).await.status, 404);
    assert_eq!(owner.get(&format!("/admin/coupons/{other}/codes/{code}/qr")).await.status, 404);
}

#[tokio::test]
async fn a_table_is_checked_row_by_row_and_then_made() {
    let face = working().await;
    let mut owner = Browser::owner(&face).await;
    let id = face.create_coupon("SPRING").await;
    let path = format!("/admin/coupons/{id}/codes/import");
    let table = "code,limit\nFINE-1,2\nSPRING,1\nBAD%,1\nFINE-2,zero\n";
    let checked = owner.submit(&path, &[("table", table), ("do", "check")]).await.text();
    for words in [
        "1 codes would be made, 1 are there already, 2 rows would be refused",
        "Line 4",
        "Line 5",
        "limit cannot be read",
    ] {
        assert!(checked.contains(words), "{words}: {checked}");
    }
    assert!(checked.contains("FINE-1,2") && checked.contains("value=\"import\""), "nothing typed is lost");
    let found = face.get(&format!("/v1/coupons/{id}/codes")).await.json();
    assert_eq!(found["data"].as_array().unwrap().len(), 1, "nothing is made by a check");
    let made = owner.submit(&path, &[("table", table), ("do", "import"), ("once", "a")]).await;
    let job = made.header("location").to_owned();
    assert!(ended(&mut owner, &job).await.contains("1 codes are made, 1 were there already, 2 rows were refused."));
    // A check that has ended is made again: what is free may have changed.
    let (begun, digest) = (value_of(&checked, "job"), value_of(&checked, "digest"));
    let look = |table: &'static str| [("table", table), ("do", "check"), ("job", &begun), ("digest", &digest)];
    let again = owner.submit(&path, &look(table)).await.text();
    assert_ne!(value_of(&again, "job"), begun);
    let batch = job.rsplit('/').next().unwrap();
    let export = format!("/admin/coupons/{id}/codes/export?format=csv&batch={batch}");
    let table = owner.get(&export).await.text();
    assert!(table.contains("FINE-1") && !table.contains("SPRING"), "that batch alone: {table}");
    let listed = owner.page(&format!("/admin/coupons/{id}/codes?batch={batch}")).await;
    assert!(listed.contains(&format!("format=csv&amp;batch={batch}")), "{listed}");
    let plain = owner.submit(&path, &[("table", "PLAIN-1\nPLAIN-2"), ("do", "check")]).await.text();
    assert!(plain.contains("2 codes would be made"), "{plain}");
    let refused = owner.submit(&path, &[("table", "colour,size\nred,2"), ("do", "check")]).await;
    assert!(
        refused.status == 422
            && refused.text().contains("cannot be read as a table")
            && refused.text().contains("red,2")
    );
}

#[tokio::test]
async fn a_check_that_runs_is_looked_at_and_not_begun_again() {
    // Nobody works on jobs here: the check is never done.
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = face.create_coupon("SPRING").await;
    let path = format!("/admin/coupons/{id}/codes/import");
    let checked = owner.submit(&path, &[("table", "code\nA-1\n"), ("do", "check")]).await.text();
    assert!(checked.contains("See how far it is") && !checked.contains("value=\"import\""), "{checked}");
    let (begun, digest) = (value_of(&checked, "job"), value_of(&checked, "digest"));
    let look = |table: &'static str| [("table", table), ("do", "check"), ("job", &begun), ("digest", &digest)];
    let again = owner.submit(&path, &look("code\r\nA-1")).await.text();
    assert_eq!(value_of(&again, "job"), begun, "as a field sends it back");
    assert_ne!(value_of(&owner.submit(&path, &look("code\nA-2")).await.text(), "job"), begun);
}

#[tokio::test]
async fn a_file_is_sent_with_the_form() {
    let face = working().await;
    let mut owner = Browser::owner(&face).await;
    let id = face.create_coupon("SPRING").await;
    let csrf = owner.csrf().await;
    let path = format!("/admin/coupons/{id}/codes/import");
    let part = |name: &str, more: &str, content: &str| {
        format!("--zZ\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{content}\r\n")
    };
    let body = |csrf: &str| {
        let file = part("file", "; filename=\"c.csv\"", "code\nFILE-1\nFILE-2\n");
        format!("{}{}{}{file}--zZ--\r\n", part("csrf", "", csrf), part("table", "", ""), part("do", "", "check"))
    };
    let got = owner.send_as("multipart/form-data; boundary=zZ", &path, &body(&csrf)).await;
    assert!(got.text().contains("2 codes would be made"), "{}", got.text());
    assert_eq!(owner.send_as("multipart/form-data; boundary=zZ", &path, &body("other")).await.status, 403);
    assert_eq!(owner.send_as("text/plain", &path, "x").await.status, 415);
}

#[tokio::test]
async fn who_may_not_make_codes_is_refused() {
    let face = Face::new().await;
    Browser::owner(&face).await;
    let id = face.create_coupon("SPRING").await;
    let mut reader = Browser::member(&face, &[Role::Edit]).await;
    let path = format!("/admin/coupons/{id}/codes");
    let list = reader.page(&path).await;
    assert!(list.contains("SPRING") && !list.contains("codes/new") && !list.contains("Make void"), "{list}");
    for part in ["new", "import"] {
        assert_eq!(reader.get(&format!("{path}/{part}")).await.status, 403, "{part}");
    }
    assert_eq!(reader.submit(&format!("{path}/void"), &[("id", "cod_1")]).await.status, 403);
    assert_eq!(reader.submit(&format!("{path}/new"), &[("count", "5")]).await.status, 403);
}
