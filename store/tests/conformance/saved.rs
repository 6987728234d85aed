//! Documents the team keeps: listed to who may see them, and not without end.

use rstest::rstest;
use tessera_store::coupons::mark_template;
use tessera_store::saved::{
    InsertDocument, NewSaved, SavedFilter, SavedKind, delete_document, insert_document, list_documents, lock_document,
    read_document, update_document,
};

use crate::{Bed, Driver};

fn new(shared: bool, facets: &[&str]) -> NewSaved {
    NewSaved { shared, facets: facets.iter().map(|&facet| facet.to_owned()).collect(), document: "{}".to_owned() }
}

async fn save(bed: &Bed, kind: SavedKind, id: &'static str, owner: &'static str, new: NewSaved) -> InsertDocument {
    bed.write(move |tx| Box::pin(async move { insert_document(tx, kind, id, owner, &new, 4).await })).await
}

async fn listed(bed: &Bed, reader: &str, facet: Option<&str>) -> Vec<String> {
    let filter = SavedFilter { kind: SavedKind::View, reader: reader.to_owned(), facet: facet.map(ToOwned::to_owned) };
    let (mut ids, mut cursor) = (Vec::new(), None);
    loop {
        let (filter, after) = (filter.clone(), cursor.clone());
        let page =
            bed.read(move |tx| Box::pin(async move { list_documents(tx, &filter, 1, after.as_deref()).await })).await;
        ids.extend(page.data.into_iter().map(|record| record.id));
        cursor = page.next_cursor;
        if cursor.is_none() {
            return ids;
        }
    }
}

#[rstest]
#[tokio::test]
async fn a_document_is_kept_changed_and_deleted(#[values(Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let made = save(&bed, SavedKind::Template, "tpl_1", "key_1", new(true, &["loyalty"])).await;
    let InsertDocument::Inserted(made) = made else { panic!("{made:?}") };
    assert_eq!((made.version, made.owner.as_str(), made.shared), (1, "key_1", true));
    bed.pass(60);
    let changed = bed
        .write(|tx| {
            Box::pin(async move {
                lock_document(tx, SavedKind::Template, "tpl_1").await?;
                let new = NewSaved { document: "{\"a\":1}".to_owned(), ..new(false, &[]) };
                update_document(tx, SavedKind::Template, "tpl_1", &new).await
            })
        })
        .await;
    assert_eq!((changed.version, changed.document.as_str(), changed.shared), (2, "{\"a\":1}", false));
    assert!(changed.updated_at > changed.created_at);
    // Another kind is another drawer.
    let other = bed.read(|tx| Box::pin(read_document(tx, SavedKind::Basket, "tpl_1"))).await;
    assert_eq!(other, None);
    assert!(bed.write(|tx| Box::pin(delete_document(tx, SavedKind::Template, "tpl_1"))).await);
    assert!(!bed.write(|tx| Box::pin(delete_document(tx, SavedKind::Template, "tpl_1"))).await);
}

#[rstest]
#[tokio::test]
async fn a_list_holds_ones_own_and_what_is_shared(#[values(Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    save(&bed, SavedKind::View, "viw_1", "key_1", new(false, &["coupons"])).await;
    save(&bed, SavedKind::View, "viw_2", "key_1", new(true, &["coupons", "new"])).await;
    save(&bed, SavedKind::View, "viw_3", "key_2", new(false, &["codes"])).await;
    assert_eq!(listed(&bed, "key_1", None).await, ["viw_1", "viw_2"]);
    assert_eq!(listed(&bed, "key_2", None).await, ["viw_2", "viw_3"]);
    assert_eq!(listed(&bed, "key_1", Some("coupons")).await, ["viw_1", "viw_2"]);
    assert_eq!(listed(&bed, "key_1", Some("new")).await, ["viw_2"]);
    assert_eq!(listed(&bed, "key_1", Some("coupon")).await, [""; 0]);
}

#[rstest]
#[tokio::test]
async fn there_are_not_more_than_may_be(#[values(Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    for id in ["bsk_1", "bsk_2", "bsk_3", "bsk_4"] {
        let made = save(&bed, SavedKind::Basket, id, "key_1", new(true, &[])).await;
        assert!(matches!(made, InsertDocument::Inserted(_)), "{made:?}");
    }
    assert_eq!(save(&bed, SavedKind::Basket, "bsk_5", "key_1", new(true, &[])).await, InsertDocument::Full);
    assert!(matches!(save(&bed, SavedKind::View, "viw_1", "key_1", new(true, &[])).await, InsertDocument::Inserted(_)));
}

#[rstest]
#[tokio::test]
async fn a_coupon_knows_its_template(#[values(Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    assert_eq!(bed.coupon("cpn_1", |_| ()).await.template_id, None);
    bed.write(|tx| Box::pin(mark_template(tx, "cpn_1", "tpl_1"))).await;
    assert_eq!(bed.read_coupon("cpn_1").await.template_id.as_deref(), Some("tpl_1"));
}
