//! What coupons came to, and how often they were tried in vain.

use rstest::rstest;
use tessera_store::coupons::{FailedAttempts, add_failed_attempts, forget_failed_attempts, sum_failed_attempts};
use tessera_store::redemptions::{NewRedemption, cancel_redemption, read_carts, read_figures, read_given_by_day};

use crate::{Bed, Driver, at, order, redemption};

async fn bed(driver: Driver) -> Bed {
    let bed = Bed::new(driver).await;
    for id in ["cpn_1", "cpn_2"] {
        bed.coupon(id, |_| {}).await;
    }
    for (id, amount) in [("o1", 100), ("o2", 200), ("o3", 300)] {
        let first = NewRedemption { amount, ..redemption(id, "cpn_1") };
        let mut wanted = vec![first];
        if id == "o3" {
            wanted.push(NewRedemption { amount: 7, ..redemption(id, "cpn_2") });
        }
        bed.redeem(order(id, &["ana"]), wanted).await;
        bed.pass(86_400);
    }
    bed
}

#[rstest]
#[tokio::test]
async fn figures_are_of_what_still_holds(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = bed(driver).await;
    let total = order("o1", &[]).total;
    let all = bed.read(move |tx| Box::pin(read_figures(tx, "cpn_1", 10))).await;
    let first = &all[0];
    assert_eq!((first.currency.as_str(), first.uses, first.orders, first.given), ("USD", 3, 3, 600));
    assert_eq!(first.revenue, 3 * total);
    let newest = bed.read(move |tx| Box::pin(read_figures(tx, "cpn_1", 2))).await;
    assert_eq!((newest[0].uses, newest[0].given), (2, 500), "the newest alone");
    bed.write(move |tx| Box::pin(async move { cancel_redemption(tx, "rdm_o2_cpn_1").await })).await;
    let less = bed.read(move |tx| Box::pin(read_figures(tx, "cpn_1", 10))).await;
    assert_eq!((less[0].uses, less[0].orders, less[0].given, less[0].revenue), (3, 2, 400, 2 * total));
    assert_eq!(bed.read(move |tx| Box::pin(read_figures(tx, "cpn_none", 10))).await, []);
}

#[rstest]
#[tokio::test]
async fn what_coupons_gave_is_summed_by_day(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = bed(driver).await;
    let since = at("2026-06-03T12:00:00Z");
    let ids = ["cpn_1", "cpn_2", "cpn_none"].map(str::to_owned);
    let given = bed.read(move |tx| Box::pin(async move { read_given_by_day(tx, &ids, since, 10).await })).await;
    let told: Vec<_> = given.iter().map(|one| (one.coupon_id.as_str(), one.day, one.uses, one.given)).collect();
    assert_eq!(told, [("cpn_1", 0, 1, 100), ("cpn_1", 1, 1, 200), ("cpn_1", 2, 1, 300), ("cpn_2", 2, 1, 7)]);
    let none = bed.read(move |tx| Box::pin(async move { read_given_by_day(tx, &[], since, 10).await })).await;
    assert_eq!(none, []);
    let ids = ["o1", "o3", "o9"].map(str::to_owned);
    let carts = bed.read(move |tx| Box::pin(async move { read_carts(tx, &ids).await })).await;
    assert_eq!(carts.keys().collect::<Vec<_>>(), ["o1", "o3"]);
}

#[rstest]
#[tokio::test]
async fn failed_attempts_add_up_by_cause(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let count = |day: &str, reason: &str, attempts| FailedAttempts {
        coupon_id: "cpn_1".to_owned(),
        day: day.to_owned(),
        reason: reason.to_owned(),
        attempts,
    };
    for counts in [vec![count("2026-06-01", "b", 2), count("2026-06-02", "a", 1)], vec![count("2026-06-02", "a", 4)]] {
        bed.write(move |tx| Box::pin(async move { add_failed_attempts(tx, &counts).await })).await;
    }
    let sum = |from: &'static str| bed.read(move |tx| Box::pin(sum_failed_attempts(tx, "cpn_1", from)));
    assert_eq!(sum("2026-06-01").await, [("a".to_owned(), 5), ("b".to_owned(), 2)]);
    assert_eq!(sum("2026-06-02").await, [("a".to_owned(), 5)]);
    let gone = bed.write(move |tx| Box::pin(async move { forget_failed_attempts(tx, "2026-06-02").await })).await;
    assert_eq!((gone, sum("2026-01-01").await), (1, vec![("a".to_owned(), 5)]));
}
