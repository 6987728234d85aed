//! `/admin/templates`: the gallery, by what a coupon is to bring about.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use tessera_app::templates::Goal;
use tessera_app::{App, PageRequest};

use super::card::{Card, goal_words, shown};
use crate::admin::form::Form;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;

/// Templates on a page: the built-in ones and some of the team's own.
const ON_A_PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "admin/templates/gallery.html")]
struct GalleryPage {
    s: Shell,
    /// Goals: where, what it says, whether it is shown.
    tabs: Vec<(String, &'static str, bool)>,
    cards: Vec<Card>,
    next: Option<String>,
}

/// Shows the gallery.
pub(super) async fn show_gallery(State(app): State<App>, admin: Admin, uri: Uri) -> Reply {
    let s = Shell::of(&app, &admin.visit, Place::Templates);
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let goal = Goal::WORDS.iter().find(|(word, _)| *word == query.text("goal")).map(|(_, goal)| *goal);
    let cursor = Some(query.text("cursor").to_owned()).filter(|cursor| !cursor.is_empty());
    let wanted = PageRequest { limit: ON_A_PAGE, cursor };
    let found = app.list_templates(admin.caller(), goal, shown(&app, s.locale()), wanted).await?;
    let mut tabs = vec![("/admin/templates".to_owned(), s.t.templates_all, goal.is_none())];
    tabs.extend(
        Goal::WORDS.map(|(word, known)| {
            (format!("/admin/templates?goal={word}"), goal_words(known, s.t), goal == Some(known))
        }),
    );
    let next = found.next_cursor.map(|cursor| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(goal) = goal {
            query.append_pair("goal", goal.word());
        }
        format!("/admin/templates?{}", query.append_pair("cursor", &cursor).finish())
    });
    page(&GalleryPage { tabs, cards: found.data.iter().map(|view| Card::of(view, &s)).collect(), next, s })
}
