//! Which lines a selector means (4.2).

use tessera_engine::cart::{Attribute, Line};
use tessera_engine::evaluate::Categories;
use tessera_engine::target::{AttributeMatch, Include, Selector};

/// Whether the selector names a list at all.
fn names_a_list(selector: &Selector) -> bool {
    let lists = [&selector.products, &selector.categories, &selector.groups, &selector.brands, &selector.tags];
    lists.iter().any(|list| !list.is_empty()) || !selector.attributes.is_empty()
}

/// Whether it names nothing to include: absent, empty or exclusions only (3.1).
pub(crate) fn names_nothing(selector: &Selector) -> bool {
    !names_a_list(selector) && selector.include.is_empty()
}

/// Whether the selector means the line.
pub(crate) fn means(selector: &Selector, line: &Line, tree: &Categories) -> bool {
    (!names_a_list(selector) || is_listed(selector, line, tree))
        && !is_excluded(selector, line, tree)
        && flags(line).iter().all(|flag| selector.include.contains(flag))
}

fn is_excluded(selector: &Selector, line: &Line, tree: &Categories) -> bool {
    selector.exclude.as_ref().is_some_and(|exclude| names(exclude, line, tree))
        || (selector.exclude_sale_items && is_on_sale(line))
}

/// Whether an exclusion names the line, whatever its flags.
pub(crate) fn names(exclude: &Selector, line: &Line, tree: &Categories) -> bool {
    let flagged = flags(line).iter().any(|flag| exclude.include.contains(flag));
    (is_listed(exclude, line, tree) || flagged) && !is_excluded(exclude, line, tree)
}

fn is_listed(selector: &Selector, line: &Line, tree: &Categories) -> bool {
    let any = |asked: &[String], there: &Option<Vec<String>>| there.iter().flatten().any(|name| asked.contains(name));
    let attributes = || {
        selector.attributes.iter().all(|(name, asked)| {
            line.attributes.as_ref().and_then(|all| all.get(name)).is_some_and(|value| fits(asked, value))
        })
    };
    selector.products.contains(&line.product_id)
        || line.categories.iter().flatten().any(|category| is_within(category, &selector.categories, tree))
        || any(&selector.groups, &line.groups)
        || line.brand.as_ref().is_some_and(|brand| selector.brands.contains(brand))
        || any(&selector.tags, &line.tags)
        || (!selector.attributes.is_empty() && attributes())
}

/// Whether a category is one of those asked for, or below one of them.
fn is_within(category: &str, asked: &[String], tree: &Categories) -> bool {
    asked.iter().any(|one| one == category) || tree.0.get(category).is_some_and(|parent| is_within(parent, asked, tree))
}

fn fits(asked: &AttributeMatch, value: &Attribute) -> bool {
    match (asked, value) {
        (AttributeMatch::Value(asked), value) => asked == value,
        (AttributeMatch::Range { min, max }, Attribute::Number(number)) => {
            min.is_none_or(|min| *number >= min) && max.is_none_or(|max| *number <= max)
        }
        (AttributeMatch::Range { .. }, _) => false,
    }
}

fn flags(line: &Line) -> Vec<Include> {
    let all = [
        (line.gift_card == Some(true), Include::GiftCards),
        (line.in_stock == Some(false), Include::OutOfStock),
        (line.discountable == Some(false), Include::NotDiscountable),
    ];
    all.into_iter().filter(|(is_so, _)| *is_so).map(|(_, flag)| flag).collect()
}

fn is_on_sale(line: &Line) -> bool {
    line.on_sale.unwrap_or(line.list_price.is_some_and(|list| list > line.unit_price))
}
