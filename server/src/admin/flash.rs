//! What the next page says of what was just done, and how it is undone: a cookie that is shown once.

use tessera_app::Problem;

use super::texts::{Texts, fill};

/// The cookie.
pub(super) const COOKIE: &str = "tessera_flash";

/// Seconds until it is not worth saying any more.
pub(super) const AGE: i64 = 60;

/// More coupons than this are not named for undoing: a cookie holds 4 KiB.
pub(super) const MOST_UNDONE: usize = 50;

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Flash {
    /// From the list of [`Flash::words`].
    pub(super) done: String,
    /// How many, where it is said.
    pub(super) count: u64,
    /// What brings it back: coupons with what they were and the version they have now.
    pub(super) undo: Vec<Undo>,
}

/// A coupon as it was before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Undo {
    /// `cpn_...`.
    pub(super) id: String,
    /// `enabled`, `paused` or `draft`; `terms` where what it says is to be as it was.
    pub(super) status: String,
    /// The version that is to be undone.
    pub(super) version: u64,
}

impl Undo {
    /// As it stands in a form and in the cookie.
    pub(super) fn write(&self) -> String {
        format!("{}.{}.{}", self.id, self.status, self.version)
    }

    /// Reads it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (id, status, version) = (parts.next()?, parts.next()?, parts.next()?);
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if parts.next().is_some() || !is_plain(id) || !["enabled", "paused", "draft", "terms"].contains(&status) {
            return None;
        }
        Some(Self { id: id.to_owned(), status: status.to_owned(), version: version.parse().ok()? })
    }
}

impl Flash {
    /// Something was done.
    pub(super) fn of(done: &str) -> Self {
        Self { done: done.to_owned(), count: 1, undo: Vec::new() }
    }

    /// The same with how it is undone.
    pub(super) fn undone_by(done: &str, count: usize, undo: Vec<Undo>) -> Self {
        let undo = if undo.len() > MOST_UNDONE { Vec::new() } else { undo };
        Self { done: done.to_owned(), count: u64::try_from(count).unwrap_or(u64::MAX), undo }
    }

    /// As the cookie holds it.
    pub(super) fn write(&self) -> String {
        let undo: Vec<String> = self.undo.iter().map(Undo::write).collect();
        format!("{}|{}|{}", self.done, self.count, undo.join("~"))
    }

    /// Reads the cookie; what is not ours is nothing.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('|');
        let (done, count, undo) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
        let undo: Option<Vec<Undo>> = undo.split('~').filter(|text| !text.is_empty()).map(Undo::parse).collect();
        Some(Self { done: done.to_owned(), count, undo: undo? })
    }

    /// What is said; nothing for what is not in the list.
    pub(super) fn words(&self, t: &Texts) -> Option<String> {
        let many = self.count != 1;
        let text = match self.done.as_str() {
            "created" => t.done_created,
            "saved" => t.done_saved,
            "enabled" if many => t.done_enabled_many,
            "enabled" => t.done_enabled,
            "paused" if many => t.done_paused_many,
            "paused" => t.done_paused,
            "archived" if many => t.done_archived_many,
            "archived" => t.done_archived,
            "restored" => t.done_restored,
            "duplicated" => t.done_duplicated,
            "version_restored" => t.done_version_restored,
            "undone" => t.done_undone,
            "codes_made" => t.done_codes_made,
            "codes_begun" => t.done_codes_begun,
            "codes_void" if many => t.done_codes_void_many,
            "codes_void" => t.done_codes_void,
            "codes_voiding" => t.done_codes_voiding,
            "codes_importing" => t.done_codes_importing,
            "code_assigned" => t.done_code_assigned,
            "job_cancelled" => t.done_job_cancelled,
            "usage_cancelled" => t.done_usage_cancelled,
            "deleted" => t.done_deleted,
            "template_kept" => t.done_template_kept,
            "run_again" => t.done_run_again,
            "view_unnamed" => t.fault_name,
            "view_saved" => t.done_view_saved,
            "view_deleted" => t.done_view_deleted,
            "extended" if many => t.done_extended_many,
            "extended" => t.done_extended,
            "tagged" if many => t.done_tagged_many,
            "tagged" => t.done_tagged,
            "duplicated_many" if many => t.done_duplicated_many,
            "duplicated_many" => t.done_duplicated_one,
            "user_created" => t.done_user_created,
            "user_saved" => t.done_user_saved,
            "password_changed" => t.done_password_changed,
            "two_step_off" => t.done_two_step_off,
            "two_step_again" => t.two_step_again,
            "two_step_reset" => t.done_two_step_reset,
            "webhook_changed" => t.webhook_changed,
            "webhook_deleted" => t.webhook_deleted,
            "webhook_replayed" => t.webhook_replayed,
            "template_used" => t.done_template_used,
            "template_copied" => t.done_template_copied,
            "template_deleted" => t.done_template_deleted,
            "campaign_made" => t.done_campaign_made,
            "key_revoked" => t.done_key_revoked,
            "session_ended" => t.done_session_ended,
            "welcome" => t.done_welcome,
            "nothing" => t.done_nothing,
            _ => return None,
        };
        Some(fill(text, &[&self.count.to_string()]))
    }
}

/// Words for a refusal of a use case, in the language of the page.
pub(super) fn refusal_words(problem: &Problem, t: &'static Texts) -> &'static str {
    use tessera_app::ErrorCode as Code;
    match problem.error {
        Code::NotFound | Code::PathUnknown => t.error_not_found,
        Code::ScopeMissing | Code::PublishableKey => t.error_forbidden,
        Code::CouponArchived => t.error_coupon_archived,
        Code::CouponNotArchived => t.error_coupon_not_archived,
        Code::CouponIncomplete => t.error_coupon_incomplete,
        Code::CouponRunning => t.error_coupon_running,
        Code::VersionConflict => t.error_version_conflict,
        Code::CodeTaken => t.error_code_taken,
        Code::CodesTooDense => t.error_codes_too_dense,
        Code::FieldLocked => t.error_field_locked,
        Code::RunFollowed => t.error_run_followed,
        Code::RedemptionNotCommitted | Code::RedemptionIsPayment => t.error_usage_state,
        Code::CodeVoid => t.error_code_void,
        Code::InvalidTable => t.fault_table,
        Code::TooManySaved => t.error_too_many_saved,
        Code::BodyTooLarge => t.error_too_large,
        Code::EmailTaken => t.error_email_taken,
        Code::LastOwner => t.error_last_owner,
        Code::RateLimited => t.error_rate_limited,
        Code::SignInRefused => t.error_sign_in,
        Code::SecondStepRefused => t.error_second_step,
        Code::SetupRefused => t.error_setup,
        Code::InvalidCursor | Code::InvalidQuery | Code::InvalidPath => t.error_address,
        Code::Unavailable | Code::TimedOut => t.error_unavailable,
        Code::RequestInProgress => t.error_in_progress,
        Code::InvalidBody | Code::MalformedJson | Code::NotInThisRelease => t.error_fields,
        _ => t.error_other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::texts::{EN, FR};

    #[test]
    fn what_is_written_reads_back() {
        let undo = vec![
            Undo { id: "cpn_1".to_owned(), status: "enabled".to_owned(), version: 2 },
            Undo { id: "cpn_2".to_owned(), status: "draft".to_owned(), version: 9 },
        ];
        let flash = Flash::undone_by("paused", 2, undo);
        assert_eq!(Flash::parse(&flash.write()), Some(flash.clone()));
        assert_eq!(flash.words(&EN).as_deref(), Some("2 coupons are paused."));
        assert_eq!(Flash::of("paused").words(&FR).as_deref(), Some("Le coupon est en pause."));
        for strange in ["", "paused|x|", "paused|1", "paused|1|cpn_1.enabled", "paused|1|<b>.enabled.1"] {
            assert_eq!(Flash::parse(strange), None, "{strange}");
        }
        assert_eq!(Flash::of("<script>").words(&EN), None);
    }

    #[test]
    fn a_cookie_is_not_longer_than_a_browser_keeps() {
        let long = Undo { id: format!("cpn_{}", "a".repeat(32)), status: "enabled".to_owned(), version: 99_999 };
        assert!(Flash::undone_by("archived", MOST_UNDONE, vec![long.clone(); MOST_UNDONE]).write().len() < 3_500);
        assert!(Flash::undone_by("archived", 51, vec![long; MOST_UNDONE + 1]).undo.is_empty());
    }
}
