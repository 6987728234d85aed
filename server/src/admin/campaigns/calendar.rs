//! `/admin/campaigns/calendar`: what begins and what ends in a month, by weeks.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use jiff::Timestamp;
use jiff::civil::Date;
use tessera_app::App;
use tessera_app::campaigns::CalendarEntry;
use tessera_engine::Locale;
use tessera_engine::locale::day;

use super::month::Month;
use crate::admin::form::Form;
use crate::admin::instants::begins;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::texts::Texts;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::problem::Refusal;
use tessera_app::ErrorCode;

/// Coupons of a month at most, of those that begin and of those that end.
const MOST: u32 = 300;

#[derive(Template)]
#[template(path = "admin/campaigns/calendar.html")]
struct CalendarPage {
    s: Shell,
    /// The month in words.
    title: String,
    /// Months before and after, as they stand in an address.
    beside: [String; 2],
    this_month: String,
    weekdays: [&'static str; 7],
    weeks: Vec<[Day; 7]>,
    is_cut: bool,
    /// Whether nothing begins or ends.
    is_empty: bool,
}

/// A day of the grid.
struct Day {
    number: i8,
    /// In words, for who hears it and for lists on phones.
    words: String,
    is_today: bool,
    /// Whether it belongs to the month.
    is_inside: bool,
    entries: Vec<Entry>,
}

/// Something that begins or ends.
struct Entry {
    link: String,
    name: String,
    /// `begins` or `ends`.
    class: &'static str,
    /// Begins or ends, in words.
    words: &'static str,
    /// What it is, where it is no coupon in force: a campaign, a draft, a pause.
    kind: &'static str,
}

/// Shows a month.
pub(super) async fn show_calendar(State(app): State<App>, admin: Admin, uri: Uri) -> Reply {
    let s = Shell::of(&app, &admin.visit, Place::Campaigns);
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let today = s.zone.to_datetime(app.now()).date();
    let month = Month::parse(query.text("month")).unwrap_or(Month::of(today));
    let weeks = month.weeks();
    let bounds = weeks
        .first()
        .zip(weeks.last())
        .and_then(|(first, last)| Some((begins(first[0], &s.zone)?, begins(last[6].tomorrow().ok()?, &s.zone)?)));
    let (from, until) = bounds.ok_or_else(|| Refusal::of(ErrorCode::InvalidQuery))?;
    let found = app.list_calendar(admin.caller(), from, until, MOST).await?;
    let begun: Vec<_> = found.beginning.iter().filter_map(|one| placed(one, one.starts_at?, true, &s)).collect();
    let ended: Vec<_> = found.ending.iter().filter_map(|one| placed(one, before(one.ends_at?), false, &s)).collect();
    let mut placed: Vec<(Date, Entry)> = begun.into_iter().chain(ended).collect();
    let is_empty = placed.is_empty();
    let locale = s.locale();
    let weeks = weeks.into_iter().map(|week| {
        week.map(|date| {
            let entries = placed.extract_if(.., |(on, _)| *on == date).map(|(_, entry)| entry).collect();
            Day {
                number: date.day(),
                words: words(date, locale, s.t),
                is_today: date == today,
                is_inside: month.holds(date),
                entries,
            }
        })
    });
    let weeks = weeks.collect();
    page(&CalendarPage {
        title: s.fill(s.t.calendar_of, &[&months(s.t)[month.index()], &month.year()]),
        beside: month.beside().map(Month::text),
        this_month: Month::of(today).text(),
        weekdays: weekdays(s.t),
        weeks,
        is_cut: found.is_cut,
        is_empty,
        s,
    })
}

/// The last moment of what ends before an instant.
fn before(end: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(end.as_microsecond() - 1).unwrap_or(end)
}

fn placed(one: &CalendarEntry, at: Timestamp, is_begin: bool, s: &Shell) -> Option<(Date, Entry)> {
    let t = s.t;
    let (page, kind) = match one.status.as_deref() {
        None => ("campaigns", t.campaign),
        Some("draft") => ("coupons", t.state_draft),
        Some("paused") => ("coupons", t.state_paused),
        Some(_) => ("coupons", ""),
    };
    let (class, words) = if is_begin { ("begins", t.calendar_begins) } else { ("ends", t.calendar_ends) };
    let entry = Entry { link: format!("/admin/{page}/{}", one.id), name: one.name.clone(), class, words, kind };
    Some((s.zone.to_datetime(at).date(), entry))
}

fn words(date: Date, locale: Locale, t: &Texts) -> String {
    let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
    format!("{} {}", weekdays(t)[weekday], day(date, locale))
}

fn weekdays(t: &Texts) -> [&'static str; 7] {
    [t.monday, t.tuesday, t.wednesday, t.thursday, t.friday, t.saturday, t.sunday]
}

fn months(t: &Texts) -> [&'static str; 12] {
    [
        t.january,
        t.february,
        t.march,
        t.april,
        t.may,
        t.june,
        t.july,
        t.august,
        t.september,
        t.october,
        t.november,
        t.december,
    ]
}
