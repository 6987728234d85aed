//! What a shop sends, and how it reaches a node.

use std::sync::Arc;

use serde_json::Value;
use tessera_app::orders::Reason;
use tessera_app::{Answer, App, Mutation, Problem};
use tessera_engine::decode::Decode;
use tessera_engine::from_json;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Hold,
    Redeem,
    Follow,
    Extend,
    Commit,
    Release,
    CancelUse,
    CancelOrder,
    Amend,
    Refund,
    EditCoupon,
    EditCampaign,
    ChangeBalance,
    VoidCode,
    RevokeClaim,
    KeepHouse,
}

impl Verb {
    /// Whether it changes what coupons and cards may give.
    pub(super) fn is_edit(self) -> bool {
        matches!(self, Self::EditCoupon | Self::EditCampaign | Self::ChangeBalance | Self::VoidCode | Self::RevokeClaim)
    }
}

/// A request with its idempotency key.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Request {
    pub(super) key: String,
    pub(super) verb: Verb,
    /// The order it is about; empty for an edit.
    pub(super) order_id: String,
    /// The id in the path.
    pub(super) target: String,
    pub(super) body: Value,
}

fn decode<T: Decode>(body: &Value) -> T {
    from_json(body.to_string().as_bytes()).unwrap()
}

/// Sends a request to a node. `None`: it has no answer.
pub(super) async fn send(app: App, request: Arc<Request>) -> Result<Option<Answer>, Problem> {
    let Request { key, verb, target, body, .. } = request.as_ref();
    let mutation = Mutation {
        idempotency_key: Some(key.clone()),
        body: body.to_string().into_bytes(),
        request_id: key.clone(),
        ..Mutation::program(format!("/v1/{verb:?}/{target}"))
    };
    let answer = match verb {
        Verb::Hold => app.create_reservation(mutation, decode(body)).await,
        Verb::Redeem => app.create_redemption(mutation, decode(body)).await,
        Verb::Follow => app.update_reservation(mutation, target, decode(body)).await,
        Verb::Extend => app.extend_reservation(mutation, target, decode(body)).await,
        Verb::Commit => app.commit_reservation(mutation, target, decode(body)).await,
        Verb::Release => app.release_reservation(mutation, target).await,
        Verb::CancelUse => app.cancel_redemption(mutation, target, decode::<Reason>(body)).await,
        Verb::CancelOrder => app.cancel_order(mutation, target, decode::<Reason>(body)).await,
        Verb::Amend => app.amend_order(mutation, target, decode(body)).await,
        Verb::Refund => app.create_refund(mutation, target, decode(body)).await,
        Verb::EditCoupon => app.update_coupon(mutation, target).await,
        Verb::EditCampaign => app.update_campaign(mutation, target).await,
        Verb::ChangeBalance => app.change_balance(mutation, target, decode(body)).await,
        Verb::VoidCode => app.void_code(mutation, target).await,
        Verb::RevokeClaim => app.revoke_claim(mutation, target, decode::<Reason>(body)).await,
        Verb::KeepHouse => {
            app.keep_house_once(0, None).await;
            return Ok(None);
        }
    };
    answer.map(Some)
}
