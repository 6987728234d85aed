//! Dates without a time, of a coupon, a campaign, a code, a claim or a period: what they mean is the store's to say.
//! Policy P5.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::value::RawValue;

use crate::settings::{DateOnlyEnd, StoreSettings};
use crate::start::App;

impl App {
    /// The document of a coupon, or a merge patch of one, with the instants that its dates mean: `starts_at` the
    /// beginning of the day in the store's zone, `ends_at` its end, or its beginning where the settings say so. What is
    /// no date stays as it is.
    #[must_use]
    pub fn with_instants<'b>(&self, document: &'b [u8]) -> Cow<'b, [u8]> {
        with_instants(document, &self.live().settings)
    }

    /// The same where the coupon, or the patch, is a member of the document.
    #[must_use]
    pub fn with_instants_of<'b>(&self, name: &str, document: &'b [u8]) -> Cow<'b, [u8]> {
        instants_within(document, Some(name), &self.live().settings)
    }

    /// A document with the instants that dates mean in members of it which say when something begins and ends.
    #[must_use]
    pub fn with_days<'b>(&self, begins: &str, ends: &str, document: &'b [u8]) -> Cow<'b, [u8]> {
        let Ok(text) = std::str::from_utf8(document) else { return Cow::Borrowed(document) };
        replaced(text, instants(text, begins, ends, &Days::of(&self.live().settings)))
    }

    /// When a day begins in the store's zone. `None` for what is no date, `2026-06-10`.
    #[must_use]
    pub fn beginning_of(&self, day: &str) -> Option<Timestamp> {
        Days::of(&self.live().settings).start(day)
    }
}

/// What the store takes a day for.
#[derive(Clone, Debug)]
pub(crate) struct Days {
    zone: TimeZone,
    date_only_end: DateOnlyEnd,
}

impl Days {
    /// As the settings say.
    pub(crate) fn of(settings: &StoreSettings) -> Self {
        Self { zone: settings.zone(), date_only_end: settings.date_only_end }
    }

    /// When a day begins. `None` for what is no date, `2026-06-10`.
    fn start(&self, text: &str) -> Option<Timestamp> {
        Some(date_of(text)?.to_zoned(self.zone.clone()).ok()?.timestamp())
    }

    /// When what ends on a day ends. `None` for what is no date.
    pub(crate) fn end(&self, text: &str) -> Option<Timestamp> {
        let date = date_of(text)?;
        let date = if self.date_only_end == DateOnlyEnd::EndOfDay { date.tomorrow().ok()? } else { date };
        Some(date.to_zoned(self.zone.clone()).ok()?.timestamp())
    }
}

/// What [`App::with_instants`] answers in a store with these settings.
#[must_use]
pub fn with_instants<'b>(document: &'b [u8], settings: &StoreSettings) -> Cow<'b, [u8]> {
    instants_within(document, None, settings)
}

fn instants_within<'b>(document: &'b [u8], within: Option<&str>, settings: &StoreSettings) -> Cow<'b, [u8]> {
    let Ok(text) = std::str::from_utf8(document) else { return Cow::Borrowed(document) };
    let coupon = within.map_or(Some(text), |name| member(text, name));
    let Some(validity) = coupon.and_then(|coupon| member(coupon, "validity")) else { return Cow::Borrowed(document) };
    replaced(text, instants(validity, "starts_at", "ends_at", &Days::of(settings)))
}

/// The members that hold a date, with the instants these mean.
fn instants<'t>(object: &'t str, begins: &str, ends: &str, days: &Days) -> Vec<(&'t str, Timestamp)> {
    let members = members(object).unwrap_or_default();
    let text = |name| members.get(name).map(|value| value.get());
    let begin = text(begins).and_then(|value| Some((value, days.start(unquoted(value)?)?)));
    let end = text(ends).and_then(|value| Some((value, days.end(unquoted(value)?)?)));
    begin.into_iter().chain(end).collect()
}

/// A text with instants in place of some pieces of it.
fn replaced<'b>(text: &'b str, mut pieces: Vec<(&'b str, Timestamp)>) -> Cow<'b, [u8]> {
    let start_of = |piece: &str| piece.as_ptr() as usize - text.as_ptr() as usize;
    if pieces.is_empty() {
        return Cow::Borrowed(text.as_bytes());
    }
    pieces.sort_unstable_by_key(|(piece, _)| start_of(piece));
    let (mut written, mut from) = (String::with_capacity(text.len() + 32), 0);
    for (piece, instant) in pieces {
        written.push_str(&text[from..start_of(piece)]);
        written.push_str(&format!("\"{instant}\""));
        from = start_of(piece) + piece.len();
    }
    written.push_str(&text[from..]);
    Cow::Owned(written.into_bytes())
}

/// The text of a member of an object.
fn member<'t>(object: &'t str, name: &str) -> Option<&'t str> {
    members(object)?.get(name).map(|value| value.get())
}

fn members<'t>(object: &'t str) -> Option<BTreeMap<Cow<'t, str>, &'t RawValue>> {
    serde_json::from_str(object).ok()
}

fn unquoted(value: &str) -> Option<&str> {
    value.strip_prefix('"')?.strip_suffix('"')
}

/// A date of ISO 8601, `2026-06-10`.
fn date_of(text: &str) -> Option<Date> {
    let is_date = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_date { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use tessera_engine::Settings;

    use super::*;

    fn in_paris(document: &str, date_only_end: DateOnlyEnd) -> String {
        let pricing = Settings { time_zone: "Europe/Paris".to_owned(), ..Settings::default() };
        let settings = StoreSettings { date_only_end, pricing, ..StoreSettings::default() };
        String::from_utf8(with_instants(document.as_bytes(), &settings).into_owned()).unwrap()
    }

    #[test]
    fn r090_a_date_is_the_last_day_or_the_first_without_it() {
        let document = r#"{"name": "A", "validity": {"starts_at": "2026-06-01", "ends_at": "2026-06-10"}, "tags": []}"#;
        assert_eq!(
            in_paris(document, DateOnlyEnd::EndOfDay),
            r#"{"name": "A", "validity": {"starts_at": "2026-05-31T22:00:00Z", "ends_at": "2026-06-10T22:00:00Z"}, "tags": []}"#
        );
        assert!(in_paris(document, DateOnlyEnd::StartOfDay).contains(r#""ends_at": "2026-06-09T22:00:00Z""#));
        let nested = br#"{"patch": {"validity": {"ends_at": "2026-06-10"}}, "validity": {"ends_at": "2026-06-11"}}"#;
        let read = instants_within(nested, Some("patch"), &StoreSettings::default());
        let expected =
            r#"{"patch": {"validity": {"ends_at": "2026-06-11T00:00:00Z"}}, "validity": {"ends_at": "2026-06-11"}}"#;
        assert_eq!(String::from_utf8_lossy(&read), expected);
    }

    #[test]
    fn what_is_no_date_stays_as_it_is() {
        for document in [
            r#"{"validity": {"ends_at": "2026-06-10T12:00:00Z"}}"#,
            r#"{"validity": {"ends_at": "2026-06-31"}}"#,
            r#"{"validity": {"ends_at": null}, "ends_at": "2026-06-10"}"#,
            r#"{"validity": "2026-06-10"}"#,
            "{",
            "",
        ] {
            assert_eq!(in_paris(document, DateOnlyEnd::EndOfDay), document);
        }
    }
}
