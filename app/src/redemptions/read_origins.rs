//! Where some orders came from: the channel and the device that their carts name.

use std::collections::BTreeMap;

use serde::Deserialize;
use tessera_store::redemptions;

use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

/// Orders that are asked about at once.
const MOST: usize = 200;

/// Where an order came from, as far as its cart says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct OrderOrigin {
    /// Such as `web`, `pos` or `app`.
    #[serde(default)]
    pub channel: Option<String>,
    /// Such as `desktop` or `mobile`.
    #[serde(default)]
    pub device: Option<String>,
}

/// What of a stored cart is read.
#[derive(Default, Deserialize)]
struct CartOrigin {
    #[serde(default)]
    context: Option<OrderOrigin>,
}

impl App {
    /// The origins of placed orders, by order, 200 at most. One that is not placed yet has none.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn read_order_origins(
        &self,
        caller: &Caller,
        order_ids: &[String],
    ) -> Result<BTreeMap<String, OrderOrigin>, Problem> {
        caller.require(Scope::Redemptions)?;
        let mut wanted = order_ids.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        wanted.truncate(MOST);
        let carts = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { redemptions::read_carts(tx, &wanted).await.map_err(Problem::from) }));
        let origin =
            |cart: &str| serde_json::from_str::<CartOrigin>(cart).unwrap_or_default().context.unwrap_or_default();
        Ok(carts.await?.into_iter().map(|(order_id, cart)| (order_id, origin(&cart))).collect())
    }
}
