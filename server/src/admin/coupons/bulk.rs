//! Many coupons at once: first what would happen to which, then it is done.

use askama::Template;
use axum::extract::State;
use tessera_app::coupons::CouponView;
use tessera_app::{App, Caller, ErrorCode, Mutation, Problem};
use tessera_engine::coupon::Status;

use super::act::undo_of;
use crate::admin::flash::{Flash, MOST_UNDONE, refusal_words};
use crate::admin::form::Form;
use crate::admin::shell::{Place, Shell, done, own_path, page};
use crate::admin::texts::Texts;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::problem::Refusal;

#[derive(Template)]
#[template(path = "admin/coupons/bulk.html")]
struct BulkPage {
    s: Shell,
    action: &'static str,
    title: &'static str,
    back: String,
    /// Coupons that will be changed: id and version, name.
    can: Vec<(String, String)>,
    /// Names of the others, and why not.
    cannot: Vec<(String, &'static str)>,
}

/// What is done to all of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Action {
    Pause,
    Resume,
    Archive,
}

impl Action {
    fn parse(name: &str) -> Option<Self> {
        match name {
            "pause" => Some(Self::Pause),
            "resume" => Some(Self::Resume),
            "archive" => Some(Self::Archive),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Archive => "archive",
        }
    }

    /// Why it cannot be done to a coupon.
    fn obstacle(self, view: &CouponView, caller: &Caller, t: &'static Texts) -> Option<&'static str> {
        let status = view.terms.status;
        let touches_live = self == Self::Resume || status == Status::Enabled;
        match (self, status) {
            (_, Status::Archived) => Some(t.why_archived),
            _ if touches_live && !caller.scopes.publishes() => Some(t.why_no_right),
            (Self::Archive, _) => None,
            (_, Status::Draft) => Some(t.why_draft),
            _ if view.state == "expired" => Some(t.why_already_expired),
            (Self::Pause, Status::Paused) => Some(t.why_already_paused),
            (Self::Resume, Status::Enabled) => Some(t.why_already_active),
            (Self::Resume, _) if view.terms.benefits.is_empty() => Some(t.why_incomplete),
            _ => None,
        }
    }
}

/// Shows what would happen, or does it.
pub(super) async fn change_many(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let action = Action::parse(form.text("action")).ok_or_else(|| Refusal::of(ErrorCode::PathUnknown))?;
    let back = own_path(form.text("back"), "/admin/coupons").to_owned();
    if form.has("confirmed") {
        return carry_out(&app, &admin, action, &form, &back).await;
    }
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let (mut can, mut cannot) = (Vec::new(), Vec::new());
    for id in form.all("id").into_iter().take(MOST_UNDONE) {
        match app.read_coupon(admin.caller(), id).await {
            Ok(view) => match action.obstacle(&view, admin.caller(), s.t) {
                None => can.push((format!("{id}.{}", view.version), view.terms.name)),
                Some(why) => cannot.push((view.terms.name, why)),
            },
            Err(problem) if problem.error == ErrorCode::NotFound => cannot.push((id.to_owned(), s.t.why_gone)),
            Err(problem) => return Err(problem.into()),
        }
    }
    let title = match action {
        Action::Pause => s.t.bulk_title_pause,
        Action::Resume => s.t.bulk_title_resume,
        Action::Archive => s.t.bulk_title_archive,
    };
    page(&BulkPage { s, action: action.name(), title, back, can, cannot })
}

async fn carry_out(app: &App, admin: &Admin, action: Action, form: &Form, back: &str) -> Reply {
    let (mut undo, mut refused) = (Vec::new(), Vec::new());
    let mut changed = 0;
    for coupon in form.all("coupon").into_iter().take(MOST_UNDONE) {
        let Some((id, version)) = coupon.rsplit_once('.') else { continue };
        let mutation = Mutation { if_match: version.parse().ok(), ..admin.mutation(format!("/admin/coupons/{id}")) };
        match carry_out_one(app, action, mutation, id).await {
            Ok((before, answer)) => {
                changed += 1;
                undo.extend(undo_of(&before, &answer));
            }
            Err(problem) if problem.error.status() >= 500 => return Err(problem.into()),
            Err(problem) => refused.push((id.to_owned(), refusal_words(&problem, admin.visit.texts()))),
        }
    }
    let word = match action {
        Action::Pause => "paused",
        Action::Resume => "enabled",
        Action::Archive => "archived",
    };
    let flash = if changed == 0 { Flash::of("nothing") } else { Flash::undone_by(word, changed, undo) };
    if refused.is_empty() {
        return Ok(done(&admin.visit, back, &flash));
    }
    // Somebody changed them since the preview: said by name, with what was done.
    let mut s = Shell::of(app, &admin.visit, Place::Coupons);
    s.done = flash.words(s.t);
    s.undo = flash.undo.iter().map(crate::admin::flash::Undo::write).collect();
    let title = s.t.error_title;
    page(&BulkPage { s, action: action.name(), title, back: back.to_owned(), can: Vec::new(), cannot: refused })
}

async fn carry_out_one(
    app: &App,
    action: Action,
    mutation: Mutation,
    id: &str,
) -> Result<(CouponView, tessera_app::Answer), Problem> {
    let before = app.read_coupon(&mutation.caller, id).await?;
    let answer = match action {
        Action::Pause => app.pause_coupon(mutation, id).await?,
        Action::Resume => app.enable_coupon(mutation, id).await?,
        Action::Archive => app.archive_coupon(mutation, id).await?,
    };
    Ok((before, answer))
}
