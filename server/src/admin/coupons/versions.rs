//! `/admin/coupons/{id}/versions`: every version with what it changed.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use serde_json::Value;
use tessera_app::coupons::CouponVersionView;
use tessera_app::users::ActorNames;
use tessera_app::{App, PageRequest};
use tessera_engine::benefit::Benefit;
use tessera_engine::condition::Condition;
use tessera_engine::coupon::Status;
use tessera_engine::locale::amount_with_code;
use tessera_engine::{Currency, from_json};

use super::header::{Header, read};
use super::row::state_words;
use crate::admin::form::Form;
use crate::admin::instants::{instant, last};
use crate::admin::shell::{Place, Shell, page};
use crate::admin::texts::{Texts, fill};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;

/// Versions on a page.
const ON_A_PAGE: u32 = 20;

#[derive(Template)]
#[template(path = "admin/coupons/versions.html")]
struct VersionsPage {
    s: Shell,
    h: Header,
    versions: Vec<Version>,
    may_restore: bool,
    next: Option<String>,
}

struct Version {
    number: u64,
    is_current: bool,
    at: String,
    change: &'static str,
    who: String,
    /// Field, before, after.
    fields: Vec<(String, String, String)>,
}

/// Shows the versions.
pub(super) async fn show_versions(State(app): State<App>, admin: Admin, PathId(id): PathId, uri: Uri) -> Reply {
    let view = read(&app, &admin, &id).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let cursor = Some(query.text("cursor").to_owned()).filter(|cursor| !cursor.is_empty());
    let found = app.list_coupon_versions(admin.caller(), &id, PageRequest { limit: ON_A_PAGE, cursor }).await?;
    let names = app.name_actors(admin.caller()).await?;
    let versions = found.data.into_iter().map(|version| Version::of(version, view.version, &names, &s)).collect();
    let next = found.next_cursor.map(|cursor| {
        let cursor: String = form_urlencoded::byte_serialize(cursor.as_bytes()).collect();
        format!("/admin/coupons/{id}/versions?cursor={cursor}")
    });
    let h = Header::of(&view, &app, &admin, &s, "versions");
    let may_restore = s.may_edit && view.terms.status != Status::Archived;
    page(&VersionsPage { s, h, versions, may_restore, next })
}

impl Version {
    fn of(version: CouponVersionView, current: u64, names: &ActorNames, s: &Shell) -> Self {
        let t = s.t;
        let fields = version.changes.into_iter().map(|change| {
            let pointer = change.pointer.as_str();
            (field(pointer, t), shown(pointer, &change.from, s), shown(pointer, &change.to, s))
        });
        Self {
            number: version.version,
            is_current: version.version == current,
            at: instant(version.at, &s.zone, s.locale()),
            change: match version.change.as_str() {
                "created" => t.change_created,
                "edited" => t.change_edited,
                "enabled" => t.change_enabled,
                "paused" => t.change_paused,
                "archived" => t.change_archived,
                "restored" => t.change_restored,
                "version_restored" => t.change_version_restored,
                _ => t.change_other,
            },
            who: who(&version.actor, names, t),
            fields: fields.collect(),
        }
    }
}

/// Who changed something, by name.
pub(super) fn who(actor: &str, names: &ActorNames, t: &Texts) -> String {
    let name = match (names.users.get(actor), names.keys.get(actor)) {
        (Some(user), _) => user.clone(),
        (_, Some(key)) => fill(t.by_key, &[key]),
        _ if actor == "program" => t.by_program.to_owned(),
        _ => actor.to_owned(),
    };
    fill(t.by_whom, &[&name])
}

/// What the form calls a member of the terms; what is not in the form has its name in the API.
pub(super) fn field(pointer: &str, t: &Texts) -> String {
    let words = match pointer {
        "/name" => t.name,
        "/description" => t.description,
        "/code" => t.code,
        "/status" => t.column_state,
        "/activation" => t.how,
        "/benefits" => t.form_gives,
        "/conditions" => t.field_conditions,
        "/validity/starts_at" => t.starts,
        "/validity/ends_at" => t.ends,
        "/limits/total" => t.limit_total,
        "/limits/per_customer" => t.limit_customer,
        "/limits/per_code" => t.limit_code,
        "/limits/per_day" => t.limit_day,
        "/limits/budget" => t.limit_budget,
        "/limits/budget_per_customer" => t.limit_budget_customer,
        "/limits/budget_per_day" => t.limit_budget_day,
        "/limits/claims_total" => t.limit_claims,
        "/limits/claims_per_customer" => t.limit_claims_customer,
        "/visibility" => t.visibility,
        "/renewals" => t.renewals,
        "/validity/days_after_claim" => t.days_after_claim,
        "/stacking/priority" => t.priority,
        "/stacking/with" => t.combine_with,
        "/stacking/never_with" => t.combine_never,
        "/stacking/combines_with/item" => t.combine_item,
        "/stacking/combines_with/order" => t.combine_order,
        "/stacking/combines_with/shipping" => t.combine_shipping,
        "/stacking/combines_with/codes" => t.combine_codes,
        "/stacking/combines_with/automatic" => t.combine_automatic,
        "/campaign_id" => t.campaign,
        "/owner" => t.owner,
        "/tags" => t.tags,
        other => return other.trim_start_matches('/').replace('/', " › "),
    };
    words.to_owned()
}

/// A value of a member of the terms, in words where there are any.
pub(super) fn shown(pointer: &str, value: &Value, s: &Shell) -> String {
    in_words(pointer, value, s).unwrap_or_else(|| match value {
        Value::Null => s.t.version_nothing.to_owned(),
        Value::Bool(yes) => (if *yes { s.t.yes } else { s.t.no }).to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(entries) if entries.iter().all(Value::is_string) => {
            let texts: Vec<&str> = entries.iter().filter_map(Value::as_str).collect();
            if texts.is_empty() { s.t.version_nothing.to_owned() } else { texts.join(", ") }
        }
        other => other.to_string(),
    })
}

fn in_words(pointer: &str, value: &Value, s: &Shell) -> Option<String> {
    match pointer {
        "/benefits" => {
            let read = |benefit: &Value| from_json::<Benefit>(benefit.to_string().as_bytes()).ok();
            let words: Option<Vec<String>> =
                value.as_array()?.iter().map(|benefit| Some(read(benefit)?.summary(s.locale()))).collect();
            words.map(|words| words.join(" + ")).filter(|words| !words.is_empty())
        }
        "/conditions" => {
            let conditions = from_json::<Condition>(value.to_string().as_bytes()).ok()?;
            Some(conditions.summary(s.locale()))
        }
        "/validity/starts_at" => Some(instant(value.as_str()?.parse().ok()?, &s.zone, s.locale())),
        "/validity/ends_at" => Some(last(value.as_str()?.parse().ok()?, &s.zone, s.locale())),
        "/status" => match value.as_str()? {
            "enabled" => Some(s.t.state_active.to_owned()),
            status @ ("draft" | "paused" | "archived") => Some(state_words(status, s.t).to_owned()),
            _ => None,
        },
        _ if value.as_object().is_some_and(|amounts| !amounts.is_empty()) => {
            let amount = |(name, minor): (&String, &Value)| {
                Some(amount_with_code(minor.as_i64()?, Currency::parse(name)?, s.locale()))
            };
            let amounts: Option<Vec<String>> = value.as_object()?.iter().map(amount).collect();
            Some(amounts?.join(" / "))
        }
        "/activation" => match value.as_str()? {
            "code" => Some(s.t.activation_code.to_owned()),
            "automatic" => Some(s.t.activation_automatic.to_owned()),
            "claim" => Some(s.t.activation_claim.to_owned()),
            _ => None,
        },
        _ => None,
    }
}
