//! The frame of every page: head, menu, what was just done.

use askama::Template;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::tz::TimeZone;
use tessera_app::{App, ErrorCode};
use tessera_engine::locale::amount_for_shopper;
use tessera_engine::{Currency, Locale};

use super::flash::{self, Flash};
use super::texts::Texts;
use super::visit::{Visit, set_cookie};
use crate::answer::Reply;
use crate::pages::assets;
use crate::pages::language::Language;
use crate::problem::Refusal;

/// Where in the menu a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Before anybody is signed in, and where something is wrong.
    Outside,
    /// What needs attention.
    Overview,
    /// Coupons.
    Coupons,
    /// Why a coupon cannot be used.
    Why,
    /// Campaigns and their calendar.
    Campaigns,
    /// The gallery of templates.
    Templates,
    /// Groups of customers.
    Segments,
    /// The store's settings.
    Store,
    /// What shoppers read.
    Messages,
    /// Where events are sent.
    Webhooks,
    /// Who changed what.
    Audit,
    /// Accounts.
    Users,
    /// API keys.
    Keys,
    /// Where one is signed in.
    Sessions,
}

/// What the frame shows.
pub(super) struct Shell {
    /// The words.
    pub(super) t: &'static Texts,
    /// The language.
    pub(super) lang: &'static str,
    /// `auto`, `light` or `dark`.
    pub(super) theme: &'static str,
    /// What the shop is called.
    pub(super) store: String,
    /// The zone of its days.
    pub(super) zone_name: String,
    /// Who is signed in.
    pub(super) user: Option<String>,
    /// Whether they manage accounts and keys.
    pub(super) is_owner: bool,
    /// Whether they may write coupons.
    pub(super) may_edit: bool,
    /// What forms carry.
    pub(super) csrf: String,
    /// Where to come back to.
    pub(super) here: String,
    /// The entry of the menu.
    pub(super) place: Place,
    /// What was just done.
    pub(super) done: Option<String>,
    /// How that is undone.
    pub(super) undo: Vec<String>,
    pub(super) tabler: String,
    pub(super) theme_sheet: String,
    pub(super) style: String,
    pub(super) icon: String,
    pub(super) htmx: String,
    pub(super) script: String,
    /// The zone.
    pub(super) zone: TimeZone,
}

impl Shell {
    /// The frame of a page.
    pub(super) fn of(app: &App, visit: &Visit, place: Place) -> Self {
        let t = visit.texts();
        let live = app.live();
        let user = visit.signed_in.as_ref();
        Self {
            t,
            lang: visit.language.tag(),
            theme: visit.theme.name(),
            store: live.settings().store_name.clone().unwrap_or_else(|| "Tessera".to_owned()),
            zone_name: live.settings().pricing.time_zone.clone(),
            user: user.map(|user| user.user.name.clone()),
            is_owner: user.is_some_and(|user| user.user.is_owner),
            may_edit: user.is_some_and(|user| user.caller.scopes.holds(tessera_app::Scope::CouponsWrite)),
            csrf: visit.csrf.clone(),
            here: visit.here.clone(),
            place,
            done: visit.flash.as_ref().and_then(|flash| flash.words(t)),
            undo: visit.flash.iter().flat_map(|flash| flash.undo.iter().map(flash::Undo::write)).collect(),
            tabler: assets::link("vendor/tabler/tabler.min.css"),
            theme_sheet: assets::link("theme.css"),
            style: assets::link("admin.css"),
            icon: assets::link("favicon.svg"),
            htmx: assets::link("vendor/htmx/htmx.min.js"),
            script: assets::link("admin.js"),
            zone: live.settings().zone(),
        }
    }

    /// The engine's name of the language.
    pub(super) fn locale(&self) -> Locale {
        Locale::parse(self.lang)
    }

    /// An amount as people read it.
    pub(super) fn money(&self, minor: i64, currency: Currency) -> String {
        amount_for_shopper(minor, currency, self.locale())
    }

    /// The words of a text of the table with a value in its place.
    pub(super) fn with(&self, text: &str, value: impl std::fmt::Display) -> String {
        super::texts::fill(text, &[&value.to_string()])
    }

    /// The same with several values.
    pub(super) fn fill(&self, text: &str, values: &[&dyn std::fmt::Display]) -> String {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        super::texts::fill(text, &values)
    }
}

/// The engine's name of a language.
pub(super) fn locale_of(visit: &Visit) -> Locale {
    match visit.language {
        Language::English => Locale::En,
        Language::French => Locale::Fr,
    }
}

/// A page.
pub(super) fn page(template: &impl Template) -> Reply {
    let html = template.render().map_err(|error| {
        tracing::error!(%error, "a page could not be written");
        Refusal::of(ErrorCode::Internal)
    })?;
    Ok(([(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], html).into_response())
}

/// A page that says that something is wrong with what was sent.
pub(super) fn faulty_page(template: &impl Template) -> Reply {
    let mut response = page(template)?;
    *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// Sends the browser on, with what was done to be said there.
pub(super) fn done(visit: &Visit, to: &str, flash: &Flash) -> Response {
    let mut response = Redirect::to(to).into_response();
    response.headers_mut().append(SET_COOKIE, set_cookie(visit, flash::COOKIE, &flash.write(), Some(flash::AGE)));
    response
}

/// A path of ours to come back to; anything else is not gone to.
pub(super) fn own_path<'p>(path: &'p str, otherwise: &'p str) -> &'p str {
    let is_own = (path == "/admin" || path.starts_with("/admin/") || path.starts_with("/admin?"))
        && !path.contains('\\')
        && !path.contains(char::is_control)
        && !path.contains("//");
    if is_own { path } else { otherwise }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for own in ["/admin/coupons?state=active&q=a%2Fb", "/admin"] {
            assert_eq!(own_path(own, "/x"), own);
        }
        for other in ["https://evil.example", "//evil.example", "/administer", "/admin/\\evil", "/admin//evil", ""] {
            assert_eq!(own_path(other, "/x"), "/x", "{other}");
        }
    }
}
