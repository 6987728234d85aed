//! A coupon beside the others: automatic ones that cannot go together, and a stack that reaches the store's cap.

use std::sync::Arc;

use super::{Found, LintContext, highest_percent};
use crate::compiled::CompiledCoupon;
use crate::coupon::{Activation, Validity};
use crate::locale::rate;

/// So many conflicts are named one by one.
const NAMED: usize = 5;

pub(super) fn look(coupon: &CompiledCoupon, context: &LintContext<'_>, found: &mut Found) {
    let others = || {
        context.others.iter().filter(|other| {
            Some(other.id.as_str()) != context.coupon_id && overlap(&coupon.terms.validity, &other.terms.validity)
        })
    };
    if coupon.terms.activation == Activation::Automatic {
        let automatic = others().filter(|other| other.terms.activation == Activation::Automatic);
        for other in automatic.filter(|other| !combine(coupon, other)).take(NAMED) {
            let name = &other.terms.name;
            found.add(
                "automatic_conflict",
                "/stacking",
                format!("Automatic coupons cannot be chosen between: this one and \"{name}\" do not combine, so only the better one for the customer applies. Let both combine, or end one."),
                format!("Le client ne choisit pas entre coupons automatiques : celui-ci et « {name} » ne se cumulent pas, seul le plus avantageux s'applique. Autorisez le cumul ou arrêtez l'un des deux."),
            );
            found.with("coupon_id", other.id.as_str()).with("name", name.as_str());
        }
    }
    look_at_cap(coupon, others(), context, found);
}

fn look_at_cap<'a>(
    coupon: &CompiledCoupon,
    others: impl Iterator<Item = &'a Arc<CompiledCoupon>>,
    context: &LintContext<'_>,
    found: &mut Found,
) {
    let (Some(cap), Some(own)) = (context.settings.max_discount_percent, highest_percent(&coupon.terms)) else {
        return;
    };
    let beside = others
        .filter(|other| combine(coupon, other))
        .filter_map(|other| highest_percent(&other.terms).map(|percent| (percent, other)))
        .max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp_id(a.1)));
    let (cap_words, own_words) = (rate(cap, context.locale), rate(own, context.locale));
    if own > cap {
        found.add(
            "store_cap_reached",
            "/benefits",
            format!("{own_words} is above the store's cap of {cap_words}: the discount is cut to it."),
            format!("{own_words} dépasse le plafond de {cap_words} de la boutique : la remise y est ramenée."),
        );
        return;
    }
    if let Some((percent, other)) = beside.filter(|(percent, _)| own.scaled() + percent.scaled() > cap.scaled()) {
        let (percent, name) = (rate(percent, context.locale), &other.terms.name);
        found.add(
            "store_cap_reached",
            "/stacking",
            format!("Together with \"{name}\" ({percent}) this coupon reaches the store's cap of {cap_words}: the discount is cut to it."),
            format!("Avec « {name} » ({percent}), ce coupon atteint le plafond de {cap_words} de la boutique : la remise y est ramenée."),
        );
        found.with("coupon_id", other.id.as_str()).with("name", name.as_str());
    }
}

/// Whether each allows the other.
fn combine(one: &CompiledCoupon, other: &CompiledCoupon) -> bool {
    one.allows(other, other.terms.activation) && other.allows(one, one.terms.activation)
}

/// Whether there is an instant in both.
fn overlap(one: &Validity, other: &Validity) -> bool {
    let begins_before_end =
        |begins: &Validity, ends: &Validity| begins.starts_at.zip(ends.ends_at).is_none_or(|(start, end)| start < end);
    begins_before_end(one, other) && begins_before_end(other, one)
}
