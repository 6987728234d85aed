//! `/admin/coupons/{id}/attempts`: why a coupon was tried in vain, the most frequent cause first, and what would help.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;
use tessera_app::failed_attempts::FailedAttempt;
use tessera_engine::Reason;

use super::header::{Header, read};
use crate::admin::form::Form;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::texts::Texts;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;

/// Stretches to choose from, in days.
const STRETCHES: [u32; 3] = [7, 30, 90];

#[derive(Template)]
#[template(path = "admin/coupons/attempts.html")]
struct AttemptsPage {
    s: Shell,
    h: Header,
    /// Days, what the tab says, whether it is shown.
    stretches: Vec<(u32, String, bool)>,
    total: u64,
    causes: Vec<Cause>,
}

/// A cause in words.
struct Cause {
    words: &'static str,
    attempts: u64,
    share: u64,
    fix: &'static str,
}

/// Shows the causes.
pub(super) async fn show_attempts(State(app): State<App>, admin: Admin, PathId(id): PathId, uri: Uri) -> Reply {
    let view = read(&app, &admin, &id).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let [_, usual, _] = STRETCHES;
    let days = query.text("days").parse().ok().filter(|days| STRETCHES.contains(days)).unwrap_or(usual);
    let found = app.list_failed_attempts(admin.caller(), &id, days).await?;
    let stretches = STRETCHES.map(|stretch| (stretch, s.with(s.t.attempts_days, stretch), stretch == days));
    let total = found.iter().map(|cause| cause.attempts).sum();
    let causes = found.into_iter().map(|cause| Cause::of(&cause, &s)).collect();
    let h = Header::of(&view, &app, &admin, &s, "attempts");
    page(&AttemptsPage { stretches: stretches.into(), total, causes, h, s })
}

impl Cause {
    fn of(cause: &FailedAttempt, s: &Shell) -> Self {
        let reason = Reason::parse(&cause.reason).unwrap_or(Reason::ConditionNotMet);
        Self {
            words: reason.in_plain_words(s.locale()),
            attempts: cause.attempts,
            share: cause.share,
            fix: fix(reason, s.t),
        }
    }
}

/// What would help against a cause.
pub(super) fn fix(reason: Reason, t: &Texts) -> &'static str {
    use Reason as R;
    match reason {
        R::MinimumNotMet => t.fix_minimum,
        R::MaximumExceeded | R::QuantityOutOfRange | R::WeightOutOfRange => t.fix_bounds,
        R::NotStarted => t.fix_not_started,
        R::Expired => t.fix_expired,
        R::Paused => t.fix_paused,
        R::OutsideSchedule => t.fix_schedule,
        R::UserNotLoggedIn | R::VerificationRequired => t.fix_sign_in,
        R::UsageLimitReached | R::DailyLimitReached | R::BudgetExhausted => t.fix_limit,
        R::CustomerLimitReached => t.fix_customer_limit,
        R::BalanceExhausted => t.fix_balance,
        R::ItemsIneligible | R::RequiredItemsMissing | R::ExcludedItemsPresent | R::NoEffect => t.fix_items,
        R::UserIneligible | R::FirstOrderOnly => t.fix_people,
        R::RegionIneligible
        | R::ChannelIneligible
        | R::DeviceIneligible
        | R::PaymentMethodIneligible
        | R::ShippingServiceIneligible => t.fix_where,
        R::CurrencyMismatch => t.fix_currency,
        R::CombinationDisallowed | R::TooManyCodes | R::AlreadyApplied => t.fix_combination,
        R::InformationMissing => t.fix_information,
        R::RenewalNotCovered => t.fix_renewal,
        R::Invalid | R::ConditionNotMet => t.fix_other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::texts::{EN, FR};

    #[test]
    fn every_cause_has_a_way_out_in_both_languages() {
        for reason in Reason::ALL {
            assert!(!fix(*reason, &EN).is_empty() && fix(*reason, &EN) != fix(*reason, &FR), "{}", reason.as_str());
        }
    }
}
