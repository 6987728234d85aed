//! What whoever runs the shop says about it.

/// What whoever runs the shop says about it.
#[derive(Clone)]
pub struct ShopOptions {
    /// Where the shop's server reaches the API, such as `http://127.0.0.1:7410`; plain HTTP.
    pub api: String,
    /// Where browsers reach the API, such as `https://coupons.shop.example`; `None`: on the host of the shop itself.
    pub browser_api: Option<String>,
    /// `pk_...`: stands in the pages.
    pub publishable_key: String,
    /// `sk_...` with the scopes `quotes`, `redemptions`, `refunds`, `claims`, `catalogue`, `customers`, and `settings` if the
    /// shop is to follow the setting that hides the field for codes.
    pub secret_key: String,
    /// What customer and cart tokens are signed with.
    pub token_secret: String,
    /// What the shop is called.
    pub name: String,
    /// ISO 4217, of every price.
    pub currency: String,
    /// Whether the prices of the catalogue include tax.
    pub prices_include_tax: bool,
    /// How parcels are sent.
    pub services: Vec<Service>,
    /// Codes that the shop advertises where they give something. One whose coupon is private is never shown.
    pub advertised_codes: Vec<String>,
    /// Customers, by id, who can be signed in as.
    pub customers: Vec<String>,
}

/// A way to send parcels.
#[derive(Clone, Debug)]
pub struct Service {
    /// As carts and coupons name it.
    pub id: String,
    /// In English.
    pub name: String,
    /// In French.
    pub french_name: String,
    /// In minor units.
    pub amount: i64,
    /// In percent.
    pub tax_rate: u32,
}

impl Service {
    /// A way to send parcels, with a tax of 20 percent.
    #[must_use]
    pub fn new(id: &str, name: &str, french_name: &str, amount: i64) -> Self {
        Self { id: id.into(), name: name.into(), french_name: french_name.into(), amount, tax_rate: 20 }
    }
}
