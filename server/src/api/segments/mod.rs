//! Segments: groups of customers.

mod add_member;
mod add_members;
mod count;
mod create;
mod delete;
mod list;
mod list_members;
mod read;
mod remove_member;
mod remove_members;
mod update;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on segments.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create::create_segment, list::list_segments))
        .routes(routes!(read::read_segment, update::update_segment, delete::delete_segment))
        .routes(routes!(
            list_members::list_segment_members,
            add_members::add_segment_members,
            remove_members::remove_segment_members
        ))
        .routes(routes!(add_member::add_segment_member, remove_member::remove_segment_member))
        .routes(routes!(count::count_segment))
}
