//! The refusal of a code that another coupon has, and whose it is.

use tessera_store::{Tx, codes, coupons};

use crate::problem::{ErrorCode, Problem};

/// Says which coupon has the code: `coupon_id` names it, the words also where a list does not show it.
pub(crate) async fn code_taken(tx: &mut Tx<'_>, typed: &str, canonical: &str) -> Result<Problem, Problem> {
    let refused = |detail| Problem::new(ErrorCode::CodeTaken, detail);
    let owner = match codes::find_code(tx, canonical).await? {
        Some(code) => coupons::read_coupon(tx, &code.coupon_id).await?,
        None => None,
    };
    let Some(owner) = owner else {
        return Ok(refused(format!("The code `{typed}` is taken: there is one that reads the same.")));
    };
    let archived = if owner.status == "archived" { ", which is archived," } else { "" };
    let detail = format!(
        "The code `{typed}` is taken: the coupon \"{}\"{archived} has one that reads the same. `coupon_id` names it.",
        owner.name
    );
    Ok(refused(detail).with("coupon_id", owner.id.into()))
}
