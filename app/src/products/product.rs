//! A product as it is written, kept and shown.

use std::collections::BTreeMap;

use serde::Serialize;
use tessera_engine::cart::{Attribute, BillingPeriod, Cart, decode_attribute};
use tessera_engine::decode::{Decode, Errors, Node, limits};
use tessera_engine::{Money, Percent};
use tessera_store::products::ProductRecord;

/// What a cart's line may leave out because the store knows it. The body of `PUT /v1/products/{id}` has all members but `id`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Product {
    /// The merchant's id; from the path.
    pub id: String,
    /// Stock keeping unit.
    pub sku: Option<String>,
    /// Display name.
    pub title: Option<String>,
    /// Price of one unit.
    pub unit_price: Option<Money>,
    /// Price of one unit before the shop's own reductions.
    pub list_price: Option<Money>,
    /// Categories, by id.
    pub categories: Option<Vec<String>>,
    /// Groups, by id.
    pub groups: Option<Vec<String>>,
    /// Brand.
    pub brand: Option<String>,
    /// Tags.
    pub tags: Option<Vec<String>>,
    /// Attributes by name.
    pub attributes: Option<BTreeMap<String, Attribute>>,
    /// Whether the price is a sale price.
    pub on_sale: Option<bool>,
    /// Whether it is in stock; absent: when `stock` is not counted or above 0.
    pub in_stock: Option<bool>,
    /// Whether coupons may reduce it.
    pub discountable: Option<bool>,
    /// Whether it is a gift card.
    pub gift_card: Option<bool>,
    /// Tax rate.
    pub tax_rate: Option<Percent>,
    /// Weight of one unit in grams.
    pub weight_grams: Option<u64>,
    /// What one unit costs the shop.
    pub unit_cost: Option<Money>,
    /// No coupon takes a unit below this price.
    pub min_unit_price: Option<Money>,
    /// One-time setup fee of one unit.
    pub setup_fee: Option<Money>,
    /// How often it is paid.
    pub billing_period: Option<BillingPeriod>,
    /// Units in stock; none: not counted.
    pub stock: Option<i64>,
}

impl Product {
    /// Whether it is in stock now: what was said, else the counted stock.
    #[must_use]
    pub fn in_stock_now(&self) -> Option<bool> {
        self.in_stock.or_else(|| self.stock.map(|stock| stock > 0))
    }

    /// The product of a record. A document that cannot be read is told to the log and is as good as absent.
    pub(crate) fn of_record(record: &ProductRecord) -> Option<Self> {
        match tessera_engine::from_json::<WholeProduct>(record.document.as_bytes()) {
            Ok(WholeProduct(product)) => Some(Self { id: record.id.clone(), stock: record.stock, ..product }),
            Err(error) => {
                tracing::error!(product_id = %record.id, %error, "a stored product cannot be read");
                None
            }
        }
    }

    fn members(object: &mut tessera_engine::decode::Object<'_>, errors: &mut Errors) -> Self {
        let names = |node: &Node<'_>, errors: &mut Errors| node.names(limits::LIST, errors);
        let money = |node: &Node<'_>, errors: &mut Errors| node.money(Cart::LARGEST_AMOUNT, errors);
        let flag = |node: &Node<'_>, errors: &mut Errors| node.bool(errors);
        let name = |node: &Node<'_>, errors: &mut Errors| node.name(errors);
        let largest_rate = Percent::from_scaled(10_000_000).expect("1,000 % is a rate");
        Self {
            id: String::new(),
            sku: object.optional("sku", errors, name),
            title: object.optional("title", errors, name),
            unit_price: object.optional("unit_price", errors, money),
            list_price: object.optional("list_price", errors, money),
            categories: object.optional("categories", errors, names),
            groups: object.optional("groups", errors, names),
            brand: object.optional("brand", errors, name),
            tags: object.optional("tags", errors, names),
            attributes: object
                .optional("attributes", errors, |node, errors| node.map(limits::LIST, errors, decode_attribute)),
            on_sale: object.optional("on_sale", errors, flag),
            in_stock: object.optional("in_stock", errors, flag),
            discountable: object.optional("discountable", errors, flag),
            gift_card: object.optional("gift_card", errors, flag),
            tax_rate: object.optional("tax_rate", errors, |node, errors| node.percent(largest_rate, errors)),
            weight_grams: object.optional("weight_grams", errors, |node, errors| node.count(errors)),
            unit_cost: object.optional("unit_cost", errors, money),
            min_unit_price: object.optional("min_unit_price", errors, money),
            setup_fee: object.optional("setup_fee", errors, money),
            billing_period: object
                .optional("billing_period", errors, |node, errors| node.word(BillingPeriod::WORDS, errors)),
            stock: object.optional("stock", errors, |node, errors| node.integer(0..=Money::MAX_MINOR, errors)),
        }
    }
}

impl Decode for Product {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let product = Self::members(&mut object, errors);
        object.finish(errors);
        Some(product)
    }
}

/// A product with its id, as the store keeps it, answers show it and a bulk call sends it.
#[derive(Clone, Debug)]
pub(crate) struct WholeProduct(pub(crate) Product);

impl Decode for WholeProduct {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let id = object.required("id", errors, Node::name);
        let product = Product::members(&mut object, errors);
        object.finish(errors);
        Some(Self(Product { id: id?, ..product }))
    }
}
