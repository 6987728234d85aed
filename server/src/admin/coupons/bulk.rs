//! Many coupons at once: first what would happen to which, then it is done.

use askama::Template;
use axum::extract::State;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};
use tessera_app::coupons::CouponView;
use tessera_app::{Answer, App, Caller, ErrorCode, Mutation, Problem, Scope};
use tessera_engine::coupon::Status;

use super::act::undo_of;
use super::again::dates;
use crate::admin::fields::Faults;
use crate::admin::flash::{Flash, MOST_UNDONE, Undo, refusal_words};
use crate::admin::form::Form;
use crate::admin::made::{accepted, once};
use crate::admin::shell::{Place, Shell, done, faulty_page, locale_of, own_path, page};
use crate::admin::texts::Texts;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::problem::Refusal;

/// The most days by which coupons are extended.
const MOST_DAYS: i64 = 3_650;

#[derive(Template)]
#[template(path = "admin/coupons/bulk.html")]
struct BulkPage {
    s: Shell,
    action: &'static str,
    title: &'static str,
    back: String,
    /// Under which copies are made once.
    once: String,
    /// Coupons that will be changed: id and version, name.
    can: Vec<(String, String)>,
    /// Names of the others, and why not.
    cannot: Vec<(String, &'static str)>,
    days: String,
    tags: String,
    starts: String,
    ends: String,
    faults: Faults,
}

/// What is done to all of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Action {
    Pause,
    Resume,
    Archive,
    Extend,
    Tag,
    Duplicate,
}

impl Action {
    const ALL: [Self; 6] = [Self::Pause, Self::Resume, Self::Archive, Self::Extend, Self::Tag, Self::Duplicate];

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Archive => "archive",
            Self::Extend => "extend",
            Self::Tag => "tag",
            Self::Duplicate => "duplicate",
        }
    }

    const fn title(self, t: &'static Texts) -> &'static str {
        match self {
            Self::Pause => t.bulk_title_pause,
            Self::Resume => t.bulk_title_resume,
            Self::Archive => t.bulk_title_archive,
            Self::Extend => t.bulk_title_extend,
            Self::Tag => t.bulk_title_tag,
            Self::Duplicate => t.bulk_title_duplicate,
        }
    }

    /// What is said when it was done.
    const fn done(self) -> &'static str {
        match self {
            Self::Pause => "paused",
            Self::Resume => "enabled",
            Self::Archive => "archived",
            Self::Extend => "extended",
            Self::Tag => "tagged",
            Self::Duplicate => "duplicated_many",
        }
    }

    /// Why it cannot be done to a coupon.
    fn obstacle(self, view: &CouponView, caller: &Caller, t: &'static Texts) -> Option<&'static str> {
        let status = view.terms.status;
        let touches_live = self == Self::Resume || status == Status::Enabled;
        match (self, status) {
            (Self::Duplicate, _) => None,
            (_, Status::Archived) => Some(t.why_archived),
            _ if touches_live && !caller.scopes.publishes() => Some(t.why_no_right),
            (Self::Extend, _) if view.terms.validity.ends_at.is_none() => Some(t.why_no_end),
            (Self::Archive | Self::Extend | Self::Tag, _) => None,
            (_, Status::Draft) => Some(t.why_draft),
            _ if view.state == "expired" => Some(t.why_already_expired),
            (Self::Pause, Status::Paused) => Some(t.why_already_paused),
            (Self::Resume, Status::Enabled) => Some(t.why_already_active),
            (Self::Resume, _) if view.terms.benefits.is_empty() => Some(t.why_incomplete),
            _ => None,
        }
    }
}

/// What is typed for an action.
#[derive(Clone)]
enum How {
    /// Nothing needs to be typed.
    Plain,
    /// By so many days.
    Days(i64),
    /// These tags beside those there are.
    Tags(Vec<String>),
    /// With these dates.
    Dates(Value),
}

impl How {
    fn read(action: Action, form: &Form, t: &'static Texts) -> Result<Self, Faults> {
        match action {
            Action::Extend => {
                let days = form.text("days").parse().ok().filter(|days| (1..=MOST_DAYS).contains(days));
                days.map(Self::Days).ok_or_else(|| Faults::one("days", t.fault_extend_days))
            }
            Action::Tag => {
                let tags = form.text("tags").split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned);
                let tags: Vec<String> = tags.collect();
                if tags.is_empty() { Err(Faults::one("tags", t.fault_tags)) } else { Ok(Self::Tags(tags)) }
            }
            Action::Duplicate => dates(form.text("starts"), form.text("ends"), t).map(Self::Dates),
            Action::Pause | Action::Resume | Action::Archive => Ok(Self::Plain),
        }
    }
}

/// Shows what would happen, or does it.
pub(super) async fn change_many(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    if !admin.may(Scope::CouponsWrite) && form.text("action") != "export" {
        return Err(Refusal::of(ErrorCode::ScopeMissing));
    }
    if form.text("action") == "export" {
        return export(&app, &admin, &form).await;
    }
    let action = Action::parse(form.text("action")).ok_or_else(|| Refusal::of(ErrorCode::PathUnknown))?;
    let back = own_path(form.text("back"), "/admin/coupons").to_owned();
    let chosen: Vec<String> = match form.has("confirmed") {
        true => {
            form.all("coupon").into_iter().filter_map(|one| one.rsplit_once('.')).map(|(id, _)| id.to_owned()).collect()
        }
        false => form.all("id").into_iter().map(str::to_owned).collect(),
    };
    let t = admin.visit.texts();
    let faults = if form.has("confirmed") {
        match How::read(action, &form, t) {
            Ok(how) => return carry_out(&app, &admin, action, &how, &form, &back).await,
            Err(faults) => faults,
        }
    } else {
        Faults::default()
    };
    let (mut can, mut cannot) = (Vec::new(), Vec::new());
    for id in chosen.into_iter().take(MOST_UNDONE) {
        match app.read_coupon(admin.caller(), &id).await {
            Ok(view) => match action.obstacle(&view, admin.caller(), t) {
                None => can.push((format!("{id}.{}", view.version), view.terms.name)),
                Some(why) => cannot.push((view.terms.name, why)),
            },
            Err(problem) if problem.error == ErrorCode::NotFound => cannot.push((id, t.why_gone)),
            Err(problem) => return Err(problem.into()),
        }
    }
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let text = |name: &str| form.text(name).to_owned();
    let is_faulty = !faults.is_empty();
    let preview = BulkPage {
        s,
        action: action.name(),
        title: action.title(t),
        back,
        once: admin.visit.request_id.clone(),
        can,
        cannot,
        days: if form.has("days") { text("days") } else { "7".to_owned() },
        tags: text("tags"),
        starts: text("starts"),
        ends: text("ends"),
        faults,
    };
    if is_faulty { faulty_page(&preview) } else { page(&preview) }
}

/// The chosen coupons as a table.
async fn export(app: &App, admin: &Admin, form: &Form) -> Reply {
    let mut views = Vec::new();
    for id in form.all("id").into_iter().take(MOST_UNDONE) {
        views.push(app.read_coupon(admin.caller(), id).await?);
    }
    Ok(super::export::chosen(&views, locale_of(&admin.visit)))
}

async fn carry_out(app: &App, admin: &Admin, action: Action, how: &How, form: &Form, back: &str) -> Reply {
    let (mut undo, mut refused) = (Vec::new(), Vec::new());
    let mut changed = 0;
    for coupon in form.all("coupon").into_iter().take(MOST_UNDONE) {
        let Some((id, version)) = coupon.rsplit_once('.') else { continue };
        let mutation = Mutation { if_match: version.parse().ok(), ..admin.mutation(format!("/admin/coupons/{id}")) };
        // What changes a coupon is done once by its version; a copy has none.
        let idempotency_key = once(form).filter(|_| action == Action::Duplicate);
        match carry_out_one(app, action, how, Mutation { idempotency_key, ..mutation }, id).await {
            Ok(one) => {
                changed += 1;
                undo.extend(one);
            }
            Err(problem) if problem.error.status() >= 500 => return Err(problem.into()),
            Err(problem) => refused.push((id.to_owned(), refusal_words(&problem, admin.visit.texts()))),
        }
    }
    let flash = if changed == 0 { Flash::of("nothing") } else { Flash::undone_by(action.done(), changed, undo) };
    if refused.is_empty() {
        return Ok(done(&admin.visit, back, &flash));
    }
    // Somebody changed them since the preview: said by name, with what was done.
    let mut s = Shell::of(app, &admin.visit, Place::Coupons);
    s.done = flash.words(s.t);
    s.undo = flash.undo.iter().map(Undo::write).collect();
    let title = s.t.error_title;
    let none = String::new;
    page(&BulkPage {
        s,
        action: action.name(),
        title,
        back: back.to_owned(),
        once: none(),
        can: Vec::new(),
        cannot: refused,
        days: none(),
        tags: none(),
        starts: none(),
        ends: none(),
        faults: Faults::default(),
    })
}

/// Does it to one; answers how that is undone.
async fn carry_out_one(
    app: &App,
    action: Action,
    how: &How,
    mutation: Mutation,
    id: &str,
) -> Result<Option<Undo>, Problem> {
    let before = app.read_coupon(&mutation.caller, id).await?;
    let patched = |patch: &Value, mutation: Mutation| Mutation {
        body: patch.to_string().into_bytes(),
        method: "PATCH",
        ..mutation
    };
    let answer = match (action, how) {
        (Action::Pause, _) => app.pause_coupon(mutation, id).await?,
        (Action::Resume, _) => app.enable_coupon(mutation, id).await?,
        (Action::Archive, _) => app.archive_coupon(mutation, id).await?,
        (Action::Extend, How::Days(days)) => {
            let Some(ends) = extended(&before, *days, app.now(), &app.live().settings().zone()) else {
                return Err(Problem::of(ErrorCode::InvalidBody));
            };
            let patch = json!({ "validity": { "ends_at": ends.to_string() } });
            return Ok(terms_undo(&before, &app.update_coupon(patched(&patch, mutation), id).await?));
        }
        (Action::Tag, How::Tags(tags)) => {
            let mut all = before.terms.tags.clone();
            all.extend(tags.iter().filter(|tag| !before.terms.tags.contains(tag)).cloned());
            let patch = json!({ "tags": all });
            return Ok(terms_undo(&before, &app.update_coupon(patched(&patch, mutation), id).await?));
        }
        (Action::Duplicate, How::Dates(validity)) => {
            let patch = json!({ "validity": validity });
            let mutation = Mutation { if_match: None, method: "POST", ..patched(&patch, mutation) };
            accepted(app.duplicate_coupon(mutation, id).await)?;
            return Ok(None);
        }
        _ => return Err(Problem::of(ErrorCode::Internal)),
    };
    Ok(undo_of(&before, &answer))
}

/// How a change of the terms is undone, where there was one.
fn terms_undo(before: &CouponView, answer: &Answer) -> Option<Undo> {
    let undo = undo_of(before, answer)?;
    Some(Undo { status: "terms".to_owned(), ..undo })
}

/// The end so many days later, at the same time of the day. What is over already counts from the end of today.
fn extended(view: &CouponView, days: i64, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let ends = view.terms.validity.ends_at?;
    let from = if ends > now {
        ends.to_zoned(zone.clone())
    } else {
        now.to_zoned(zone.clone()).tomorrow().ok()?.start_of_day().ok()?
    };
    Some(from.checked_add(days.days()).ok()?.timestamp())
}
