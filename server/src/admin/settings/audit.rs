//! `/admin/settings/audit`: who changed what and when, the newest first.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;
use tessera_app::audit::AuditFilter;
use tessera_app::users::ActorNames;

use crate::admin::form::Form;
use crate::admin::instants::{day_after, day_begins, instant};
use crate::admin::shell::{Place, Shell, page};
use crate::admin::texts::{Texts, fill};
use crate::admin::visit::Admin;
use crate::answer::Reply;

/// Where it is.
const HERE: &str = "/admin/settings/audit";
/// Entries on a page.
const ON_A_PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "admin/settings/audit.html")]
struct AuditPage {
    s: Shell,
    asked: Asked,
    /// Everybody who may have done something: id and name.
    actors: Vec<(String, String)>,
    rows: Vec<Row>,
    /// Where older ones are.
    older: Option<String>,
    /// Where the newest are, unless they are shown.
    newest: Option<String>,
}

/// What the address asks for. What it says wrongly is left out.
#[derive(Clone, Default)]
struct Asked {
    who: String,
    what: String,
    of: String,
    from: String,
    until: String,
    before: String,
}

struct Row {
    at: String,
    who: String,
    what: String,
    of: String,
    /// Where what was changed is shown.
    link: Option<String>,
    reason: Option<String>,
    position: String,
    /// The beginning of the link of the chain.
    chain: String,
}

impl Asked {
    fn of(uri: &Uri) -> Self {
        let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
        let text = |name: &str| query.text(name).chars().filter(|one| !one.is_control()).take(255).collect();
        Self {
            who: text("who"),
            what: text("what"),
            of: text("of"),
            from: text("from"),
            until: text("until"),
            before: text("before"),
        }
    }

    fn filter(&self, s: &Shell) -> AuditFilter {
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        AuditFilter {
            actor: some(&self.who),
            action: some(&self.what),
            resource: some(&self.of),
            from: day_begins(&self.from, &s.zone),
            until: day_after(&self.until, &s.zone),
        }
    }

    /// The address that asks for this, before a place.
    fn link(&self, before: Option<u64>) -> String {
        let before = before.map(|before| before.to_string()).unwrap_or_default();
        let members = [
            ("who", &self.who),
            ("what", &self.what),
            ("of", &self.of),
            ("from", &self.from),
            ("until", &self.until),
            ("before", &before),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in members.iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        format!("{HERE}?{}", query.finish())
    }
}

/// Shows the entries.
pub(super) async fn show_audit(State(app): State<App>, admin: Admin, uri: Uri) -> Reply {
    let s = Shell::of(&app, &admin.visit, Place::Audit);
    let asked = Asked::of(&uri);
    let before = asked.before.parse().ok();
    let found = app.search_audit(admin.caller(), asked.filter(&s), before, ON_A_PAGE).await?;
    let names = app.name_actors(admin.caller()).await?;
    let rows = found.data.into_iter().map(|entry| Row {
        at: instant(entry.at, &s.zone, s.locale()),
        who: who(&entry.actor, &names, s.t),
        what: entry.action,
        link: link_of(&entry.resource),
        of: entry.resource,
        reason: entry.reason,
        position: entry.position.to_string(),
        chain: entry.chain.chars().take(12).collect(),
    });
    let rows = rows.collect();
    let users = names.users.iter().map(|(id, name)| (id.clone(), name.clone()));
    let keys = names.keys.iter().map(|(id, name)| (id.clone(), fill(s.t.by_key, &[name])));
    let program = ("program".to_owned(), s.t.by_program.to_owned());
    page(&AuditPage {
        actors: users.chain(keys).chain([program]).collect(),
        older: found.before.map(|before| asked.link(Some(before))),
        newest: before.map(|_: u64| asked.link(None)),
        rows,
        asked,
        s,
    })
}

fn who(actor: &str, names: &ActorNames, t: &Texts) -> String {
    match (names.users.get(actor), names.keys.get(actor)) {
        (Some(user), _) => user.clone(),
        (_, Some(key)) => fill(t.by_key, &[key]),
        _ if actor == "program" => t.by_program.to_owned(),
        _ => actor.to_owned(),
    }
}

/// The page of what was changed, where there is one.
fn link_of(resource: &str) -> Option<String> {
    let pages = [
        ("cpn_", "/admin/coupons/"),
        ("cmp_", "/admin/campaigns/"),
        ("usr_", "/admin/settings/users/"),
        ("whk_", "/admin/settings/webhooks/"),
    ];
    let (_, page) = pages.into_iter().find(|(prefix, _)| resource.starts_with(prefix))?;
    resource.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_').then(|| format!("{page}{resource}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_page_is_linked() {
        assert_eq!(link_of("cpn_1a").as_deref(), Some("/admin/coupons/cpn_1a"));
        assert_eq!(link_of("whk_2").as_deref(), Some("/admin/settings/webhooks/whk_2"));
        for other in ["settings", "key_1", "cpn_<b>", "customer:ab"] {
            assert_eq!(link_of(other), None, "{other}");
        }
    }
}
