//! Every page, one line each. The tests look at them in Chromium, `cli/examples/page_speed.rs` measures them, and a tidy
//! test compares them with the pages that the server counts.
#![allow(dead_code, reason = "the tests and the measurement use a part each, and the tidy test reads it")]

/// Who looks at a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// Who comes to a shop without an account, with the link that the server printed.
    First,
    /// Who is not signed in.
    Nobody,
    /// Who owns the shop.
    Owner,
}

/// A page: the name of its pictures, who looks at it, its path as the server counts it, the words of the row through which
/// one comes to a page of one thing (of any where there are none), a query.
pub(crate) type Page = (&'static str, Who, &'static str, &'static str, &'static str);

pub(crate) const PAGES: &[Page] = &[
    ("setup", Who::First, "/admin/setup", "", ""),
    ("overview-first", Who::First, "/admin", "", ""),
    ("coupons-first", Who::First, "/admin/coupons", "", ""),
    ("sign-in", Who::Nobody, "/admin/sign-in", "", ""),
    ("overview", Who::Owner, "/admin", "", ""),
    ("why", Who::Owner, "/admin/help/why", "", "?code=XMAS2026"),
    ("palette", Who::Owner, "/admin/palette", "", "?q=sale"),
    ("coupons", Who::Owner, "/admin/coupons", "", ""),
    ("coupons-none", Who::Owner, "/admin/coupons", "", "?q=nothing&state=active"),
    ("coupon-new", Who::Owner, "/admin/coupons/new", "", ""),
    ("coupon", Who::Owner, "/admin/coupons/{id}", "XMAS2026", ""),
    ("coupon-edit", Who::Owner, "/admin/coupons/{id}/edit", "XMAS2026", ""),
    ("coupon-quick", Who::Owner, "/admin/coupons/{id}/quick", "XMAS2026", ""),
    ("coupon-share", Who::Owner, "/admin/coupons/{id}/share", "XMAS2026", ""),
    ("coupon-sheet", Who::Owner, "/admin/coupons/{id}/share/sheet", "XMAS2026", ""),
    ("coupon-delete", Who::Owner, "/admin/coupons/{id}/delete", "XMAS2026", ""),
    ("coupon-template", Who::Owner, "/admin/coupons/{id}/template", "XMAS2026", ""),
    ("coupon-again", Who::Owner, "/admin/coupons/{id}/again", "SUMMER2026", ""),
    ("coupon-usages", Who::Owner, "/admin/coupons/{id}/usages", "FLASH20", ""),
    ("coupon-usages-none", Who::Owner, "/admin/coupons/{id}/usages", "SPRING2027", ""),
    ("coupon-usage-cancel", Who::Owner, "/admin/coupons/{id}/usages/{usage}/cancel", "FLASH20", ""),
    ("coupon-attempts", Who::Owner, "/admin/coupons/{id}/attempts", "FLASH20", ""),
    ("coupon-basket", Who::Owner, "/admin/coupons/{id}/basket", "XMAS2026", ""),
    ("coupon-codes", Who::Owner, "/admin/coupons/{id}/codes", "XMAS2026", ""),
    ("coupon-codes-new", Who::Owner, "/admin/coupons/{id}/codes/new", "XMAS2026", ""),
    ("coupon-codes-import", Who::Owner, "/admin/coupons/{id}/codes/import", "XMAS2026", ""),
    ("coupon-codes-labels", Who::Owner, "/admin/coupons/{id}/codes/labels", "XMAS2026", ""),
    ("coupon-codes-job", Who::Owner, "/admin/coupons/{id}/codes/jobs/{job}", "XMAS2026", ""),
    ("coupon-codes-void", Who::Owner, "/admin/coupons/{id}/codes/jobs/{job}/void", "XMAS2026", ""),
    ("coupon-code", Who::Owner, "/admin/coupons/{id}/codes/{code}", "XMAS2026", ""),
    ("coupon-versions", Who::Owner, "/admin/coupons/{id}/versions", "XMAS2026", ""),
    ("coupon-compare", Who::Owner, "/admin/coupons/{id}/versions/compare", "XMAS2026", "?from=1&to=1"),
    ("coupon-activity", Who::Owner, "/admin/coupons/{id}/activity", "XMAS2026", ""),
    ("coupon-lint", Who::Owner, "/admin/coupons/{id}/lint", "XMAS2026", ""),
    ("users", Who::Owner, "/admin/settings/users", "", ""),
    ("user", Who::Owner, "/admin/settings/users/{id}", "", ""),
    ("keys", Who::Owner, "/admin/settings/keys", "", ""),
    ("sessions", Who::Owner, "/admin/settings/sessions", "", ""),
    ("two-step", Who::Owner, "/admin/settings/two-step", "", ""),
    ("store", Who::Owner, "/admin/settings/store", "", ""),
    ("messages", Who::Owner, "/admin/settings/messages", "", ""),
    ("audit", Who::Owner, "/admin/settings/audit", "", ""),
    ("segments", Who::Owner, "/admin/settings/segments", "", ""),
    ("webhooks", Who::Owner, "/admin/settings/webhooks", "", ""),
    ("webhook", Who::Owner, "/admin/settings/webhooks/{id}", "", ""),
    ("campaigns", Who::Owner, "/admin/campaigns", "", ""),
    ("campaign-new", Who::Owner, "/admin/campaigns/new", "", ""),
    ("campaigns-calendar", Who::Owner, "/admin/campaigns/calendar", "", ""),
    ("campaign", Who::Owner, "/admin/campaigns/{id}", "", ""),
    ("campaign-edit", Who::Owner, "/admin/campaigns/{id}/edit", "", ""),
    ("templates", Who::Owner, "/admin/templates", "", ""),
    ("template", Who::Owner, "/admin/templates/{id}", "", ""),
    ("not-there", Who::Owner, "/admin/nope", "", ""),
];

/// Paths that the server counts and that are no pages to look at: they lead elsewhere, are a file or a part of a page, or
/// are looked at where one comes to them, as the second step of signing in.
pub(crate) const NO_PAGES: &[&str] = &[
    "/admin/overview/counts",
    "/admin/overview/checks",
    "/admin/coupons/code",
    "/admin/coupons/pick",
    "/admin/coupons/reality/{job}",
    "/admin/coupons/export",
    "/admin/coupons/{id}/card",
    "/admin/coupons/{id}/usages/export",
    "/admin/coupons/{id}/codes/export",
    "/admin/coupons/{id}/codes/{code}/qr",
    "/admin/sign-in/code",
];
