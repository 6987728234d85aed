//! `/docs/errors`: every code, where the `type` of a problem document points.

use askama::Template;
use tessera_app::ErrorCode;

use super::{PLAIN, assets, page};
use crate::answer::Reply;

#[derive(Template)]
#[template(path = "errors.html")]
struct ErrorsPage {
    theme_sheet: String,
    style: String,
    icon: String,
    errors: Vec<Row>,
}

/// One code. Its words come in pieces; every other one is code, as the backticks of the table say.
struct Row {
    code: &'static str,
    status: u16,
    title: &'static str,
    pieces: Vec<(bool, &'static str)>,
}

impl Row {
    fn of(error: ErrorCode) -> Self {
        let pieces = error.meaning().split('`').enumerate().map(|(index, piece)| (index % 2 == 1, piece));
        Self { code: error.code(), status: error.status(), title: error.title(), pieces: pieces.collect() }
    }
}

/// Shows the table of errors.
pub(super) async fn show_errors() -> Reply {
    let errors = ErrorCode::ALL.iter().copied().map(Row::of).collect();
    let errors_page = ErrorsPage {
        theme_sheet: assets::link("theme.css"),
        style: assets::link("tessera.css"),
        icon: assets::link("favicon.svg"),
        errors,
    };
    page(&errors_page, PLAIN)
}
