//! Customers and products.

use rstest::rstest;
use tessera_store::Put;
use tessera_store::customers::{self, CustomerRecord};
use tessera_store::products::{self, ProductToPut};

use crate::{Bed, Driver, NOON, at};

fn customer(id: &str, email: Option<&str>, name: Option<&str>) -> CustomerRecord {
    CustomerRecord {
        id: id.to_owned(),
        email: email.map(str::to_owned),
        email_normalised: email.map(str::to_lowercase),
        name: name.map(str::to_owned),
        birthday: Some("1990-02-28".to_owned()),
        joined_at: Some(at("2020-01-01T00:00:00Z")),
        segments: "[\"vip\"]".to_owned(),
        country: Some("FR".to_owned()),
        region: None,
        email_consent: true,
        attributes: "{}".to_owned(),
        created_at: at(NOON),
        updated_at: at(NOON),
    }
}

async fn put(bed: &Bed, customer: CustomerRecord) -> bool {
    bed.write(move |tx| Box::pin(async move { customers::put_customer(tx, &customer).await })).await
}

async fn search(bed: &Bed, q: Option<&'static str>) -> Vec<String> {
    let page = bed.read(move |tx| Box::pin(customers::list_customers(tx, q, 100, None))).await;
    page.data.into_iter().map(|customer| customer.id).collect()
}

#[rstest]
#[tokio::test]
async fn a_customer_is_written_read_replaced_and_deleted(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let ana = customer("ana", Some("Ana@x"), Some("Ana"));
    assert!(put(&bed, ana.clone()).await);
    assert_eq!(bed.read(|tx| Box::pin(customers::read_customer(tx, "ana"))).await, Some(ana.clone()));
    let later = at("2026-06-04T00:00:00Z");
    let changed = CustomerRecord { name: None, created_at: later, updated_at: later, ..ana.clone() };
    assert!(!put(&bed, changed.clone()).await);
    let expected = CustomerRecord { created_at: ana.created_at, ..changed };
    assert_eq!(bed.read(|tx| Box::pin(customers::read_customer(tx, "ana"))).await, Some(expected));
    assert!(bed.write(|tx| Box::pin(customers::delete_customer(tx, "ana"))).await);
    assert!(!bed.write(|tx| Box::pin(customers::delete_customer(tx, "ana"))).await);
    assert_eq!(bed.read(|tx| Box::pin(customers::read_customer(tx, "ana"))).await, None);
}

#[rstest]
#[tokio::test]
async fn customers_are_searched_by_id_address_and_name_in_any_case(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    put(&bed, customer("c-1", Some("ana@shop.example"), Some("Ana Élan"))).await;
    put(&bed, customer("c-2", Some("ben_b@shop.example"), None)).await;
    put(&bed, customer("c-3", None, Some("100%"))).await;
    assert_eq!(search(&bed, None).await, ["c-1", "c-2", "c-3"]);
    assert_eq!(search(&bed, Some("C-2")).await, ["c-2"]);
    assert_eq!(search(&bed, Some("SHOP.example")).await, ["c-1", "c-2"]);
    assert_eq!(search(&bed, Some("élan")).await, ["c-1"]);
    assert_eq!(search(&bed, Some("n_b")).await, ["c-2"]);
    assert_eq!(search(&bed, Some("%")).await, ["c-3"]);
    let first = bed.read(|tx| Box::pin(customers::list_customers(tx, None, 2, None))).await;
    let cursor = first.next_cursor.unwrap();
    let rest =
        bed.read(move |tx| Box::pin(async move { customers::list_customers(tx, None, 2, Some(&cursor)).await })).await;
    assert_eq!(rest.data.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["c-3"]);
}

#[rstest]
#[tokio::test]
async fn a_product_is_written_read_and_replaced(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    assert!(bed.write(|tx| Box::pin(products::put_product(tx, "shirt", "{\"a\":1}", Some(-2)))).await);
    bed.pass(1);
    assert!(!bed.write(|tx| Box::pin(products::put_product(tx, "shirt", "{}", None))).await);
    let shirt = bed.read(|tx| Box::pin(products::read_product(tx, "shirt"))).await.unwrap();
    assert_eq!((shirt.document.as_str(), shirt.stock), ("{}", None));
    assert_eq!((shirt.created_at, shirt.updated_at), (at(NOON), at("2026-06-03T12:00:01Z")));
}

#[rstest]
#[tokio::test]
async fn products_are_read_together_and_listed_by_page(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    for id in ["c", "a", "b"] {
        bed.write(move |tx| Box::pin(products::put_product(tx, id, "{}", Some(1)))).await;
    }
    let asked = ["b", "none", "a"].map(str::to_owned);
    let found = bed.read(move |tx| Box::pin(async move { products::read_products(tx, &asked).await })).await;
    assert_eq!(found.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["b", "a"]);
    let first = bed.read(|tx| Box::pin(products::list_products(tx, 2, None))).await;
    let cursor = first.next_cursor.unwrap();
    let rest = bed.read(move |tx| Box::pin(async move { products::list_products(tx, 2, Some(&cursor)).await })).await;
    assert_eq!(rest.data.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["c"]);
}

#[rstest]
#[tokio::test]
async fn many_products_and_customers_are_written_and_what_is_as_it_was_is_left_alone(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let product =
        |id: &str, document: &str, stock| ProductToPut { id: id.to_owned(), document: document.to_owned(), stock };
    let write = async |products: Vec<ProductToPut>| {
        let put = bed.write(move |tx| Box::pin(async move { products::put_products(tx, &products).await })).await;
        put.into_iter().collect::<Vec<_>>()
    };
    let of = |id: &str, put: Put| (id.to_owned(), put);
    let first = vec![product("b", "{}", None), product("a", "{}", Some(1))];
    assert_eq!(write(first).await, [of("a", Put::Created), of("b", Put::Created)]);
    bed.pass(1);
    let second = vec![product("a", "{}", Some(0)), product("b", "{}", None), product("c", "{}", None)];
    assert_eq!(write(second).await, [of("a", Put::Replaced), of("b", Put::Unchanged), of("c", Put::Created)]);
    let b = bed.read(|tx| Box::pin(products::read_product(tx, "b"))).await.unwrap();
    assert_eq!(b.updated_at, at(NOON), "left alone");
    let a = bed.write(|tx| Box::pin(products::lock_product(tx, "a"))).await.unwrap();
    assert_eq!(a.stock, Some(0));

    let (ana, ben) = (customer("ana", Some("ana@x"), None), customer("ben", None, Some("Ben")));
    let write = async |customers: Vec<CustomerRecord>| {
        let put = bed.write(move |tx| Box::pin(async move { customers::put_customers(tx, &customers).await })).await;
        put.into_iter().collect::<Vec<_>>()
    };
    assert_eq!(write(vec![ben.clone(), ana.clone()]).await, [of("ana", Put::Created), of("ben", Put::Created)]);
    let later = CustomerRecord { created_at: at("2026-06-04T00:00:00Z"), ..ana.clone() };
    let moved = CustomerRecord { country: None, ..ben };
    assert_eq!(write(vec![later, moved]).await, [of("ana", Put::Unchanged), of("ben", Put::Replaced)]);
    assert_eq!(bed.read(|tx| Box::pin(customers::read_customer(tx, "ana"))).await, Some(ana));
}
