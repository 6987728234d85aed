//! Settings.

use rstest::rstest;
use tessera_store::coupons::catalogue_change;
use tessera_store::messages::{MessagesRecord, put_messages, read_messages};
use tessera_store::settings::{SettingsOutcome, read_settings, read_settings_version, write_settings};

use crate::{Bed, Driver};

async fn write(bed: &Bed, expected: Option<u64>, document: &'static str) -> SettingsOutcome {
    bed.write(move |tx| Box::pin(write_settings(tx, expected, document, "key_1"))).await
}

#[rstest]
#[tokio::test]
async fn settings_have_versions_and_an_older_one_is_a_conflict(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    assert_eq!(bed.read(|tx| Box::pin(read_settings(tx))).await, None);
    assert_eq!(write(&bed, Some(1), "{}").await, SettingsOutcome::VersionConflict(0, String::new()));
    assert_eq!(write(&bed, Some(0), "{\"a\":1}").await, SettingsOutcome::Written(1));
    assert_eq!(write(&bed, Some(0), "{}").await, SettingsOutcome::VersionConflict(1, "{\"a\":1}".to_owned()));
    assert_eq!(write(&bed, None, "{\"a\":2}").await, SettingsOutcome::Written(2));
    assert_eq!(bed.read(|tx| Box::pin(read_settings(tx))).await, Some((2, "{\"a\":2}".to_owned())));
    for (version, document) in [(1, Some("{\"a\":1}")), (2, Some("{\"a\":2}")), (3, None)] {
        let found = bed.read(move |tx| Box::pin(read_settings_version(tx, version))).await;
        assert_eq!(found.as_deref(), document, "version {version}");
    }
}

#[rstest]
#[tokio::test]
async fn messages_are_written_whole_and_count_as_an_edit(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let before = bed.read(|tx| Box::pin(catalogue_change(tx))).await;
    for (locale, document, version) in [("fr", "{}", 1), ("en", "{\"a\":1}", 1), ("fr", "{\"b\":2}", 2)] {
        let written = bed.write(move |tx| Box::pin(put_messages(tx, locale, document, "key_1"))).await;
        assert_eq!(written, version, "{locale}");
    }
    assert_eq!(bed.read(|tx| Box::pin(catalogue_change(tx))).await, before + 3);
    let record = |locale: &str, version, document: &str| MessagesRecord {
        locale: locale.to_owned(),
        version,
        document: document.to_owned(),
    };
    let found = bed.read(|tx| Box::pin(read_messages(tx))).await;
    assert_eq!(found, [record("en", 1, "{\"a\":1}"), record("fr", 2, "{\"b\":2}")]);
}
