//! Settings.

use rstest::rstest;
use tessera_store::settings::{SettingsOutcome, read_settings, write_settings};

use crate::{Bed, Driver};

async fn write(bed: &Bed, expected: Option<u64>, document: &'static str) -> SettingsOutcome {
    bed.write(move |tx| Box::pin(write_settings(tx, expected, document))).await
}

#[rstest]
#[tokio::test]
async fn settings_have_versions_and_an_older_one_is_a_conflict(#[values(Driver::File, Driver::Memory)] driver: Driver) {
    let bed = Bed::new(driver).await;
    assert_eq!(bed.read(|tx| Box::pin(read_settings(tx))).await, None);
    assert_eq!(write(&bed, Some(1), "{}").await, SettingsOutcome::VersionConflict(0, String::new()));
    assert_eq!(write(&bed, Some(0), "{\"a\":1}").await, SettingsOutcome::Written(1));
    assert_eq!(write(&bed, Some(0), "{}").await, SettingsOutcome::VersionConflict(1, "{\"a\":1}".to_owned()));
    assert_eq!(write(&bed, None, "{\"a\":2}").await, SettingsOutcome::Written(2));
    assert_eq!(bed.read(|tx| Box::pin(read_settings(tx))).await, Some((2, "{\"a\":2}".to_owned())));
}
