//! `GET /v1/events`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;
use tessera_app::events::{EVENT_TYPES, EventFilter};

use crate::answer::{Reply, json};
use crate::api::schema::event::EventPage;
use crate::api::schema::list::{Cursor, Limit};
use crate::auth::Authenticated;
use crate::extract::Query;

/// Read events, the oldest first.
///
/// A feed in an order that never changes: keep `resume_cursor` with what you made of the page and send it next time, and
/// you have every event exactly once. Events of one aggregate have a `seq` that rises by one. The text of a code and a
/// customer's e-mail and name are never in it; a customer's id is, as you chose it.
#[utoipa::path(
    get,
    path = "/v1/events",
    tag = "Events",
    security(("key" = ["webhooks"])),
    params(
        ("type" = Option<String>, Query, description = "Of this type, such as `redemption.committed`; a type that does not exist is refused with those that do."),
        ("aggregate" = Option<String>, Query, description = "Of this aggregate, such as `cpn_...` or `order:<your id>`."),
        Limit,
        Cursor,
    ),
    responses((status = 200, description = "A page of the feed.", body = EventPage))
)]
pub(super) async fn list_events(State(app): State<App>, Authenticated(caller): Authenticated, uri: Uri) -> Reply {
    let mut query = Query::of(&uri)?;
    let types: Vec<_> = EVENT_TYPES.iter().map(|known| (known.name, known.name)).collect();
    let kind = query.word("type", &types)?.map(str::to_owned);
    let filter = EventFilter { kind, aggregate: query.text("aggregate") };
    let page = query.page()?;
    query.finish()?;
    json(&app.list_events(&caller, filter, page).await?)
}
