//! Keeps a test basket: as a test case of the coupon where there is one, else as a basket to try other coupons on.

use serde_json::json;
use tessera_app::baskets::Basket;
use tessera_app::quotes::DraftCoupon;
use tessera_app::{App, ErrorCode, Mutation, Scope};
use tessera_engine::coupon::Limits;
use tessera_engine::{Terms, from_json};

use super::cart::Asked;
use super::fields::BasketFields;
use crate::admin::fields::Faults;
use crate::admin::flash::refusal_words;
use crate::admin::money::read_amount;
use crate::admin::visit::Admin;
use crate::problem::Refusal;

/// The longest name of a basket, in characters.
const LONGEST_NAME: usize = 255;

/// Keeps it; answers whether as a test case.
///
/// What is expected is what was typed, else what the coupon gives now whatever uses are left: a case is about terms.
///
/// # Errors
/// What is wrong with the fields, within `Ok`; a refusal that is not about them.
pub(super) async fn keep(
    app: &App,
    admin: &Admin,
    (fields, asked): (&BasketFields, &Asked),
    draft: Option<&DraftCoupon>,
) -> Result<Result<bool, Faults>, Refusal> {
    if !admin.may(Scope::CouponsWrite) {
        return Err(Refusal::of(ErrorCode::ScopeMissing));
    }
    let t = admin.visit.texts();
    if fields.name.is_empty() || fields.name.chars().count() > LONGEST_NAME {
        return Ok(Err(Faults::one("basket_keep_name", t.fault_name)));
    }
    let mut body = asked.body.clone();
    body["name"] = fields.name.as_str().into();
    let case = draft.filter(|draft| draft.id.is_some());
    if let Some(draft) = case {
        let request = asked.request(admin.visit.language.tag())?;
        let expected = match fields.expected.as_str() {
            "" => {
                let terms = Terms { limits: Limits::default(), ..draft.terms.clone() };
                let priced = app.quote_draft(admin.caller(), request, &DraftCoupon { terms, ..draft.clone() }).await?;
                super::outcome::given_by(&priced.quote, &priced.standing.coupon_id)
            }
            typed => match read_amount(typed, request.cart.currency) {
                Some(minor) => minor,
                None => return Ok(Err(Faults::one("basket_expected", t.fault_amount))),
            },
        };
        body["expected"] = json!({ "coupon_id": draft.id, "discount": expected, "at": asked.at });
    }
    let basket: Basket = match from_json(body.to_string().as_bytes()) {
        Ok(basket) => basket,
        Err(_) => return Ok(Err(Faults::one("", t.error_fields))),
    };
    let mutation = Mutation { body: body.to_string().into_bytes(), ..admin.mutation("/admin/baskets") };
    match app.create_basket(mutation, basket).await {
        Ok(_) => Ok(Ok(case.is_some())),
        Err(problem) if problem.error.status() >= 500 => Err(problem.into()),
        Err(problem) => Ok(Err(Faults::one("", refusal_words(&problem, t)))),
    }
}
