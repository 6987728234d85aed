//! Campaigns: coupons that share a budget. `docs/MODEL.md` section 9, "Limits".

mod changes;
mod create_campaign;
mod list_calendar;
mod list_campaigns;
mod read_campaign;
mod request;
mod update_campaign;
mod view;

pub use list_calendar::{Calendar, CalendarEntry};
pub(crate) use read_campaign::refuse_unknown_campaign;
pub use request::CampaignBody;
pub use view::CampaignView;
