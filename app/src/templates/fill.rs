//! From a template to the terms of a draft.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::Value;
use tessera_engine::decode::{DecodeError, parse};
use tessera_engine::{Code, Terms};
use tessera_store::{Tx, codes};

use super::template::Template;
use crate::problem::{ErrorCode, Problem};

/// Numbers that are tried behind a proposed code that is taken.
const NUMBERS: std::ops::RangeInclusive<u32> = 2..=100;

/// The terms of a template's draft with a merge patch, JSON, of them. `pointer` is where the patch stands in the body.
pub(super) fn fill(
    template: &Template,
    patch: &str,
    pointer: &str,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<Terms, Problem> {
    let mut terms = template.terms.clone();
    if let Some(days) = template.about.days {
        let start = patched_start(patch).map_or_else(|| start_of_day(now, zone), Ok);
        let dates = start.and_then(|start| Ok((start, days_later(start, days, zone)?)));
        let Ok((start, end)) = dates else { return Err(Problem::of(ErrorCode::Internal)) };
        (terms.validity.starts_at, terms.validity.ends_at) = (Some(start), Some(end));
    }
    terms.merge_patch(&parse(patch.as_bytes())?, &[]).map_err(|error| match error {
        DecodeError::Fields(mut errors) => {
            errors.iter_mut().for_each(|error| error.pointer.insert_str(0, pointer));
            Problem::fields(errors)
        }
        other => other.into(),
    })
}

/// The start that a patch sets: a template's days are counted from it.
fn patched_start(patch: &str) -> Option<Timestamp> {
    let patch: Value = serde_json::from_str(patch).ok()?;
    patch.pointer("/validity/starts_at")?.as_str()?.parse().ok()
}

fn start_of_day(now: Timestamp, zone: &TimeZone) -> Result<Timestamp, jiff::Error> {
    Ok(now.to_zoned(zone.clone()).start_of_day()?.timestamp())
}

/// So many days of the store's zone later, which are not always 24 hours each.
fn days_later(start: Timestamp, days: u32, zone: &TimeZone) -> Result<Timestamp, jiff::Error> {
    Ok(start.to_zoned(zone.clone()).checked_add(i64::from(days).days())?.timestamp())
}

/// A proposed code that nobody has: itself, or with a number behind it.
pub(super) async fn free_code(tx: &mut Tx<'_>, proposed: Code) -> Result<Code, Problem> {
    if codes::find_code(tx, proposed.canonical()).await?.is_none() {
        return Ok(proposed);
    }
    for number in NUMBERS {
        let Ok(next) = Code::parse(&format!("{}-{number}", proposed.typed())) else { break };
        if codes::find_code(tx, next.canonical()).await?.is_none() {
            return Ok(next);
        }
    }
    let detail =
        format!("The code `{}` is taken, and so are those with a number behind it; send one.", proposed.typed());
    Err(Problem::new(ErrorCode::CodeTaken, detail))
}

#[cfg(test)]
mod tests {
    use tessera_engine::from_json;

    use super::*;

    #[test]
    fn days_are_those_of_the_stores_zone() {
        let template: Template = from_json(br#"{"name": "A", "days": 14, "terms": {"name": "A"}}"#).unwrap();
        let zone = TimeZone::get("Europe/Paris").unwrap();
        // 24 October, 23:30 in Paris; summer time ends on the 25th.
        let now = "2026-10-24T21:30:00Z".parse().unwrap();
        let terms = fill(&template, "{}", "/patch", now, &zone).unwrap();
        assert_eq!(terms.validity.starts_at, Some("2026-10-24T00:00:00+02:00".parse().unwrap()));
        assert_eq!(terms.validity.ends_at, Some("2026-11-07T00:00:00+01:00".parse().unwrap()));
        let patch = r#"{"validity": {"starts_at": "2027-01-01T00:00:00+01:00"}}"#;
        let later = fill(&template, patch, "/patch", now, &zone).unwrap();
        assert_eq!(later.validity.ends_at, Some("2027-01-15T00:00:00+01:00".parse().unwrap()));
        let refused = fill(&template, r#"{"benefits": [{"kind": "moon"}]}"#, "/patch", now, &zone).unwrap_err();
        assert_eq!(refused.errors[0].pointer, "/patch/benefits/0/kind");
    }
}
