//! `/admin/settings/keys`: API keys. A new key's secret is on one page, once.

use askama::Template;
use axum::extract::State;
use tessera_app::{App, ErrorCode, KeyKind, Scope, Scopes};

use crate::admin::fields::Faults;
use crate::admin::flash::Flash;
use crate::admin::form::Form;
use crate::admin::instants::instant;
use crate::admin::shell::{Place, Shell, done, faulty_page, page};
use crate::admin::texts::Texts;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

/// Where keys are.
const HERE: &str = "/admin/settings/keys";

#[derive(Template)]
#[template(path = "admin/settings/keys.html")]
struct KeysPage {
    s: Shell,
    keys: Vec<Row>,
    name: String,
    is_publishable: bool,
    /// Name and meaning, and whether it is ticked.
    scopes: Vec<(&'static str, &'static str, bool)>,
    faults: Faults,
}

struct Row {
    id: String,
    name: String,
    hint: String,
    kind: &'static str,
    scopes: String,
    made: String,
    is_revoked: bool,
}

#[derive(Template)]
#[template(path = "admin/settings/key_shown.html")]
struct KeyShownPage {
    s: Shell,
    name: String,
    secret: String,
}

#[derive(Template)]
#[template(path = "admin/settings/key_revoke.html")]
struct KeyRevokePage {
    s: Shell,
    id: String,
    title: String,
}

/// Shows the keys.
pub(super) async fn show_keys(State(app): State<App>, admin: Admin) -> Reply {
    page(&keys_page(&app, &admin, None, Faults::default()).await?)
}

/// Makes a key and shows its secret.
pub(super) async fn create_key(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let kind = if form.text("kind") == "publishable" { KeyKind::Publishable } else { KeyKind::Secret };
    let scopes: Scopes = form.all("scope").into_iter().filter_map(Scope::parse).collect();
    let t = admin.visit.texts();
    if kind == KeyKind::Secret && scopes == Scopes::default() {
        let faults = Faults::one("scopes", t.fault_scopes);
        return faulty_page(&keys_page(&app, &admin, Some(&form), faults).await?);
    }
    let made = app.create_key_for(admin.caller(), &admin.visit.request_id, form.text("name"), kind, scopes).await;
    match made {
        Ok(made) => {
            let s = Shell::of(&app, &admin.visit, Place::Keys);
            page(&KeyShownPage { s, name: made.key.name, secret: made.secret })
        }
        Err(problem) if problem.error == ErrorCode::InvalidBody => {
            let faults = Faults::one("name", t.fault_name);
            faulty_page(&keys_page(&app, &admin, Some(&form), faults).await?)
        }
        Err(problem) => Err(problem.into()),
    }
}

/// Asks whether a key is meant to be revoked.
pub(super) async fn ask_revoke(State(app): State<App>, admin: Admin, PathId(id): PathId) -> Reply {
    admin.caller().require(Scope::Keys)?;
    let key = app.list_keys().await?.into_iter().find(|key| key.id == id);
    let key = key.ok_or_else(|| Refusal::of(ErrorCode::NotFound))?;
    let s = Shell::of(&app, &admin.visit, Place::Keys);
    let title = s.fill(s.t.key_revoke_of, &[&key.name]);
    page(&KeyRevokePage { s, id, title })
}

/// Revokes it.
pub(super) async fn revoke_key(State(app): State<App>, admin: Admin, PathId(id): PathId, _form: Form) -> Reply {
    app.revoke_key_for(admin.caller(), &admin.visit.request_id, &id).await?;
    Ok(done(&admin.visit, HERE, &Flash::of("key_revoked")))
}

/// What a scope allows, in the language of the page.
fn words_of(scope: Scope, t: &Texts) -> &'static str {
    match scope {
        Scope::Quotes => t.scope_quotes,
        Scope::Redemptions => t.scope_redemptions,
        Scope::Refunds => t.scope_refunds,
        Scope::CouponsRead => t.scope_coupons_read,
        Scope::CouponsWrite => t.scope_coupons_write,
        Scope::CouponsDelete => t.scope_coupons_delete,
        Scope::CodesRead => t.scope_codes_read,
        Scope::CodesWrite => t.scope_codes_write,
        Scope::Customers => t.scope_customers,
        Scope::Catalogue => t.scope_catalogue,
        Scope::Claims => t.scope_claims,
        Scope::Settings => t.scope_settings,
        Scope::Webhooks => t.scope_webhooks,
        Scope::Audit => t.scope_audit,
        Scope::Keys => t.scope_keys,
    }
}

async fn keys_page(app: &App, admin: &Admin, form: Option<&Form>, faults: Faults) -> Result<KeysPage, Refusal> {
    admin.caller().require(Scope::Keys)?;
    let s = Shell::of(app, &admin.visit, Place::Keys);
    let keys = app.list_keys().await?.into_iter().map(|key| Row {
        kind: if key.kind == KeyKind::Publishable.name() { s.t.key_kind_publishable } else { s.t.key_kind_secret },
        scopes: match key.scopes.len() {
            0 => s.t.scope_quotes.to_owned(),
            all if all == Scope::ALL.len() => s.t.key_all.to_owned(),
            _ => key.scopes.join(", "),
        },
        made: instant(key.created_at, &s.zone, s.locale()),
        is_revoked: key.revoked_at.is_some(),
        id: key.id,
        name: key.name,
        hint: key.hint,
    });
    let keys = keys.collect();
    let ticked = form.map(|form| form.all("scope")).unwrap_or_default();
    let scopes = Scope::ALL.iter().map(|scope| (scope.name(), words_of(*scope, s.t), ticked.contains(&scope.name())));
    Ok(KeysPage {
        keys,
        name: form.map(|form| form.text("name").to_owned()).unwrap_or_default(),
        is_publishable: form.is_some_and(|form| form.text("kind") == "publishable"),
        scopes: scopes.collect(),
        faults,
        s,
    })
}
