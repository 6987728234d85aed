//! What the shop sells, in its departments.

use std::collections::HashMap;

use crate::api::{Category, Product};

/// Products and categories, as they were last read.
#[derive(Debug)]
pub(crate) struct Catalogue {
    products: Vec<Product>,
    places: HashMap<String, usize>,
    categories: Vec<Category>,
}

/// How deep categories stand in each other at most.
const DEEPEST: usize = 20;

impl Catalogue {
    pub(crate) fn new(products: Vec<Product>, categories: Vec<Category>) -> Self {
        let mut products: Vec<Product> = products.into_iter().filter(|product| product.unit_price.is_some()).collect();
        products.sort_by_key(|product| (product.is_sold_out(), product.name().to_lowercase()));
        let places = products.iter().enumerate().map(|(place, product)| (product.id.clone(), place)).collect();
        Self { products, places, categories }
    }

    /// A product.
    pub(crate) fn product(&self, id: &str) -> Option<&Product> {
        self.products.get(*self.places.get(id)?)
    }

    /// Products of a category and those below it whose names have these words.
    pub(crate) fn search<'a>(&'a self, category: Option<&'a str>, words: &'a str) -> impl Iterator<Item = &'a Product> {
        let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        self.products.iter().filter(move |product| {
            let text = || format!("{} {}", product.name(), product.brand.as_deref().unwrap_or_default()).to_lowercase();
            category.is_none_or(|category| self.is_in(product, category))
                && (words.is_empty() || words.iter().all(|word| text().contains(word.as_str())))
        })
    }

    /// A category.
    pub(crate) fn category(&self, id: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.id == id)
    }

    /// The categories in a category; in none: the departments.
    pub(crate) fn below<'a>(&'a self, parent: Option<&'a str>) -> impl Iterator<Item = &'a Category> {
        self.categories.iter().filter(move |category| category.parent_id.as_deref() == parent)
    }

    /// A category and those it is in, the department first.
    pub(crate) fn way_to(&self, id: &str) -> Vec<&Category> {
        let mut way = Vec::new();
        let mut next = self.category(id);
        while let Some(category) = next
            && way.len() < DEEPEST
        {
            way.insert(0, category);
            next = category.parent_id.as_deref().and_then(|parent| self.category(parent));
        }
        way
    }

    fn is_in(&self, product: &Product, category: &str) -> bool {
        let own = product.categories.iter().flatten();
        own.flat_map(|own| self.way_to(own)).any(|found| found.id == category)
    }

    /// The drawing of a product: that of the nearest category that has one.
    pub(crate) fn art(&self, product: &Product) -> &'static str {
        let own = product.categories.iter().flatten();
        let mut ways = own.flat_map(|own| self.way_to(own).into_iter().rev().map(|category| category.id.as_str()));
        ways.find_map(art_of).unwrap_or("box")
    }
}

fn art_of(category: &str) -> Option<&'static str> {
    Some(match category {
        "domains" => "globe",
        "hosting" => "server",
        "shirts" => "shirt",
        "dresses" => "dress",
        "knitwear" => "jumper",
        "jackets" | "workwear" => "jacket",
        "children" => "shirt",
        "shoes" => "shoe",
        "accessories" => "bag",
        "books" => "book",
        "gift-cards" => "gift",
        _ => return None,
    })
}

impl Product {
    /// What it is called.
    pub(crate) fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.id)
    }

    /// Price of one unit in minor units.
    pub(crate) fn price(&self) -> i64 {
        self.unit_price.unwrap_or_default()
    }

    /// What it cost before the shop reduced it.
    pub(crate) fn old_price(&self) -> Option<i64> {
        self.list_price.filter(|list| *list > self.price())
    }

    /// Whether there is none.
    pub(crate) fn is_sold_out(&self) -> bool {
        self.in_stock == Some(false) || self.stock.is_some_and(|stock| stock <= 0)
    }

    /// Whether it goes into a parcel.
    pub(crate) fn is_sent(&self) -> bool {
        self.weight_grams.unwrap_or_default() > 0 && self.gift_card != Some(true)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_department_holds_what_is_below_it() {
        let products = json!([
            { "id": "a", "title": "Oxford shirt", "unit_price": 4900, "list_price": 5900, "categories": ["shirts"], "weight_grams": 300 },
            { "id": "b", "title": "VPS", "unit_price": 1199, "list_price": 1199, "categories": ["vps"], "in_stock": false },
            { "id": "c", "title": "Without a price" },
        ]);
        let categories = json!([
            { "id": "fashion", "name": "Fashion", "parent_id": null }, { "id": "shirts", "name": "Shirts", "parent_id": "fashion" },
            { "id": "hosting", "name": "Hosting", "parent_id": null }, { "id": "vps", "name": "VPS", "parent_id": "hosting" },
        ]);
        let catalogue =
            Catalogue::new(serde_json::from_value(products).unwrap(), serde_json::from_value(categories).unwrap());
        let found =
            |category, words| catalogue.search(category, words).map(|product| product.id.as_str()).collect::<Vec<_>>();
        assert_eq!(found(None, ""), ["a", "b"], "what is sold out stands last, what has no price nowhere");
        assert_eq!(found(Some("fashion"), ""), ["a"]);
        assert_eq!(found(Some("hosting"), "shirt"), Vec::<&str>::new());
        assert_eq!(found(None, "OXFORD shi"), ["a"]);
        let departments: Vec<&str> = catalogue.below(None).map(|category| category.id.as_str()).collect();
        assert_eq!(departments, ["fashion", "hosting"]);
        let shirt = catalogue.product("a").unwrap();
        assert_eq!((catalogue.art(shirt), shirt.old_price(), shirt.is_sent()), ("shirt", Some(5900), true));
        let server = catalogue.product("b").unwrap();
        assert_eq!((catalogue.art(server), server.old_price(), server.is_sent()), ("server", None, false));
    }
}
