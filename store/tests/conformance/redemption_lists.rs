//! Lists of redemptions.

use rstest::rstest;
use tessera_store::StoreError;
use tessera_store::redemptions::{NewRedemption, RedemptionFilter, list_redemptions};

use crate::{Bed, Driver, at, order, redemption};

async fn ids(bed: &Bed, filter: RedemptionFilter) -> Vec<String> {
    let mut all = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let (filter, after) = (filter.clone(), cursor.clone());
        let page =
            bed.read(move |tx| Box::pin(async move { list_redemptions(tx, &filter, 2, after.as_deref()).await })).await;
        all.extend(page.data.into_iter().map(|redemption| redemption.id));
        cursor = page.next_cursor;
        if cursor.is_none() {
            return all;
        }
    }
}

async fn bed(driver: Driver) -> Bed {
    let bed = Bed::new(driver).await;
    for id in ["cpn_1", "cpn_2"] {
        bed.coupon(id, |_| {}).await;
    }
    for (id, customer, coupons) in
        [("o1", "ana", &["cpn_1"][..]), ("o2", "ben", &["cpn_1", "cpn_2"]), ("o3", "ana", &["cpn_2"])]
    {
        let wanted = coupons.iter().map(|coupon_id| NewRedemption {
            code_id: Some(format!("cod_{coupon_id}")),
            code: Some("A".to_owned()),
            ..redemption(id, coupon_id)
        });
        bed.redeem(order(id, &[customer]), wanted.collect()).await;
        bed.pass(60);
    }
    bed
}

#[rstest]
#[tokio::test]
async fn redemptions_are_listed_newest_first_by_every_filter(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = bed(driver).await;
    let none = RedemptionFilter::default;
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(ids(&bed, none()).await, ["rdm_o3_cpn_2", "rdm_o2_cpn_2", "rdm_o2_cpn_1", "rdm_o1_cpn_1"]);
    let of = |coupon_id| RedemptionFilter { coupon_id: text(coupon_id), ..none() };
    assert_eq!(ids(&bed, of("cpn_1")).await, ["rdm_o2_cpn_1", "rdm_o1_cpn_1"]);
    let by = RedemptionFilter { customer_id: text("ana"), ..none() };
    assert_eq!(ids(&bed, by).await, ["rdm_o3_cpn_2", "rdm_o1_cpn_1"]);
    let on = RedemptionFilter { order_id: text("o2"), ..none() };
    assert_eq!(ids(&bed, on).await, ["rdm_o2_cpn_2", "rdm_o2_cpn_1"]);
    let code = RedemptionFilter { code_id: text("cod_cpn_2"), ..none() };
    assert_eq!(ids(&bed, code).await, ["rdm_o3_cpn_2", "rdm_o2_cpn_2"]);
    let minute = at("2026-06-03T12:01:00Z");
    let from = RedemptionFilter { from: Some(minute), ..none() };
    assert_eq!(ids(&bed, from).await, ["rdm_o3_cpn_2", "rdm_o2_cpn_2", "rdm_o2_cpn_1"]);
    let to = RedemptionFilter { to: Some(minute), ..none() };
    assert_eq!(ids(&bed, to).await, ["rdm_o1_cpn_1"]);
    assert_eq!(ids(&bed, RedemptionFilter { state: text("held"), ..none() }).await, [""; 0]);
    assert_eq!(ids(&bed, RedemptionFilter { state: text("committed"), ..of("cpn_2") }).await.len(), 2);
}

#[rstest]
#[tokio::test]
async fn pages_stay_stable_while_orders_arrive(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = bed(driver).await;
    let filter = RedemptionFilter::default();
    let first = bed.read(move |tx| Box::pin(async move { list_redemptions(tx, &filter, 3, None).await })).await;
    bed.redeem(order("o4", &[]), vec![redemption("o4", "cpn_1")]).await;
    let cursor = first.next_cursor.unwrap();
    let altered = cursor.replacen('3', "4", 1);
    let rest = bed
        .read(move |tx| {
            Box::pin(async move { list_redemptions(tx, &RedemptionFilter::default(), 3, Some(&cursor)).await })
        })
        .await;
    assert_eq!(rest.data.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["rdm_o1_cpn_1"]);
    let wrong = bed
        .store
        .read(move |tx| {
            Box::pin(async move { list_redemptions(tx, &RedemptionFilter::default(), 3, Some(&altered)).await })
        })
        .await;
    assert_eq!(wrong, Err(StoreError::InvalidCursor));
}

#[rstest]
#[tokio::test]
async fn lists_by_a_key_use_its_index(#[values(Driver::File, Driver::Memory)] driver: Driver) {
    let bed = bed(driver).await;
    for (filter, index) in [
        ("r.coupon_id = 'x'", "coupon_id=?"),
        ("r.customer_id = 'x'", "redemptions_by_customer"),
        ("r.code_id = 'x'", "redemptions_by_code"),
        ("r.order_id = 'x'", "order_id=?"),
        ("r.created_at >= 0", "redemptions_by_time"),
    ] {
        let sql =
            format!("SELECT r.id FROM redemptions r WHERE {filter} ORDER BY r.created_at DESC, r.id DESC LIMIT 51");
        let plan = bed.plan(&sql).await;
        assert!(plan.contains(index), "{filter}: {plan:?}");
        assert!(!plan.contains("SCAN"), "{filter}: {plan:?}");
        let sorted = plan.contains("TEMP B-TREE");
        assert_eq!(sorted, filter.contains("order_id"), "{filter}: {plan:?}");
    }
}
