//! Every statement, so that a test can prepare each of them on each database. A test sees to it that none is missing.

use jiff::Timestamp;

use crate::codes::list_codes::{self, CodeFilter};
use crate::coupons::list_coupons::{self, CouponFilter, Sort, StateFilter, Words};
use crate::customers::list_customers;
use crate::redemptions::list_redemptions::{self, RedemptionFilter};
use crate::{
    categories, codes, coupons, customers, history, idempotency, keys, messages, migrate, products, redemptions,
    settings,
};

/// Registers constants under their own paths.
macro_rules! registered {
    ($($path:path),+ $(,)?) => { &[$((stringify!($path), $path)),+] };
}

/// The statements that are constants, each with its path in the crate.
pub const STATEMENTS: &[(&str, &str)] = registered![
    categories::list_categories::SELECT_PAGE,
    categories::put_category::IS_ABOVE,
    categories::put_category::UPSERT,
    categories::read_category::SELECT,
    codes::find_code::SELECT,
    codes::find_code::SELECT_BY_ID,
    codes::find_code::SELECT_VOIDED,
    codes::first_code::SELECT,
    codes::insert_code::INSERT,
    codes::insert_code::NEXT_POSITION,
    codes::insert_code::POSITION,
    codes::void_code::VOID,
    coupons::catalogue_change::SELECT,
    coupons::catalogue_change::NEXT,
    coupons::catalogue_change::LOCK,
    coupons::catalogue_change::CHANGED,
    coupons::catalogue_change::TOUCH,
    coupons::create_coupon::INSERT,
    coupons::create_coupon::INSERT_VERSION,
    coupons::create_coupon::INSERT_COUNTER,
    coupons::list_coupon_versions::SELECT_PAGE,
    coupons::list_coupon_versions::SELECT,
    coupons::list_coupons_at::SELECT,
    coupons::load_live_coupons::SELECT,
    coupons::read_coupon::SELECT,
    coupons::update_coupon::LOCK,
    coupons::update_coupon::UPDATE,
    coupons::update_coupon::BEGIN_COUNTING,
    coupons::update_coupon::GO_ON_COUNTING,
    coupons::update_coupon::END_COUNTING,
    customers::delete_customer::DELETE,
    customers::put_customer::UPSERT,
    customers::read_customer::SELECT,
    history::fill_history::SELECT_PAGE,
    history::read_history::SELECT_COUNTERS,
    history::read_history::SELECT_SPENT,
    history::read_history::SELECT_PURCHASES,
    history::read_history::SELECT_PRODUCT,
    history::record_order::COUNT,
    history::record_order::INSERT,
    history::record_order::BUY,
    idempotency::forget_answers::DELETE,
    idempotency::read_answer::SELECT,
    idempotency::record_answer::INSERT,
    keys::find_key::SELECT,
    keys::insert_key::INSERT,
    keys::list_keys::SELECT_ALL,
    keys::revoke_key::UPDATE,
    migrate::FOUND,
    migrate::READ,
    migrate::RECORD,
    products::list_products::SELECT_PAGE,
    products::put_product::UPSERT,
    products::read_product::SELECT,
    redemptions::create_redemption::INSERT_ORDER,
    redemptions::create_redemption::INSERT,
    redemptions::fold_uses::FOLD,
    redemptions::read_order::SELECT,
    redemptions::read_uses::SELECT_TOTAL,
    redemptions::read_uses::SELECT_CUSTOMER,
    redemptions::take_use::SELECT_COUPON,
    redemptions::take_use::TAKE_TOTAL,
    redemptions::take_use::TAKE_CUSTOMER,
    settings::read_settings::SELECT,
    settings::write_settings::UPSERT,
    settings::write_settings::RECORD,
    settings::read_settings_version::SELECT,
    messages::read_messages::SELECT,
    messages::put_messages::UPSERT,
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
        let filters = [CodeFilter::default(), CodeFilter { state: Some(String::new()), prefix: Some(String::new()) }];
        for filter in &filters {
            all.push((format!("list_codes {filter:?} {after}"), list_codes::select("", filter, "", id, 1).into_sql()));
        }
        for pattern in [None, Some("")] {
            all.push((
                format!("list_customers {pattern:?} {after}"),
                list_customers::select(pattern, id, 1).into_sql(),
            ));
        }
    }
    all
}

fn coupon_lists(after: bool, all: &mut Vec<(String, String)>) {
    let after = after.then(|| ["0".to_owned(), String::new()]);
    let text = || Some("a".to_owned());
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
            ..none
        },
    ];
    for filter in filters {
        for sort in Sort::ALL {
            let filter = CouponFilter { sort, ..filter.clone() };
            let words = Words::of(&filter);
            if let Ok(select) = list_coupons::select(&filter, &words, after.as_ref(), 1) {
                all.push((format!("list_coupons {filter:?} {after:?}"), select.into_sql()));
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
