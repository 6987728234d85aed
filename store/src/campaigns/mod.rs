//! Campaigns: coupons that share a calendar and a budget. What they gave of it is a counter like that of a coupon's own budget.

pub(crate) mod create_campaign;
pub(crate) mod list_calendar;
pub(crate) mod list_campaigns;
pub(crate) mod lock_campaigns;
pub(crate) mod read_budgets;
pub(crate) mod read_campaign;
mod record;
pub(crate) mod update_campaign;

pub use create_campaign::{NewCampaign, create_campaign};
pub use list_calendar::{CalendarCoupon, has_enabled_coupon, list_calendar};
pub use list_campaigns::list_campaigns;
pub use read_budgets::{CampaignBudget, due_coupons, read_budgets};
pub use read_campaign::read_campaign;
pub(crate) use record::read_budget;
pub use record::{Calendar, CampaignRecord, Spent};
pub use update_campaign::{UpdateCampaign, update_campaign};
