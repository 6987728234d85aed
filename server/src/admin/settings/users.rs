//! `/admin/settings/users`: who has an account.

use askama::Template;
use axum::extract::State;
use tessera_app::users::{NewUser, Role, UserView};
use tessera_app::{App, ErrorCode};

use crate::admin::fields::Faults;
use crate::admin::flash::Flash;
use crate::admin::form::Form;
use crate::admin::instants::instant;
use crate::admin::setup::user_faults;
use crate::admin::shell::{Place, Shell, done, faulty_page, page};
use crate::admin::texts::Texts;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::problem::Refusal;

/// Where accounts are.
pub(super) const HERE: &str = "/admin/settings/users";

#[derive(Template)]
#[template(path = "admin/settings/users.html")]
struct UsersPage {
    s: Shell,
    users: Vec<Row>,
    name: String,
    email: String,
    is_owner: bool,
    roles: Vec<RoleChoice>,
    faults: Faults,
}

struct Row {
    user: UserView,
    roles: String,
    since: String,
    is_you: bool,
}

/// A role that can be chosen.
pub(super) struct RoleChoice {
    pub(super) name: &'static str,
    pub(super) words: &'static str,
    pub(super) hint: &'static str,
    pub(super) is_chosen: bool,
}

/// Shows the accounts.
pub(super) async fn show_users(State(app): State<App>, admin: Admin) -> Reply {
    page(&users_page(&app, &admin, None, Faults::default()).await?)
}

/// Makes an account.
pub(super) async fn create_user(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let user = NewUser {
        email: form.text("email").to_owned(),
        name: form.text("name").to_owned(),
        password: form.raw("password").to_owned(),
        is_owner: form.has("owner"),
        roles: roles_of(&form),
    };
    let t = admin.visit.texts();
    match app.create_user(admin.mutation(HERE), user).await {
        Ok(_) => Ok(done(&admin.visit, HERE, &Flash::of("user_created"))),
        Err(problem) if problem.error == ErrorCode::InvalidBody => {
            faulty_page(&users_page(&app, &admin, Some(&form), user_faults(&problem, t)).await?)
        }
        Err(problem) if problem.error == ErrorCode::EmailTaken => {
            let faults = Faults::one("email", t.error_email_taken);
            faulty_page(&users_page(&app, &admin, Some(&form), faults).await?)
        }
        Err(problem) => Err(problem.into()),
    }
}

/// The roles that were ticked.
pub(super) fn roles_of(form: &Form) -> Vec<Role> {
    form.all("role").into_iter().filter_map(Role::parse).collect()
}

/// The roles to choose from.
pub(super) fn role_choices(t: &Texts, chosen: &[String]) -> Vec<RoleChoice> {
    let choice = |role: Role| {
        let (words, hint) = words_of(role, t);
        let is_chosen = role == Role::View || chosen.iter().any(|name| name == role.name());
        RoleChoice { name: role.name(), words, hint, is_chosen }
    };
    Role::ALL.into_iter().map(choice).collect()
}

fn words_of(role: Role, t: &Texts) -> (&'static str, &'static str) {
    match role {
        Role::View => (t.role_view, t.role_view_hint),
        Role::Edit => (t.role_edit, t.role_edit_hint),
        Role::Publish => (t.role_publish, t.role_publish_hint),
        Role::Distribute => (t.role_distribute, t.role_distribute_hint),
        Role::Risk => (t.role_risk, t.role_risk_hint),
        Role::Delete => (t.role_delete, t.role_delete_hint),
    }
}

async fn users_page(app: &App, admin: &Admin, form: Option<&Form>, faults: Faults) -> Result<UsersPage, Refusal> {
    let s = Shell::of(app, &admin.visit, Place::Users);
    let users = app.list_users(admin.caller()).await?.into_iter().map(|user| {
        let roles: Vec<&str> =
            Role::ALL.into_iter().filter(|role| user.has(*role)).map(|role| words_of(role, s.t).0).collect();
        let roles = if user.is_owner { s.t.user_owner.to_owned() } else { roles.join(", ") };
        let since = instant(user.created_at, &s.zone, s.locale());
        Row { roles, since, is_you: user.id == admin.signed_in.user.id, user }
    });
    let users = users.collect();
    let text = |name: &str| form.map(|form| form.text(name).to_owned()).unwrap_or_default();
    let chosen: Vec<String> = form.iter().flat_map(|form| form.all("role")).map(str::to_owned).collect();
    Ok(UsersPage {
        users,
        name: text("name"),
        email: text("email"),
        is_owner: form.is_some_and(|form| form.has("owner")),
        roles: role_choices(s.t, &chosen),
        faults,
        s,
    })
}
