//! `POST /v1/coupons/{id}/codes/import`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, job};
use crate::api::schema::job::Job;
use crate::extract::{PathId, TableMutation, drain};

/// Import codes from a table.
///
/// CSV in UTF-8, up to 1 GiB, with the names of the columns in its first line: `code`, and where they are needed `limit`,
/// `customer_id`, `expires_at`, `balance` (minor units) and `currency`, as for a code that is made by hand. Commas,
/// semicolons or tabs. What the export writes is read: its other columns are passed over, but a row that was `void` or
/// `used` is refused. The answer is a job; its `result` has `created`, `already_there` and `refused`, its `errors` the first
/// 1,000 faults with the line (`row`) of each. A code that the coupon has already stays as it is, so that the same table may
/// be sent again. With `dry_run=true` the job says the same and makes no code. Each code made carries the job's id as
/// `batch_id`.
#[utoipa::path(
    post,
    path = "/v1/coupons/{id}/codes/import",
    tag = "Codes",
    security(("key" = ["codes:write"])),
    params(
        ("id" = String, Path, description = "`cpn_...`"),
        ("dry_run" = Option<bool>, Query, description = "Only says what would come of it."),
    ),
    request_body(content = String, content_type = "text/csv", description = "The table.", example = "code,limit,customer_id\nVIP-ANA,1,ana\n"),
    responses(
        (status = 202, description = "The job.", body = Job),
        (status = 404, description = "`not_found`."),
        (status = 409, description = "`coupon_archived`, `request_in_progress`."),
        (status = 422, description = "`invalid_table`, `invalid_body`, `invalid_path`, `idempotency_key_reused`."),
    )
)]
pub(super) async fn import_codes(State(app): State<App>, PathId(id): PathId, request: TableMutation) -> Reply {
    let TableMutation { mutation, mut query, mut body } = request;
    let is_dry_run = query.flag("dry_run")?;
    query.finish()?;
    match app.import_codes(mutation, &id, is_dry_run, &mut body).await {
        Ok(answer) => job(answer),
        Err(problem) => {
            drain(&mut body).await;
            Err(problem.into())
        }
    }
}
