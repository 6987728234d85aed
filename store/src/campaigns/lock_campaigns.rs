//! What the budgets of campaigns are at this moment, held still until the transaction ends.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::record::{Budget, Calendar, read_budget};
use crate::error::StoreError;
use crate::limits::moves::{Column, LimitReached, Moves};
use crate::limits::resource::Resource;
use crate::params;
use crate::redemptions::RedemptionRecord;
use crate::tx::Tx;

/// A campaign. Whoever edits it waits until this transaction ends; whoever redeems its coupons does not.
pub(crate) const SELECT: &str =
    "SELECT budget, starts_at, ends_at FROM campaigns WHERE id = ?1 /*postgres: FOR SHARE*/";

/// Campaigns as far as a redemption asks of them.
#[derive(Debug, Default)]
pub(crate) struct LockedCampaigns(BTreeMap<String, LockedCampaign>);

#[derive(Debug)]
struct LockedCampaign {
    budget: Option<Budget>,
    calendar: Calendar,
}

/// Reads and locks campaigns in the order of their ids.
pub(crate) async fn lock_campaigns(tx: &mut Tx<'_>, ids: &BTreeSet<&str>) -> Result<LockedCampaigns, StoreError> {
    let mut locked = LockedCampaigns::default();
    for id in ids {
        let Some(mut row) = tx.query_first(SELECT, params![*id]).await? else { continue };
        let budget = read_budget(row.optional_text()?.as_deref())?;
        locked.0.insert((*id).to_owned(), LockedCampaign { budget, calendar: Calendar::decode(&mut row)? });
    }
    Ok(locked)
}

impl LockedCampaigns {
    /// Whether a campaign runs at an instant. What is in none always does.
    pub(crate) fn run_at(&self, id: Option<&str>, instant: Timestamp) -> bool {
        id.and_then(|id| self.0.get(id)).is_none_or(|campaign| campaign.calendar.holds(instant))
    }

    /// Takes what a redemption gives of its campaign's budget.
    pub(crate) fn take(&self, moves: &mut Moves, redemption: &RedemptionRecord, column: Column) {
        if let Some((resource, most)) = self.resource_of(redemption) {
            let most = u64::try_from(most).unwrap_or(0);
            moves.add(resource, column, redemption.amount, Some((most, LimitReached::Budget)));
        }
    }

    /// Gives it back.
    pub(crate) fn give(&self, moves: &mut Moves, redemption: &RedemptionRecord, column: Column) {
        if let Some((resource, _)) = self.resource_of(redemption) {
            moves.add(resource, column, -redemption.amount, None);
        }
    }

    fn resource_of(&self, redemption: &RedemptionRecord) -> Option<(Resource, i64)> {
        let id = redemption.campaign_id.as_deref().filter(|_| redemption.in_budget && redemption.amount > 0)?;
        let most = self.0.get(id)?.budget.as_ref()?.get(&redemption.currency).copied().unwrap_or(0);
        Some((Resource::new(id, format!("budget:{}", redemption.currency)), most))
    }
}
