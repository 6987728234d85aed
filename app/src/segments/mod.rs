//! Segments: groups of customers that coupons may be for. The members of a static one are written down; a dynamic one is
//! a condition, judged by the pricing engine when somebody asks. Decision 0018.

mod add_segment_members;
mod changes;
mod count_segment;
mod create_segment;
mod delete_segment;
mod list_segment_members;
mod list_segments;
mod live_segments;
mod members;
mod memberships;
mod read_segment;
mod request;
mod rests_on;
mod scan_customers;
mod update_segment;
mod view;

pub(crate) use live_segments::{LiveSegments, read_segments};
pub use members::Members;
pub(crate) use memberships::{Asking, segments_of};
pub use request::SegmentBody;
