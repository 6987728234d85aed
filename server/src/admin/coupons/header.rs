//! The top of a coupon's page, the same above each of its parts.

use tessera_app::coupons::CouponView;
use tessera_app::{App, Scope};

use super::row::Row;
use crate::admin::shell::Shell;
use crate::admin::visit::Admin;
use crate::problem::Refusal;

/// A coupon at the top of its page.
pub(super) struct Header {
    pub(super) row: Row,
    pub(super) version: u64,
    /// Under which a copy is made once.
    pub(super) once: String,
    /// The parts: where, what it says, whether it is shown.
    pub(super) tabs: Vec<(String, &'static str, bool)>,
    /// What else can be done: where, what it says.
    pub(super) more: Vec<(String, &'static str)>,
    /// Whether it is over: then running it again comes first.
    pub(super) is_over: bool,
}

impl Header {
    /// The top of a part: `""` or the last part of its address.
    pub(super) fn of(view: &CouponView, app: &App, admin: &Admin, s: &Shell, part: &str) -> Self {
        let t = s.t;
        let parts = [
            ("", t.tab_overview, true),
            ("basket", t.tab_basket, admin.may(Scope::Quotes)),
            ("usages", t.tab_usages, admin.may(Scope::Redemptions)),
            ("attempts", t.tab_attempts, true),
            ("codes", t.tab_codes, admin.may(Scope::CodesRead)),
            ("share", t.tab_share, true),
            ("versions", t.tab_versions, true),
            ("activity", t.tab_activity, admin.may(Scope::Webhooks)),
        ];
        let tabs = parts.into_iter().filter(|(.., may)| *may).map(|(name, words, _)| {
            let link = if name.is_empty() { view.id.clone() } else { format!("{}/{name}", view.id) };
            (format!("/admin/coupons/{link}"), words, name == part)
        });
        let is_over = s.may_edit && matches!(view.state, "expired" | "used_up" | "archived");
        let more = [
            ("again", t.action_again, s.may_edit),
            ("template", t.action_template, s.may_edit),
            ("delete", t.action_delete, s.may_edit || admin.may(Scope::CouponsDelete)),
        ];
        let more = more.into_iter().filter(|(.., may)| *may);
        let more = more.map(|(name, words, _)| (format!("/admin/coupons/{}/{name}", view.id), words));
        Self {
            more: more.collect(),
            is_over,
            row: Row::of(view, app.now(), s),
            version: view.version,
            once: admin.visit.request_id.clone(),
            tabs: tabs.collect(),
        }
    }
}

/// Reads a coupon for a page.
pub(super) async fn read(app: &App, admin: &Admin, id: &str) -> Result<CouponView, Refusal> {
    Ok(app.read_coupon(admin.caller(), id).await?)
}
