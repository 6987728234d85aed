//! Segments: groups of customers. Of a static one the members are kept, a dynamic one is a condition that the engine
//! knows the meaning of.

pub(crate) mod change_members;
pub(crate) mod create_segment;
pub(crate) mod delete_segment;
pub(crate) mod list_members;
pub(crate) mod list_segments;
pub(crate) mod read_memberships;
pub(crate) mod read_segment;
mod record;
pub(crate) mod update_segment;

pub use change_members::{MembersChange, change_members};
pub use create_segment::{CreateSegment, create_segment};
pub use delete_segment::{coupons_naming, delete_segment};
pub use list_members::{count_members, list_members};
pub use list_segments::{list_segments, load_segments};
pub use read_memberships::read_memberships;
pub use read_segment::read_segment;
pub use record::{MemberRecord, SegmentRecord};
pub use update_segment::update_segment;
