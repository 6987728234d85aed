//! The catalogue: departments, categories, a search, page by page.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;

use super::frame::Frame;
use super::{Reply, page, trouble};
use crate::api::{Product, encoded};
use crate::catalogue::Catalogue;
use crate::links::parameter;
use crate::money;
use crate::state::Shop;
use crate::visit::Visit;

/// Products on a page.
const ON_A_PAGE: usize = 20;

#[derive(Template)]
#[template(path = "catalogue.html")]
struct CataloguePage {
    f: Frame,
    title: String,
    /// The way to the category: name and address.
    way: Vec<Link>,
    /// What is below it.
    below: Vec<Link>,
    cards: Vec<Card>,
    count: usize,
    earlier: Option<String>,
    later: Option<String>,
    place: String,
}

/// A link with its name.
struct Link {
    name: String,
    href: String,
}

/// A product in the catalogue.
pub(super) struct Card {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) brand: Option<String>,
    pub(super) price: String,
    pub(super) old: Option<String>,
    pub(super) is_sold_out: bool,
    pub(super) art: &'static str,
}

impl Card {
    fn of(shop: &Shop, visit: &Visit, catalogue: &Catalogue, product: &Product) -> Self {
        let shown = |minor| money::shown(minor, &shop.options.currency, visit.language);
        Self {
            href: format!("/shop/products/{}", encoded(&product.id)),
            name: product.name().to_owned(),
            brand: product.brand.clone(),
            price: shown(product.price()),
            old: product.old_price().map(shown),
            is_sold_out: product.is_sold_out(),
            art: catalogue.art(product),
        }
    }
}

/// Shows the catalogue.
pub(crate) async fn show(State(shop): State<Shop>, visit: Visit, uri: Uri) -> Reply {
    let catalogue = match shop.catalogue().await {
        Ok(catalogue) => catalogue,
        Err(refused) => return Err(trouble(&shop, &visit, refused).await),
    };
    let category = parameter(&uri, "category").filter(|id| catalogue.category(id).is_some());
    let words = parameter(&uri, "q").unwrap_or_default();
    let number = parameter(&uri, "page").and_then(|page| page.parse::<usize>().ok()).unwrap_or(1).max(1);
    let found: Vec<&Product> = catalogue.search(category.as_deref(), &words).collect();
    let pages = found.len().div_ceil(ON_A_PAGE).max(1);
    let number = number.min(pages);
    let cards = found.iter().skip((number - 1) * ON_A_PAGE).take(ON_A_PAGE);
    let address = |category: Option<&str>, words: &str, page: usize| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(category) = category {
            query.append_pair("category", category);
        }
        if !words.is_empty() {
            query.append_pair("q", words);
        }
        if page > 1 {
            query.append_pair("page", &page.to_string());
        }
        let query = query.finish();
        if query.is_empty() { "/shop".to_owned() } else { format!("/shop?{query}") }
    };
    let link = |category: &crate::api::Category| Link {
        name: category.name.clone().unwrap_or_else(|| category.id.clone()),
        href: address(Some(&category.id), &words, 1),
    };
    let way: Vec<Link> = category.iter().flat_map(|id| catalogue.way_to(id)).map(link).collect();
    let t = visit.t();
    let title = way.last().map_or_else(|| t.everything.to_owned(), |last| last.name.clone());
    let mut session = visit.session().await;
    let f = Frame { query: words.clone(), ..Frame::of(&shop, &visit, &mut session) };
    Ok(page(
        &visit,
        &CataloguePage {
            f,
            title,
            way,
            below: catalogue.below(category.as_deref()).map(link).collect(),
            cards: cards.map(|product| Card::of(&shop, &visit, &catalogue, product)).collect(),
            count: found.len(),
            earlier: (number > 1).then(|| address(category.as_deref(), &words, number - 1)),
            later: (number < pages).then(|| address(category.as_deref(), &words, number + 1)),
            place: crate::texts::fill(t.page_of, &[&number.to_string(), &pages.to_string()]),
        },
    ))
}
