//! `/admin/coupons/{id}/card`: a coupon in short, over its row in the list.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use tessera_app::redemptions::RedemptionFilter;
use tessera_app::{App, PageRequest, Scope};

use super::header::read;
use super::share::first_code;
use super::show::sentences;
use super::usages::{Usage, in_words};
use crate::admin::shell::{Place, Shell, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;

/// Uses that are shown.
const USES: u32 = 5;

#[derive(Template)]
#[template(path = "admin/coupons/card.html")]
struct Card {
    s: Shell,
    id: String,
    sentences: Vec<String>,
    usages: Vec<Usage>,
    may_see_uses: bool,
    /// Id and text.
    code: Option<(String, String)>,
    link: Option<String>,
}

/// Shows it; by itself it is the coupon's page.
pub(super) async fn show_card(State(app): State<App>, admin: Admin, PathId(id): PathId) -> Reply {
    if !admin.visit.is_part {
        return Ok(Redirect::to(&format!("/admin/coupons/{id}")).into_response());
    }
    let view = read(&app, &admin, &id).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let summary = app.summarise_coupon(admin.caller(), &id, s.locale()).await?.summary;
    let may_see_uses = admin.may(Scope::Redemptions);
    let usages = if may_see_uses {
        let filter = RedemptionFilter { coupon_id: Some(id.clone()), ..RedemptionFilter::default() };
        let found = app.list_redemptions(admin.caller(), filter, PageRequest { limit: USES, cursor: None }).await?;
        in_words(&app, admin.caller(), found.data, &s).await?
    } else {
        Vec::new()
    };
    let code = first_code(&app, &admin, &view).await?;
    page(&Card {
        sentences: sentences(&summary),
        usages,
        may_see_uses,
        link: code.as_ref().and_then(|code| code.link.clone()),
        code: code.map(|code| (code.id, code.code)),
        id,
        s,
    })
}
