//! Every type of event: what the feed and webhooks tell, and what may be asked for by name.

/// A type of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventType {
    /// `<noun>.<past verb>`.
    pub name: &'static str,
    /// When it is told.
    pub meaning: &'static str,
}

impl EventType {
    /// The type with this name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        EVENT_TYPES.iter().find(|known| known.name == name)
    }

    /// The names of all, for a text.
    pub(crate) fn names() -> String {
        EVENT_TYPES.iter().map(|known| known.name).collect::<Vec<_>>().join(", ")
    }
}

const fn of(name: &'static str, meaning: &'static str) -> EventType {
    EventType { name, meaning }
}

/// All of them, by name.
pub const EVENT_TYPES: &[EventType] = &[
    of("campaign.created", "A campaign was made."),
    of("campaign.updated", "A campaign was changed: name, calendar, budget."),
    of("category.put", "A category was made or changed."),
    of("code.balance_changed", "The balance of a code was raised or lowered by the team."),
    of("code.created", "A code was made. Its text is not told."),
    of("code.voided", "A code was made void."),
    of("coupon.archived", "A coupon was archived."),
    of("coupon.created", "A coupon was made."),
    of("coupon.enabled", "A coupon was enabled."),
    of("coupon.paused", "A coupon was paused."),
    of("coupon.updated", "The terms of a coupon were changed; it has a new version."),
    of("customer.deleted", "A customer was deleted."),
    of("customer.put", "A customer was made or changed."),
    of("key.created", "An API key was made."),
    of("key.revoked", "An API key was revoked."),
    of("messages.updated", "The store's own texts were changed."),
    of("order.amended", "A placed order was changed and priced again."),
    of("order.cancelled", "A placed order was cancelled; what it used is free again."),
    of("order.placed", "An order was placed."),
    of("product.put", "A product was made or changed."),
    of("redemption.amended", "The amount of a redemption changed with its order."),
    of("redemption.cancelled", "A redemption was cancelled; its use and its budget are free again."),
    of("redemption.committed", "A coupon was redeemed."),
    of("redemption.refunded", "A refund took back a part of what a redemption gave, or all."),
    of("redemption.renewals_ended", "The later payments of a subscription get no discount any more."),
    of("refund.created", "A refund of an order was recorded."),
    of("reservation.committed", "A hold became an order."),
    of("reservation.expired", "A hold ended by its time; what it held is free again."),
    of("reservation.extended", "A hold was made longer."),
    of("reservation.held", "An order's uses, budgets and balances were put on hold."),
    of("reservation.released", "A hold was given up; what it held is free again."),
    of("reservation.updated", "A hold was priced again with another cart."),
    of("settings.updated", "The store's settings were changed."),
    of("store.restored", "A backup was put into use."),
    of("webhook.created", "A webhook was made."),
    of("webhook.deleted", "A webhook was deleted."),
    of("webhook.disabled", "A webhook was switched off because its deliveries failed for too long."),
    of("webhook.replayed", "The events of a webhook are sent again from an earlier one."),
    of("webhook.secret_rotated", "A webhook has a new secret."),
    of("webhook.updated", "A webhook was changed."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_stands_once_and_in_order() {
        assert!(EVENT_TYPES.is_sorted_by(|a, b| a.name < b.name));
        assert_eq!(EventType::find("order.placed").map(|known| known.name), Some("order.placed"));
        assert_eq!(EventType::find("order.nope"), None);
    }
}
