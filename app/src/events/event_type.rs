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
    of("campaign.updated", "A campaign was changed: name, calendar, channels or budget."),
    of("category.put", "A category was made or changed."),
    of("claim.created", "A coupon was put into a wallet: claimed, claimed with a code, or granted by the team."),
    of("claim.released", "A claim that an order had is free again: the order was cancelled, refunded or changed."),
    of("claim.revoked", "A claim was taken back, or its customer was deleted."),
    of("claim.used", "A claim was used by an order."),
    of("code.balance_changed", "The balance of a code was raised or lowered by the team."),
    of("code.created", "A code of a coupon was made, its first one too."),
    of("code.reassigned", "A code was given to another account, or to anybody."),
    of("code.voided", "A code was made void."),
    of("codes.generated", "A batch of codes was made, or as much of it as there is after it was cancelled or failed."),
    of(
        "codes.imported",
        "Codes of a table were given to a coupon, or as many as there were before that was cancelled or failed.",
    ),
    of(
        "codes.voided",
        "The codes of a batch were voided, or as many of them as there were before that was cancelled or failed.",
    ),
    of("coupon.archived", "A coupon was archived."),
    of("coupon.created", "A coupon was made, with whatever status."),
    of("coupon.deleted", "An archived coupon was deleted for good; its redemptions stay."),
    of("coupon.enabled", "A coupon was enabled, whether by the call for it or by an edit."),
    of("coupon.paused", "A coupon was paused, whether by the call for it or by an edit."),
    of("coupon.restored", "An archived coupon was taken back, paused or as a draft."),
    of("coupon.updated", "A coupon was edited and is neither enabled nor paused by it; it has a new version."),
    of("customer.deleted", "A customer was deleted."),
    of("customer.put", "A customer was made or changed."),
    of("job.cancelled", "A job was cancelled; what it did until then stays."),
    of("job.created", "A job was made: work that takes longer than a call."),
    of("job.failed", "A job could not go on; what it did until then stays."),
    of("key.created", "An API key was made."),
    of("key.revoked", "An API key was revoked."),
    of("messages.updated", "The store's own texts were changed."),
    of("order.amended", "A placed order was changed and priced again."),
    of("order.cancelled", "A placed order was cancelled; what it used is free again, but for the count of the day."),
    of("order.placed", "An order was placed."),
    of("orders.recorded", "Orders that were placed elsewhere were told: how many by one step of the job."),
    of("product.put", "A product was made or changed."),
    of("product.stock_changed", "The stock of a product was set."),
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
    of("segment.created", "A segment was made."),
    of("segment.deleted", "A segment was deleted."),
    of("segment.members_added", "Customers were taken into a static segment."),
    of("segment.members_removed", "Customers were taken out of a static segment."),
    of("segment.updated", "The name or the conditions of a segment were changed."),
    of("settings.updated", "The store's settings were changed."),
    of("store.restored", "A backup was put into use."),
    of("template.created", "A template of coupons was made."),
    of("template.deleted", "A template of coupons was deleted."),
    of("template.updated", "A template of coupons was changed."),
    of("token_secret.created", "The secret that customer and cart tokens are signed with was made."),
    of(
        "token_secret.rotated",
        "Customer and cart tokens are signed with another secret; the one before is accepted until `former_until`.",
    ),
    of("user.created", "A person was given an account for the admin pages."),
    of(
        "user.password_changed",
        "The password of an account was changed; its sessions ended, but for the one it was changed in.",
    ),
    of("user.recovery_code_used", "A person signed in with a recovery code, which is used up by it."),
    of("user.recovery_codes_made", "A person has new recovery codes; those before are of no use any more."),
    of("user.session_ended", "A person signed out, or a session of theirs was ended."),
    of("user.signed_in", "A person signed in to the admin pages."),
    of("user.two_step_disabled", "No code is asked for any more when a person signs in, by themselves or by an owner."),
    of("user.two_step_enabled", "A code is asked for after the password when a person signs in."),
    of("user.updated", "The name, the roles or the state of an account were changed."),
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
