//! Lists of coupons: filters, orders, pages.

use rstest::rstest;
use tessera_store::codes::{self, CodeRecord};
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
