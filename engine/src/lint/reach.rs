//! How much a coupon gives and to how many: too much without a limit, or nothing to anybody lately; and no end.

use super::{Found, LintContext, highest_percent, zone};
use crate::coupon::Terms;
use crate::locale::{day, rate};
use crate::money::Percent;
use crate::summary::last_moment;

/// From here on a percentage without any limit is named.
const HIGH: Percent = Percent::whole(50);

pub(super) fn look(terms: &Terms, context: &LintContext<'_>, found: &mut Found) {
    if terms.benefits.is_empty() {
        found.add(
            "benefit_missing",
            "/benefits",
            "The coupon gives nothing yet. Choose a discount.",
            "Le coupon n'accorde encore rien. Choisissez une remise.",
        );
    }
    let limits = &terms.limits;
    let is_limited = limits.total.is_some() || limits.per_customer.is_some() || limits.budget.is_some();
    if let Some(percent) = highest_percent(terms).filter(|percent| *percent >= HIGH && !is_limited) {
        let percent = rate(percent, context.locale);
        found.add(
            "unlimited_high_discount",
            "/limits",
            format!("{percent} off without any limit invites abuse. Limit the uses in all, the uses of each customer, or the budget."),
            format!("{percent} de remise sans aucune limite invite aux abus. Limitez les utilisations au total ou par client, ou le budget."),
        );
    }
    if let Some(orders) = context.orders.filter(|orders| orders.orders > 0 && orders.matched == 0) {
        let (days, count) = (orders.days, orders.orders);
        found.add(
            "too_restrictive",
            "/conditions",
            format!("None of the {count} orders of the last {days} days would have had this coupon. Look at its conditions and its target again."),
            format!("Aucune des {count} commandes des {days} derniers jours n'aurait bénéficié de ce coupon. Revoyez ses conditions et sa cible."),
        );
        found.with("orders", count).with("days", days);
    }
    let validity = &terms.validity;
    if validity.ends_at.is_none()
        && validity.days_after_claim.is_none()
        && context.campaign.is_none_or(|campaign| campaign.ends_at.is_none())
    {
        found.tip(
            "no_end",
            "/validity/ends_at",
            "The coupon has no end. A limited time makes shoppers decide, and nobody forgets to switch it off.",
            "Le coupon n'a pas de fin. Une durée limitée incite à se décider, et personne n'oublie de le désactiver.",
        );
    }
    if let Some(end) = validity.ends_at.filter(|end| *end <= context.now) {
        let date = day(last_moment(end, &zone(context.settings)).date(), context.locale);
        found.add(
            "never_applicable",
            "/validity/ends_at",
            format!("The coupon ended on {date}. Move the end, or run it again."),
            format!("Le coupon a pris fin le {date}. Repoussez la fin ou relancez-le."),
        );
    }
    for (member, limit) in [
        ("total", limits.total),
        ("per_customer", limits.per_customer),
        ("per_code", limits.per_code),
        ("per_day", limits.per_day),
    ] {
        if limit == Some(0) {
            found.add(
                "never_applicable",
                format!("/limits/{member}"),
                "A limit of 0 allows no use at all. Leave it empty for no limit.",
                "Une limite de 0 n'autorise aucune utilisation. Laissez vide pour ne pas limiter.",
            );
        }
    }
}
