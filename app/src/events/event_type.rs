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
    of("basket.created", "A test basket was saved."),
    of("basket.deleted", "A saved test basket was deleted."),
    of("basket.updated", "A saved test basket was changed."),
    of("campaign.created", "A campaign was made."),
    of("campaign.updated", "A campaign was changed: name or budget."),
    of("category.put", "A category was made or changed."),
    of("code.balance_changed", "The balance of a code was raised or lowered by the team."),
    of("code.created", "A further code of a coupon was made. The first code comes with the coupon's own event."),
    of("code.voided", "A code was made void."),
    of("coupon.archived", "A coupon was archived."),
    of("coupon.created", "A coupon was made, with whatever status."),
    of("coupon.enabled", "A coupon was enabled by the call for it."),
    of("coupon.paused", "A coupon was paused by the call for it."),
    of("coupon.updated", "A coupon was edited, its status too; it has a new version."),
    of("customer.deleted", "A customer was deleted."),
    of("customer.put", "A customer was made or changed."),
    of("key.created", "An API key was made."),
    of("key.revoked", "An API key was revoked."),
    of("messages.updated", "The store's own texts were changed."),
    of("order.amended", "A placed order was changed and priced again."),
    of("order.cancelled", "A placed order was cancelled; what it used is free again, but for the count of the day."),
    of("order.placed", "An order was placed."),
    of("product.put", "A product was made or changed."),
    of("redemption.amended", "The amount of a redemption changed with its order."),
    of(
        "redemption.cancelled",
        "A redemption was cancelled; its use is free again, but for the count of the day. Its budget is free again where its order was cancelled or changed.",
    ),
    of("redemption.committed", "A coupon was redeemed."),
    of(
        "redemption.refunded",
        "The order of a redemption was refunded in full. Whether its use is free again stands in `restored` of `refund.created`.",
    ),
    of("redemption.renewals_ended", "A redemption is not renewed any more."),
    of("refund.created", "A refund of an order was recorded, in part or in full."),
    of("reservation.committed", "A hold became an order."),
    of("reservation.expired", "A hold ended by its time; what it held is free again."),
    of("reservation.extended", "The end of a hold was moved."),
    of("reservation.held", "An order's uses, budgets and balances were put on hold."),
    of("reservation.released", "A hold was given up, or gave way to another or to the placing of the same order."),
    of("reservation.updated", "A hold was priced again, with another cart or other codes."),
    of("settings.updated", "The store's settings were changed."),
    of("store.restored", "A backup was put into use."),
    of("template.created", "A template of coupons was made."),
    of("template.deleted", "A template of coupons was deleted."),
    of("template.updated", "A template of coupons was changed."),
    of("view.created", "A view of a list was saved."),
    of("view.deleted", "A saved view of a list was deleted."),
    of("view.updated", "A saved view of a list was changed."),
    of("webhook.created", "A webhook was made."),
    of("webhook.deleted", "A webhook was deleted."),
    of(
        "webhook.disabled",
        "A webhook was switched off because its deliveries failed for too long, or its endpoint answered 410.",
    ),
    of("webhook.replayed", "The events of a webhook are sent again from an earlier one."),
    of("webhook.secret_rotated", "A webhook has a new secret."),
    of("webhook.updated", "A webhook was changed, or switched on or off by the team."),
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
