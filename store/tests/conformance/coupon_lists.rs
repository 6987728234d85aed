//! Lists of coupons: filters, orders, pages.

use rstest::rstest;
use tessera_store::campaigns::{Calendar, NewCampaign, create_campaign};
use tessera_store::codes::{self, CodeRecord, NewBatch};
use tessera_store::coupons::{self, CouponFilter, Sort, StateFilter};
use tessera_store::{Page, StoreError};

use crate::{Bed, Driver, NOON, at, order, redemption};

async fn page(
    bed: &Bed,
    filter: &CouponFilter,
    limit: u32,
    cursor: Option<&str>,
) -> Result<(Vec<String>, Option<String>), StoreError> {
    let (filter, cursor) = (filter.clone(), cursor.map(str::to_owned));
    let found: Page<_> = bed
        .store
        .read(move |tx| Box::pin(async move { coupons::list_coupons(tx, &filter, limit, cursor.as_deref()).await }))
        .await?;
    Ok((found.data.into_iter().map(|coupon| coupon.id).collect(), found.next_cursor))
}

async fn ids(bed: &Bed, filter: &CouponFilter) -> Vec<String> {
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let (ids, next) = page(bed, filter, 2, cursor.as_deref()).await.unwrap();
        assert!(ids.len() <= 2);
        all.extend(ids);
        cursor = next;
        if cursor.is_none() {
            return all;
        }
    }
}

fn filter() -> CouponFilter {
    CouponFilter { now: at(NOON), ..CouponFilter::default() }
}

#[rstest]
#[tokio::test]
async fn the_derived_state_is_the_first_that_holds(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let (past, future) = (at("2026-06-03T12:00:00Z"), at("2026-06-03T12:00:00.000001Z"));
    let mut expected = Vec::new();
    // Every status, with and without an end reached, a limit reached, a start to come.
    for status in ["archived", "draft", "paused", "enabled"] {
        for flags in 0..8_u8 {
            let (ended, used_up, scheduled) = (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0);
            let id = format!("cpn_{status}_{flags}");
            bed.coupon(&id, |terms| {
                terms.status = status.to_owned();
                terms.ends_at = Some(if ended { past } else { future });
                terms.starts_at = Some(if scheduled { future } else { past });
                terms.limits.total = Some(if used_up { 0 } else { 1 });
            })
            .await;
            let state = match (status, ended, used_up, scheduled) {
                ("archived", ..) => StateFilter::Archived,
                ("draft", ..) => StateFilter::Draft,
                (_, true, ..) => StateFilter::Expired,
                (_, _, true, _) => StateFilter::UsedUp,
                ("paused", ..) => StateFilter::Paused,
                (_, _, _, true) => StateFilter::Scheduled,
                _ => StateFilter::Active,
            };
            expected.push((state, id));
        }
    }
    bed.coupon("cpn_plain", |_| {}).await;
    expected.push((StateFilter::Active, "cpn_plain".to_owned()));
    for state in [
        StateFilter::Archived,
        StateFilter::Draft,
        StateFilter::Expired,
        StateFilter::UsedUp,
        StateFilter::Paused,
        StateFilter::Scheduled,
        StateFilter::Active,
    ] {
        let mut wanted: Vec<_> = expected.iter().filter(|(s, _)| *s == state).map(|(_, id)| id.clone()).collect();
        let mut found = ids(&bed, &CouponFilter { state: Some(state), ..filter() }).await;
        wanted.sort();
        found.sort();
        assert_eq!(found, wanted, "{state:?}");
    }
}

#[rstest]
#[tokio::test]
async fn a_coupon_is_used_up_with_its_last_use(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits.total = Some(1)).await;
    let used_up = CouponFilter { state: Some(StateFilter::UsedUp), ..filter() };
    assert_eq!(ids(&bed, &used_up).await, [""; 0]);
    bed.redeem(order("o1", &[]), vec![redemption("o1", "cpn_1")]).await;
    assert_eq!(ids(&bed, &used_up).await, ["cpn_1"]);
}

#[rstest]
#[tokio::test]
async fn a_search_finds_names_descriptions_and_the_start_of_codes_in_any_case(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.name = "Été 50% off".to_owned()).await;
    bed.coupon("cpn_2", |terms| terms.description = Some("For our SUMMER guests".to_owned())).await;
    bed.coupon("cpn_3", |_| {}).await;
    bed.coupon("cpn_4", |terms| terms.name = "500 off".to_owned()).await;
    bed.write(|tx| {
        Box::pin(async move {
            let code = CodeRecord {
                id: "cod_1".to_owned(),
                coupon_id: "cpn_3".to_owned(),
                code: "WELCOME-20".to_owned(),
                canonical: "welcome20".to_owned(),
                state: "live".to_owned(),
                kind: "written".to_owned(),
                limit: None,
                created_at: tx.now(),
                customer_id: None,
                expires_at: None,
                batch_id: None,
                is_used_up: false,
            };
            codes::insert_code(tx, &code).await
        })
    })
    .await;
    let cases: [(&str, &[&str]); 9] = [
        ("été", &["cpn_1"]),
        ("ÉTÉ", &["cpn_1"]),
        ("50%", &["cpn_1"]),
        ("summer", &["cpn_2"]),
        ("welcome-2", &["cpn_3"]),
        ("Wel", &["cpn_3"]),
        ("come20", &[]),
        ("_", &["cpn_3", "cpn_2"]),
        ("\\", &[]),
    ];
    for (q, expected) in cases {
        let found = ids(&bed, &CouponFilter { q: Some(q.to_owned()), ..filter() }).await;
        assert_eq!(found, expected, "{q}");
    }
    assert_eq!(ids(&bed, &CouponFilter { q: Some("  ".to_owned()), ..filter() }).await.len(), 4);
}

#[rstest]
#[tokio::test]
async fn filters_narrow_together(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let june = at("2026-06-10T00:00:00Z");
    bed.coupon("cpn_1", |terms| {
        terms.activation = "automatic".to_owned();
        terms.campaign_id = Some("cmp_1".to_owned());
        terms.ends_at = Some(june);
    })
    .await;
    bed.coupon("cpn_2", |terms| terms.campaign_id = Some("cmp_1".to_owned())).await;
    bed.coupon("cpn_3", |terms| terms.status = "archived".to_owned()).await;
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(ids(&bed, &filter()).await, ["cpn_2", "cpn_1"]);
    assert_eq!(ids(&bed, &CouponFilter { include_archived: true, ..filter() }).await, ["cpn_3", "cpn_2", "cpn_1"]);
    assert_eq!(ids(&bed, &CouponFilter { activation: text("automatic"), ..filter() }).await, ["cpn_1"]);
    assert_eq!(ids(&bed, &CouponFilter { campaign_id: text("cmp_1"), ..filter() }).await, ["cpn_2", "cpn_1"]);
    let both = CouponFilter { campaign_id: text("cmp_1"), activation: text("claim"), ..filter() };
    assert_eq!(ids(&bed, &both).await, [""; 0]);
    assert_eq!(ids(&bed, &CouponFilter { ends_after: Some(june), ..filter() }).await, ["cpn_1"]);
    assert_eq!(ids(&bed, &CouponFilter { ends_before: Some(june), ..filter() }).await, [""; 0]);
}

#[rstest]
#[tokio::test]
async fn every_order_pages_through_all_once(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let rows = [
        ("cpn_1", "banana", Some(3)),
        ("cpn_2", "Apple", None),
        ("cpn_3", "apple", Some(1)),
        ("cpn_4", "Cherry", Some(3)),
    ];
    for (id, name, day) in rows {
        bed.coupon(id, |terms| {
            terms.name = name.to_owned();
            terms.ends_at = day.map(|day| at(&format!("2026-07-0{day}T00:00:00Z")));
        })
        .await;
    }
    bed.pass(5);
    bed.write(|tx| {
        Box::pin(async move { coupons::update_coupon(tx, "cpn_2", None, &crate::terms("Apple"), "k", "edited").await })
    })
    .await;
    let sorted = |sort| CouponFilter { sort, ..filter() };
    assert_eq!(ids(&bed, &sorted(Sort::Newest)).await, ["cpn_4", "cpn_3", "cpn_2", "cpn_1"]);
    assert_eq!(ids(&bed, &sorted(Sort::Name)).await, ["cpn_2", "cpn_3", "cpn_1", "cpn_4"]);
    assert_eq!(ids(&bed, &sorted(Sort::EndsAt)).await, ["cpn_3", "cpn_1", "cpn_4", "cpn_2"]);
    assert_eq!(ids(&bed, &sorted(Sort::Updated)).await, ["cpn_2", "cpn_4", "cpn_3", "cpn_1"]);
}

#[rstest]
#[tokio::test]
async fn pages_stay_stable_while_coupons_are_added(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    for number in 0..10 {
        bed.coupon(&format!("cpn_{number}"), |_| {}).await;
        bed.pass(1);
    }
    let mut seen = Vec::new();
    let mut cursor = None;
    for round in 0..4 {
        let (ids, next) = page(&bed, &filter(), 3, cursor.as_deref()).await.unwrap();
        seen.extend(ids);
        cursor = next;
        bed.coupon(&format!("new_{round}"), |_| {}).await;
        bed.pass(1);
    }
    assert_eq!(cursor, None);
    let expected: Vec<_> = (0..10).rev().map(|number| format!("cpn_{number}")).collect();
    assert_eq!(seen, expected);
}

#[rstest]
#[tokio::test]
async fn an_altered_cursor_and_one_of_another_order_are_refused(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    for id in ["cpn_1", "cpn_2"] {
        bed.coupon(id, |_| {}).await;
    }
    let (_, cursor) = page(&bed, &filter(), 1, None).await.unwrap();
    let cursor = cursor.unwrap();
    let last = if cursor.ends_with('0') { '1' } else { '0' };
    let altered = format!("{}{last}", &cursor[..cursor.len() - 1]);
    for wrong in [altered.as_str(), "", "abc", "'; DROP TABLE coupons; --"] {
        assert_eq!(page(&bed, &filter(), 1, Some(wrong)).await, Err(StoreError::InvalidCursor), "{wrong}");
    }
    let by_name = CouponFilter { sort: Sort::Name, ..filter() };
    assert_eq!(page(&bed, &by_name, 1, Some(&cursor)).await, Err(StoreError::InvalidCursor));
    assert_eq!(page(&bed, &filter(), 1, Some(&cursor)).await.unwrap().0, ["cpn_1"]);
}

#[rstest]
#[tokio::test]
async fn what_many_have_is_found_as_what_few_have(#[values(Driver::File, Driver::Postgres)] driver: Driver) {
    const MANY: usize = 2_040;
    let bed = Bed::new(driver).await;
    let (past, future) = (at("2026-06-01T00:00:00Z"), at("2026-07-01T00:00:00Z"));
    // All have a common word, and what is filtered by; a few in the middle have a word and a state of their own.
    for of in (0..MANY).collect::<Vec<_>>().chunks(340) {
        let of = of.to_vec();
        bed.write(move |tx| {
            Box::pin(async move {
                for number in of {
                    let mut terms = crate::terms(&format!("Common {number:04}"));
                    terms.activation = "claim".to_owned();
                    terms.campaign_id = Some("cmp_1".to_owned());
                    terms.ends_at = Some(future);
                    terms.limits.total = Some(1);
                    match number {
                        500 => terms.description = Some("One like no other".to_owned()),
                        501 => terms.ends_at = Some(past),
                        502 => terms.status = "paused".to_owned(),
                        503 => terms.limits.total = Some(0),
                        504 => terms.starts_at = Some(future),
                        _ => {}
                    }
                    let coupon =
                        coupons::NewCoupon { id: format!("cpn_{number:04}"), terms, actor: "key_1".to_owned() };
                    coupons::create_coupon(tx, &coupon).await?;
                }
                Ok(())
            })
        })
        .await;
    }
    let all = || (0..MANY).map(|number| format!("cpn_{number:04}"));
    let whole = CouponFilter {
        q: Some("mmo".to_owned()),
        activation: Some("claim".to_owned()),
        campaign_id: Some("cmp_1".to_owned()),
        ends_after: Some(past),
        ends_before: Some(at("2026-08-01T00:00:00Z")),
        sort: Sort::Name,
        ..filter()
    };
    let many = |filter: CouponFilter| {
        let bed = &bed;
        async move {
            let mut found = Vec::new();
            let mut cursor = None;
            loop {
                let (ids, next) = page(bed, &filter, 200, cursor.as_deref()).await.unwrap();
                found.extend(ids);
                cursor = next;
                if cursor.is_none() {
                    return found;
                }
            }
        }
    };
    assert_eq!(many(whole.clone()).await, all().collect::<Vec<_>>(), "along the order");
    let active: Vec<_> = all().filter(|id| !("cpn_0501"..="cpn_0504").contains(&id.as_str())).collect();
    assert_eq!(many(CouponFilter { state: Some(StateFilter::Active), ..whole.clone() }).await, active);
    for (state, id) in [
        (StateFilter::Expired, "cpn_0501"),
        (StateFilter::Paused, "cpn_0502"),
        (StateFilter::UsedUp, "cpn_0503"),
        (StateFilter::Scheduled, "cpn_0504"),
    ] {
        assert_eq!(many(CouponFilter { state: Some(state), ..whole.clone() }).await, [id], "{state:?}");
    }
    for (q, expected) in [("NO OTHER", vec!["cpn_0500"]), ("on 0777", vec!["cpn_0777"]), ("unheard of", vec![])] {
        assert_eq!(many(CouponFilter { q: Some(q.to_owned()), ..whole.clone() }).await, expected, "{q}");
    }
}

#[rstest]
#[tokio::test]
async fn a_search_follows_every_edit(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.name = "Winter sale".to_owned()).await;
    let search = |q: &str| CouponFilter { q: Some(q.to_owned()), ..filter() };
    assert_eq!(ids(&bed, &search("winter")).await, ["cpn_1"]);
    for name in ["Spring sale", "Summer sale"] {
        bed.write(move |tx| {
            Box::pin(async move { coupons::update_coupon(tx, "cpn_1", None, &crate::terms(name), "k", "edited").await })
        })
        .await;
    }
    assert_eq!(ids(&bed, &search("summer")).await, ["cpn_1"]);
    assert_eq!(ids(&bed, &search("winter")).await, [""; 0]);
    assert_eq!(ids(&bed, &search("spring")).await, [""; 0]);
    // What is known by index and what is written there are the same.
    if !matches!(driver, Driver::Postgres) {
        let check = "INSERT INTO coupon_trigrams (coupon_trigrams, rank) VALUES ('integrity-check', 1)";
        bed.write(move |tx| Box::pin(async move { tx.execute(check, &[]).await })).await;
    }
}

#[rstest]
#[tokio::test]
async fn few_are_looked_up_and_many_are_met_in_order(#[values(Driver::File)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let mut looked = 0;
    for (name, sql) in tessera_store::statements::assembled_statements() {
        let kinds = ["list_few_coupons", "list_coupons", "count_candidates"];
        let Some(kind) = kinds.into_iter().find(|kind| name.starts_with(&format!("{kind} "))) else { continue };
        let plan = bed.plan(&sql).await;
        match kind {
            "list_coupons" => {
                let (page, show) = plan.split_once("SCAN p").unwrap();
                let index = if name.contains("q: Some") { "INDEX coupons_by_" } else { "COVERING INDEX coupons_by_" };
                let starts = [format!("SCAN c USING {index}"), format!("SEARCH c USING {index}")];
                assert!(starts.iter().any(|start| page.contains(start)), "{name}\n{plan}");
                assert!(!page.contains("TEMP B-TREE"), "{name}\n{plan}");
                assert!(!show.contains("SCAN c"), "{name}\n{plan}");
            }
            "list_few_coupons" => {
                assert!(!plan.contains("SCAN c ") && !plan.contains("SCAN c\n"), "{name}\n{plan}");
                assert!(plan.contains("SEARCH c USING INDEX sqlite_autoindex_coupons_1 (id=?)"), "{name}\n{plan}");
            }
            // Nothing is gone through but what is known to be few: batches, campaigns, coupons with a limit.
            _ => {
                for line in plan.lines().filter(|line| line.trim_start().starts_with("SCAN ")) {
                    let few = ["SCAN b", "SCAN g", "SCAN f VIRTUAL TABLE INDEX 0:L0", "SCAN o"];
                    let own = ["SCAN (subquery", "SCAN a"];
                    let known = few.into_iter().chain(own).any(|start| line.trim_start().starts_with(start));
                    assert!(known, "{name}\n{plan}");
                }
            }
        }
        looked += 1;
    }
    assert!(looked >= 40, "{looked}");
}

#[rstest]
#[tokio::test]
async fn the_code_of_a_batch_and_the_calendar_of_a_campaign_are_candidates(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let campaign = |starts_at: &str, ends_at: &str| NewCampaign {
        name: "Calendar".to_owned(),
        budget: None,
        calendar: Calendar { starts_at: Some(at(starts_at)), ends_at: Some(at(ends_at)) },
        channels: Vec::new(),
    };
    let over = campaign("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");
    let later = campaign("2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z");
    bed.write(move |tx| {
        Box::pin(async move {
            create_campaign(tx, "cmp_over", &over, "key_1").await?;
            create_campaign(tx, "cmp_later", &later, "key_1").await
        })
    })
    .await;
    bed.coupon("cpn_over", |terms| terms.campaign_id = Some("cmp_over".to_owned())).await;
    bed.coupon("cpn_later", |terms| terms.campaign_id = Some("cmp_later".to_owned())).await;
    bed.coupon("cpn_batch", |_| {}).await;
    bed.write(|tx| {
        Box::pin(async move {
            let now = tx.now();
            let batch = NewBatch {
                id: "job_1".to_owned(),
                coupon_id: "cpn_batch".to_owned(),
                pattern: None,
                request: "{}".to_owned(),
                count: 1,
            };
            codes::begin_batch(tx, &batch).await?;
            let code = CodeRecord::written("cod_1", "cpn_batch", "GIFT-7QX", "gift7qx", now);
            let code = CodeRecord { batch_id: Some("job_1".to_owned()), ..code };
            codes::insert_further_code(tx, &code).await
        })
    })
    .await;
    let of_state = |state| CouponFilter { state: Some(state), ..filter() };
    assert_eq!(ids(&bed, &of_state(StateFilter::Expired)).await, ["cpn_over"]);
    assert_eq!(ids(&bed, &of_state(StateFilter::Scheduled)).await, ["cpn_later"]);
    assert_eq!(ids(&bed, &of_state(StateFilter::Active)).await, ["cpn_batch"]);
    // Three letters are looked up, two are not.
    for q in ["gift-7", "GI", "Gift 7qx"] {
        assert_eq!(ids(&bed, &CouponFilter { q: Some(q.to_owned()), ..filter() }).await, ["cpn_batch"], "{q}");
    }
    assert_eq!(
        ids(&bed, &CouponFilter { q: Some("7qx".to_owned()), ..filter() }).await,
        [""; 0],
        "codes by their start"
    );
}
