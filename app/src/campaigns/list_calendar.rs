//! What begins and what ends in a stretch of time: coupons and campaigns.

use jiff::Timestamp;
use tessera_store::campaigns;

use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

/// Campaigns that are looked through: a shop has far fewer.
const CAMPAIGNS: u32 = 1_000;

/// Something with dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEntry {
    /// `cpn_...` or `cmp_...`.
    pub id: String,
    /// What the merchant calls it.
    pub name: String,
    /// `draft`, `enabled` or `paused`; `None` of a campaign.
    pub status: Option<String>,
    /// From here on.
    pub starts_at: Option<Timestamp>,
    /// Before here.
    pub ends_at: Option<Timestamp>,
}

/// A stretch of a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// What begins in it, campaigns first.
    pub beginning: Vec<CalendarEntry>,
    /// What ends in it, campaigns first.
    pub ending: Vec<CalendarEntry>,
    /// Whether there are more coupons than are listed.
    pub is_cut: bool,
}

impl App {
    /// Campaigns and coupons that begin or end from an instant on and before another; so many coupons at most.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn list_calendar(
        &self,
        caller: &Caller,
        from: Timestamp,
        until: Timestamp,
        most: u32,
    ) -> Result<Calendar, Problem> {
        caller.require(Scope::CouponsRead)?;
        let read = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let coupons = campaigns::list_calendar(tx, from, until, most).await?;
                let campaigns = campaigns::list_campaigns(tx, CAMPAIGNS, None).await?;
                Ok::<_, Problem>((coupons, campaigns.data))
            })
        });
        let ([beginning, ending], campaigns) = read.await?;
        let is_cut =
            [&beginning, &ending].iter().any(|found| u32::try_from(found.len()).is_ok_and(|many| many == most));
        let campaigns: Vec<CalendarEntry> = campaigns.into_iter().map(of_campaign).collect();
        let begins = |entry: &&CalendarEntry| entry.starts_at.is_some_and(|at| at >= from && at < until);
        let ends = |entry: &&CalendarEntry| entry.ends_at.is_some_and(|at| at > from && at <= until);
        let with = |campaigns: Vec<CalendarEntry>, coupons: Vec<campaigns::CalendarCoupon>| {
            campaigns.into_iter().chain(coupons.into_iter().map(of_coupon)).collect()
        };
        Ok(Calendar {
            beginning: with(campaigns.iter().filter(begins).cloned().collect(), beginning),
            ending: with(campaigns.iter().filter(ends).cloned().collect(), ending),
            is_cut,
        })
    }
}

fn of_campaign(campaign: campaigns::CampaignRecord) -> CalendarEntry {
    CalendarEntry {
        id: campaign.id,
        name: campaign.name,
        status: None,
        starts_at: campaign.calendar.starts_at,
        ends_at: campaign.calendar.ends_at,
    }
}

fn of_coupon(coupon: campaigns::CalendarCoupon) -> CalendarEntry {
    CalendarEntry {
        id: coupon.id,
        name: coupon.name,
        status: Some(coupon.status),
        starts_at: coupon.starts_at,
        ends_at: coupon.ends_at,
    }
}
