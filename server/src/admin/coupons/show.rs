//! `/admin/coupons/{id}`: a coupon.

use askama::Template;
use axum::extract::State;
use tessera_app::App;

use super::header::{Header, read};
use crate::admin::instants::instant;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;

#[derive(Template)]
#[template(path = "admin/coupons/show.html")]
struct CouponPage {
    s: Shell,
    h: Header,
    stats: Vec<(&'static str, String)>,
    /// What it does, a sentence each.
    sentences: Vec<String>,
    details: Vec<(&'static str, String)>,
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
    let t = s.t;
    let summary = app.summarise_coupon(admin.caller(), &id, s.locale()).await?.summary;
    let mut stats = vec![(t.stat_uses, view.uses.to_string())];
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
    let details = details.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    let h = Header::of(&view, &app, &admin, &s, "");
    page(&CouponPage { sentences: sentences(&summary), h, stats, details, s })
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
