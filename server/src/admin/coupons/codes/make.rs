//! `/admin/coupons/{id}/codes/new`: makes codes, with samples and how hard they are to guess before any is made.

use askama::Template;
use axum::extract::State;
use tessera_app::codes::CodePreview;
use tessera_app::coupons::CouponView;
use tessera_app::{App, ErrorCode, Mutation, PageRequest, Problem, Scope};

use super::asked::{AskedCodes, faults_of, read_new};
use super::list::can_have_codes;
use crate::admin::coupons::header::{Header, read};
use crate::admin::fields::Faults;
use crate::admin::flash::{Flash, refusal_words};
use crate::admin::form::Form;
use crate::admin::made::{accepted, made_id, once};
use crate::admin::shell::{Place, Shell, done, faulty_page, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

/// Segments to choose from.
const SEGMENTS: u32 = 200;
/// Fewer guesses than this on average and a patient guesser finds a code.
const HARD: u128 = 1_000_000;

#[derive(Template)]
#[template(path = "admin/coupons/codes/make.html")]
struct MakePage {
    s: Shell,
    h: Header,
    asked: AskedCodes,
    /// Id and name.
    segments: Vec<(String, String)>,
    preview: Option<Shown>,
    /// Whether the codes would be easy to guess, and it has to be said that they are meant.
    is_dense: bool,
    faults: Faults,
}

#[derive(Template)]
#[template(path = "admin/coupons/codes/samples.html")]
struct SamplesPart {
    s: Shell,
    preview: Option<Shown>,
    faults: Faults,
}

/// A preview in words.
struct Shown {
    samples: Vec<String>,
    /// How hard they are to guess.
    guesses: String,
    is_hard: bool,
    /// What is going to be made.
    review: String,
}

/// Shows the form.
pub(super) async fn show_make(State(app): State<App>, admin: Admin, PathId(id): PathId) -> Reply {
    admin.caller().require(Scope::CodesWrite)?;
    let view = read(&app, &admin, &id).await?;
    if !can_have_codes(&view) {
        return Err(Refusal::of(ErrorCode::CouponArchived));
    }
    let asked = AskedCodes::new();
    let preview = preview_of(&app, &admin, &asked).await;
    page(&make_page(&app, &admin, &view, asked, preview).await?)
}

/// Samples of what is typed: a part of the page for htmx.
pub(super) async fn preview_codes(State(app): State<App>, admin: Admin, PathId(_): PathId, form: Form) -> Reply {
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let asked = AskedCodes::of(&form);
    let (preview, faults) = match preview_of(&app, &admin, &asked).await {
        Ok(preview) => (Some(Shown::of(&preview, &asked, &s)), Faults::default()),
        Err((_, faults)) => (None, faults),
    };
    page(&SamplesPart { s, preview, faults })
}

/// Makes the codes, or shows samples of them.
pub(super) async fn make_codes(State(app): State<App>, admin: Admin, PathId(id): PathId, form: Form) -> Reply {
    admin.caller().require(Scope::CodesWrite)?;
    let (asked, t) = (AskedCodes::of(&form), admin.visit.texts());
    let view = read(&app, &admin, &id).await?;
    if form.text("do") == "preview" {
        let preview = preview_of(&app, &admin, &asked).await;
        return page(&make_page(&app, &admin, &view, asked, preview).await?);
    }
    let body = match asked.body(&app.live().settings().zone(), app.now(), t) {
        Ok(body) => body,
        Err(faults) => return faulty(&app, &admin, &view, asked, false, faults).await,
    };
    let new = match read_new(&body, t) {
        Ok(new) => new,
        Err(faults) => return faulty(&app, &admin, &view, asked, false, faults).await,
    };
    let path = format!("/admin/coupons/{id}/codes");
    let body = body.to_string().into_bytes();
    let mutation = Mutation { body, idempotency_key: once(&form), ..admin.mutation(path.clone()) };
    match accepted(app.create_code(mutation, &id, new).await) {
        Ok(answer) if answer.status == 202 => {
            let job = made_id(&answer)?;
            Ok(done(&admin.visit, &format!("{path}/jobs/{job}"), &Flash::of("codes_begun")))
        }
        Ok(_) => Ok(done(&admin.visit, &path, &Flash::of("codes_made"))),
        Err(problem) if problem.error == ErrorCode::CodesTooDense => {
            let faults = Faults::one("length", refusal_words(&problem, t));
            faulty(&app, &admin, &view, asked, true, faults).await
        }
        Err(problem) if problem.error == ErrorCode::InvalidBody => {
            faulty(&app, &admin, &view, asked, false, faults_of(&problem, t)).await
        }
        Err(problem) => Err(problem.into()),
    }
}

async fn faulty(
    app: &App,
    admin: &Admin,
    view: &CouponView,
    asked: AskedCodes,
    is_dense: bool,
    faults: Faults,
) -> Reply {
    faulty_page(&make_page(app, admin, view, asked, Err((is_dense, faults))).await?)
}

/// A preview of what is typed; else whether it would be easy to guess, and what is wrong with it.
async fn preview_of(app: &App, admin: &Admin, asked: &AskedCodes) -> Result<CodePreview, (bool, Faults)> {
    let t = admin.visit.texts();
    let body = asked.body(&app.live().settings().zone(), app.now(), t).map_err(|faults| (false, faults))?;
    let new = read_new(&body, t).map_err(|faults| (false, faults))?;
    match app.preview_codes(admin.caller(), &new).await {
        Ok(Some(preview)) => Ok(preview),
        Ok(None) => Err((false, Faults::one("", t.error_fields))),
        Err(problem) => Err((problem.error == ErrorCode::CodesTooDense, refused(&problem, admin))),
    }
}

fn refused(problem: &Problem, admin: &Admin) -> Faults {
    let t = admin.visit.texts();
    if problem.error == ErrorCode::CodesTooDense {
        return Faults::one("length", refusal_words(problem, t));
    }
    faults_of(problem, t)
}

async fn make_page(
    app: &App,
    admin: &Admin,
    view: &CouponView,
    asked: AskedCodes,
    preview: Result<CodePreview, (bool, Faults)>,
) -> Result<MakePage, Refusal> {
    let s = Shell::of(app, &admin.visit, Place::Coupons);
    // The codes of a segment tell who is in it.
    let segments = if admin.may(Scope::Customers) {
        let request = PageRequest { limit: SEGMENTS, cursor: None };
        app.list_segments(admin.caller(), request).await?.data
    } else {
        Vec::new()
    };
    let (preview, is_dense, faults) = match preview {
        Ok(preview) => (Some(Shown::of(&preview, &asked, &s)), asked.dense, Faults::default()),
        Err((is_dense, faults)) => (None, is_dense || asked.dense, faults),
    };
    Ok(MakePage {
        h: Header::of(view, app, admin, &s, "codes"),
        segments: segments.into_iter().map(|segment| (segment.id, segment.name)).collect(),
        asked,
        preview,
        is_dense,
        faults,
        s,
    })
}

impl Shown {
    fn of(preview: &CodePreview, asked: &AskedCodes, s: &Shell) -> Self {
        let guesses = preview.guesses();
        let sample = preview.samples.first().cloned().unwrap_or_default();
        let review = match asked.number() {
            Some(1) => s.with(s.t.review_one, sample),
            Some(count) => s.fill(s.t.review_many, &[&count, &sample]),
            None => s.with(s.t.review_segment, sample),
        };
        Self {
            samples: preview.samples.clone(),
            guesses: s.with(s.t.guess_one_in, grouped(guesses, s)),
            is_hard: guesses >= HARD,
            review,
        }
    }
}

/// A whole number with its thousands set apart; one that nobody reads is said as a power of ten.
fn grouped(number: u128, s: &Shell) -> String {
    let digits = number.to_string();
    if digits.len() > 15 {
        return s.with(s.t.ten_to_the, digits.len() - 1);
    }
    let group = if s.lang == "fr" { '\u{202f}' } else { ',' };
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    text
}
