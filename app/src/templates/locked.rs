//! What a template fixes of its coupons, and what they need before they are enabled.

use serde_json::{Value, json};
use tessera_engine::coupon::Status;
use tessera_engine::{Locale, Terms};
use tessera_store::Tx;
use tessera_store::saved::read_document;

use super::preset::find_preset;
use super::template::{About, Template};
use crate::problem::{ErrorCode, Problem};
use crate::saved::{Saved, stored};

/// Refuses an edit that changes what the coupon's template locks, and enabling one that lacks what its template asks for.
/// A template that is deleted says nothing any more.
pub(crate) async fn refuse_by_template(
    tx: &mut Tx<'_>,
    template_id: Option<&str>,
    before: &Terms,
    after: &Terms,
) -> Result<(), Problem> {
    let Some(id) = template_id else { return Ok(()) };
    let about = match find_preset(id) {
        Some(preset) => preset.about(Locale::En),
        None => match read_document(tx, Template::KIND, id).await? {
            Some(record) => stored::<Template>(&record)?.about,
            None => return Ok(()),
        },
    };
    refuse(&about, before, after)
}

/// The same by what is known of the template.
pub(super) fn refuse(about: &About, before: &Terms, after: &Terms) -> Result<(), Problem> {
    let (old, new) = (written(before), written(after));
    let differs = |pointer: &&String| at(&old, pointer) != at(&new, pointer);
    let changed: Vec<&String> = about.locked.iter().filter(differs).collect();
    if !changed.is_empty() {
        let names = changed.iter().map(|pointer| pointer.as_str()).collect::<Vec<_>>().join(", ");
        let detail = format!("The template `{}` locks {names}. Leave it as it is, or change the template.", about.name);
        return Err(Problem::new(ErrorCode::FieldLocked, detail).with("locked", json!(changed)));
    }
    if after.status != Status::Enabled {
        return Ok(());
    }
    // What an enabled coupon lacked before is not this edit's fault.
    let lacked = |pointer: &str| before.status == Status::Enabled && at(&old, pointer).is_some_and(is_empty);
    let lacks = |pointer: &&str| at(&new, pointer).is_some_and(is_empty) && !lacked(pointer);
    let missing: Vec<&str> =
        about.inputs.iter().filter(|input| input.required).map(|input| input.pointer.as_str()).filter(lacks).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let detail = format!("The template `{}` asks for {} before the coupon is enabled.", about.name, missing.join(", "));
    Err(Problem::new(ErrorCode::CouponIncomplete, detail).with("missing", json!(missing)))
}

fn written(terms: &Terms) -> Value {
    serde_json::to_value(terms).expect("terms serialise")
}

/// What a pointer leads to. Below what is empty everything is: an empty selector is written as `null`.
pub(super) fn at<'a>(document: &'a Value, pointer: &str) -> Option<&'a Value> {
    let mut end = pointer.len();
    if let Some(found) = document.pointer(pointer) {
        return Some(found);
    }
    while let Some(shorter) = pointer[..end].rfind('/') {
        end = shorter;
        if let Some(found) = document.pointer(&pointer[..end]) {
            return is_empty(found).then_some(found);
        }
    }
    None
}

/// Nothing was written here, or only members of which nothing was written.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(entries) => entries.is_empty(),
        Value::Object(members) => members.values().all(is_empty),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_what_is_empty_everything_is() {
        let document = json!({ "benefits": [{ "target": null, "percent": 5 }] });
        assert_eq!(at(&document, "/benefits/0/target/products"), Some(&Value::Null));
        assert_eq!(at(&document, "/benefits/0/percent"), Some(&json!(5)));
        assert_eq!(at(&document, "/benefits/1/target"), None);
        assert_eq!(at(&document, "/benefits/0/percent/x"), None);
        assert!(is_empty(&json!({ "starts_at": null, "days": [] })) && !is_empty(&json!({ "a": 0 })));
    }
}
