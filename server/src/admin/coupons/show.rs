//! `/admin/coupons/{id}`: a coupon.

use askama::Template;
use axum::extract::State;
use tessera_app::App;
use tessera_app::coupons::{CouponFigures, CouponView};
use tessera_engine::coupon::Activation;

use super::closing::{self, Closing};
use super::header::{Header, read};
use super::share::first_code;
use crate::admin::instants::instant;
use crate::admin::money::money;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

/// Days whose failed attempts a look back is made from.
const LOOK_BACK: u32 = 90;

#[derive(Template)]
#[template(path = "admin/coupons/show.html")]
struct CouponPage {
    s: Shell,
    h: Header,
    stats: Vec<(&'static str, String)>,
    budgets: Vec<Budget>,
    /// Whether the figures are of the newest uses alone.
    is_partial: bool,
    /// Of a coupon that was just made: what to do with it next.
    fresh: Option<Fresh>,
    /// Of a coupon that is over: what to learn from it.
    closing: Option<Closing>,
    /// What it does, a sentence each.
    sentences: Vec<String>,
    details: Vec<(&'static str, String)>,
}

/// A budget with what of it is spent.
struct Budget {
    words: String,
    used: u64,
    most: i64,
}

/// A coupon that was just made.
struct Fresh {
    /// How it stands.
    words: &'static str,
    /// Whether codes are to be made first.
    makes_codes: bool,
    /// The code with its id, where it has one.
    code: Option<(String, String)>,
    link: Option<String>,
}

#[derive(Template)]
#[template(path = "admin/coupons/lint.html")]
struct LintPage {
    s: Shell,
    h: Header,
    warnings: Vec<String>,
}

#[derive(Template)]
#[template(path = "admin/coupons/warnings.html")]
struct LintPart {
    s: Shell,
    warnings: Vec<String>,
}

/// Shows a coupon.
pub(super) async fn show_coupon(State(app): State<App>, admin: Admin, PathId(id): PathId) -> Reply {
    let view = read(&app, &admin, &id).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let summary = app.summarise_coupon(admin.caller(), &id, s.locale()).await?.summary;
    let figures = app.read_coupon_figures(admin.caller(), &id).await?;
    let is_new = admin.visit.flash.as_ref().is_some_and(|flash| flash.done == "created");
    let fresh = if is_new { Some(fresh(&app, &admin, &view, &s).await?) } else { None };
    let closing = if matches!(view.state, "expired" | "used_up" | "archived") && !view.terms.benefits.is_empty() {
        let failed = app.list_failed_attempts(admin.caller(), &id, LOOK_BACK).await?;
        Some(closing::of(&view, &figures, &failed, &s))
    } else {
        None
    };
    let details = details(&app, &admin, &view, &s).await?;
    let h = Header::of(&view, &app, &admin, &s, "");
    page(&CouponPage {
        stats: stats(&view, &figures, &s),
        budgets: budgets(&figures, &s),
        is_partial: figures.is_partial,
        sentences: sentences(&summary),
        fresh,
        closing,
        details,
        h,
        s,
    })
}

/// The figures there are.
fn stats(view: &CouponView, figures: &CouponFigures, s: &Shell) -> Vec<(&'static str, String)> {
    let t = s.t;
    let mut stats = vec![(t.stat_uses, view.uses.to_string())];
    for one in &figures.by_currency {
        stats.push((t.stat_given, money(one.given, &one.currency, s)));
        stats.push((t.stat_revenue, money(one.revenue, &one.currency, s)));
        if let Some(average) = one.average_order() {
            stats.push((t.stat_average, money(average, &one.currency, s)));
        }
    }
    let left = view.terms.limits.total.map(|most| most.saturating_sub(view.uses));
    stats.push((t.stat_left, left.map_or_else(|| t.unlimited.to_owned(), |left| left.to_string())));
    if let Some(claims) = view.claims {
        stats.push((t.stat_claims, s.fill(t.uses_limited, &[&claims.issued, &(claims.issued + claims.left)])));
    }
    if view.run > 1 {
        stats.push((t.stat_run, view.run.to_string()));
    }
    stats.push((t.stat_version, view.version.to_string()));
    stats.push((t.stat_changed, instant(view.updated_at, &s.zone, s.locale())));
    stats
}

fn budgets(figures: &CouponFigures, s: &Shell) -> Vec<Budget> {
    let budget = |one: &tessera_app::coupons::BudgetFigure| {
        let used = i64::try_from(one.used).unwrap_or(i64::MAX);
        let (used, most) = (money(used, &one.currency, s), money(one.budget, &one.currency, s));
        Budget { words: s.fill(s.t.budget_used, &[&used, &most]), used: one.used, most: one.budget.max(1) }
    };
    figures.budget.iter().map(budget).collect()
}

async fn fresh(app: &App, admin: &Admin, view: &CouponView, s: &Shell) -> Result<Fresh, Refusal> {
    let code = first_code(app, admin, view).await?;
    let words = match (view.state, view.terms.activation) {
        ("scheduled", Activation::Code | Activation::Claim) => s.t.fresh_later,
        ("draft" | "paused", _) => s.t.fresh_draft,
        (_, Activation::Automatic) => s.t.fresh_automatic,
        (_, Activation::Code) if code.is_none() => s.t.fresh_no_code,
        _ => s.t.fresh_title,
    };
    let makes_codes = view.terms.activation == Activation::Code && code.is_none();
    Ok(Fresh {
        words,
        makes_codes,
        link: code.as_ref().and_then(|code| code.link.clone()),
        code: code.map(|code| (code.id, code.code)),
    })
}

async fn details(
    app: &App,
    admin: &Admin,
    view: &CouponView,
    s: &Shell,
) -> Result<Vec<(&'static str, String)>, Refusal> {
    let t = s.t;
    let campaign = match &view.terms.campaign_id {
        Some(campaign) => Some(app.read_campaign(admin.caller(), campaign).await?.name),
        None => None,
    };
    let tags = Some(view.terms.tags.join(", ")).filter(|tags| !tags.is_empty());
    let details = [
        (t.description, view.terms.description.clone()),
        (t.campaign, campaign),
        (t.owner, view.terms.owner.clone()),
        (t.tags, tags),
    ];
    Ok(details.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
}

/// Shows what to look at again: as a part of the page, or as a page of its own without script.
pub(super) async fn show_lint(State(app): State<App>, admin: Admin, PathId(id): PathId) -> Reply {
    let view = read(&app, &admin, &id).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let warnings = app.lint_coupon(admin.caller(), &id, s.locale()).await?;
    let warnings = warnings.into_iter().map(|warning| warning.message).collect();
    if admin.visit.is_part {
        return page(&LintPart { s, warnings });
    }
    let h = Header::of(&view, &app, &admin, &s, "");
    page(&LintPage { warnings, h, s })
}

/// The sentences of a summary. A full stop ends one where a capital or a number follows.
pub(super) fn sentences(summary: &str) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    for piece in summary.split(". ") {
        let begins = piece.chars().next().is_some_and(|first| first.is_uppercase() || first.is_numeric());
        match sentences.last_mut() {
            Some(last) if !begins => {
                last.push_str(". ");
                last.push_str(piece);
            }
            _ => sentences.push(piece.to_owned()),
        }
    }
    sentences.iter().map(|sentence| format!("{}.", sentence.trim_end_matches('.'))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_cut_into_its_sentences() {
        let summary = "20% off the order. With the code SUMMER20. Until 30 June 2026.";
        assert_eq!(sentences(summary), ["20% off the order.", "With the code SUMMER20.", "Until 30 June 2026."]);
        assert_eq!(sentences("Code X. 2 fois."), ["Code X.", "2 fois."]);
        assert_eq!(sentences("Free for st. mary."), ["Free for st. mary."]);
    }
}
