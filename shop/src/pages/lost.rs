//! A page that is not there, and one that cannot be shown now.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::frame::Frame;
use super::page_with;
use crate::api::Refused;
use crate::state::Shop;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "lost.html")]
struct LostPage {
    f: Frame,
    title: &'static str,
    words: &'static str,
}

/// Shows that there is no such page.
pub(crate) async fn show(State(shop): State<Shop>, visit: Visit) -> Response {
    not_there(&shop, &visit).await
}

pub(super) async fn not_there(shop: &Shop, visit: &Visit) -> Response {
    let t = visit.t();
    answer(shop, visit, StatusCode::NOT_FOUND, (t.not_there, t.not_there_words)).await
}

pub(super) async fn trouble(shop: &Shop, visit: &Visit, refused: &Refused) -> Response {
    let t = visit.t();
    if refused.is_passing() {
        return answer(shop, visit, StatusCode::SERVICE_UNAVAILABLE, (t.not_now, t.try_again)).await;
    }
    tracing::warn!(code = refused.code, detail = refused.detail, "the API refused");
    answer(shop, visit, StatusCode::BAD_GATEWAY, (t.not_now, t.not_possible)).await
}

async fn answer(
    shop: &Shop,
    visit: &Visit,
    status: StatusCode,
    (title, words): (&'static str, &'static str),
) -> Response {
    let mut session = visit.session().await;
    let f = Frame::of(shop, visit, &mut session);
    page_with(status, visit, &LostPage { f, title, words })
}
