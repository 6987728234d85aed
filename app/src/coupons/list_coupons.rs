//! `GET /v1/coupons`: coupons, filtered and sorted.

use jiff::Timestamp;
use tessera_engine::coupon::{Activation, State};
use tessera_store::coupons::{self, Sort, StateFilter};

use super::view::CouponView;
use super::write::activation_name;
use crate::caller::{Caller, Scope};
use crate::page::{Page, PageRequest};
use crate::problem::Problem;
use crate::start::App;

/// Which coupons are asked for; all members must fit.
#[derive(Clone, Debug, Default)]
pub struct CouponFilter {
    /// In the code, name or description.
    pub q: Option<String>,
    /// In this derived state. Archived coupons are listed only when asked for.
    pub state: Option<State>,
    /// Got this way.
    pub activation: Option<Activation>,
    /// In this campaign.
    pub campaign_id: Option<String>,
    /// Ending before.
    pub ends_before: Option<Timestamp>,
    /// Ending at or after.
    pub ends_after: Option<Timestamp>,
    /// In this order.
    pub sort: CouponSort,
}

/// The order of a list of coupons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CouponSort {
    /// Newest first.
    #[default]
    Newest,
    /// By name.
    Name,
    /// Soonest end first, those without an end last.
    EndsAt,
    /// Last changed first.
    Updated,
}

impl App {
    /// A page of coupons.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_cursor`, `unavailable`.
    pub async fn list_coupons(
        &self,
        caller: &Caller,
        filter: CouponFilter,
        page: PageRequest,
    ) -> Result<Page<CouponView>, Problem> {
        caller.require(Scope::CouponsRead)?;
        let now = self.inner.clock.now();
        let filter = stored_filter(filter, now);
        let found = self
            .inner
            .store
            .read(move |tx| {
                Box::pin(async move {
                    coupons::list_coupons(tx, &filter, page.limit, page.cursor.as_deref()).await.map_err(Problem::from)
                })
            })
            .await?;
        let data = found.data.into_iter().map(|record| CouponView::of(record, now)).collect::<Result<_, _>>()?;
        Ok(Page { data, next_cursor: found.next_cursor })
    }
}

fn stored_filter(filter: CouponFilter, now: Timestamp) -> coupons::CouponFilter {
    coupons::CouponFilter {
        q: filter.q,
        state: filter.state.map(|state| match state {
            State::Archived => StateFilter::Archived,
            State::Draft => StateFilter::Draft,
            State::Expired => StateFilter::Expired,
            State::UsedUp => StateFilter::UsedUp,
            State::Paused => StateFilter::Paused,
            State::Scheduled => StateFilter::Scheduled,
            State::Active => StateFilter::Active,
        }),
        activation: filter.activation.map(|activation| activation_name(activation).to_owned()),
        campaign_id: filter.campaign_id,
        ends_before: filter.ends_before,
        ends_after: filter.ends_after,
        include_archived: filter.state == Some(State::Archived),
        sort: match filter.sort {
            CouponSort::Newest => Sort::Newest,
            CouponSort::Name => Sort::Name,
            CouponSort::EndsAt => Sort::EndsAt,
            CouponSort::Updated => Sort::Updated,
        },
        now,
    }
}
