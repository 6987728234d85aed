//! What a merchant asks a backtest for.

use jiff::Timestamp;
use tessera_engine::Terms;
use tessera_engine::decode::{Decode, Errors, Node, Object, codes};

/// The body of `POST /v1/coupons/{id}/backtest`: a stretch of time; all there is without one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BacktestRequest {
    /// The first instant; `None`: the first order.
    pub(super) from: Option<Timestamp>,
    /// The first instant that is too late; `None`: the last order.
    pub(super) to: Option<Timestamp>,
}

/// The body of `POST /v1/coupons/backtest`: the same for a coupon that is not saved.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftBacktest {
    /// The coupon.
    pub(super) terms: Terms,
    /// The stretch of time.
    pub(super) period: BacktestRequest,
}

impl BacktestRequest {
    fn members(object: &mut Object<'_>, errors: &mut Errors) -> Self {
        let from = object.optional("from", errors, Node::timestamp);
        let to = object.optional("to", errors, Node::timestamp);
        if from.zip(to).is_some_and(|(from, to)| to <= from) {
            let detail = "must lie after `from`: an order counts when `from` <= its instant < `to`";
            errors.push(object.pointer_to("to"), codes::OUT_OF_RANGE, detail);
        }
        Self { from, to }
    }
}

impl Decode for BacktestRequest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let period = Self::members(&mut object, errors);
        object.finish(errors);
        Some(period)
    }
}

impl Decode for DraftBacktest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let terms = object.required("coupon", errors, Terms::decode);
        let period = BacktestRequest::members(&mut object, errors);
        object.finish(errors);
        Some(Self { terms: terms?, period })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_of_time_has_its_end_after_its_beginning() {
        let read = |body: &str| tessera_engine::from_json::<BacktestRequest>(body.as_bytes()).ok();
        assert_eq!(read("{}"), Some(BacktestRequest::default()));
        assert!(read(r#"{"from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"}"#).is_some());
        assert!(read(r#"{"from": "2026-02-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"}"#).is_none());
        assert!(read(r#"{"since": "2026-02-01T00:00:00Z"}"#).is_none());
    }
}
