//! `POST /v1/segments`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::segments::SegmentBody;

use crate::answer::{Reply, mutation};
use crate::api::schema::segment::{Segment, SegmentBody as SegmentBodySchema};
use crate::extract::MutationRequest;

/// Make a segment.
///
/// A static segment has the members it is given. A dynamic one has the customers its conditions hold for, at the moment
/// somebody asks: a quote whose coupon names it, a list, a count. Its conditions are those of a coupon that need no cart:
/// `customer_in` (of static segments), `customer_type`, `email_domain`, `first_order`, `orders_count`, `purchased`,
/// `region`, `total_spent`, `verified_identity`. A coupon names it by key or id in `customer_in`; so does the `segments`
/// list of a cart's or a stored customer, who then is in it too.
#[utoipa::path(
    post,
    path = "/v1/segments",
    tag = "Segments",
    security(("key" = ["customers"])),
    request_body(content = SegmentBodySchema, content_type = "application/json"),
    responses(
        (status = 201, description = "The segment.", body = Segment),
        (status = 409, description = "`segment_key_taken`, `too_many_segments`, `request_in_progress`."),
    )
)]
pub(super) async fn create_segment(State(app): State<App>, MutationRequest(request): MutationRequest) -> Reply {
    let body = tessera_engine::from_json::<SegmentBody>(&request.body)?;
    mutation(app.create_segment(request, body).await?)
}
