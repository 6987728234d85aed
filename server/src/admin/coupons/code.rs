//! `/admin/coupons/code`: whether a code is still free, while it is typed. A part of the page for htmx.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use serde_json::json;
use tessera_app::codes::CodeLookup;
use tessera_app::{App, ErrorCode};
use tessera_engine::{Code, from_json};

use super::draft::code_fault;
use crate::admin::form::Form;
use crate::admin::shell::page;
use crate::admin::texts::fill;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::problem::Refusal;

#[derive(Template)]
#[template(path = "admin/coupons/code.html")]
struct Availability {
    words: String,
    is_free: bool,
    /// Another way of writing it that cannot be misread, where there is one.
    note: Option<&'static str>,
}

/// Says whether it is free. The query names the coupon that is edited as `of`.
pub(super) async fn show_availability(State(app): State<App>, admin: Admin, uri: Uri) -> Reply {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let (code, t) = (query.text("code"), admin.visit.texts());
    if code.is_empty() {
        return page(&Availability { words: String::new(), is_free: true, note: None });
    }
    if let Err(error) = Code::parse(code) {
        return page(&Availability { words: code_fault(&error, code, t), is_free: false, note: None });
    }
    let note = Some(t.code_lookalike).filter(|_| has_lookalikes(code));
    let owner = owner(&app, &admin, code).await?;
    let (words, is_free) = match owner {
        Some((id, _)) if id == query.text("of") => (t.code_own.to_owned(), true),
        Some((_, name)) => (fill(t.code_taken_by, &[&name]), false),
        None => (t.code_free.to_owned(), true),
    };
    page(&Availability { words, is_free, note })
}

/// The coupon that has the code: id and name.
async fn owner(app: &App, admin: &Admin, code: &str) -> Result<Option<(String, String)>, Refusal> {
    let Ok(asked) = from_json::<CodeLookup>(json!({ "code": code }).to_string().as_bytes()) else { return Ok(None) };
    let found = match app.lookup_code(admin.caller(), asked).await {
        Ok(found) => found,
        Err(problem) if problem.error == ErrorCode::NotFound => return Ok(None),
        Err(problem) => return Err(problem.into()),
    };
    if found.state == "void" {
        return Ok(None);
    }
    let coupon = app.read_coupon(admin.caller(), &found.coupon_id).await?;
    Ok(Some((coupon.id, coupon.terms.name)))
}

/// Whether a sign of it can be taken for another: the letter O beside digits, the digit 0 or 1 beside letters.
fn has_lookalikes(code: &str) -> bool {
    let has = |signs: &str| code.chars().any(|one| signs.contains(one.to_ascii_uppercase()));
    has("O0") && code.bytes().any(|one| one.is_ascii_digit()) || has("I1L") && has("1I")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_can_be_mistaken_are_named() {
        for (code, expected) in
            [("XMAS25", false), ("SOLO", false), ("SOLO5", true), ("X0", true), ("TAKE1", true), ("HELLO", false)]
        {
            assert_eq!(has_lookalikes(code), expected, "{code}");
        }
    }
}
