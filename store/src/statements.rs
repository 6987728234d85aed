//! Every statement, so that a test can prepare each of them on each database. A test sees to it that none is missing.

use jiff::Timestamp;

use crate::changes::list_events::{self, EventFilter};
use crate::claims::list_claims::{self, ClaimState};
use crate::claims::wallet::{self, Tab};
use crate::codes::insert_codes;
use crate::codes::list_codes::{self, After, By, CodeFilter};
use crate::coupons::candidates::{Candidates, Words};
use crate::coupons::list_coupons::{self, CouponFilter, FoundBy, Sort, StateFilter};
use crate::customers::list_customers;
use crate::jobs::list_jobs::{self, JobFilter};
use crate::redemptions::list_redemptions::{self, RedemptionFilter};
use crate::redemptions::{read_carts, read_figures};
use crate::{
    balances, campaigns, categories, changes, claims, codes, coupons, customers, history, idempotency, jobs, keys,
    ledger, limits, messages, migrate, products, redemptions, refunds, reservations, saved, segments, sessions,
    settings, token_secrets, two_step, users, verify, webhooks,
};

/// Registers constants under their own paths.
macro_rules! registered {
    ($($path:path),+ $(,)?) => { &[$((stringify!($path), $path)),+] };
}

/// The statements that are constants, each with its path in the crate.
pub const STATEMENTS: &[(&str, &str)] = registered![
    balances::change_balance::INSERT,
    balances::change_balance::UPDATE,
    balances::list_balance_entries::SELECT_PAGE,
    balances::moves::MOVE,
    balances::read_balance::SELECT,
    balances::read_balance::SELECT_OWN,
    balances::write_entries::INSERT,
    campaigns::create_campaign::INSERT,
    campaigns::create_campaign::INSERT_VERSION,
    campaigns::list_calendar::SELECT_BEGINNING,
    campaigns::list_calendar::SELECT_ENDING,
    campaigns::list_calendar::SELECT_ENABLED,
    campaigns::list_campaigns::SELECT_PAGE,
    campaigns::lock_campaigns::SELECT,
    campaigns::read_budgets::SELECT,
    campaigns::read_budgets::SELECT_OWN,
    campaigns::read_budgets::SELECT_DUE,
    campaigns::read_campaign::SELECT,
    campaigns::read_campaign::SELECT_SPENT,
    campaigns::update_campaign::LOCK,
    campaigns::update_campaign::UPDATE,
    campaigns::update_campaign::COUNT,
    categories::list_categories::SELECT_PAGE,
    categories::put_category::IS_ABOVE,
    categories::put_category::UPSERT,
    categories::read_category::SELECT,
    changes::epoch::SELECT,
    changes::epoch::SELECT_AFTER,
    changes::epoch::SELECT_MARK,
    changes::epoch::INSERT,
    changes::epoch::DELETE_MARK,
    changes::list_audit::SELECT,
    changes::record_changes::INSERT_AUDIT,
    changes::record_changes::INSERT_EVENT,
    changes::seal::LOCK,
    changes::seal::ADVANCE,
    changes::seal::SELECT_EVENTS,
    changes::seal::PLACE_EVENT,
    changes::seal::SELECT_AUDIT,
    changes::seal::CHAIN,
    changes::seal::HAS_UNSEALED,
    changes::search_audit::SELECT,
    changes::search_audit::SELECT_LAST,
    changes::secret::INSERT,
    changes::secret::SELECT,
    claims::create_claim::INSERT,
    claims::create_claim::SELECT_CLAIMED,
    claims::erase_claims::SELECT,
    claims::erase_claims::ERASE,
    claims::erase_claims::DROP_EMPTY,
    claims::moves::TAKE,
    claims::moves::GO_ON,
    claims::moves::FREE,
    claims::read_claim::SELECT,
    claims::read_claim::SELECT_BY_CODE,
    claims::read_versions::SELECT,
    claims::read_versions::SELECT_BASE,
    claims::revoke_claim::REVOKE,
    claims::wallet::COUNT,
    codes::batches::INSERT,
    codes::batches::COUNT_ONE,
    codes::batches::SUM,
    codes::batches::SELECT_REQUESTS,
    codes::batches::SELECT_COUPON,
    codes::batches::FINISH,
    codes::export_codes::SELECT_PAGE,
    codes::find_code::SELECT,
    codes::find_code::SELECT_BY_ID,
    codes::find_code::SELECT_VOIDED,
    codes::first_code::SELECT,
    codes::insert_code::INSERT,
    codes::insert_code::NEXT_POSITION,
    codes::insert_code::POSITION,
    codes::insert_code::VOID_FREED,
    codes::insert_codes::INSERT_BALANCES,
    codes::insert_codes::INSERT_ENTRIES,
    codes::insert_own_codes::INSERT,
    codes::insert_own_codes::SELECT_COUPON,
    codes::insert_own_codes::SELECT_VOID,
    codes::own_terms::SELECT,
    codes::reassign_code::REASSIGN,
    codes::standing::MARK_USED,
    codes::standing::MARK_LEFT,
    codes::standing::MARK_ALL_USED,
    codes::standing::MARK_ALL_LEFT,
    codes::standing::SELECT_PAGE,
    codes::uses::SELECT,
    codes::uses::SELECT_BY_TEXT,
    codes::erase_codes::SELECT,
    codes::erase_codes::FORGET,
    codes::void_code::SELECT_COUPON,
    codes::void_code::SELECT_BATCH,
    codes::void_code::VOID,
    coupons::begin_run::SELECT_NEXT,
    coupons::begin_run::UPDATE,
    coupons::candidates::HAS_CODE,
    coupons::catalogue_change::SELECT,
    coupons::catalogue_change::NEXT,
    coupons::catalogue_change::LOCK,
    coupons::catalogue_change::CHANGED,
    coupons::catalogue_change::TOUCH,
    coupons::create_coupon::INSERT,
    coupons::create_coupon::INSERT_VERSION,
    coupons::create_coupon::INSERT_COUNTER,
    coupons::count_coupons::COUNT_STATES,
    coupons::delete_coupon::COUNT_REFERENCES,
    coupons::delete_coupon::DELETE,
    coupons::list_coupon_versions::SELECT_PAGE,
    coupons::list_coupon_versions::SELECT,
    coupons::list_claimable::SELECT_PAGE,
    coupons::list_coupons_at::SELECT,
    coupons::load_live_coupons::SELECT,
    coupons::mark_template::UPDATE,
    coupons::read_coupon::SELECT,
    coupons::fill_claimable::UPDATE,
    coupons::fill_limits::SELECT_PAGE,
    coupons::fill_limits::UPDATE,
    coupons::update_coupon::UPDATE,
    coupons::update_coupon::LOCK,
    coupons::update_coupon::BEGIN_COUNTING,
    coupons::update_coupon::GO_ON_COUNTING,
    coupons::update_coupon::END_COUNTING,
    coupons::used_up::MARK,
    coupons::used_up::MARK_WHERE_SO,
    coupons::used_up::MARK_ALL,
    coupons::used_up::FIND_UNMARKED,
    coupons::failed_attempts::ADD,
    coupons::failed_attempts::SUM,
    coupons::failed_attempts::FORGET,
    customers::count_customers::COUNT,
    customers::delete_customer::DELETE,
    customers::delete_customer::DELETE_MEMBERSHIPS,
    customers::put_customer::UPSERT,
    customers::put_customers::UPSERT,
    customers::read_customer::SELECT,
    history::fill_history::SELECT_PAGE,
    history::read_history::SELECT_COUNTERS,
    history::read_history::SELECT_SPENT,
    history::read_history::SELECT_PURCHASES,
    history::read_history::SELECT_PRODUCT,
    history::record_order::COUNT,
    history::record_order::INSERT,
    history::record_order::BUY,
    history::record_order::UNCOUNT,
    history::record_order::DELETE,
    history::record_order::UNSPEND,
    history::record_order::UNBUY,
    idempotency::forget_answers::DELETE,
    idempotency::read_answer::SELECT,
    idempotency::record_answer::INSERT,
    ledger::move_budget::INSERT,
    ledger::open_account::GO_ON,
    ledger::open_account::KNOW,
    ledger::open_account::OPEN,
    ledger::open_account::CLOSE,
    limits::moves::TAKE,
    limits::moves::TAKE_MORE,
    limits::moves::GIVE,
    limits::recount::COUNT_CODES,
    limits::recount::COUNT_CODE_CLAIMS,
    limits::recount::COUNT_CLAIMS,
    limits::recount::COUNT_DAYS,
    limits::recount::COUNT_BUDGET,
    limits::recount::COUNT_BUDGET_DAYS,
    limits::recount::SELECT_BUDGET_CUSTOMERS,
    limits::recount::ADD,
    limits::recount::DROP,
    limits::recount::DROP_CODES,
    limits::recount::DROP_LIKE,
    limits::recount::DROP_BUDGET,
    jobs::begin_job::INSERT,
    jobs::begin_job::INSERT_INPUT,
    jobs::begin_job::COUNT_INPUTS,
    jobs::begin_job::QUEUE,
    jobs::drop_received::LOCK,
    jobs::drop_received::DELETE,
    jobs::forget_jobs::SELECT_OLD,
    jobs::forget_jobs::DELETE_ERRORS,
    jobs::forget_jobs::DELETE,
    jobs::forget_jobs::GIVE_UP,
    jobs::forget_jobs::SELECT_FULL,
    jobs::forget_jobs::DELETE_INPUTS,
    jobs::forget_jobs::DELETE_MARKS,
    jobs::forget_jobs::EMPTY,
    jobs::lease_job::SELECT_DUE,
    jobs::lease_job::NEXT_DUE,
    jobs::lease_job::LEASE,
    jobs::lease_job::LOCK,
    jobs::lease_job::FREE,
    jobs::mark::INSERT,
    jobs::note_step::UPDATE,
    jobs::note_step::INSERT_ERROR,
    jobs::note_step::NOTE_FAILURE,
    jobs::read_inputs::SELECT,
    jobs::read_inputs::DELETE,
    jobs::read_job::SELECT,
    jobs::read_job::LOCK,
    jobs::read_job::SELECT_ERRORS,
    jobs::stop_job::STOP,
    keys::find_key::SELECT,
    keys::insert_key::INSERT,
    keys::list_keys::SELECT_ALL,
    keys::revoke_key::UPDATE,
    migrate::FOUND,
    migrate::READ,
    migrate::RECORD,
    products::list_products::SELECT_PAGE,
    products::put_product::UPSERT,
    products::put_products::UPSERT,
    products::read_product::SELECT,
    products::read_product::LOCK,
    redemptions::cancel_order::END_ORDER,
    redemptions::cancel_order::END_REDEMPTION,
    redemptions::cancel_order::MARK_REDEMPTION,
    redemptions::cancel_order::AMEND,
    redemptions::cancel_order::RETURN,
    redemptions::cancel_redemption::SELECT,
    redemptions::cancel_redemption::CANCEL,
    redemptions::create_redemption::INSERT_ORDER,
    redemptions::end_renewals::END,
    redemptions::end_renewals::LOCK_FIRST,
    redemptions::end_renewals::FIND_OTHER,
    redemptions::exchange::INSERT,
    redemptions::exchange::CONTINUE,
    redemptions::exchange::END,
    redemptions::exchange::LEAVE_BUDGET,
    redemptions::fold_uses::FOLD,
    redemptions::list_placed_orders::SELECT_SLIM,
    redemptions::list_placed_orders::SELECT_WHOLE,
    redemptions::list_placed_orders::SELECT_NEWEST,
    redemptions::list_placed_orders::SELECT_GIVEN,
    redemptions::list_placed_orders::COUNT,
    redemptions::lock_coupons::SELECT,
    redemptions::read_figures::SELECT,
    redemptions::read_order::SELECT,
    redemptions::read_order::LOCK,
    redemptions::read_order::SELECT_BY_RESERVATION,
    redemptions::read_order::SELECT_REDEMPTIONS,
    redemptions::read_uses::SELECT_TOTAL,
    redemptions::read_uses::SELECT,
    redemptions::read_uses::SELECT_OWN,
    redemptions::record_past_order::INSERT,
    redemptions::record_past_order::UPDATE,
    refunds::create_refund::INSERT,
    refunds::create_refund::ADD,
    refunds::create_refund::RETURN,
    refunds::list_refunds::SELECT,
    reservations::create_reservation::INSERT,
    reservations::expire_reservations::SELECT_DUE,
    reservations::expire_reservations::SELECT_DUE_OF,
    reservations::extend_reservation::EXTEND,
    reservations::extend_reservation::EXTEND_REDEMPTIONS,
    reservations::live_hold::LOCK,
    reservations::live_hold::END,
    reservations::read_reservation::SELECT,
    reservations::read_reservation::LOCK,
    reservations::update_reservation::UPDATE,
    saved::delete_document::DELETE,
    saved::insert_document::COUNT,
    saved::insert_document::INSERT,
    saved::list_documents::SELECT_PAGE,
    saved::read_document::SELECT,
    saved::read_document::LOCK,
    saved::update_document::UPDATE,
    segments::change_members::INSERT,
    segments::change_members::DELETE,
    segments::create_segment::INSERT,
    segments::create_segment::COUNT,
    segments::delete_segment::DELETE,
    segments::delete_segment::DELETE_MEMBERS,
    segments::delete_segment::SELECT_NAMING,
    segments::list_members::SELECT_PAGE,
    segments::list_members::COUNT,
    segments::list_segments::SELECT_PAGE,
    segments::list_segments::SELECT_ALL,
    segments::read_memberships::SELECT,
    segments::read_segment::SELECT,
    segments::update_segment::UPDATE,
    sessions::attempts::COUNT,
    sessions::attempts::FORGET,
    sessions::attempts::FORGET_ENDED,
    sessions::end_sessions::DELETE,
    sessions::end_sessions::DELETE_ALL,
    sessions::end_sessions::DELETE_OTHERS,
    sessions::end_sessions::DELETE_ENDED,
    sessions::find_session::SELECT,
    sessions::find_session::TOUCH,
    sessions::insert_session::INSERT,
    sessions::list_sessions::SELECT,
    settings::read_settings::SELECT,
    settings::write_settings::UPSERT,
    settings::write_settings::RECORD,
    settings::read_settings_version::SELECT,
    messages::read_messages::SELECT,
    messages::put_messages::UPSERT,
    token_secrets::keep_token_secret::INSERT,
    token_secrets::read_token_secrets::SELECT,
    token_secrets::rotate_token_secret::DELETE,
    token_secrets::rotate_token_secret::END,
    token_secrets::rotate_token_secret::INSERT,
    token_secrets::rotate_token_secret::NEWEST,
    two_step::authenticator::BEGIN,
    two_step::authenticator::SELECT,
    two_step::authenticator::CONFIRM,
    two_step::authenticator::ACCEPT,
    two_step::authenticator::DELETE,
    two_step::authenticator::DELETE_CODES,
    two_step::authenticator::DELETE_WAITING,
    two_step::recovery_codes::INSERT,
    two_step::recovery_codes::TAKE,
    two_step::recovery_codes::COUNT,
    two_step::waiting::INSERT,
    two_step::waiting::SELECT,
    two_step::waiting::DELETE,
    two_step::waiting::DELETE_ENDED,
    users::find_user::SELECT,
    users::find_user::SELECT_BY_EMAIL,
    users::find_user::HAS_ANY,
    users::insert_user::INSERT,
    users::list_users::SELECT_ALL,
    users::list_users::COUNT_OWNERS,
    users::update_user::UPDATE,
    verify::verify_audit::SELECT_HEAD,
    verify::verify_audit::SELECT_EVENTS,
    verify::verify_events::COUNT,
    verify::verify_events::FIND_GAP,
    verify::verify_events::FIND_BACKWARDS,
    verify::verify_events::FIND_ORPHAN,
    verify::verify_balances::COUNT,
    verify::verify_balances::FIND_OVERDRAWN,
    verify::verify_balances::FIND_MISCOUNTED,
    verify::verify_balances::FIND_PAYMENT,
    verify::verify_balances::FIND_DISCOUNT,
    verify::verify_balances::FIND_ONE_SIDED,
    verify::verify_balances::FIND_UNBALANCED,
    verify::verify_balances::FIND_ORDER,
    verify::verify_campaigns::COUNT,
    verify::verify_campaigns::FIND_MISCOUNTED,
    verify::verify_campaigns::FIND_UNCOUNTED,
    verify::verify_campaigns::FIND_STRAY,
    verify::verify_campaigns::SELECT_GIVEN,
    verify::verify_claims::COUNT,
    verify::verify_claims::FIND_LOOSE,
    verify::verify_claims::FIND_TAKEN,
    verify::verify_claims::FIND_STRANGE,
    verify::verify_counters::SELECT_COUPONS,
    verify::verify_counters::SELECT_REDEMPTIONS,
    verify::verify_counters::SELECT_CLAIMS,
    verify::verify_counters::SELECT_COUNTERS,
    verify::verify_counters::SELECT_TERMS,
    verify::verify_counters::SELECT_OWN_LIMIT,
    verify::verify_counters::FIND_MISMARKED,
    verify::verify_counters::FIND_ORPHAN,
    verify::verify_counters::SELECT_PLACED,
    verify::verify_counters::SELECT_HELD,
    verify::verify_counters::SELECT_IDENTITIES,
    verify::verify_reservations::COUNT,
    verify::verify_reservations::FIND_LOOSE,
    verify::verify_reservations::FIND_LOST,
    verify::verify_reservations::FIND_TWICE,
    verify::verify_reservations::FIND_ORPHAN,
    verify::verify_reservations::FIND_MISCOUNTED,
    verify::verify_reservations::FIND_OUTLIVING,
    verify::verify_reservations::FIND_FIRSTLESS,
    verify::verify_reservations::FIND_VERSIONLESS,
    verify::verify_orders::SELECT_PAGE,
    verify::verify_orders::SUM_REFUNDS,
    verify::verify_orders::SELECT_HISTORY,
    verify::verify_ledger::COUNT,
    verify::verify_ledger::FIND_ONE_SIDED,
    verify::verify_ledger::FIND_UNBALANCED,
    verify::verify_ledger::FIND_UNWRITTEN,
    webhooks::deliver::SELECT_DUE,
    webhooks::deliver::LEASE,
    webhooks::deliver::NOTE,
    webhooks::edit_webhook::INSERT,
    webhooks::edit_webhook::UPDATE,
    webhooks::edit_webhook::DELETE,
    webhooks::edit_webhook::SELECT_LAST,
    webhooks::edit_webhook::SELECT_BY_ID,
    webhooks::edit_webhook::SELECT_BY_TIME,
    webhooks::list_webhooks::SELECT_PAGE,
    webhooks::list_webhooks::SELECT,
    webhooks::list_webhooks::LOCK,
];

/// The statements that are put together, each with what it is for.
#[must_use]
pub fn assembled_statements() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for after in [false, true] {
        coupon_lists(after, &mut all);
        redemption_lists(after, &mut all);
        let id = [String::new()];
        let id = after.then_some(&id);
        code_lists(after, &mut all);
        let text = || Some(String::new());
        let filters =
            [JobFilter::default(), JobFilter { kinds: vec![String::new(); 2], state: text(), subject: text() }];
        for filter in &filters {
            all.push((format!("list_jobs {filter:?} {after}"), list_jobs::select(filter, id, 1).into_sql()));
        }
        for pattern in [None, Some("")] {
            all.push((
                format!("list_customers {pattern:?} {after}"),
                list_customers::select(pattern, id, 1).into_sql(),
            ));
        }
    }
    event_lists(&mut all);
    for rows in [1, 250] {
        all.push((format!("insert_codes {rows}"), insert_codes::statement(rows)));
    }
    for many in [1, 50] {
        all.push((format!("read_carts {many}"), read_carts::statement(many)));
        all.push((format!("read_given_by_day {many}"), read_figures::by_day(many)));
    }
    claim_lists(&mut all);
    all
}

fn code_lists(after: bool, all: &mut Vec<(String, String)>) {
    let text = || Some("0".to_owned());
    let states = [None, text(), Some("live".to_owned()), Some("expired".to_owned())];
    let key = ["0".to_owned(), String::new()];
    for (state, number) in states.into_iter().flat_map(|state| (0..8).map(move |number| (state.clone(), number))) {
        let filter = CodeFilter {
            state,
            prefix: (number & 1 > 0).then(String::new),
            batch_id: (number & 2 > 0).then(String::new),
            customer_id: (number & 4 > 0).then(String::new),
        };
        let by = if filter.prefix.is_some() { By::Text } else { By::End };
        let after = after.then(|| After::read(&key, by).ok()).flatten();
        for standing in filter.standings() {
            let select = list_codes::select("", &filter, standing, "", after, 1, Timestamp::UNIX_EPOCH);
            all.push((format!("list_codes {filter:?} {standing:?} {after:?}"), select.into_sql()));
        }
    }
}

fn claim_lists(all: &mut Vec<(String, String)>) {
    let last = ["0".to_owned(), String::new()];
    for after in [None, Some(&last)] {
        for state in ClaimState::ALL.map(Some).into_iter().chain([None]) {
            if let Ok(select) = list_claims::select("", state, after, 0_i64.into(), 1) {
                all.push((format!("list_claims {state:?} {after:?}"), select.into_sql()));
            }
        }
        for tab in Tab::ALL {
            if let Ok(select) = wallet::select("", tab, after, 0_i64.into(), 1) {
                all.push((format!("list_wallet {tab:?} {after:?}"), select.into_sql()));
            }
        }
    }
}

fn event_lists(all: &mut Vec<(String, String)>) {
    let text = || Some(String::new());
    for filter in [EventFilter::default(), EventFilter { kind: text(), aggregate: text() }] {
        all.push((format!("list_events {filter:?}"), list_events::select(&filter, 0, 1).into_sql()));
    }
}

fn coupon_lists(after: bool, all: &mut Vec<(String, String)>) {
    let after = after.then(|| ["0".to_owned(), String::new()]);
    let text = || Some("abc".to_owned());
    let time = Some(Timestamp::UNIX_EPOCH);
    let none = CouponFilter::default();
    let filters = [
        none.clone(),
        CouponFilter { include_archived: true, ..none.clone() },
        CouponFilter {
            q: text(),
            state: Some(StateFilter::Active),
            activation: text(),
            campaign_id: text(),
            ends_before: time,
            ends_after: time,
            ..none.clone()
        },
    ];
    let of_state = |state| CouponFilter { state: Some(state), ..none.clone() };
    let states = [StateFilter::Draft, StateFilter::Scheduled, StateFilter::UsedUp, StateFilter::Expired].map(of_state);
    for filter in filters.into_iter().chain(states) {
        for sort in Sort::ALL {
            let filter = CouponFilter { sort, ..filter.clone() };
            let (words, contained) = (Words::of(&filter), list_coupons::contained(&filter));
            let few = Candidates::of(&filter, &words);
            for few in few.iter().map(Some).chain([None]) {
                if let Some(few) = few {
                    all.push((format!("count_candidates {filter:?}"), few.count().into_sql()));
                }
                for asks_codes in [true, false] {
                    let found_by = FoundBy { words: &words, contained: &contained, asks_codes };
                    if let Ok(select) = list_coupons::select(&filter, &found_by, few, after.as_ref(), 1) {
                        let start = if few.is_some() { "list_few_coupons" } else { "list_coupons" };
                        all.push((format!("{start} {filter:?} {after:?} {asks_codes}"), select.into_sql()));
                    }
                }
            }
        }
    }
}

fn redemption_lists(after: bool, all: &mut Vec<(String, String)>) {
    let after = after.then(|| ["0".to_owned(), String::new()]);
    let text = || Some(String::new());
    let time = Some(Timestamp::UNIX_EPOCH);
    let whole = RedemptionFilter {
        coupon_id: text(),
        code_id: text(),
        customer_id: text(),
        order_id: text(),
        state: text(),
        from: time,
        to: time,
    };
    for filter in [RedemptionFilter::default(), whole] {
        if let Ok(select) = list_redemptions::select(&filter, after.as_ref(), 1) {
            all.push((format!("list_redemptions {filter:?} {after:?}"), select.into_sql()));
        }
    }
}
