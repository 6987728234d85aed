//! Events and the audit trail: numbered and chained once they are committed, told in that order.

use rstest::rstest;
use tessera_store::StoreError;
use tessera_store::changes::{
    self, AuditFilter, AuditRecord, EventFilter, EventPage, NewAudit, NewEvent, Secret, begin_epoch, current_epoch,
    has_unsealed, keep_secret, list_audit, list_events, record_changes, seal, search_audit,
};

use crate::{Bed, Driver};

const SECRET: [u8; 32] = [7; 32];

fn event(id: &str, aggregate: &str) -> NewEvent {
    NewEvent {
        id: format!("evt_{id}"),
        kind: "coupon.updated".to_owned(),
        aggregate: aggregate.to_owned(),
        data: format!("{{\"id\":\"{id}\"}}"),
    }
}

/// A mutation with events of these aggregates.
pub(crate) async fn change(bed: &Bed, id: &str, aggregates: &[&str]) {
    let audit = NewAudit {
        id: format!("aud_{id}"),
        actor: "key_1".to_owned(),
        action: "update_coupon".to_owned(),
        resource: aggregates[0].to_owned(),
        request_id: format!("req_{id}"),
        reason: Some(format!("because of {id}")),
    };
    let events: Vec<_> = aggregates.iter().zip(1..).map(|(one, number)| event(&format!("{id}{number}"), one)).collect();
    bed.write(move |tx| {
        Box::pin(async move {
            let secret = keep_secret(tx, &Secret::new(SECRET)).await?;
            record_changes(tx, &secret, &audit, &events).await
        })
    })
    .await;
}

pub(crate) async fn seal_all(bed: &Bed) {
    while bed.write(|tx| Box::pin(seal(tx, 2))).await {}
}

async fn events_after(bed: &Bed, cursor: Option<String>, limit: u32) -> EventPage {
    bed.read(move |tx| {
        Box::pin(async move { list_events(tx, &EventFilter::default(), limit, cursor.as_deref()).await })
    })
    .await
}

async fn trail(bed: &Bed) -> Vec<AuditRecord> {
    bed.read(|tx| Box::pin(list_audit(tx, 100, None))).await.data
}

#[rstest]
#[tokio::test]
async fn nothing_is_read_before_it_has_its_place(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    change(&bed, "a", &["cpn_1"]).await;
    assert!(bed.read(|tx| Box::pin(has_unsealed(tx))).await);
    assert_eq!(events_after(&bed, None, 10).await.data, []);
    assert_eq!(trail(&bed).await, []);
    seal_all(&bed).await;
    assert!(!bed.read(|tx| Box::pin(has_unsealed(tx))).await);
    let page = events_after(&bed, None, 10).await;
    assert_eq!((page.data.len(), page.data[0].position, page.data[0].seq), (1, 1, 1));
    assert_eq!(trail(&bed).await[0].position, Some(1));
}

#[rstest]
#[tokio::test]
async fn events_keep_their_order_whatever_the_clock_does(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    change(&bed, "a", &["order:1", "cpn_2", "cpn_1"]).await;
    bed.pass(-3_600);
    change(&bed, "b", &["cpn_1", "cpn_1", "cpn_3"]).await;
    seal_all(&bed).await;
    let told = events_after(&bed, None, 10).await.data;
    assert_eq!(told.iter().map(|event| event.position).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    let of = |aggregate: &str| {
        let of = told.iter().filter(|event| event.aggregate == aggregate);
        of.map(|event| (event.seq, event.id.as_str())).collect::<Vec<_>>()
    };
    assert_eq!(of("cpn_1"), [(1, "evt_a3"), (2, "evt_b1"), (3, "evt_b2")]);
    let first: Vec<_> = told.iter().filter(|event| event.id.starts_with("evt_a")).map(|event| &*event.id).collect();
    assert_eq!(first, ["evt_a1", "evt_a2", "evt_a3"]);
    let times: Vec<_> = told.iter().filter(|event| event.aggregate == "cpn_1").map(|event| event.at).collect();
    assert!(times.is_sorted_by(|one, next| one < next), "{times:?}");
}

#[rstest]
#[tokio::test]
async fn the_feed_goes_on_where_its_reader_was(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    change(&bed, "a", &["cpn_1", "cpn_2", "cpn_3"]).await;
    seal_all(&bed).await;
    let first = events_after(&bed, None, 2).await;
    assert_eq!((first.data.len(), first.next_cursor.as_ref()), (2, Some(&first.resume_cursor)));
    let second = events_after(&bed, first.next_cursor, 2).await;
    assert_eq!((second.data[0].id.as_str(), second.next_cursor), ("evt_a3", None));
    let nothing = events_after(&bed, Some(second.resume_cursor.clone()), 2).await;
    assert_eq!((nothing.data.len(), nothing.resume_cursor), (0, second.resume_cursor.clone()));
    change(&bed, "b", &["cpn_1"]).await;
    seal_all(&bed).await;
    assert_eq!(events_after(&bed, Some(second.resume_cursor), 2).await.data[0].id, "evt_b1");
    let wrong = bed
        .store
        .read(|tx| Box::pin(async move { list_events(tx, &EventFilter::default(), 2, Some("nonsense")).await }));
    assert_eq!(wrong.await.unwrap_err(), StoreError::InvalidCursor);
}

#[rstest]
#[tokio::test]
async fn a_reader_of_what_a_restore_lost_begins_where_both_agree(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    change(&bed, "a", &["cpn_1"]).await;
    seal_all(&bed).await;
    let common = events_after(&bed, None, 10).await.resume_cursor;
    change(&bed, "lost", &["cpn_2"]).await;
    seal_all(&bed).await;
    let ahead = events_after(&bed, None, 10).await.resume_cursor;
    assert_eq!(bed.write(|tx| Box::pin(begin_epoch(tx))).await, None);
    // What a restore makes of it: the backup was taken after the first event.
    bed.write(|tx| {
        Box::pin(async move {
            for sql in [
                "DELETE FROM events WHERE position = 2",
                "DELETE FROM audit WHERE position = 2",
                "UPDATE sealer SET event_position = 1, audit_position = 1, chain = (SELECT chain FROM audit WHERE position = 1)",
                "INSERT INTO backup_marks (id, taken_at) VALUES (1, 5)",
            ] {
                tx.execute(sql, &[]).await?;
            }
            Ok(())
        })
    })
    .await;
    let epoch = bed.write(|tx| Box::pin(begin_epoch(tx))).await.unwrap();
    assert_eq!((epoch.number, epoch.event_position, epoch.audit_position), (2, 1, 1));
    assert_eq!(epoch.backed_up_at.unwrap().as_microsecond(), 5);
    assert_eq!(bed.write(|tx| Box::pin(begin_epoch(tx))).await, None);
    assert_eq!(bed.read(|tx| Box::pin(current_epoch(tx))).await, epoch);
    change(&bed, "b", &["cpn_3"]).await;
    seal_all(&bed).await;
    for cursor in [common, ahead] {
        let page = events_after(&bed, Some(cursor), 10).await;
        assert_eq!(page.data.iter().map(|event| &*event.id).collect::<Vec<_>>(), ["evt_b1"]);
    }
}

#[rstest]
#[tokio::test]
async fn the_trail_is_a_chain_and_names_no_person(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    change(&bed, "a", &["cpn_1"]).await;
    change(&bed, "b", &["customer:ana@shop.example"]).await;
    change(&bed, "c", &["cpn_1"]).await;
    seal_all(&bed).await;
    let rows = trail(&bed).await;
    assert_eq!(rows.iter().map(|row| row.position).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
    let links: std::collections::BTreeSet<_> = rows.iter().map(|row| row.chain.clone().unwrap()).collect();
    assert_eq!(links.len(), 3);
    assert!(!links.contains(changes::GENESIS));
    assert!(rows[1].resource.starts_with("customer:") && !rows[1].resource.contains("ana"), "{}", rows[1].resource);
    assert_eq!((rows[0].reason.as_deref(), rows[0].actor.as_str()), (Some("because of a"), "key_1"));
    // The first secret stays.
    let other = bed.write(|tx| Box::pin(async move { keep_secret(tx, &Secret::new([9; 32])).await })).await;
    assert_eq!(other, Secret::new(SECRET));
}

#[rstest]
#[tokio::test]
async fn what_is_undone_is_not_told(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let undone: Result<(), StoreError> = bed
        .store
        .unit_of_work(|tx| {
            Box::pin(async move {
                let audit = NewAudit {
                    id: "aud_x".to_owned(),
                    actor: "key_1".to_owned(),
                    action: "x".to_owned(),
                    resource: "cpn_1".to_owned(),
                    request_id: "r".to_owned(),
                    reason: None,
                };
                record_changes(tx, &Secret::new(SECRET), &audit, &[event("x", "cpn_1")]).await?;
                Err(StoreError::Busy)
            })
        })
        .await;
    assert!(undone.is_err());
    seal_all(&bed).await;
    assert_eq!(events_after(&bed, None, 10).await.data, []);
    assert_eq!(bed.number("SELECT COUNT(*) FROM audit").await, 0);
}

#[rstest]
#[tokio::test]
async fn the_trail_is_looked_through_from_its_end(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    for (id, aggregate) in [("a", "cpn_1"), ("b", "cpn_2"), ("c", "cpn_1")] {
        change(&bed, id, &[aggregate]).await;
        bed.pass(60);
    }
    seal_all(&bed).await;
    let look = async |filter: AuditFilter, before: Option<u64>, most: u32| {
        let found = bed.read(move |tx| Box::pin(async move { search_audit(tx, &filter, before, most).await })).await;
        (found.data.into_iter().map(|entry| entry.id).collect::<Vec<_>>(), found.before)
    };
    assert_eq!(look(AuditFilter::default(), None, 2).await, (vec!["aud_c".to_owned(), "aud_b".to_owned()], Some(2)));
    assert_eq!(look(AuditFilter::default(), Some(2), 2).await, (vec!["aud_a".to_owned()], None));
    let of = AuditFilter { resource: Some("cpn_1".to_owned()), ..AuditFilter::default() };
    assert_eq!(look(of.clone(), None, 10).await.0, ["aud_c", "aud_a"]);
    let until = AuditFilter { until: Some(crate::at("2026-06-03T12:01:00Z")), ..of.clone() };
    assert_eq!(look(until, None, 10).await.0, ["aud_a"]);
    let from = AuditFilter { from: Some(crate::at("2026-06-03T12:01:00Z")), ..of };
    assert_eq!(look(from, None, 10).await.0, ["aud_c"]);
    for nobody in [
        AuditFilter { actor: Some("usr_1".to_owned()), ..AuditFilter::default() },
        AuditFilter { action: Some("pause_coupon".to_owned()), ..AuditFilter::default() },
    ] {
        assert_eq!(look(nobody, None, 10).await, (Vec::new(), None));
    }
}
