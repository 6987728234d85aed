//! What all requests share.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;

use crate::api::{Claimable, Client, Refused};
use crate::catalogue::Catalogue;
use crate::guesses::Guesses;
use crate::options::ShopOptions;
use crate::session::Sessions;

/// How old the catalogue may be.
const CATALOGUE: Duration = Duration::from_secs(30);
/// How old the settings may be, and the list of what is public.
const SETTINGS: Duration = Duration::from_secs(1);

/// Why a shop cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ShopError {
    /// The address of the API.
    #[error("`{0}` is no address of the API: write one such as http://127.0.0.1:7410")]
    Api(String),
}

/// The shop.
#[derive(Clone)]
pub(crate) struct Shop(Arc<Inner>);

/// What there is of it.
pub(crate) struct Inner {
    /// What whoever runs it said.
    pub(crate) options: ShopOptions,
    /// The API with the secret key.
    pub(crate) api: Client,
    /// The API with the key that stands in pages: what it says anybody may know.
    everybodys: Client,
    /// Visitors.
    pub(crate) sessions: Sessions,
    /// Codes that are none.
    pub(crate) guesses: Guesses,
    catalogue: Kept<Catalogue>,
    rules: Kept<Rules>,
    public: Kept<Vec<String>>,
}

impl std::ops::Deref for Shop {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// What the store's settings say to a shop.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    /// Whether there is a field for codes.
    pub(crate) shows_code_field: bool,
    /// Where the shop's clock hangs.
    pub(crate) zone: TimeZone,
}

impl Shop {
    pub(crate) fn new(options: ShopOptions) -> Result<Self, ShopError> {
        let with = |key: &str| Client::new(&options.api, key).ok_or_else(|| ShopError::Api(options.api.clone()));
        let (api, everybodys) = (with(&options.secret_key)?, with(&options.publishable_key)?);
        Ok(Self(Arc::new(Inner {
            options,
            api,
            everybodys,
            sessions: Sessions::default(),
            guesses: Guesses::default(),
            catalogue: Kept::default(),
            rules: Kept::default(),
            public: Kept::default(),
        })))
    }

    /// Products and categories.
    pub(crate) async fn catalogue(&self) -> Result<Arc<Catalogue>, Refused> {
        if let Some(kept) = self.catalogue.young(CATALOGUE) {
            return Ok(kept);
        }
        let (products, categories) = tokio::try_join!(self.api.products(), self.api.categories())?;
        Ok(self.catalogue.keep(Catalogue::new(products, categories)))
    }

    /// What the settings say; what a shop does by itself where its key may not read them.
    pub(crate) async fn rules(&self) -> Arc<Rules> {
        if let Some(kept) = self.rules.young(SETTINGS) {
            return kept;
        }
        let settings = self.api.settings().await.ok();
        let zone = settings.as_ref().and_then(|settings| TimeZone::get(settings.time_zone.as_deref()?).ok());
        self.rules.keep(Rules {
            shows_code_field: settings.is_none_or(|settings| settings.show_code_field),
            zone: zone.unwrap_or(TimeZone::UTC),
        })
    }

    /// What a customer may claim; of whom nothing is known, what a browser without a customer is told.
    pub(crate) async fn claimable(&self, customer_id: Option<&str>, locale: &str) -> Result<Vec<Claimable>, Refused> {
        let api = if customer_id.is_some() { &self.api } else { &self.everybodys };
        api.claimable(customer_id, locale).await
    }

    /// The coupons that may be shown to everybody: what the API says a browser may know. A code of any other is the
    /// business of whoever has it.
    pub(crate) async fn public_coupons(&self) -> Arc<Vec<String>> {
        if let Some(kept) = self.public.young(SETTINGS) {
            return kept;
        }
        let claimable = self.claimable(None, "en").await.unwrap_or_default();
        self.public.keep(claimable.into_iter().map(|coupon| coupon.coupon_id).collect())
    }
}

/// Something that is read now and then.
struct Kept<T>(Mutex<Option<(Instant, Arc<T>)>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Kept<T> {
    fn young(&self, most: Duration) -> Option<Arc<T>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(read_at, _)| read_at.elapsed() < most).map(|(_, value)| Arc::clone(value))
    }

    fn keep(&self, value: T) -> Arc<T> {
        let value = Arc::new(value);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), Arc::clone(&value)));
        value
    }
}
