//! Categories.

use rstest::rstest;
use tessera_store::categories::{
    CategoryToPut, PutCategory, list_categories, put_categories, put_category, read_category,
};
use tessera_store::coupons::catalogue_change;

use crate::{Bed, Driver};

async fn put(bed: &Bed, id: &'static str, parent_id: Option<&'static str>) -> PutCategory {
    bed.write(move |tx| Box::pin(put_category(tx, id, parent_id, Some("A name")))).await
}

async fn parent(bed: &Bed, id: &'static str) -> Option<String> {
    bed.read(move |tx| Box::pin(read_category(tx, id))).await.unwrap().parent_id
}

#[rstest]
#[tokio::test]
async fn a_ring_is_refused(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    assert_eq!(put(&bed, "a", None).await, PutCategory::Created);
    assert_eq!(put(&bed, "b", Some("a")).await, PutCategory::Created);
    assert_eq!(put(&bed, "c", Some("b")).await, PutCategory::Created);
    assert_eq!(put(&bed, "a", Some("c")).await, PutCategory::Cycle);
    assert_eq!(put(&bed, "a", Some("b")).await, PutCategory::Cycle);
    assert_eq!(put(&bed, "a", Some("a")).await, PutCategory::Cycle);
    assert_eq!(put(&bed, "new", Some("new")).await, PutCategory::Cycle);
    assert_eq!(parent(&bed, "a").await, None);
    assert_eq!(put(&bed, "c", Some("a")).await, PutCategory::Replaced);
    assert_eq!(put(&bed, "b", Some("c")).await, PutCategory::Replaced);
    assert_eq!(parent(&bed, "b").await.as_deref(), Some("c"));
}

#[rstest]
#[tokio::test]
async fn an_unknown_parent_is_refused(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    assert_eq!(put(&bed, "a", Some("nowhere")).await, PutCategory::ParentUnknown);
    assert_eq!(bed.read(|tx| Box::pin(read_category(tx, "a"))).await, None);
}

#[rstest]
#[tokio::test]
async fn categories_are_listed_by_page(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    for id in ["c", "a", "b"] {
        put(&bed, id, None).await;
    }
    let first = bed.read(|tx| Box::pin(list_categories(tx, 2, None))).await;
    assert_eq!(first.data.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    let cursor = first.next_cursor.unwrap();
    let rest = bed.read(move |tx| Box::pin(async move { list_categories(tx, 2, Some(&cursor)).await })).await;
    assert_eq!(rest.data.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["c"]);
    assert_eq!(rest.next_cursor, None);
}

#[rstest]
#[tokio::test]
async fn many_are_one_edit_and_what_is_wrong_with_one_is_told_of_that_one(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let category = |id: &str, parent: Option<&str>| CategoryToPut {
        id: id.to_owned(),
        parent_id: parent.map(str::to_owned),
        name: None,
    };
    let write = async |all: Vec<CategoryToPut>| {
        bed.write(move |tx| Box::pin(async move { put_categories(tx, &all).await })).await
    };
    let change = async || bed.read(|tx| Box::pin(catalogue_change(tx))).await;
    let before = change().await;
    let all =
        vec![category("late", Some("a")), category("a", None), category("b", Some("a")), category("b", Some("b"))];
    let came = write(all).await;
    assert_eq!(came, [PutCategory::ParentUnknown, PutCategory::Created, PutCategory::Created, PutCategory::Cycle]);
    assert_eq!(change().await, before + 1);
    let all = vec![category("a", Some("b")), category("b", Some("a"))];
    assert_eq!(write(all).await, [PutCategory::Cycle, PutCategory::Unchanged]);
    assert_eq!(change().await, before + 1, "nothing was written");
    assert_eq!(parent(&bed, "b").await.as_deref(), Some("a"));
}
