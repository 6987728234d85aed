//! Codes.

use rstest::rstest;
use tessera_store::StoreError;
use tessera_store::codes::{self, CodeFilter, CodeRecord, InsertCode};

use crate::{Bed, Driver, NOON, at};

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
                all.extend(page.data.into_iter().map(|code| code.id));
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
    assert_eq!(list(CodeFilter { prefix: text("aa"), state: text("live") }).await, ["cod_1"]);
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
