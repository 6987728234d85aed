//! What the leaves share that ask whether one name of the cart's context is on a list.

use serde_json::Value;

use super::judge::{Finding, Outcome};
use crate::reason::Reason;

/// Whether the name is on the list: an empty list asks nothing, an absent name is unknown.
pub(crate) fn judge(list: &[String], is: Option<&str>) -> Outcome {
    match is {
        _ if list.is_empty() => Outcome::Pass,
        None => Outcome::Unknown,
        Some(is) => Outcome::of(list.iter().any(|name| name == is)),
    }
}

/// Why it is not.
pub(crate) fn finding(
    reason: Reason,
    is: Option<&str>,
    [fact, one, many]: [&'static str; 3],
    list: &[String],
) -> Finding {
    match is {
        None => Finding::unknown([fact]),
        Some(is) => Finding::failed(reason).because(object(one, is.into()), object(many, list.into())),
    }
}

fn object(member: &str, value: Value) -> Value {
    Value::Object([(member.to_owned(), value)].into_iter().collect())
}
