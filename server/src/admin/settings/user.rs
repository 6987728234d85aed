//! `/admin/settings/users/{id}`: one account.

use askama::Template;
use axum::extract::State;
use tessera_app::users::{UserChange, UserView};
use tessera_app::{App, ErrorCode};

use super::users::{HERE, RoleChoice, role_choices, roles_of};
use crate::admin::fields::Faults;
use crate::admin::flash::{Flash, refusal_words};
use crate::admin::form::Form;
use crate::admin::setup::user_faults;
use crate::admin::shell::{Place, Shell, done, faulty_page, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

#[derive(Template)]
#[template(path = "admin/settings/user.html")]
struct UserPage {
    s: Shell,
    user: UserView,
    title: String,
    name: String,
    is_owner: bool,
    /// Whoever looks: their own password is changed where the present one is asked for.
    is_self: bool,
    roles: Vec<RoleChoice>,
    faults: Faults,
}

/// Shows an account.
pub(super) async fn show_user(State(app): State<App>, admin: Admin, PathId(id): PathId) -> Reply {
    page(&user_page(&app, &admin, &id, None, Faults::default()).await?)
}

/// Changes it.
pub(super) async fn update_user(State(app): State<App>, admin: Admin, PathId(id): PathId, form: Form) -> Reply {
    let password = Some(form.raw("password").to_owned()).filter(|password| !password.is_empty());
    let change = match form.text("do") {
        word @ ("disable" | "enable") => UserChange { disabled: Some(word == "disable"), ..UserChange::default() },
        _ => UserChange {
            name: Some(form.text("name").to_owned()),
            rights: Some((form.has("owner"), roles_of(&form))),
            password,
            ..UserChange::default()
        },
    };
    let change = UserChange { version: form.number("version").unwrap_or_default(), ..change };
    let t = admin.visit.texts();
    match app.update_user(admin.mutation(format!("{HERE}/{id}")), &id, change).await {
        Ok(_) => Ok(done(&admin.visit, HERE, &Flash::of("user_saved"))),
        Err(problem) if problem.error == ErrorCode::InvalidBody => {
            faulty_page(&user_page(&app, &admin, &id, Some(&form), user_faults(&problem, t)).await?)
        }
        Err(problem) if matches!(problem.error, ErrorCode::LastOwner | ErrorCode::VersionConflict) => {
            let faults = Faults::one("", refusal_words(&problem, t));
            faulty_page(&user_page(&app, &admin, &id, Some(&form), faults).await?)
        }
        Err(problem) => Err(problem.into()),
    }
}

/// Switches the two-step sign-in of somebody else off.
pub(super) async fn reset_two_step(State(app): State<App>, admin: Admin, PathId(id): PathId, _form: Form) -> Reply {
    app.reset_two_step(admin.mutation(format!("{HERE}/{id}/two-step")), &id).await?;
    Ok(done(&admin.visit, &format!("{HERE}/{id}"), &Flash::of("two_step_reset")))
}

async fn user_page(
    app: &App,
    admin: &Admin,
    id: &str,
    form: Option<&Form>,
    faults: Faults,
) -> Result<UserPage, Refusal> {
    let s = Shell::of(app, &admin.visit, Place::Users);
    let user = app.list_users(admin.caller()).await?.into_iter().find(|user| user.id == id);
    let user = user.ok_or_else(|| Refusal::of(ErrorCode::NotFound))?;
    let chosen = match form {
        Some(form) => form.all("role").into_iter().map(str::to_owned).collect(),
        None => user.roles.clone(),
    };
    Ok(UserPage {
        title: s.fill(s.t.user_edit, &[&user.name]),
        name: form.map_or_else(|| user.name.clone(), |form| form.text("name").to_owned()),
        is_owner: form.map_or(user.is_owner, |form| form.has("owner")),
        is_self: *admin.caller().key_id == *user.id,
        roles: role_choices(s.t, &chosen),
        user,
        faults,
        s,
    })
}
