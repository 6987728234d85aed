//! The products a coupon is for: none, cheaper than the amount, or below the margin.

use std::sync::Arc;

use serde_json::json;

use super::{Found, LintContext};
use crate::benefit::Benefit;
use crate::benefit::amount_off::{AmountOff, Overflow, Per};
use crate::cart::{Cart, Line};
use crate::compiled::CompiledCoupon;
use crate::coupon::{Activation, Coupon, Limits, Stacking, Status, Terms, Validity};
use crate::evaluate::{Presented, Request, evaluate};
use crate::facts::Facts;
use crate::lines::Lines;
use crate::locale::{amount_with_code, rate};
use crate::settings::{MarginPolicy, Settings};
use crate::target::Selector;

/// So many products are named.
const NAMED: usize = 5;

pub(super) fn look(coupon: &CompiledCoupon, context: &LintContext<'_>, found: &mut Found) {
    for (index, benefit) in coupon.benefits().iter().enumerate() {
        let Some(target) = benefit.computed().target() else { continue };
        if excludes_all_it_names(target) || is_empty(target, context) {
            found.add(
                "never_applicable",
                format!("/benefits/{index}/target"),
                "No product is left that this benefit is for. Name others, or take away what is excluded.",
                "Il ne reste aucun produit pour cet avantage. Nommez-en d'autres ou retirez des exclusions.",
            );
        } else if let Benefit::AmountOff(amount) = benefit {
            compare_with_cheapest(index, amount, target, context, found);
        }
    }
    if context.settings.min_margin_percent.is_some() {
        look_at_margins(coupon, context, found);
    }
}

/// A list of products of which every one is excluded again.
fn excludes_all_it_names(target: &Selector) -> bool {
    let only_products = target.categories.is_empty()
        && target.groups.is_empty()
        && target.brands.is_empty()
        && target.tags.is_empty()
        && target.attributes.is_empty();
    let excluded = target.exclude.as_ref().map_or(&[][..], |exclude| &exclude.products);
    only_products && !target.products.is_empty() && target.products.iter().all(|id| excluded.contains(id))
}

/// Whether none of the shop's products is meant, all of which are known.
fn is_empty(target: &Selector, context: &LintContext<'_>) -> bool {
    context.knows_all_products && context.products.iter().any(|cart| !cart.line_items.is_empty()) && {
        !context.products.iter().any(|cart| {
            let lines = Lines::new(cart, context.settings, context.categories);
            lines.all().iter().any(|line| target.means(line))
        })
    }
}

fn compare_with_cheapest(
    index: usize,
    benefit: &AmountOff,
    target: &Selector,
    context: &LintContext<'_>,
    found: &mut Found,
) {
    if target.names_nothing() && benefit.per == Per::Order {
        return;
    }
    let Some((cart, cheapest)) = cheapest(target, context) else { return };
    let Some(amount) = benefit.amount.get(&cart.currency).filter(|amount| **amount > cheapest.unit_price) else {
        return;
    };
    let words = |minor| amount_with_code(minor, cart.currency, context.locale);
    let (amount, price) = (words(amount.minor()), words(cheapest.unit_price.minor()));
    let name = cheapest.title.as_ref().unwrap_or(&cheapest.product_id);
    let (en, fr) = match benefit.overflow {
        Overflow::Cap => ("What is above its price is lost.", "Ce qui dépasse son prix est perdu."),
        Overflow::SpillToOrder => (
            "What is above its price comes off the rest of the order.",
            "Ce qui dépasse son prix est déduit du reste de la commande.",
        ),
    };
    found.add(
        "amount_above_price",
        format!("/benefits/{index}/amount"),
        format!("{amount} is more than the cheapest product it is for, {name} at {price}. {en}"),
        format!("{amount} dépasse le prix du produit le moins cher concerné, {name} à {price}. {fr}"),
    );
    found.with("product_id", cheapest.product_id.as_str()).with("unit_price", cheapest.unit_price.minor());
}

fn cheapest<'a>(target: &Selector, context: &LintContext<'a>) -> Option<(&'a Cart, &'a Line)> {
    let mut least: Option<(&Cart, &Line)> = None;
    for cart in context.products {
        let lines = Lines::new(cart, context.settings, context.categories);
        for view in lines.all().iter().filter(|view| target.means(view)) {
            if least.is_none_or(|(_, line)| view.line.unit_price < line.unit_price) {
                least = Some((cart, view.line));
            }
        }
    }
    least
}

/// Prices each product by itself with the coupon alone: the same engine says where the margin breaks.
fn look_at_margins(coupon: &CompiledCoupon, context: &LintContext<'_>, found: &mut Found) {
    let settings = Settings { max_discount_percent: None, ..context.settings.clone() };
    let alone = Arc::new(CompiledCoupon::new(unconditional(coupon)));
    let mut broken: Vec<&Line> = Vec::new();
    for cart in context.products {
        for line in cart.line_items.iter().filter(|line| line.unit_cost.is_some()) {
            let one = Cart { line_items: vec![line.clone()], ..cart.clone() };
            if breaks_margin(&one, &alone, &settings, context) {
                broken.push(line);
            }
        }
    }
    let Some(first) = broken.first() else { return };
    let names: Vec<&str> =
        broken.iter().take(NAMED).map(|line| line.title.as_deref().unwrap_or(&line.product_id)).collect();
    let margin = context.settings.min_margin_percent.map(|margin| rate(margin, context.locale)).unwrap_or_default();
    let (count, names) = (broken.len(), names.join(", "));
    let is_cut = context.settings.margin_policy == MarginPolicy::Trim;
    let (en, fr) = if is_cut {
        ("The discount is cut there.", "La remise y est réduite.")
    } else {
        ("The settings let it through.", "Les réglages le laissent passer.")
    };
    found.add(
        "margin_broken",
        "/benefits",
        format!("Products sold below the margin of {margin}: {count} ({names}). {en}"),
        format!("Produits vendus sous la marge de {margin} : {count} ({names}). {fr}"),
    );
    let ids: Vec<&str> = broken.iter().take(NAMED).map(|line| line.product_id.as_str()).collect();
    found.with("products", count).with("product_ids", json!(ids)).with("first", first.product_id.as_str());
}

/// The coupon with nothing that could keep it out.
fn unconditional(coupon: &CompiledCoupon) -> Coupon {
    let terms = Terms {
        status: Status::Enabled,
        activation: Activation::Code,
        code: None,
        conditions: None,
        campaign_id: None,
        validity: Validity::default(),
        limits: Limits::default(),
        stacking: Stacking::default(),
        ..coupon.terms.clone()
    };
    Coupon { id: "lint".to_owned(), version: 1, terms }
}

fn breaks_margin(cart: &Cart, coupon: &Arc<CompiledCoupon>, settings: &Settings, context: &LintContext<'_>) -> bool {
    let presented =
        [Presented { code: Some("lint".to_owned()), coupon: Some(Arc::clone(coupon)), ..Presented::default() }];
    let quote = evaluate(&Request {
        cart,
        now: context.now,
        settings,
        automatic: &[],
        presented: &presented,
        declined: &[],
        facts: &Facts::default(),
        categories: context.categories,
        explain: false,
        first_order: None,
    });
    quote.discounts.applied.iter().flat_map(|applied| &applied.trims).any(|trim| trim.by == "margin_floor")
}
