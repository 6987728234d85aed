//! `POST /v1/quotes/batch`.

use axum::Extension;
use axum::extract::{FromRequest, Request, State};
use serde::Serialize;
use serde_json::value::RawValue;
use tessera_app::quotes::QuoteBatch;
use tessera_app::{App, Problem, Scope};
use tessera_engine::Quote;

use crate::answer::{Reply, json};
use crate::api::schema::batch::{QuoteBatch as QuoteBatchSchema, QuoteBatchAnswer};
use crate::auth::Authenticated;
use crate::edge::RequestContext;
use crate::extract::{BATCH_LIMIT, JsonBody};

/// The answers, in the order of the bodies.
#[derive(Serialize)]
struct Answers {
    data: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<Quote>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Box<RawValue>>,
}

impl Entry {
    fn of(answer: Result<Quote, Problem>, request_id: &str) -> Self {
        match answer {
            Ok(quote) => Self { status: 200, quote: Some(quote), problem: None },
            Err(problem) => {
                let document = String::from_utf8(problem.document(request_id)).ok();
                let problem_document = document.and_then(|document| RawValue::from_string(document).ok());
                Self { status: problem.error.status(), quote: None, problem: problem_document }
            }
        }
    }
}

/// Price many carts.
///
/// Up to 1,000 bodies of `POST /v1/quotes` in at most 8 MiB, all priced with the coupons and settings of one moment. Each
/// is read and priced by itself: one that is wrong is a problem, with its own errors, beside the quotes of the others.
/// Secret keys only.
#[utoipa::path(
    post,
    path = "/v1/quotes/batch",
    tag = "Quotes",
    security(("key" = ["quotes"])),
    request_body(content = QuoteBatchSchema, content_type = "application/json"),
    responses((status = 200, description = "An answer for each.", body = QuoteBatchAnswer))
)]
pub(super) async fn create_quote_batch(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Extension(context): Extension<RequestContext>,
    request: Request,
) -> Reply {
    // Who may not ask does not get to send 8 MiB.
    caller.require(Scope::Quotes)?;
    let JsonBody(body) = JsonBody::<BATCH_LIMIT>::from_request(request, &app).await?;
    let batch = tessera_engine::from_json::<QuoteBatch>(&body)?;
    let answers = app.create_quote_batch(&caller, batch).await?;
    json(&Answers { data: answers.into_iter().map(|answer| Entry::of(answer, context.id())).collect() })
}
