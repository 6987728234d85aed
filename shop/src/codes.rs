//! Codes, claims and automatic coupons of a cart: put in, taken off, switched.

use serde_json::Value;

use crate::api::{Quote, Refused, Rejected};
use crate::cart;
use crate::form::Form;
use crate::session::{Kind, MOST_CODES, Session};
use crate::state::Shop;
use crate::visit::Visit;

/// The longest code or id that the API takes.
const LONGEST: usize = 255;

/// What was typed, code by code: a comma, a space or a line parts them.
pub(crate) fn typed(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|one: char| one == ',' || one == ';' || one.is_whitespace());
    // The API takes no longer one: it would stand in the way of every price.
    parts.filter(|part| !part.is_empty() && part.chars().count() <= LONGEST).map(str::to_owned)
}

/// Whether two codes are typed the same, as far as a shop can tell: case, hyphens and the space around do not matter.
pub(crate) fn same(one: &str, other: &str) -> bool {
    let plain = |code: &str| -> String {
        code.chars().filter(|one| !one.is_whitespace() && *one != '-').flat_map(char::to_uppercase).collect()
    };
    plain(one) == plain(other)
}

/// Whether a code that was refused for this can never be used: it is not worth to wait for.
pub(crate) fn is_hopeless(reason: &str) -> bool {
    matches!(reason, "discount_code_invalid" | "discount_code_expired" | "discount_code_customer_limit_reached")
}

/// Does what a button of the box for codes asks for. What it is about stands in the value of the button.
pub(crate) async fn change(shop: &Shop, visit: &Visit, session: &mut Session, form: &Form) -> Result<(), Refused> {
    session.typed.clear();
    if form.has("sync") {
        let fresh = follow_page(session, form, |session, code| shop.guesses.take(visit, session, code));
        if codes_of(form).any(|code| !session.codes.contains(&code)) {
            session.say(Kind::Refused, visit.t().too_many_codes);
        }
        if !fresh.is_empty()
            && let Ok(quote) = cart::quote(shop, visit, session).await
        {
            fresh.iter().for_each(|code| give_back(shop, visit, session, &quote, code));
        }
    } else if let Some(code) = form.find("remove") {
        session.codes.retain(|known| !same(known, code));
    } else if let Some(coupon_id) = form.find("decline").filter(|id| id.len() <= LONGEST) {
        if session.declined.len() < MOST_CODES && !session.declined.iter().any(|known| known == coupon_id) {
            session.declined.push(coupon_id.to_owned());
        }
    } else if form.has("restore") {
        session.declined.clear();
    } else if let Some(claim_id) = form.find("claim").filter(|id| id.len() <= LONGEST) {
        take_claim(session, claim_id);
    } else if let Some(claim_id) = form.find("unclaim") {
        session.claims.retain(|known| known != claim_id);
    } else if let Some(to) = form.find("switch") {
        switch(shop, visit, session, to).await?;
    } else {
        add(shop, visit, session, form.text("codes")).await?;
    }
    Ok(())
}

/// Notes a claim that is to be used.
pub(crate) fn take_claim(session: &mut Session, claim_id: &str) {
    if session.claims.len() < MOST_CODES && !session.claims.iter().any(|known| known == claim_id) {
        session.claims.push(claim_id.to_owned());
    }
}

/// The codes that stand in the page's box.
fn codes_of(form: &Form) -> impl Iterator<Item = String> {
    typed(form.text("codes")).take(MOST_CODES)
}

/// A code that the API knows is no guess.
pub(crate) fn give_back(shop: &Shop, visit: &Visit, session: &mut Session, quote: &Quote, code: &str) {
    let is_none =
        |one: &Rejected| one.reason == "discount_code_invalid" && one.code.as_ref().is_some_and(|it| same(it, code));
    if !quote.discounts.rejected.iter().any(is_none) {
        shop.guesses.give_back(visit, session, code);
    }
}

/// The page's own script says what stands in its box. Who guesses gets no new code in by this way either. Answers with the
/// new codes.
fn follow_page(session: &mut Session, form: &Form, mut may_try: impl FnMut(&mut Session, &str) -> bool) -> Vec<String> {
    let list = |name: &str| -> Vec<String> { typed(form.text(name)).take(MOST_CODES).collect() };
    let (mut codes, mut fresh) = (Vec::new(), Vec::new());
    for code in codes_of(form) {
        if session.codes.iter().any(|known| same(known, &code)) {
            codes.push(code);
        } else if may_try(session, &code) {
            fresh.push(code.clone());
            codes.push(code);
        }
    }
    session.codes = codes;
    if form.has("claims") {
        session.claims = list("claims");
    }
    if form.has("declined") {
        session.declined = list("declined");
    }
    fresh
}

/// Puts codes in. One that can never be used is not kept, and what was typed stays in the field.
async fn add(shop: &Shop, visit: &Visit, session: &mut Session, text: &str) -> Result<(), Refused> {
    let new: Vec<String> = typed(text).filter(|code| !session.codes.iter().any(|known| same(known, code))).collect();
    if new.is_empty() {
        if typed(text).next().is_none() {
            session.say(Kind::Code, visit.t().no_code_typed);
        }
        return Ok(());
    }
    let room = MOST_CODES.saturating_sub(session.codes.len());
    let (new, waiting): (Vec<String>, Vec<String>) =
        new.into_iter().take(room).partition(|code| shop.guesses.take(visit, session, code));
    if !waiting.is_empty() {
        session.say(Kind::Code, visit.t().too_many_codes);
    }
    if new.is_empty() {
        session.typed = waiting.join(", ");
        return Ok(());
    }
    session.codes.extend(new.iter().cloned());
    let quote = match cart::quote(shop, visit, session).await {
        Ok(quote) => quote,
        Err(refused) => {
            session.codes.retain(|known| !new.iter().any(|code| same(code, known)));
            session.typed = text.to_owned();
            return Err(refused);
        }
    };
    let mut kept_typed: Vec<&str> = waiting.iter().map(String::as_str).collect();
    for code in &new {
        give_back(shop, visit, session, &quote, code);
        let of_code = |one: &&Rejected| one.code.as_ref().is_some_and(|it| same(it, code));
        let Some(rejected) = quote.discounts.rejected.iter().find(of_code) else { continue };
        session.say(Kind::Code, format!("{code}: {}", rejected.message));
        if is_hopeless(&rejected.reason) {
            session.codes.retain(|known| !same(known, code));
            kept_typed.push(code);
        }
    }
    session.typed = kept_typed.join(", ");
    Ok(())
}

/// Takes off what keeps a code or a claim from being used.
async fn switch(shop: &Shop, visit: &Visit, session: &mut Session, to: &str) -> Result<(), Refused> {
    let quote = cart::quote(shop, visit, session).await?;
    let wanted = |one: &&Rejected| one.code.as_deref() == Some(to) || one.claim_id.as_deref() == Some(to);
    let Some(rejected) = quote.discounts.rejected.iter().find(wanted) else { return Ok(()) };
    let conflicts: Vec<&str> = conflicts(&rejected.details).collect();
    for applied in quote.discounts.applied.iter().filter(|one| conflicts.contains(&one.coupon_id.as_str())) {
        match (&applied.code, &applied.claim_id) {
            (Some(code), _) => session.codes.retain(|known| !same(known, code)),
            (None, Some(claim_id)) => session.claims.retain(|known| known != claim_id),
            (None, None) => session.declined.push(applied.coupon_id.clone()),
        }
    }
    Ok(())
}

/// The coupons that keep one from being used.
pub(crate) fn conflicts(details: &Value) -> impl Iterator<Item = &str> {
    let conflicts = details["conflicts_with"].as_array().into_iter().flatten();
    conflicts.filter_map(|conflict| conflict["coupon_id"].as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p15_several_codes_come_in_one_entry() {
        let codes: Vec<String> = typed(" summer20, WELCOME10;free\r\nground  ,").collect();
        assert_eq!(codes, ["summer20", "WELCOME10", "free", "ground"]);
        assert_eq!(typed(" , \n").count(), 0);
    }

    #[test]
    fn codes_are_the_same_however_they_are_typed() {
        assert!(same("ten-from-100", " TENFROM100"));
        assert!(!same("TEN", "TEN1"));
    }

    #[test]
    fn the_page_says_what_stands_in_its_box() {
        let mut session = Session { claims: vec!["clm_1".to_owned()], ..Session::default() };
        let form = Form::of(&"sync=1&codes=A%2CB".into());
        follow_page(&mut session, &form, |_, _| true);
        assert_eq!((session.codes.len(), session.claims.len()), (2, 1), "claims are left where none are said");
        follow_page(&mut session, &Form::of(&"sync=1&codes=a%2CC&claims=clm_2%2Cclm_3".into()), |_, _| false);
        assert_eq!((&*session.codes, session.claims.len()), (&["a".to_owned()][..], 2), "no new code of who guesses");
    }
}
