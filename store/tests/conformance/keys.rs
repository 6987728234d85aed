//! API keys.

use rstest::rstest;
use tessera_store::keys::{self, KeyRecord};

use crate::{Bed, Driver, NOON, at};

fn key(id: &str, hash: u8) -> KeyRecord {
    KeyRecord {
        id: id.to_owned(),
        name: "Shop".to_owned(),
        kind: "secret".to_owned(),
        scopes: vec!["quotes".to_owned(), "codes:read".to_owned()],
        hash: [hash; 32],
        hint: "wxyz".to_owned(),
        created_at: at(NOON),
        revoked_at: None,
    }
}

async fn insert(bed: &Bed, key: KeyRecord) -> bool {
    bed.write(move |tx| Box::pin(async move { keys::insert_key(tx, &key).await })).await
}

#[rstest]
#[tokio::test]
async fn a_key_is_found_by_its_hash_and_is_there_once(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    assert!(insert(&bed, key("key_1", 1)).await);
    assert!(!insert(&bed, key("key_2", 1)).await);
    assert!(insert(&bed, key("key_3", 3)).await);
    assert_eq!(bed.read(|tx| Box::pin(keys::find_key(tx, &[1; 32]))).await, Some(key("key_1", 1)));
    assert_eq!(bed.read(|tx| Box::pin(keys::find_key(tx, &[2; 32]))).await, None);
    let ids: Vec<_> = bed.read(|tx| Box::pin(keys::list_keys(tx))).await.into_iter().map(|key| key.id).collect();
    assert_eq!(ids, ["key_1", "key_3"]);
}

#[rstest]
#[tokio::test]
async fn the_first_revocation_stands(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    insert(&bed, key("key_1", 1)).await;
    assert!(!bed.write(|tx| Box::pin(keys::revoke_key(tx, "key_9"))).await);
    for _ in 0..2 {
        assert!(bed.write(|tx| Box::pin(keys::revoke_key(tx, "key_1"))).await);
        bed.pass(60);
    }
    let found = bed.read(|tx| Box::pin(keys::find_key(tx, &[1; 32]))).await.unwrap();
    assert_eq!(found.revoked_at, Some(at(NOON)));
}

#[test]
fn a_hash_is_not_in_the_debug_form() {
    let text = format!("{:?}", key("key_1", 0xAB));
    assert!(!text.contains("171") && text.contains("key_1"), "{text}");
}
