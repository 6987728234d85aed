//! `POST /v1/quotes/batch`: prices many carts at once, each by itself.

use std::collections::BTreeMap;

use jiff::Timestamp;
use tessera_engine::Quote;
use tessera_engine::cart::QuoteRequest;
use tessera_engine::decode::{Decode, Errors, Node};

use super::moment::Moment;
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

/// Instants of one batch whose coupons are kept at the same time.
const MOMENTS: usize = 16;

/// The bodies of many quotes, each as it was sent: what is wrong with one is told of that one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteBatch {
    quotes: Vec<String>,
}

impl QuoteBatch {
    /// Quotes at most.
    pub const QUOTES: usize = 1_000;
}

impl Decode for QuoteBatch {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let quotes = object.required("quotes", errors, |node, errors| node.list(Self::QUOTES, errors));
        object.finish(errors);
        Some(Self { quotes: quotes?.iter().map(|quote| quote.text_as_written().to_owned()).collect() })
    }
}

impl App {
    /// Prices carts with the coupons and settings of one moment; the answers stand in the order of the bodies. One that
    /// cannot be read or priced is a problem of its own.
    ///
    /// # Errors
    /// `publishable_key`, `scope_missing`; for an entry what [`App::create_quote`] and its body can be refused with.
    pub async fn create_quote_batch(
        &self,
        caller: &Caller,
        batch: QuoteBatch,
    ) -> Result<Vec<Result<Quote, Problem>>, Problem> {
        caller.require(Scope::Quotes)?;
        let now = self.this_moment();
        let mut others: BTreeMap<Timestamp, Moment> = BTreeMap::new();
        let mut answers = Vec::with_capacity(batch.quotes.len());
        for body in batch.quotes {
            let answer = match QuoteRequest::from_json(body.as_bytes()) {
                Ok(request) => self.create_one(&now, &mut others, caller, request).await,
                Err(error) => Err(error.into()),
            };
            answers.push(answer);
            // Others wait for this thread, not for the whole batch.
            tokio::task::yield_now().await;
        }
        Ok(answers)
    }

    /// One quote of a batch; the coupons of another instant are put together once for all that ask for it.
    async fn create_one(
        &self,
        now: &Moment,
        others: &mut BTreeMap<Timestamp, Moment>,
        caller: &Caller,
        mut request: QuoteRequest,
    ) -> Result<Quote, Problem> {
        let Some(at) = request.as_of.take() else { return self.create_quote_at(now, caller, request).await };
        if !others.contains_key(&at) {
            if others.len() >= MOMENTS {
                others.pop_first();
            }
            others.insert(at, self.moment(now, at).await?);
        }
        self.create_quote_at(&others[&at], caller, request).await
    }
}
