//! What tokens are signed with.

use jiff::Timestamp;
use rstest::rstest;
use tessera_store::token_secrets::{TokenSecretRecord, keep_token_secret, read_token_secrets, rotate_token_secret};

use crate::{Bed, Driver, NOON, at};

async fn keep(bed: &Bed, new: &'static str) -> (TokenSecretRecord, bool) {
    bed.write(move |tx| Box::pin(keep_token_secret(tx, new))).await
}

async fn rotate(bed: &Bed, new: &'static str, former_until: Timestamp) -> TokenSecretRecord {
    bed.write(move |tx| Box::pin(rotate_token_secret(tx, new, former_until))).await
}

async fn accepted(bed: &Bed) -> Vec<String> {
    bed.read(|tx| Box::pin(read_token_secrets(tx))).await.into_iter().map(|one| one.secret).collect()
}

#[rstest]
#[tokio::test]
async fn the_first_secret_is_made_once(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    assert_eq!(accepted(&bed).await, [""; 0]);
    let (first, is_new) = keep(&bed, "one").await;
    assert_eq!((first.number, first.secret.as_str(), first.ends_at, is_new), (1, "one", None, true));
    assert_eq!(keep(&bed, "two").await, (first, false));
    assert_eq!(accepted(&bed).await, ["one"]);
}

#[rstest]
#[tokio::test]
async fn a_former_secret_is_accepted_until_it_ends(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    keep(&bed, "one").await;
    let end = at("2026-06-04T12:00:00Z");
    assert_eq!(rotate(&bed, "two", end).await.number, 2);
    assert_eq!(accepted(&bed).await, ["two", "one"]);
    assert_eq!(keep(&bed, "other").await.0.secret, "two");
    let found = bed.read(|tx| Box::pin(read_token_secrets(tx))).await;
    assert_eq!((found[0].ends_at, found[1].ends_at), (None, Some(end)));
    // Another rotation ends none of them later than it was said.
    bed.pass(3_600);
    rotate(&bed, "three", at("2026-06-04T13:00:00Z")).await;
    assert_eq!(accepted(&bed).await, ["three", "two", "one"]);
    bed.pass(23 * 3_600);
    assert_eq!(accepted(&bed).await, ["three", "two"]);
    bed.pass(3_600);
    assert_eq!(accepted(&bed).await, ["three"]);
}

#[rstest]
#[tokio::test]
async fn at_once_nothing_before_is_accepted(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    keep(&bed, "one").await;
    rotate(&bed, "two", at("2026-06-04T12:00:00Z")).await;
    let third = rotate(&bed, "three", at(NOON)).await;
    assert_eq!((third.number, accepted(&bed).await), (3, vec!["three".to_owned()]));
}

#[rstest]
#[tokio::test]
async fn a_store_without_a_secret_is_rotated_to_its_first(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    assert_eq!(rotate(&bed, "one", at(NOON)).await.number, 1);
    assert_eq!(accepted(&bed).await, ["one"]);
}

#[rstest]
#[tokio::test]
async fn who_comes_at_the_same_moment_finds_one_secret(#[values(Driver::File, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let kept = futures::future::join_all(["a", "b", "c", "d", "e", "f"].map(|new| keep(&bed, new))).await;
    assert_eq!(kept.iter().filter(|(_, is_new)| *is_new).count(), 1, "{kept:?}");
    assert!(kept.iter().all(|(secret, _)| secret.secret == kept[0].0.secret));
    futures::future::join_all(["g", "h", "i"].map(|new| rotate(&bed, new, at("2026-06-04T12:00:00Z")))).await;
    let found = bed.read(|tx| Box::pin(read_token_secrets(tx))).await;
    let numbers: Vec<_> = found.iter().map(|one| (one.number, one.ends_at.is_none())).collect();
    assert_eq!(numbers, [(4, true), (3, false), (2, false), (1, false)]);
}

#[test]
fn a_secret_is_not_in_the_debug_form() {
    let record = TokenSecretRecord { number: 7, secret: "tks_abc".to_owned(), ends_at: None };
    let text = format!("{record:?}");
    assert!(text.contains('7') && !text.contains("tks_abc"), "{text}");
}
