//! What a form made, once.

use tessera_app::{Answer, ErrorCode};

use super::form::Form;
use crate::problem::Refusal;

/// The id of what was made.
pub(super) fn made_id(answer: &Answer) -> Result<String, Refusal> {
    #[derive(serde::Deserialize)]
    struct Made {
        id: String,
    }
    if answer.status >= 400 {
        return Err(Refusal::new(ErrorCode::CodeTaken, "The first request was refused."));
    }
    let made = serde_json::from_slice::<Made>(&answer.body);
    made.map(|made| made.id).map_err(|_| Refusal::of(ErrorCode::Internal))
}

/// What a form is sent under, so that sending it twice makes one.
pub(super) fn once(form: &Form) -> Option<String> {
    let once = form.text("once");
    let is_plain = (1..=200).contains(&once.len()) && once.bytes().all(|byte| byte.is_ascii_graphic());
    is_plain.then(|| format!("form:{once}"))
}
