//! `/admin/coupons/{id}/codes`: the codes of a coupon, and making more.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use serde_json::json;
use tessera_app::codes::{CodeFilter, CodeView, NewCode};
use tessera_app::{App, ErrorCode, Mutation, PageRequest, Scope};
use tessera_engine::coupon::{Activation, Status};
use tessera_engine::from_json;

use super::act::{accepted, once};
use super::header::{Header, read};
use crate::admin::fields::Faults;
use crate::admin::flash::{Flash, refusal_words};
use crate::admin::form::Form;
use crate::admin::instants::instant;
use crate::admin::shell::{Place, Shell, done, faulty_page, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;

/// Codes on a page.
const ON_A_PAGE: u32 = 50;
/// So many are made at once from the page.
const MOST: u64 = 100_000;

#[derive(Template)]
#[template(path = "admin/coupons/codes.html")]
struct CodesPage {
    s: Shell,
    h: Header,
    codes: Vec<Code>,
    next: Option<String>,
    q: String,
    may_make: bool,
    count: String,
    prefix: String,
    faults: Faults,
}

struct Code {
    code: String,
    state: &'static str,
    state_words: &'static str,
    uses: String,
    customer: String,
    made: String,
}

/// What was typed to make codes, and what is wrong with it.
#[derive(Default)]
struct Typed {
    count: String,
    prefix: String,
    faults: Faults,
}

/// Shows the codes.
pub(super) async fn show_codes(State(app): State<App>, admin: Admin, PathId(id): PathId, uri: Uri) -> Reply {
    let typed = Typed { count: "1".to_owned(), ..Typed::default() };
    page(&codes_page(&app, &admin, &id, &uri, typed).await?)
}

/// Makes codes.
pub(super) async fn make_codes(
    State(app): State<App>,
    admin: Admin,
    PathId(id): PathId,
    uri: Uri,
    form: Form,
) -> Reply {
    let t = admin.visit.texts();
    let (count, prefix) = (form.text("count"), form.text("prefix"));
    let number = form.number("count").filter(|count| (1..=MOST).contains(count));
    let mut typed = Typed { count: count.to_owned(), prefix: prefix.to_owned(), faults: Faults::default() };
    let Some(number) = number else {
        typed.faults.add("count", t.fault_count);
        return faulty_page(&codes_page(&app, &admin, &id, &uri, typed).await?);
    };
    let mut generate = json!({});
    if number > 1 {
        generate["count"] = json!(number);
    }
    if !prefix.is_empty() {
        generate["prefix"] = json!(prefix);
    }
    let body = json!({ "generate": generate }).to_string().into_bytes();
    let Ok(new) = from_json::<NewCode>(&body) else {
        typed.faults.add("prefix", t.fault_code);
        return faulty_page(&codes_page(&app, &admin, &id, &uri, typed).await?);
    };
    let path = format!("/admin/coupons/{id}/codes");
    let mutation = Mutation { body, idempotency_key: once(&form), ..admin.mutation(path.clone()) };
    match accepted(app.create_code(mutation, &id, new).await) {
        Ok(answer) => {
            let word = if answer.status == 202 { "codes_begun" } else { "codes_made" };
            Ok(done(&admin.visit, &path, &Flash::of(word)))
        }
        Err(problem) if matches!(problem.error, ErrorCode::CodesTooDense | ErrorCode::InvalidBody) => {
            typed.faults.add("count", refusal_words(&problem, t));
            faulty_page(&codes_page(&app, &admin, &id, &uri, typed).await?)
        }
        Err(problem) => Err(problem.into()),
    }
}

async fn codes_page(
    app: &App,
    admin: &Admin,
    id: &str,
    uri: &Uri,
    typed: Typed,
) -> Result<CodesPage, crate::problem::Refusal> {
    let view = read(app, admin, id).await?;
    let s = Shell::of(app, &admin.visit, Place::Coupons);
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let some = |name: &str| Some(query.text(name).to_owned()).filter(|text| !text.is_empty());
    let filter = CodeFilter { q: some("q"), ..CodeFilter::default() };
    let page = PageRequest { limit: ON_A_PAGE, cursor: some("cursor") };
    let found = app.list_codes(admin.caller(), id, filter, page).await?;
    let next = found.next_cursor.map(|cursor| {
        let mut next = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("q", some("q").unwrap_or_default()), ("cursor", cursor)] {
            if !value.is_empty() {
                next.append_pair(name, &value);
            }
        }
        format!("/admin/coupons/{id}/codes?{}", next.finish())
    });
    let can_have = view.terms.activation != Activation::Automatic && view.terms.status != Status::Archived;
    Ok(CodesPage {
        h: Header::of(&view, app, admin, &s, "codes"),
        codes: found.data.into_iter().map(|code| Code::of(code, &s)).collect(),
        next,
        q: some("q").unwrap_or_default(),
        may_make: can_have && admin.may(Scope::CodesWrite),
        count: typed.count,
        prefix: typed.prefix,
        faults: typed.faults,
        s,
    })
}

impl Code {
    fn of(code: CodeView, s: &Shell) -> Self {
        let t = s.t;
        let (state, state_words) = match code.state.as_str() {
            "live" => ("active", t.code_live),
            "used" => ("used_up", t.code_used),
            "expired" => ("expired", t.code_expired),
            _ => ("archived", t.code_void),
        };
        let uses = code.uses.unwrap_or_default();
        Self {
            code: code.code,
            state,
            state_words,
            uses: match code.limit {
                Some(limit) => s.fill(t.uses_limited, &[&uses, &limit]),
                None => uses.to_string(),
            },
            customer: code.customer_id.unwrap_or_else(|| t.codes_anybody.to_owned()),
            made: instant(code.created_at, &s.zone, s.locale()),
        }
    }
}
