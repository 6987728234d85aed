//! Codes.

use rstest::rstest;
use tessera_store::StoreError;
use tessera_store::codes::{self, BatchCode, CodeFilter, CodeRecord, CodesOf, InsertCode, OwnCode};
use tessera_store::limits::LimitReached;
use tessera_store::redemptions::{NewRedemption, RedeemOutcome, cancel_redemption};

use crate::{Bed, Driver, NOON, at, order, redemption};

fn code(id: &str, coupon_id: &str, text: &str) -> CodeRecord {
    CodeRecord {
        id: id.to_owned(),
        coupon_id: coupon_id.to_owned(),
        code: text.to_owned(),
        canonical: text.to_lowercase().replace('-', ""),
        state: "live".to_owned(),
        kind: "written".to_owned(),
        limit: Some(3),
        created_at: at(NOON),
        customer_id: None,
        expires_at: None,
        batch_id: None,
        is_used_up: false,
    }
}

async fn insert(bed: &Bed, code: CodeRecord) -> Result<InsertCode, StoreError> {
    bed.store.unit_of_work(move |tx| Box::pin(async move { codes::insert_code(tx, &code).await })).await
}

async fn first(bed: &Bed, coupon_id: &'static str) -> Option<String> {
    bed.read(move |tx| Box::pin(codes::first_code(tx, coupon_id))).await.map(|code| code.id)
}

#[rstest]
#[tokio::test]
async fn a_code_is_found_by_its_canonical_form(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    let made = code("cod_1", "cpn_1", "SUMMER-20");
    assert_eq!(insert(&bed, made.clone()).await, Ok(InsertCode::Inserted));
    assert_eq!(bed.read(|tx| Box::pin(codes::find_code(tx, "summer20"))).await, Some(made.clone()));
    assert_eq!(bed.read(|tx| Box::pin(codes::read_code(tx, "cod_1"))).await, Some(made));
    assert_eq!(bed.read(|tx| Box::pin(codes::find_code(tx, "SUMMER-20"))).await, None);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_ten_coupons_that_want_one_code_one_gets_it(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    for number in 0..10 {
        bed.coupon(&format!("cpn_{number}"), |_| {}).await;
    }
    let inserts = (0..10).map(|number| {
        let store = bed.store.clone();
        let text = if number % 2 == 0 { "20-OFF" } else { "20off" };
        let code = code(&format!("cod_{number}"), &format!("cpn_{number}"), text);
        tokio::spawn(async move {
            store.unit_of_work(move |tx| Box::pin(async move { codes::insert_code(tx, &code).await })).await
        })
    });
    let outcomes: Vec<_> = futures::future::join_all(inserts).await.into_iter().map(|o| o.unwrap().unwrap()).collect();
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == InsertCode::Inserted).count(), 1, "{outcomes:?}");
    assert_eq!(bed.number("SELECT COUNT(*) FROM codes WHERE canonical = '20off'").await, 1);
}

#[rstest]
#[tokio::test]
async fn a_void_code_is_not_found_and_its_text_is_free(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    bed.coupon("cpn_2", |_| {}).await;
    insert(&bed, code("cod_1", "cpn_1", "A1")).await.unwrap();
    for _ in 0..2 {
        bed.write(|tx| Box::pin(codes::void_code(tx, "cod_1"))).await;
    }
    assert_eq!(bed.read(|tx| Box::pin(codes::find_code(tx, "a1"))).await, None);
    assert_eq!(bed.read(|tx| Box::pin(codes::read_code(tx, "cod_1"))).await.unwrap().state, "void");
    assert_eq!(insert(&bed, code("cod_2", "cpn_2", "A1")).await, Ok(InsertCode::Inserted));
    assert_eq!(bed.read(|tx| Box::pin(codes::find_code(tx, "a1"))).await.unwrap().id, "cod_2");
}

#[rstest]
#[tokio::test]
async fn a_code_needs_its_coupon(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let result = insert(&bed, code("cod_1", "cpn_none", "A1")).await;
    assert!(matches!(result, Err(StoreError::Constraint { .. })), "{result:?}");
    assert!(!result.unwrap_err().to_string().contains("A1"));
}

#[rstest]
#[tokio::test]
async fn the_first_code_stays_the_first_when_it_is_replaced(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    assert_eq!(first(&bed, "cpn_1").await, None);
    let generated = CodeRecord { kind: "generated".to_owned(), ..code("cod_0", "cpn_1", "G") };
    insert(&bed, generated).await.unwrap();
    assert_eq!(first(&bed, "cpn_1").await, None);
    insert(&bed, code("cod_1", "cpn_1", "A")).await.unwrap();
    insert(&bed, code("cod_2", "cpn_1", "B")).await.unwrap();
    assert_eq!(first(&bed, "cpn_1").await.as_deref(), Some("cod_1"));
    let replaced = bed
        .write(|tx| Box::pin(async move { codes::replace_code(tx, "cod_1", &code("cod_3", "cpn_1", "C")).await }))
        .await;
    assert_eq!(replaced, InsertCode::Inserted);
    assert_eq!(first(&bed, "cpn_1").await.as_deref(), Some("cod_3"));
    bed.write(|tx| Box::pin(codes::void_code(tx, "cod_3"))).await;
    assert_eq!(first(&bed, "cpn_1").await.as_deref(), Some("cod_2"));
}

#[rstest]
#[tokio::test]
async fn codes_are_listed_by_page_state_and_start(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    bed.coupon("cpn_2", |_| {}).await;
    for (id, coupon_id, text) in
        [("cod_1", "cpn_1", "AA1"), ("cod_2", "cpn_1", "AB1"), ("cod_3", "cpn_1", "AA2"), ("cod_4", "cpn_2", "AA3")]
    {
        insert(&bed, code(id, coupon_id, text)).await.unwrap();
    }
    bed.write(|tx| Box::pin(codes::void_code(tx, "cod_3"))).await;
    let list = |filter: CodeFilter| {
        let bed = &bed;
        async move {
            let mut all = Vec::new();
            let mut cursor: Option<String> = None;
            loop {
                let (filter, after) = (filter.clone(), cursor.clone());
                let page = bed
                    .read(move |tx| {
                        Box::pin(async move { codes::list_codes(tx, "cpn_1", &filter, 1, after.as_deref()).await })
                    })
                    .await;
                all.extend(page.data.into_iter().map(|found| found.code.id));
                cursor = page.next_cursor;
                if cursor.is_none() {
                    return all;
                }
            }
        }
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(list(CodeFilter::default()).await, ["cod_1", "cod_2", "cod_3"]);
    assert_eq!(list(CodeFilter { prefix: text("aa"), ..CodeFilter::default() }).await, ["cod_1", "cod_3"]);
    assert_eq!(list(CodeFilter { prefix: text("aa"), state: text("live"), ..CodeFilter::default() }).await, ["cod_1"]);
}

#[rstest]
#[tokio::test]
async fn a_code_as_it_was_at_an_instant(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    insert(&bed, code("cod_1", "cpn_1", "SUMMER")).await.unwrap();
    bed.set_clock(at("2026-06-03T13:00:00Z"));
    bed.write(|tx| Box::pin(codes::void_code(tx, "cod_1"))).await;
    let later = CodeRecord { created_at: at("2026-06-03T14:00:00Z"), ..code("cod_2", "cpn_1", "SUMMER") };
    insert(&bed, later).await.unwrap();
    let found = async |instant: &'static str| {
        bed.read(move |tx| Box::pin(codes::find_code_at(tx, "summer", at(instant)))).await.map(|code| code.id)
    };
    assert_eq!(found("2026-06-03T11:59:59Z").await, None);
    assert_eq!(found("2026-06-03T12:59:59Z").await.as_deref(), Some("cod_1"));
    assert_eq!(found("2026-06-03T13:00:00Z").await, None);
    assert_eq!(found("2026-06-03T14:00:00Z").await.as_deref(), Some("cod_2"));
    bed.write(|tx| {
        Box::pin(async move { tx.execute("UPDATE codes SET voided_at = NULL WHERE id = 'cod_1'", &[]).await })
    })
    .await;
    assert_eq!(found("2026-06-03T12:59:59Z").await, None, "voided before the time of it was kept");
}

fn batch_of(coupon_id: &str, batch_id: &str, limit: Option<u64>) -> CodesOf {
    CodesOf {
        coupon_id: coupon_id.to_owned(),
        kind: "generated",
        batch_id: batch_id.to_owned(),
        limit,
        customer_id: None,
        expires_at: None,
        balance: None,
    }
}

fn batch_codes(prefix: &str, numbers: std::ops::Range<u32>) -> Vec<BatchCode> {
    numbers
        .map(|number| BatchCode {
            id: format!("cod_{prefix}{number:05}"),
            code: format!("{prefix}-{number:05}"),
            canonical: format!("{prefix}{number:05}"),
        })
        .collect()
}

async fn insert_batch(bed: &Bed, of: CodesOf, codes: Vec<BatchCode>) -> u64 {
    bed.write(move |tx| Box::pin(async move { codes::insert_codes(tx, &of, &codes).await })).await
}

async fn ids(bed: &Bed, filter: CodeFilter) -> Vec<String> {
    let (mut all, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let (filter, after) = (filter.clone(), cursor.clone());
        let page = bed.read(move |tx| {
            Box::pin(async move { codes::list_codes(tx, "cpn_1", &filter, 7, after.as_deref()).await })
        });
        let page = page.await;
        all.extend(page.data.into_iter().map(|found| found.code.id));
        cursor = page.next_cursor;
        if cursor.is_none() {
            return all;
        }
    }
}

#[rstest]
#[tokio::test]
async fn many_codes_are_inserted_at_once_and_those_that_are_taken_passed_over(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    insert(&bed, code("cod_1", "cpn_1", "a00007")).await.unwrap();
    assert_eq!(insert_batch(&bed, batch_of("cpn_1", "job_1", Some(1)), batch_codes("a", 0..600)).await, 599);
    let again: Vec<BatchCode> =
        batch_codes("a", 590..610).into_iter().map(|code| BatchCode { id: format!("{}x", code.id), ..code }).collect();
    let mut twice = batch_codes("b", 0..1);
    twice.push(BatchCode { id: "cod_twice".to_owned(), ..twice[0].clone() });
    assert_eq!(insert_batch(&bed, batch_of("cpn_1", "job_2", None), again).await, 10);
    assert_eq!(insert_batch(&bed, batch_of("cpn_1", "job_2", None), twice).await, 1);
    let found = bed.read(|tx| Box::pin(codes::find_code(tx, "a00300"))).await.unwrap();
    assert_eq!((found.limit, found.batch_id.as_deref(), found.kind.as_str()), (Some(1), Some("job_1"), "generated"));
    let with_money = CodesOf { balance: Some((2_500, "USD".to_owned())), ..batch_of("cpn_1", "job_3", None) };
    // The next part of a batch may have ids among those of the first.
    let (first, second) = batch_codes("c", 0..30).into_iter().partition(|code| code.id.ends_with(['0', '5', '9']));
    let both = (insert_batch(&bed, with_money.clone(), first).await, insert_batch(&bed, with_money, second).await);
    assert_eq!(both, (9, 21));
    assert_eq!(bed.number("SELECT CAST(SUM(credited) AS BIGINT) FROM balances").await, 75_000);
    assert_eq!(bed.number("SELECT CAST(SUM(amount) AS BIGINT) FROM balance_entries").await, 0);
}

#[rstest]
#[tokio::test]
async fn codes_are_listed_by_what_they_are_and_whose(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    let soon = CodesOf { expires_at: Some(at("2026-06-03T13:00:00Z")), ..batch_of("cpn_1", "job_1", Some(1)) };
    insert_batch(&bed, soon, batch_codes("a", 0..20)).await;
    let of_ana = CodesOf { customer_id: Some("ana".to_owned()), ..batch_of("cpn_1", "job_2", Some(1)) };
    insert_batch(&bed, of_ana, batch_codes("b", 0..20)).await;
    bed.write(|tx| Box::pin(codes::void_code(tx, "cod_b00003"))).await;
    bed.write(|tx| {
        Box::pin(async move { tx.execute("UPDATE codes SET standing = 'used' WHERE id = 'cod_a00004'", &[]).await })
    })
    .await;
    let text = |text: &str| Some(text.to_owned());
    let state = |state: &str| CodeFilter { state: text(state), ..CodeFilter::default() };
    assert_eq!(ids(&bed, CodeFilter::default()).await.len(), 40);
    assert_eq!((ids(&bed, state("live")).await.len(), ids(&bed, state("expired")).await.len()), (38, 0));
    assert_eq!(
        (ids(&bed, state("used")).await, ids(&bed, state("void")).await),
        (vec!["cod_a00004".to_owned()], vec!["cod_b00003".to_owned()])
    );
    bed.set_clock(at("2026-06-03T13:00:00Z"));
    assert_eq!((ids(&bed, state("live")).await.len(), ids(&bed, state("expired")).await.len()), (19, 19));
    let of_batch =
        |batch: &str, state: Option<String>| CodeFilter { batch_id: text(batch), state, ..CodeFilter::default() };
    assert_eq!(ids(&bed, of_batch("job_1", None)).await.len(), 20);
    assert_eq!(ids(&bed, of_batch("job_1", text("used"))).await.len(), 1);
    assert_eq!(ids(&bed, of_batch("job_2", text("live"))).await.len(), 19);
    let of_ana = CodeFilter { customer_id: text("ana"), ..CodeFilter::default() };
    assert_eq!(ids(&bed, of_ana.clone()).await.len(), 20);
    assert_eq!(ids(&bed, CodeFilter { prefix: text("b0001"), ..of_ana }).await.len(), 10);
    assert_eq!(ids(&bed, CodeFilter { prefix: text("a"), ..state("expired") }).await.len(), 19);
}

#[rstest]
#[tokio::test]
async fn a_list_of_codes_is_read_from_one_index_in_its_order(#[values(Driver::File)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let mut looked = 0;
    for (name, sql) in tessera_store::statements::assembled_statements() {
        if !name.starts_with("list_codes") || name.contains("customer_id: Some") {
            continue;
        }
        let plan = bed.plan(&sql).await;
        let is_over = sql.contains("d.standing <> 'live'");
        let index = match (name.contains("prefix: Some"), name.contains("batch_id: Some")) {
            (true, _) if is_over => "codes_over_by_text",
            (true, _) => "codes_by_text",
            (false, true) => "codes_by_batch",
            (false, false) => "codes_by_standing",
        };
        assert!(plan.contains(&format!("d USING INDEX {index}")), "{name}\n{plan}");
        assert!(!plan.contains("SCAN d"), "{name}\n{plan}");
        assert!(!plan.contains("TEMP B-TREE FOR ORDER BY"), "{name}\n{plan}");
        looked += 1;
    }
    assert!(looked >= 20, "{looked}");
}

#[rstest]
#[tokio::test]
async fn a_code_counts_its_own_uses_and_is_marked_when_they_are_taken(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    insert_batch(&bed, batch_of("cpn_1", "job_1", Some(2)), batch_codes("a", 0..1)).await;
    let redeem = async |number: u32| {
        let new = NewRedemption {
            code_id: Some("cod_a00000".to_owned()),
            code: Some("A-00000".to_owned()),
            ..redemption(&format!("o{number}"), "cpn_1")
        };
        bed.redeem(order(&format!("o{number}"), &["id:ana"]), vec![new]).await
    };
    let state = async || bed.read(|tx| Box::pin(codes::read_code_use(tx, "cod_a00000"))).await.unwrap();
    assert!(matches!(redeem(1).await, RedeemOutcome::Done { .. }));
    assert_eq!((state().await.uses, state().await.code.is_used_up), (1, false));
    assert!(matches!(redeem(2).await, RedeemOutcome::Done { .. }));
    let used = state().await;
    assert_eq!((used.uses, used.code.is_used_up, used.last.unwrap().order_id.as_str()), (2, true, "o2"));
    let refused = redeem(3).await;
    assert!(matches!(refused, RedeemOutcome::Refused(ref why) if why[0].reason == LimitReached::Code), "{refused:?}");
    bed.write(|tx| Box::pin(cancel_redemption(tx, "rdm_o2_cpn_1"))).await;
    assert_eq!((state().await.uses, state().await.code.is_used_up), (1, false));
    bed.write(|tx| Box::pin(codes::reassign_code(tx, "cpn_1", "cod_a00000", Some("ben")))).await;
    let refused = redeem(4).await;
    assert!(
        matches!(refused, RedeemOutcome::Refused(ref why) if why[0].reason == LimitReached::StaleCode),
        "{refused:?}"
    );
    bed.write(|tx| Box::pin(codes::void_code(tx, "cod_a00000"))).await;
    assert!(matches!(redeem(5).await, RedeemOutcome::Refused(_)));
}

#[rstest]
#[tokio::test]
async fn codes_with_terms_of_their_own_are_inserted_where_they_are_free(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    bed.coupon("cpn_2", |_| {}).await;
    insert(&bed, code("cod_0", "cpn_2", "TAKEN")).await.unwrap();
    let own = |id: &str, text: &str, money: Option<i64>| OwnCode {
        code: CodeRecord { batch_id: Some("job_1".to_owned()), ..code(id, "cpn_1", text) },
        balance: money.map(|amount| (amount, "USD".to_owned())),
    };
    let mut bound = own("cod_3", "ANAS", Some(700));
    bound.code.customer_id = Some("ana".to_owned());
    bound.code.expires_at = Some(at("2027-01-01T00:00:00Z"));
    let wanted =
        vec![own("cod_1", "ZZ", None), own("cod_2", "TAKEN", Some(500)), bound.clone(), own("cod_4", "Z-Z", None)];
    let outcomes = bed.write(move |tx| Box::pin(async move { codes::insert_own_codes(tx, &wanted).await })).await;
    use InsertCode::{Inserted, Taken};
    assert_eq!(outcomes, [Inserted, Taken, Inserted, Taken]);
    assert_eq!(bed.read(|tx| Box::pin(codes::read_code(tx, "cod_3"))).await, Some(bound.code));
    let owners = bed.read(|tx| Box::pin(codes::coupons_of_codes(tx, &["zz", "taken", "none"]))).await;
    assert_eq!(owners, [Some("cpn_1".to_owned()), Some("cpn_2".to_owned()), None]);
    assert_eq!(bed.number("SELECT CAST(SUM(credited) AS BIGINT) FROM balances").await, 700);
    assert_eq!(bed.number("SELECT CAST(SUM(amount) AS BIGINT) FROM balance_entries").await, 0);
    assert_eq!(bed.number("SELECT COUNT(*) FROM balance_entries").await, 2);
}
