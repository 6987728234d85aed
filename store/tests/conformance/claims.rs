//! Coupons in wallets: how many there may be, who has one, and that each is used once.

use jiff::{SignedDuration, Timestamp};
use rstest::rstest;
use tessera_store::claims::{
    ClaimRecord, ClaimState, CreateClaim, NewClaim, RevokeClaim, Tab, WalletCounts, count_wallet, create_claim,
    erase_claims, list_claims, list_wallet, read_claim, read_versions, revoke_claim,
};
use tessera_store::codes::{CodeRecord, insert_code};
use tessera_store::coupons::{self, NewTerms, UpdateOutcome};
use tessera_store::limits::LimitReached;
use tessera_store::redemptions::{self, NewRedemption, RedeemOutcome};
use tessera_store::verify::verify;
use tessera_store::{Store, StoreError, reservations};

use crate::{Bed, Driver, NOON, at, order, redeem, redemption, terms};

const QUARTER: SignedDuration = SignedDuration::from_mins(15);

/// A claim of version 1 of `cpn_1`.
fn new_claim(id: &str, customer: &str) -> NewClaim {
    NewClaim {
        id: id.to_owned(),
        customer_id: customer.to_owned(),
        coupon_id: "cpn_1".to_owned(),
        coupon_version: 1,
        identities: vec![format!("id:{customer}")],
        own_ends_at: None,
        version_ends_at: None,
        days_after_claim: None,
        origin: "claim",
        code_id: None,
        key_id: "key_1".to_owned(),
        reason: None,
    }
}

async fn claim(store: &Store, new: NewClaim) -> CreateClaim {
    let made: Result<_, StoreError> =
        store.unit_of_work(move |tx| Box::pin(async move { create_claim(tx, &new).await })).await;
    made.unwrap()
}

/// Makes claims, each `(id, customer)`.
async fn claimed(bed: &Bed, claims: &[(&str, &str)]) {
    for (id, customer) in claims {
        let made = claim(&bed.store, new_claim(id, customer)).await;
        assert!(matches!(made, CreateClaim::Created(..)), "{made:?}");
    }
}

fn reasons(outcome: CreateClaim) -> Vec<LimitReached> {
    match outcome {
        CreateClaim::Refused(refusals) => refusals.into_iter().map(|refusal| refusal.reason).collect(),
        other => panic!("{other:?}"),
    }
}

async fn read(bed: &Bed, id: &'static str) -> ClaimRecord {
    bed.read(move |tx| Box::pin(read_claim(tx, id))).await.unwrap()
}

async fn all_is_right(bed: &Bed) {
    for verified in bed.read(|tx| Box::pin(verify(tx, None))).await {
        assert_eq!(verified.bad, None, "{}", verified.name);
    }
}

async fn edit(bed: &Bed, terms: NewTerms) {
    let edited = bed
        .write(move |tx| Box::pin(async move { coupons::update_coupon(tx, "cpn_1", None, &terms, "k", "e").await }))
        .await;
    assert!(matches!(edited, UpdateOutcome::Updated(_)), "{edited:?}");
}

/// A use of a claim of `cpn_1`.
fn with_claim(order_id: &str, claim_id: &str) -> NewRedemption {
    NewRedemption { claim_id: Some(claim_id.to_owned()), ..redemption(order_id, "cpn_1") }
}

async fn hold(bed: &Bed, id: &'static str, claim_id: &'static str) -> RedeemOutcome {
    bed.write(move |tx| {
        Box::pin(async move {
            let uses = [with_claim(id, claim_id)];
            reservations::create_reservation(tx, &order(id, &["id:ana"]), &uses, QUARTER).await
        })
    })
    .await
}

async fn commit(bed: &Bed, id: &'static str) -> RedeemOutcome {
    bed.write(move |tx| {
        Box::pin(async move {
            let held = reservations::lock_reservation(tx, id).await?.unwrap();
            reservations::commit_reservation(tx, &held, None).await
        })
    })
    .await
}

fn is_done(outcome: &RedeemOutcome) -> bool {
    matches!(outcome, RedeemOutcome::Done { .. })
}

/// stock 10, one for each, 60 customers with 3 parallel tries each.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_parallel_claims_ten_customers_have_one_each(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| {
        terms.limits.claims_total = Some(10);
        terms.limits.claims_per_customer = Some(1);
    })
    .await;
    let tries = (0..180).map(|number| {
        let store = bed.store.clone();
        let customer = format!("c{}", number / 3);
        tokio::spawn(async move { claim(&store, new_claim(&format!("clm_{number}"), &customer)).await })
    });
    let mut winners = Vec::new();
    for outcome in futures::future::join_all(tries).await {
        match outcome.unwrap() {
            CreateClaim::Created(made, seq) => {
                assert!(seq.contains_key("cpn_1/claims"), "{seq:?}");
                winners.push(made.customer_id.unwrap());
            }
            CreateClaim::Refused(refusals) => assert!(
                refusals.iter().all(|one| matches!(one.reason, LimitReached::Claims | LimitReached::CustomerClaims)),
                "{refusals:?}"
            ),
            other @ CreateClaim::ClaimedBefore(_) => panic!("{other:?}"),
        }
    }
    winners.sort_unstable();
    winners.dedup();
    assert_eq!(winners.len(), 10);
    assert_eq!(bed.number("SELECT COUNT(*) FROM claims").await, 10);
    assert_eq!(bed.read_coupon("cpn_1").await.claims, Some(10));
    all_is_right(&bed).await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_parallel_orders_with_one_claim_one_has_it(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| ()).await;
    claimed(&bed, &[("clm_1", "ana"), ("clm_2", "ana")]).await;
    let orders = (0..24).map(|number| {
        let store = bed.store.clone();
        tokio::spawn(async move {
            let id = format!("o{number}");
            // Both at once, in either order: an order never waits for another in a ring.
            let mut uses =
                vec![with_claim(&id, "clm_1"), NewRedemption { id: format!("x{id}"), ..with_claim(&id, "clm_2") }];
            if number % 2 == 1 {
                uses.reverse();
            }
            redeem(&store, order(&id, &["id:ana"]), uses).await
        })
    });
    let outcomes: Vec<_> = futures::future::join_all(orders).await.into_iter().map(|o| o.unwrap().unwrap()).collect();
    assert_eq!(outcomes.iter().filter(|outcome| is_done(outcome)).count(), 1);
    for outcome in outcomes {
        if let RedeemOutcome::Refused(refusals) = outcome {
            assert!(refusals.iter().all(|refusal| refusal.reason == LimitReached::Claim), "{refusals:?}");
        }
    }
    assert_eq!(read(&bed, "clm_1").await.state, "used");
    all_is_right(&bed).await;
}

#[rstest]
#[tokio::test]
async fn a_claim_is_held_used_and_free_again(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| ()).await;
    claimed(&bed, &[("clm_1", "ana")]).await;
    let held = hold(&bed, "o1", "clm_1").await;
    assert!(is_done(&held), "{held:?}");
    let there = read(&bed, "clm_1").await;
    assert_eq!((there.state.as_str(), there.redemption_id.as_deref()), ("held", Some("rdm_o1_cpn_1")));
    let other = hold(&bed, "o2", "clm_1").await;
    assert!(matches!(&other, RedeemOutcome::Refused(refused) if refused[0].reason == LimitReached::Claim), "{other:?}");
    all_is_right(&bed).await;
    // A hold that is past its time gives it back, and whoever is next has it.
    bed.pass(3_600);
    bed.write(|tx| Box::pin(reservations::expire_reservations(tx, &[], &[], 100))).await;
    assert_eq!(read(&bed, "clm_1").await.state, "available");
    assert!(is_done(&hold(&bed, "o2", "clm_1").await));
    assert!(is_done(&commit(&bed, "rsv_o2").await));
    assert_eq!(read(&bed, "clm_1").await.state, "used");
    let used = bed.write(|tx| Box::pin(revoke_claim(tx, "clm_1"))).await;
    assert!(matches!(used, RevokeClaim::Used(_)), "{used:?}");
    all_is_right(&bed).await;
    // Cancelled by itself it is free; the end of its order then leaves it to whoever has it.
    bed.write(|tx| Box::pin(redemptions::cancel_redemption(tx, "rdm_o2_cpn_1"))).await;
    assert_eq!(read(&bed, "clm_1").await.state, "available");
    assert!(is_done(&hold(&bed, "o3", "clm_1").await));
    assert!(is_done(&commit(&bed, "rsv_o3").await));
    let end = |id: &'static str| {
        bed.write(move |tx| {
            Box::pin(async move {
                let order = redemptions::lock_order(tx, id).await?.unwrap();
                redemptions::cancel_order(tx, &order, &[], "cancelled", &|_| true).await
            })
        })
    };
    end("o2").await;
    assert_eq!(read(&bed, "clm_1").await.redemption_id.as_deref(), Some("rdm_o3_cpn_1"));
    end("o3").await;
    assert_eq!(read(&bed, "clm_1").await.state, "available");
    all_is_right(&bed).await;
}

#[rstest]
#[tokio::test]
async fn what_is_revoked_is_not_placed_though_it_is_held(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits.claims_total = Some(1)).await;
    claimed(&bed, &[("clm_1", "ana")]).await;
    assert!(is_done(&hold(&bed, "o1", "clm_1").await));
    let revoke = || bed.write(|tx| Box::pin(revoke_claim(tx, "clm_1")));
    assert!(matches!(revoke().await, RevokeClaim::Revoked(_, true)));
    assert!(matches!(revoke().await, RevokeClaim::Revoked(_, false)));
    all_is_right(&bed).await;
    let refused = commit(&bed, "rsv_o1").await;
    assert!(
        matches!(&refused, RedeemOutcome::Refused(refused) if refused[0].reason == LimitReached::Claim),
        "{refused:?}"
    );
    bed.write(|tx| {
        Box::pin(async move {
            let held = reservations::lock_reservation(tx, "rsv_o1").await?.unwrap();
            reservations::release_reservation(tx, &held, "released").await
        })
    })
    .await;
    assert_eq!(read(&bed, "clm_1").await.state, "revoked");
    // Its place in the stock is not another's.
    assert_eq!(reasons(claim(&bed.store, new_claim("clm_2", "ben")).await), [LimitReached::Claims]);
    all_is_right(&bed).await;
}

#[rstest]
#[tokio::test]
async fn limits_of_claims_may_come_be_raised_and_go(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| ()).await;
    claimed(&bed, &[("clm_1", "ana"), ("clm_2", "ana"), ("clm_3", "ben")]).await;
    assert_eq!(bed.read_coupon("cpn_1").await.claims, None);
    let limited = |total: Option<u64>, customer: Option<u64>| {
        let mut terms = terms("cpn_1");
        terms.limits.claims_total = total;
        terms.limits.claims_per_customer = customer;
        terms
    };
    edit(&bed, limited(Some(3), None)).await;
    assert_eq!(bed.read_coupon("cpn_1").await.claims, Some(3));
    all_is_right(&bed).await;
    let at_version =
        |version: u64, id: &str, customer: &str| NewClaim { coupon_version: version, ..new_claim(id, customer) };
    assert_eq!(reasons(claim(&bed.store, at_version(2, "clm_4", "cyd")).await), [LimitReached::Claims]);
    assert_eq!(reasons(claim(&bed.store, at_version(1, "clm_4", "cyd")).await), [LimitReached::StaleVersion]);
    edit(&bed, limited(Some(4), Some(2))).await;
    assert_eq!(reasons(claim(&bed.store, at_version(3, "clm_4", "ana")).await), [LimitReached::CustomerClaims]);
    assert!(matches!(claim(&bed.store, at_version(3, "clm_4", "ben")).await, CreateClaim::Created(..)));
    assert_eq!(reasons(claim(&bed.store, at_version(3, "clm_5", "cyd")).await), [LimitReached::Claims]);
    all_is_right(&bed).await;
    edit(&bed, limited(None, None)).await;
    assert_eq!(bed.read_coupon("cpn_1").await.claims, None);
    assert!(matches!(claim(&bed.store, at_version(4, "clm_5", "cyd")).await, CreateClaim::Created(..)));
    all_is_right(&bed).await;
    edit(&bed, NewTerms { status: "paused".to_owned(), ..limited(None, None) }).await;
    assert_eq!(reasons(claim(&bed.store, at_version(5, "clm_6", "cyd")).await), [LimitReached::NotLive]);
}

#[rstest]
#[tokio::test]
async fn a_code_is_claimed_once_by_each_and_its_limit_holds(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| ()).await;
    bed.write(|tx| {
        Box::pin(async move {
            let code = CodeRecord::written("cod_1", "cpn_1", "GIFT-1", "gift1", at(NOON));
            insert_code(tx, &code).await
        })
    })
    .await;
    let by_code = |version: u64, id: &str, customer: &str| NewClaim {
        coupon_version: version,
        code_id: Some("cod_1".to_owned()),
        ..new_claim(id, customer)
    };
    assert!(matches!(claim(&bed.store, by_code(1, "clm_1", "ana")).await, CreateClaim::Created(..)));
    let again = claim(&bed.store, by_code(1, "clm_2", "ana")).await;
    assert!(matches!(&again, CreateClaim::ClaimedBefore(before) if before.id == "clm_1"), "{again:?}");
    // A limit that comes finds it, and is at it with the next.
    let mut limited = terms("cpn_1");
    limited.limits.per_code = Some(2);
    edit(&bed, limited).await;
    all_is_right(&bed).await;
    assert!(matches!(claim(&bed.store, by_code(2, "clm_2", "ben")).await, CreateClaim::Created(..)));
    assert_eq!(reasons(claim(&bed.store, by_code(2, "clm_3", "cyd")).await), [LimitReached::Code]);
    all_is_right(&bed).await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_customer_claims_with_a_code_once_however_often_it_is_tried_at_once(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| ()).await;
    bed.write(|tx| {
        Box::pin(async move {
            let sql = "INSERT INTO codes (id, coupon_id, code, canonical, state, kind, created_at) VALUES ('cod_1', 'cpn_1', 'G', 'g', 'live', 'written', 0)";
            tx.execute(sql, &[]).await
        })
    })
    .await;
    let tries = (0..20).map(|number| {
        let store = bed.store.clone();
        let new = NewClaim { code_id: Some("cod_1".to_owned()), ..new_claim(&format!("clm_{number}"), "ana") };
        tokio::spawn(async move { claim(&store, new).await })
    });
    let outcomes: Vec<_> = futures::future::join_all(tries).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(outcomes.iter().filter(|one| matches!(one, CreateClaim::Created(..))).count(), 1);
    assert_eq!(bed.number("SELECT used FROM counters WHERE resource = 'claims:customer:id:ana'").await, 1);
    all_is_right(&bed).await;
}

async fn counts(bed: &Bed) -> (u64, u64, u64) {
    let WalletCounts { available, used, expired } = bed.read(|tx| Box::pin(count_wallet(tx, "ana"))).await;
    (available, used, expired)
}

async fn tab(bed: &Bed, tab: Tab) -> Vec<String> {
    let found = bed.read(move |tx| Box::pin(list_wallet(tx, "ana", tab, 50, None))).await;
    found.data.into_iter().map(|claim| claim.id).collect()
}

#[rstest]
#[tokio::test]
async fn a_wallet_has_three_tabs_and_an_edit_for_all_moves_the_ends(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| ()).await;
    let soon = at("2026-06-03T13:00:00Z");
    for (id, version_ends_at, days_after_claim, own_ends_at) in [
        ("clm_1", None, None, None),
        ("clm_2", Some(soon), Some(9), None),
        ("clm_3", None, Some(1), None),
        ("clm_4", Some(at("2026-09-01T00:00:00Z")), None, Some(soon)),
        ("clm_5", None, None, None),
        ("clm_6", None, None, None),
    ] {
        let new = NewClaim { version_ends_at, days_after_claim, own_ends_at, ..new_claim(id, "ana") };
        assert!(matches!(claim(&bed.store, new).await, CreateClaim::Created(..)));
        bed.pass(1);
    }
    claimed(&bed, &[("clm_7", "ben")]).await;
    assert_eq!(read(&bed, "clm_3").await.ends_at, Some(at("2026-06-04T12:00:02Z")));
    bed.write(|tx| Box::pin(revoke_claim(tx, "clm_6"))).await;
    assert!(is_done(&bed.redeem(order("o1", &["id:ana"]), vec![with_claim("o1", "clm_5")]).await));
    assert_eq!(counts(&bed).await, (4, 1, 0));
    bed.set_clock(soon);
    assert_eq!(counts(&bed).await, (2, 1, 2));
    assert_eq!(tab(&bed, Tab::Available).await, ["clm_3", "clm_1"]);
    assert_eq!(tab(&bed, Tab::Used).await, ["clm_5"]);
    assert_eq!(tab(&bed, Tab::Expired).await, ["clm_4", "clm_2"]);
    let of_coupon = |state| bed.read(move |tx| Box::pin(list_claims(tx, "cpn_1", state, 50, None)));
    assert_eq!(of_coupon(Some(ClaimState::Expired)).await.data.len(), 2);
    assert_eq!(of_coupon(Some(ClaimState::Available)).await.data.len(), 3);
    assert_eq!(of_coupon(Some(ClaimState::Revoked)).await.data.len(), 1);
    assert_eq!(of_coupon(None).await.data.len(), 7);
    // Terms that claims keep change nothing; an end of its own stays whatever the terms say.
    let until = |ends_at: Timestamp, for_claims: &'static str| NewTerms {
        ends_at: Some(ends_at),
        for_claims,
        ..terms("cpn_1")
    };
    edit(&bed, until(at("2026-12-01T00:00:00Z"), "keep")).await;
    assert_eq!(counts(&bed).await, (2, 1, 2));
    edit(&bed, until(at("2026-12-01T00:00:00Z"), "better")).await;
    assert_eq!((counts(&bed).await, tab(&bed, Tab::Expired).await), ((3, 1, 1), vec!["clm_4".to_owned()]));
    edit(&bed, until(at("2026-06-03T12:59:00Z"), "all")).await;
    assert_eq!(counts(&bed).await, (0, 1, 4));
    let days = NewTerms { days_after_claim: Some(2), for_claims: "all", ..terms("cpn_1") };
    edit(&bed, days).await;
    assert_eq!(counts(&bed).await, (3, 1, 1));
    bed.set_clock(at("2026-06-05T12:00:02Z"));
    assert_eq!(counts(&bed).await, (0, 1, 4));
}

#[rstest]
#[tokio::test]
async fn a_claim_has_the_versions_that_edits_say(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| ()).await;
    claimed(&bed, &[("clm_1", "ana")]).await;
    let versions = || async {
        let found = bed
            .read(|tx| {
                Box::pin(async move {
                    let claim = read_claim(tx, "clm_1").await?.unwrap();
                    read_versions(tx, &claim).await
                })
            })
            .await;
        (found.base.version, found.better.iter().map(|one| one.version).collect::<Vec<_>>())
    };
    let mut seen = vec![versions().await];
    for for_claims in ["keep", "better", "better", "keep", "all", "better", "keep"] {
        edit(&bed, NewTerms { for_claims, ..terms("cpn_1") }).await;
        seen.push(versions().await);
    }
    let both = vec![4, 3];
    let expected =
        [(1, vec![]), (1, vec![]), (1, vec![3]), (1, both.clone()), (1, both), (6, vec![]), (6, vec![7]), (6, vec![7])];
    assert_eq!(seen, expected);
}

#[rstest]
#[tokio::test]
async fn pages_of_claims_go_on_where_they_ended(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| ()).await;
    for number in 0..7 {
        claimed(&bed, &[(&format!("clm_{number}"), "ana")]).await;
    }
    let (mut seen, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let asked = cursor.clone();
        let page = bed
            .read(move |tx| Box::pin(async move { list_wallet(tx, "ana", Tab::Available, 3, asked.as_deref()).await }))
            .await;
        seen.extend(page.data.into_iter().map(|claim| claim.id));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, (0..7).rev().map(|number| format!("clm_{number}")).collect::<Vec<_>>());
    let wrong = bed.store.read(|tx| Box::pin(list_claims(tx, "cpn_1", None, 3, Some("x")))).await;
    assert_eq!(wrong.unwrap_err(), StoreError::InvalidCursor);
}

#[rstest]
#[tokio::test]
async fn an_erased_customer_is_in_no_claim_and_every_count_stays_right(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits.claims_total = Some(9)).await;
    claimed(&bed, &[("clm_1", "ana"), ("clm_2", "ana"), ("clm_3", "ana"), ("clm_4", "ben")]).await;
    assert!(is_done(&bed.redeem(order("o1", &["id:ana"]), vec![with_claim("o1", "clm_1")]).await));
    assert!(is_done(&hold(&bed, "o2", "clm_2").await));
    let (revoked, erased) = bed.write(|tx| Box::pin(erase_claims(tx, "ana"))).await;
    assert_eq!(
        (revoked.iter().map(|claim| claim.id.as_str()).collect::<Vec<_>>(), erased),
        (vec!["clm_2", "clm_3"], 3)
    );
    for (id, state) in [("clm_1", "used"), ("clm_2", "revoked"), ("clm_3", "revoked")] {
        let claim = read(&bed, id).await;
        assert_eq!((claim.state.as_str(), claim.customer_id, claim.identities), (state, None, Vec::new()), "{id}");
    }
    assert_eq!(bed.number("SELECT COUNT(*) FROM counters WHERE resource = 'claims:customer:id:ana'").await, 0);
    assert_eq!(bed.read_coupon("cpn_1").await.claims, Some(4));
    assert_eq!(counts(&bed).await, (0, 0, 0));
    assert!(matches!(commit(&bed, "rsv_o2").await, RedeemOutcome::Refused(_)));
    all_is_right(&bed).await;
}

#[rstest]
#[case("UPDATE claims SET state = 'available', redemption_id = NULL WHERE id = 'clm_1'", "claims", "rdm_o1")]
#[case("UPDATE claims SET redemption_id = 'rdm_x' WHERE id = 'clm_1'", "claims", "clm_1")]
#[case("UPDATE claims SET state = 'used', redemption_id = 'rdm_o1_cpn_1' WHERE id = 'clm_2'", "claims", "clm_2")]
#[case("UPDATE claims SET coupon_version = 4 WHERE id = 'clm_2'", "claims", "clm_2")]
#[case("DELETE FROM claims WHERE id = 'clm_2'", "counters", "cpn_1 claims")]
#[case("UPDATE claims SET identities = '[]' WHERE id = 'clm_2'", "counters", "claims:customer:id:ben")]
#[case("UPDATE counters SET used = used + 1 WHERE resource = 'claims'", "counters", "cpn_1 claims")]
#[case("UPDATE coupons SET limits = '{\"claims_total\":1}'", "counters", "cpn_1 claims")]
#[tokio::test]
async fn an_altered_claim_is_named(#[case] sql: &'static str, #[case] check: &str, #[case] entry: &str) {
    let bed = Bed::new(Driver::Memory).await;
    bed.coupon("cpn_1", |terms| {
        terms.limits.claims_total = Some(2);
        terms.terms = "{\"name\":\"cpn_1\",\"limits\":{\"claims_total\":2}}".to_owned();
    })
    .await;
    claimed(&bed, &[("clm_1", "ana"), ("clm_2", "ben")]).await;
    if sql.contains("claims_total") {
        bed.write(|tx| {
            Box::pin(async move {
                let sql = "UPDATE coupon_versions SET terms = '{\"limits\":{\"claims_total\":1}}'";
                tx.execute(sql, &[]).await
            })
        })
        .await;
    }
    assert!(is_done(&bed.redeem(order("o1", &["id:ana"]), vec![with_claim("o1", "clm_1")]).await));
    all_is_right(&bed).await;
    assert!(bed.write(move |tx| Box::pin(async move { tx.execute(sql, &[]).await })).await > 0);
    let found = bed.read(|tx| Box::pin(verify(tx, None))).await;
    let (name, bad) = found.into_iter().find_map(|one| one.bad.map(|bad| (one.name, bad))).unwrap();
    assert_eq!(name, check, "{sql}: {bad:?}");
    assert!(bad.entry.contains(entry), "{sql}: {bad:?}");
}
