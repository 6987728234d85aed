//! What a form did, once.

use tessera_app::{Answer, ErrorCode, Problem};

use super::form::Form;
use crate::problem::Refusal;

/// What was done. A form that is sent under a key of its own gets a refusal that is kept for repeats as an answer: here it
/// is the problem that it was.
pub(super) fn accepted(answered: Result<Answer, Problem>) -> Result<Answer, Problem> {
    #[derive(serde::Deserialize)]
    struct Kept {
        code: String,
        detail: String,
    }
    let answer = answered?;
    if answer.status < 400 {
        return Ok(answer);
    }
    let kept: Kept = serde_json::from_slice(&answer.body).map_err(|_| Problem::of(ErrorCode::Internal))?;
    let error = ErrorCode::ALL.iter().find(|error| error.code() == kept.code);
    Err(Problem::new(error.copied().unwrap_or(ErrorCode::Internal), kept.detail))
}

/// The id of what was made.
pub(super) fn made_id(answer: &Answer) -> Result<String, Refusal> {
    #[derive(serde::Deserialize)]
    struct Made {
        id: String,
    }
    let made = serde_json::from_slice::<Made>(&answer.body);
    made.map(|made| made.id).map_err(|_| Refusal::of(ErrorCode::Internal))
}

/// What a form is sent under, so that sending it twice makes one coupon.
pub(super) fn once(form: &Form) -> Option<String> {
    let once = form.text("once");
    let is_plain = (1..=200).contains(&once.len()) && once.bytes().all(|byte| byte.is_ascii_graphic());
    is_plain.then(|| format!("form:{once}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_refusal_is_a_refusal() {
        let answer = |status, code: &str| {
            Answer::json(status, &serde_json::json!({ "code": code, "detail": "It was run again before." }))
        };
        let refused =
            accepted(answer(409, "run_followed")).map(drop).map_err(|problem| (problem.error, problem.detail));
        assert_eq!(refused, Err((ErrorCode::RunFollowed, "It was run again before.".into())));
        assert!(accepted(answer(201, "x")).is_ok());
        let strange = accepted(answer(404, "x"));
        assert_eq!(strange.map(drop).map_err(|problem| problem.error), Err(ErrorCode::Internal));
    }
}
