//! Segments and their members.

use rstest::rstest;
use tessera_store::coupons::catalogue_change;
use tessera_store::customers;
use tessera_store::segments::{
    CreateSegment, MembersChange, SegmentRecord, change_members, count_members, coupons_naming, create_segment,
    delete_segment, list_members, list_segments, load_segments, read_memberships, read_segment, update_segment,
};

use crate::{Bed, Driver, NOON, at};

fn segment(id: &str, key: &str, conditions: Option<&str>) -> SegmentRecord {
    SegmentRecord {
        id: id.to_owned(),
        key: key.to_owned(),
        name: "A name".to_owned(),
        kind: if conditions.is_some() { "dynamic" } else { "static" }.to_owned(),
        conditions: conditions.map(str::to_owned),
        created_at: at(NOON),
        updated_at: at(NOON),
    }
}

async fn create(bed: &Bed, segment: SegmentRecord) -> CreateSegment {
    bed.write(move |tx| Box::pin(async move { create_segment(tx, &segment, 3).await })).await
}

async fn change(bed: &Bed, ids: &[&str], change: MembersChange) -> Vec<String> {
    let ids: Vec<String> = ids.iter().map(|&id| id.to_owned()).collect();
    bed.write(move |tx| Box::pin(async move { change_members(tx, "seg_1", &ids, change).await })).await
}

#[rstest]
#[tokio::test]
async fn a_segment_is_made_changed_and_deleted(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let number = async || bed.read(|tx| Box::pin(catalogue_change(tx))).await;
    let before = number().await;
    let dynamic = segment("seg_2", "new", Some("{\"a\":1}"));
    assert_eq!(create(&bed, segment("seg_1", "vip", None)).await, CreateSegment::Created);
    assert_eq!(create(&bed, dynamic.clone()).await, CreateSegment::Created);
    assert_eq!(create(&bed, segment("seg_3", "vip", None)).await, CreateSegment::KeyTaken);
    assert_eq!(number().await, before + 2, "each counts as an edit of the catalogue");
    assert_eq!(bed.read(|tx| Box::pin(load_segments(tx))).await.len(), 2);
    assert_eq!(bed.read(|tx| Box::pin(read_segment(tx, "seg_2"))).await, Some(dynamic.clone()));
    bed.pass(1);
    assert!(bed.write(|tx| Box::pin(update_segment(tx, "seg_2", "Other", Some("{}")))).await);
    assert!(!bed.write(|tx| Box::pin(update_segment(tx, "seg_9", "Other", None))).await);
    let changed = SegmentRecord {
        name: "Other".to_owned(),
        conditions: Some("{}".to_owned()),
        updated_at: at("2026-06-03T12:00:01Z"),
        ..dynamic
    };
    assert_eq!(bed.read(|tx| Box::pin(read_segment(tx, "seg_2"))).await, Some(changed));
    let first = bed.read(|tx| Box::pin(list_segments(tx, 1, None))).await;
    assert_eq!(first.data[0].id, "seg_1");
    let cursor = first.next_cursor.unwrap();
    let rest = bed.read(move |tx| Box::pin(async move { list_segments(tx, 1, Some(&cursor)).await })).await;
    assert_eq!((rest.data[0].id.as_str(), rest.next_cursor), ("seg_2", None));
    change(&bed, &["ana"], MembersChange::Add).await;
    assert!(bed.write(|tx| Box::pin(delete_segment(tx, "seg_1"))).await);
    assert!(!bed.write(|tx| Box::pin(delete_segment(tx, "seg_1"))).await);
    assert_eq!(bed.read(|tx| Box::pin(count_members(tx, "seg_1"))).await, 0);
}

#[rstest]
#[tokio::test]
async fn there_are_so_many_of_a_kind_at_most(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    for (id, came) in [("1", CreateSegment::Created), ("2", CreateSegment::Created), ("3", CreateSegment::Created)] {
        assert_eq!(create(&bed, segment(id, id, None)).await, came);
    }
    assert_eq!(create(&bed, segment("4", "4", None)).await, CreateSegment::TooMany);
    assert_eq!(create(&bed, segment("5", "5", Some("{}"))).await, CreateSegment::Created);
}

#[rstest]
#[tokio::test]
async fn members_come_and_go_once(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    create(&bed, segment("seg_1", "vip", None)).await;
    create(&bed, segment("seg_2", "gold", None)).await;
    assert_eq!(change(&bed, &["c", "a", "b", "a"], MembersChange::Add).await, ["a", "b", "c"]);
    assert_eq!(change(&bed, &["b", "d"], MembersChange::Add).await, ["d"]);
    assert_eq!(change(&bed, &["b", "x"], MembersChange::Remove).await, ["b"]);
    assert_eq!(bed.read(|tx| Box::pin(count_members(tx, "seg_1"))).await, 3);
    assert_eq!(bed.read(|tx| Box::pin(read_memberships(tx, "a"))).await, ["seg_1"]);
    assert_eq!(bed.read(|tx| Box::pin(read_memberships(tx, "b"))).await, [""; 0]);
    let first = bed.read(|tx| Box::pin(list_members(tx, "seg_1", 2, None))).await;
    assert_eq!(first.data.iter().map(|one| one.customer_id.as_str()).collect::<Vec<_>>(), ["a", "c"]);
    let cursor = first.next_cursor.unwrap();
    let rest = bed.read(move |tx| Box::pin(async move { list_members(tx, "seg_1", 2, Some(&cursor)).await })).await;
    assert_eq!(rest.data.iter().map(|one| one.customer_id.as_str()).collect::<Vec<_>>(), ["d"]);
    bed.write(|tx| Box::pin(customers::delete_customer(tx, "a"))).await;
    assert_eq!(bed.read(|tx| Box::pin(read_memberships(tx, "a"))).await, [""; 0], "who is deleted is in none");
}

#[rstest]
#[tokio::test]
async fn coupons_are_found_by_a_text_in_their_terms(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let naming = |text: &'static str| bed.read(move |tx| Box::pin(coupons_naming(tx, text, "", 10)));
    assert_eq!(naming("\"vi%\"").await, []);
    bed.coupon("cpn_1", |terms| terms.terms = "{\"segments\":[\"VI%\"]}".to_owned()).await;
    assert_eq!(naming("\"VI%\"").await.len(), 1);
    assert_eq!(naming("\"vi%\"").await, [], "in this case alone");
    assert_eq!(naming("\"VIP\"").await, [], "a percent sign is a letter");
}
