//! Coupons: the list, a coupon's page with its parts, making and editing.

mod act;
mod activity;
mod again;
mod asks;
mod attempts;
mod basket;
mod bulk;
mod calculator;
mod cancel_usage;
mod card;
mod cases;
mod changes;
mod check;
mod closing;
mod code;
mod codes;
mod columns;
mod compare;
mod control;
mod create;
mod delete;
mod draft;
mod drafted;
mod edit;
mod editor;
mod export;
mod gives;
mod header;
mod list;
mod pasted;
mod pick;
mod preview;
mod quick;
mod reality;
mod receipts;
mod restore_version;
mod row;
mod sections;
mod share;
mod shopper;
mod show;
mod sms;
mod template;
mod undo;
mod usages;
mod versions;
mod views;

use axum::Router;
use axum::routing::{get, post};
use tessera_app::App;

pub(super) use basket::usual_currency;
pub(super) use cases::CaseRow;
pub(super) use row::{Row, state_words};

/// The pages.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/admin/coupons", get(list::show_list))
        .route("/admin/coupons/export", get(list::export_list))
        .route("/admin/coupons/new", get(create::show_new).post(create::create))
        .route("/admin/coupons/preview", post(preview::preview))
        .route("/admin/coupons/check", post(check::check))
        .route("/admin/coupons/code", get(code::show_availability))
        .route("/admin/coupons/pick", get(pick::show_hits))
        .route("/admin/coupons/basket", post(basket::try_drafted))
        .route("/admin/coupons/cases", post(cases::try_cases))
        .route("/admin/coupons/reality", post(reality::begin))
        .route("/admin/coupons/reality/{job}", get(reality::show))
        .route("/admin/coupons/shopper", post(shopper::show_shopper))
        .route("/admin/coupons/bulk", post(bulk::change_many))
        .route("/admin/coupons/undo", post(undo::undo))
        .route("/admin/coupons/columns", post(columns::keep_columns))
        .route("/admin/coupons/views", post(views::save_view))
        .route("/admin/coupons/views/{id}/delete", post(views::delete_view))
        .route("/admin/coupons/{id}", get(show::show_coupon))
        .route("/admin/coupons/{id}/card", get(card::show_card))
        .route("/admin/coupons/{id}/quick", get(quick::show_quick).post(quick::quick_edit))
        .route("/admin/coupons/{id}/lint", get(show::show_lint))
        .route("/admin/coupons/{id}/edit", get(edit::show_edit).post(edit::edit))
        .route("/admin/coupons/{id}/basket", get(basket::show_basket).post(basket::try_stored))
        .route("/admin/coupons/{id}/share", get(share::show_share))
        .route("/admin/coupons/{id}/share/sheet", get(share::show_sheet))
        .route("/admin/coupons/{id}/delete", get(delete::ask_delete).post(delete::delete))
        .route("/admin/coupons/{id}/template", get(template::show_template).post(template::keep_template))
        .route("/admin/coupons/{id}/again", get(again::show_again).post(again::run_again))
        .route("/admin/coupons/{id}/usages", get(usages::show_usages))
        .route("/admin/coupons/{id}/usages/export", get(usages::export_usages))
        .route(
            "/admin/coupons/{id}/usages/{usage}/cancel",
            get(cancel_usage::ask_cancel).post(cancel_usage::cancel_usage),
        )
        .route("/admin/coupons/{id}/attempts", get(attempts::show_attempts))
        .route("/admin/coupons/{id}/versions", get(versions::show_versions))
        .route("/admin/coupons/{id}/versions/compare", get(compare::compare_versions))
        .route("/admin/coupons/{id}/versions/{version}/restore", post(restore_version::restore_version))
        .route("/admin/coupons/{id}/activity", get(activity::show_activity))
        .route("/admin/coupons/{id}/do/{action}", post(act::act))
        .merge(codes::routes())
}
