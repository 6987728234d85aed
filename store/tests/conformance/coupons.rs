//! Coupons and their versions.

use rstest::rstest;
use tessera_store::StoreError;
use tessera_store::codes::{self, CodeRecord};
use tessera_store::coupons::{self, CouponRecord, NewCoupon, NewTerms, UpdateOutcome};
use tessera_store::limits::CouponLimits;
use tessera_store::settings::write_settings;

use crate::{Bed, Driver, NOON, at, order, redemption, terms};

async fn update(bed: &Bed, id: &'static str, expected: Option<u64>, new: NewTerms) -> UpdateOutcome {
    bed.write(move |tx| {
        Box::pin(async move { coupons::update_coupon(tx, id, expected, &new, "key_2", "edited").await })
    })
    .await
}

fn updated(outcome: UpdateOutcome) -> CouponRecord {
    match outcome {
        UpdateOutcome::Updated(record) => record,
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[tokio::test]
async fn a_coupon_comes_back_as_it_was_made(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let made = bed
        .coupon("cpn_1", |terms| {
            terms.starts_at = Some(at("2026-01-01T00:00:00Z"));
            terms.ends_at = Some(at("2027-01-01T00:00:00Z"));
            terms.limits.total = Some(5);
            terms.campaign_id = Some("cmp_1".to_owned());
        })
        .await;
    assert_eq!((made.version, made.seq, made.uses, made.limits.total), (1, 1, 0, Some(5)));
    assert_eq!((made.created_at, made.updated_at), (at(NOON), at(NOON)));
    assert_eq!(bed.read_coupon("cpn_1").await, made);
    let version = bed.read(|tx| Box::pin(coupons::read_coupon_version(tx, "cpn_1", 1))).await.unwrap();
    assert_eq!((version.terms, version.actor, version.at), (made.terms, "key_1".to_owned(), at(NOON)));
}

#[rstest]
#[tokio::test]
async fn an_id_is_given_once_and_words_are_checked(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    let mut wrong = terms("x");
    wrong.status = "running".to_owned();
    for (id, terms) in [("cpn_1", terms("x")), ("cpn_2", wrong)] {
        let coupon = NewCoupon { id: id.to_owned(), terms, actor: String::new() };
        let result =
            bed.store.unit_of_work(move |tx| Box::pin(async move { coupons::create_coupon(tx, &coupon).await })).await;
        assert!(matches!(result, Err(StoreError::Constraint { .. })), "{result:?}");
    }
}

#[rstest]
#[tokio::test]
async fn an_edit_makes_a_version_and_keeps_the_old_one(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    bed.pass(10);
    let after = updated(update(&bed, "cpn_1", Some(1), terms("Better")).await);
    assert_eq!((after.version, after.seq, after.name.as_str()), (2, 2, "Better"));
    assert_eq!((after.created_at, after.updated_at), (at(NOON), at("2026-06-03T12:00:10Z")));
    let versions = bed.read(|tx| Box::pin(coupons::list_coupon_versions(tx, "cpn_1", 1, None))).await;
    assert_eq!(versions.data.iter().map(|v| (v.version, v.actor.as_str())).collect::<Vec<_>>(), [(2, "key_2")]);
    let cursor = versions.next_cursor.unwrap();
    let rest = bed
        .read(move |tx| Box::pin(async move { coupons::list_coupon_versions(tx, "cpn_1", 1, Some(&cursor)).await }))
        .await;
    assert_eq!(rest.data.iter().map(|v| (v.version, v.name.as_str())).collect::<Vec<_>>(), [(1, "cpn_1")]);
    assert_eq!(rest.next_cursor, None);
}

#[rstest]
#[tokio::test]
async fn an_edit_of_another_version_is_a_conflict(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let made = bed.coupon("cpn_1", |_| {}).await;
    assert_eq!(update(&bed, "cpn_1", Some(2), terms("x")).await, UpdateOutcome::VersionConflict(made.clone()));
    assert_eq!(update(&bed, "cpn_9", Some(1), terms("x")).await, UpdateOutcome::NotFound);
    assert_eq!(bed.read_coupon("cpn_1").await, made);
    assert_eq!(updated(update(&bed, "cpn_1", None, terms("x")).await).version, 2);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_parallel_edits_of_one_version_one_wins(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    let edits = (0..20).map(|number| {
        let store = bed.store.clone();
        tokio::spawn(async move {
            store
                .unit_of_work(move |tx| {
                    Box::pin(async move {
                        let new = terms(&number.to_string());
                        coupons::update_coupon(tx, "cpn_1", Some(1), &new, "key_1", "edited").await
                    })
                })
                .await
        })
    });
    let outcomes = futures::future::join_all(edits).await;
    let won = outcomes.into_iter().filter(|o| matches!(o, Ok(Ok(UpdateOutcome::Updated(_))))).count();
    assert_eq!(won, 1);
    assert_eq!(bed.read_coupon("cpn_1").await.version, 2);
}

#[rstest]
#[tokio::test]
async fn a_limit_that_comes_later_counts_what_was_used_and_one_that_goes_loses_nothing(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    for number in 0..3 {
        let id = format!("o{number}");
        bed.redeem(order(&id, &[]), vec![redemption(&id, "cpn_1")]).await;
    }
    let before = bed.read_coupon("cpn_1").await;
    assert_eq!((before.uses, before.seq), (3, 1));
    let limited = NewTerms { limits: CouponLimits { total: Some(4), ..CouponLimits::default() }, ..terms("x") };
    let after = updated(update(&bed, "cpn_1", None, limited.clone()).await);
    assert_eq!((after.uses, after.seq), (3, 2));
    assert_eq!(bed.number("SELECT used FROM counters").await, 3);
    let again = updated(
        update(
            &bed,
            "cpn_1",
            None,
            NewTerms { limits: CouponLimits { total: Some(9), ..CouponLimits::default() }, ..limited },
        )
        .await,
    );
    assert_eq!((again.uses, again.seq), (3, 3));
    let free = updated(update(&bed, "cpn_1", None, terms("x")).await);
    assert_eq!((free.uses, free.seq), (3, 4));
    assert_eq!(bed.number("SELECT COUNT(*) FROM counters").await, 0);
}

#[rstest]
#[tokio::test]
async fn live_coupons_are_loaded_by_page_with_their_first_code(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    for id in ["cpn_1", "cpn_2", "cpn_3", "cpn_4"] {
        bed.coupon(id, |terms| {
            if id == "cpn_3" {
                terms.status = "archived".to_owned();
            }
        })
        .await;
    }
    for (id, text) in [("cod_1", "first"), ("cod_2", "second")] {
        bed.write(move |tx| {
            Box::pin(async move { codes::insert_code(tx, &written(id, "cpn_2", text, tx.now())).await })
        })
        .await;
    }
    let first = bed.read(|tx| Box::pin(coupons::load_live_coupons(tx, None, 2))).await;
    let told: Vec<_> = first.iter().map(|(c, codes)| (c.id.as_str(), codes.first().map(|c| c.code.as_str()))).collect();
    assert_eq!(told, [("cpn_1", None), ("cpn_2", Some("first"))]);
    let rest = bed.read(|tx| Box::pin(coupons::load_live_coupons(tx, Some("cpn_2"), 2))).await;
    assert_eq!(rest.iter().map(|(c, _)| c.id.as_str()).collect::<Vec<_>>(), ["cpn_4"]);
}

fn written(id: &str, coupon_id: &str, text: &str, now: jiff::Timestamp) -> CodeRecord {
    CodeRecord {
        id: id.to_owned(),
        coupon_id: coupon_id.to_owned(),
        code: text.to_owned(),
        canonical: text.to_lowercase(),
        state: "live".to_owned(),
        kind: "written".to_owned(),
        limit: None,
        created_at: now,
        customer_id: None,
        expires_at: None,
        batch_id: None,
        is_used_up: false,
    }
}

#[rstest]
#[tokio::test]
async fn the_change_number_rises_with_every_edit_and_names_the_coupons(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let now = || bed.read(|tx| Box::pin(coupons::catalogue_change(tx)));
    let since = |number| bed.read(move |tx| Box::pin(async move { coupons::changed_since(tx, number).await }));
    let start = now().await;
    assert!(start > 0);
    bed.coupon("cpn_1", |_| {}).await;
    bed.coupon("cpn_2", |_| {}).await;
    let two = now().await;
    assert!(two > start);
    assert_eq!(since(start).await, ["cpn_1", "cpn_2"]);
    update(&bed, "cpn_1", None, NewTerms { status: "archived".to_owned(), ..terms("x") }).await;
    assert_eq!(since(two).await, ["cpn_1"]);
    let three = now().await;
    bed.write(|tx| Box::pin(async move { codes::insert_code(tx, &written("cod_1", "cpn_2", "A", tx.now())).await }))
        .await;
    assert_eq!(since(three).await, ["cpn_2"]);
    let four = now().await;
    bed.write(|tx| Box::pin(codes::void_code(tx, "cod_1"))).await;
    assert_eq!(since(four).await, ["cpn_2"]);
    let five = now().await;
    bed.write(|tx| Box::pin(write_settings(tx, None, "{}", "key_1"))).await;
    assert!(now().await > five);
    assert_eq!(since(five).await, [""; 0]);
    // Uses are no edits: a node's snapshot does not hold them.
    let six = now().await;
    bed.redeem(order("o1", &[]), vec![redemption("o1", "cpn_2")]).await;
    assert_eq!(now().await, six);
}

#[rstest]
#[tokio::test]
async fn a_failed_edit_leaves_the_change_number(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    let before = bed.read(|tx| Box::pin(coupons::catalogue_change(tx))).await;
    let result: Result<(), StoreError> = bed
        .store
        .unit_of_work(|tx| {
            Box::pin(async move {
                coupons::update_coupon(tx, "cpn_1", None, &terms("x"), "key_1", "edited").await?;
                Err(StoreError::Internal("as planned".to_owned()))
            })
        })
        .await;
    assert!(result.is_err());
    assert_eq!(bed.read(|tx| Box::pin(coupons::catalogue_change(tx))).await, before);
    assert_eq!(bed.read_coupon("cpn_1").await.version, 1);
}

#[rstest]
#[tokio::test]
async fn what_coupons_were_at_an_instant(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    for id in ["cpn_a", "cpn_b", "cpn_c"] {
        bed.coupon(id, |_| {}).await;
    }
    bed.set_clock(at("2026-06-03T13:00:00Z"));
    updated(update(&bed, "cpn_b", None, terms("second")).await);
    bed.coupon("cpn_d", |_| {}).await;
    bed.set_clock(at("2026-06-03T14:00:00Z"));
    updated(update(&bed, "cpn_b", None, terms("third")).await);
    updated(update(&bed, "cpn_c", None, terms("other")).await);
    let at_instant = async |instant: &'static str| {
        let mut found: Vec<coupons::CouponAt> = Vec::new();
        loop {
            let after = found.last().cloned();
            let page = bed
                .read(move |tx| {
                    Box::pin(async move { coupons::list_coupons_at(tx, at(instant), after.as_ref(), 1).await })
                })
                .await;
            if page.is_empty() {
                break;
            }
            found.extend(page);
        }
        let pair =
            |coupon: coupons::CouponAt| (coupon.id, coupon.version.map(|version| (version.version, version.name)));
        found.into_iter().map(pair).collect::<Vec<_>>()
    };
    let coupon = |id: &str, version: Option<(u64, &str)>| {
        (id.to_owned(), version.map(|(number, name)| (number, name.to_owned())))
    };
    assert_eq!(
        at_instant("2026-06-03T12:30:00Z").await,
        [coupon("cpn_d", None), coupon("cpn_b", Some((1, "cpn_b"))), coupon("cpn_c", Some((1, "cpn_c")))]
    );
    assert_eq!(
        at_instant("2026-06-03T13:00:00Z").await,
        [coupon("cpn_b", Some((2, "second"))), coupon("cpn_c", Some((1, "cpn_c")))],
        "the edit of this instant is in force"
    );
    assert_eq!(at_instant("2026-06-03T14:00:00Z").await, []);
    let before = at_instant("2020-01-01T00:00:00Z").await;
    assert_eq!((before.len(), before.iter().filter(|(_, version)| version.is_none()).count()), (4, 4));
}
