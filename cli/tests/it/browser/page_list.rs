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
    ("coupons-first", Who::First, "/admin/coupons", "", ""),
    ("sign-in", Who::Nobody, "/admin/sign-in", "", ""),
    ("palette", Who::Owner, "/admin/palette", "", "?q=sale"),
    ("coupons", Who::Owner, "/admin/coupons", "", ""),
    ("coupons-none", Who::Owner, "/admin/coupons", "", "?q=nothing&state=active"),
    ("coupon-new", Who::Owner, "/admin/coupons/new", "", ""),
    ("coupon", Who::Owner, "/admin/coupons/{id}", "XMAS2026", ""),
    ("coupon-edit", Who::Owner, "/admin/coupons/{id}/edit", "XMAS2026", ""),
    ("coupon-codes", Who::Owner, "/admin/coupons/{id}/codes", "XMAS2026", ""),
    ("coupon-versions", Who::Owner, "/admin/coupons/{id}/versions", "XMAS2026", ""),
    ("coupon-activity", Who::Owner, "/admin/coupons/{id}/activity", "XMAS2026", ""),
    ("coupon-lint", Who::Owner, "/admin/coupons/{id}/lint", "XMAS2026", ""),
    ("users", Who::Owner, "/admin/settings/users", "", ""),
    ("user", Who::Owner, "/admin/settings/users/{id}", "", ""),
    ("keys", Who::Owner, "/admin/settings/keys", "", ""),
    ("sessions", Who::Owner, "/admin/settings/sessions", "", ""),
    ("not-there", Who::Owner, "/admin/nope", "", ""),
];

/// Paths that the server counts and that are no pages to look at: they lead elsewhere, or are a file.
pub(crate) const NO_PAGES: &[&str] = &["/admin"];
