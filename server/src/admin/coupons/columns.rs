//! The columns of the list, and which of them somebody chose: in the address, else in a cookie of the browser.

use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect};

use crate::admin::form::Form;
use crate::admin::shell::own_path;
use crate::admin::texts::Texts;
use crate::admin::visit::{Admin, set_cookie};
use crate::answer::Reply;

/// The cookie.
pub(super) const COOKIE: &str = "tessera_columns";
/// How long a choice is kept.
const YEAR: i64 = 365 * 86_400;
/// Every column beside the name, in their order.
const ALL: [&str; 9] = ["state", "value", "uses", "validity", "given", "campaign", "owner", "tags", "updated"];
/// Those of who chose none.
const USUAL: [&str; 5] = ["state", "value", "uses", "validity", "given"];

/// The columns that are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns(Vec<&'static str>);

impl Columns {
    /// What the address asks for, else what the cookie holds, else the usual ones.
    pub(super) fn of(asked: &str, kept: Option<&str>) -> Self {
        let read = |text: &str| {
            let named: Vec<&str> = text.split('.').collect();
            let known: Vec<&'static str> = ALL.into_iter().filter(|column| named.contains(column)).collect();
            (!known.is_empty()).then_some(Self(known))
        };
        read(asked).or_else(|| read(kept?)).unwrap_or_else(|| Self(USUAL.to_vec()))
    }

    /// Whether a column is shown.
    pub(super) fn has(&self, column: &str) -> bool {
        self.0.contains(&column)
    }

    /// As the address and the cookie hold them.
    pub(super) fn write(&self) -> String {
        self.0.join(".")
    }

    /// Their names.
    pub(super) fn names(&self) -> &[&'static str] {
        &self.0
    }

    /// Every column with its words and whether it is shown.
    pub(super) fn choice(&self, t: &Texts) -> Vec<(&'static str, &'static str, bool)> {
        let words = |column| match column {
            "state" => t.column_state,
            "value" => t.column_value,
            "uses" => t.column_uses,
            "validity" => t.column_validity,
            "given" => t.column_given,
            "campaign" => t.campaign,
            "owner" => t.owner,
            "tags" => t.tags,
            _ => t.stat_changed,
        };
        ALL.into_iter().map(|column| (column, words(column), self.has(column))).collect()
    }
}

/// Keeps a choice and goes back to the list.
pub(super) async fn keep_columns(admin: Admin, form: Form) -> Reply {
    let columns = Columns::of(&form.all("column").join("."), None);
    let mut response = Redirect::to(own_path(form.text("back"), "/admin/coupons")).into_response();
    response.headers_mut().append(SET_COOKIE, set_cookie(&admin.visit, COOKIE, &columns.write(), Some(YEAR)));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_goes_before_the_cookie() {
        assert_eq!(Columns::of("", None).names(), USUAL);
        assert_eq!(Columns::of("", Some("uses.nothing.state")).names(), ["state", "uses"]);
        assert_eq!(Columns::of("tags", Some("uses")).write(), "tags");
        assert_eq!(Columns::of("<b>", Some("x")).names(), USUAL);
    }
}
