//! What stands around every page.

use crate::assets;
use crate::session::{Kind, Notice, Session};
use crate::state::Shop;
use crate::texts::{Language, Texts, fill};
use crate::visit::Visit;

/// What stands around every page.
pub(super) struct Frame {
    pub(super) t: &'static Texts,
    pub(super) lang: &'static str,
    pub(super) name: String,
    pub(super) here: String,
    /// The same page in the other language.
    pub(super) other: String,
    pub(super) units: u32,
    pub(super) customer: Option<String>,
    pub(super) notices: Vec<Notice>,
    pub(super) query: String,
    pub(super) theme_sheet: String,
    pub(super) sheet: String,
    pub(super) script: String,
    pub(super) icon: String,
}

impl Frame {
    /// The frame of a page. What is to be said once is said with it; what concerns codes stands at their field.
    pub(super) fn of(shop: &Shop, visit: &Visit, session: &mut Session) -> Self {
        let (kept, said) = std::mem::take(&mut session.notices).into_iter().partition(|one| one.kind == Kind::Code);
        session.notices = kept;
        let language = visit.language;
        let other = match language {
            Language::English => Language::French,
            Language::French => Language::English,
        };
        let mark = if visit.here.contains('?') { '&' } else { '?' };
        Self {
            t: language.texts(),
            lang: language.tag(),
            name: shop.options.name.clone(),
            here: visit.here.clone(),
            other: format!("{}{mark}lang={}", without_language(&visit.here), other.tag()).replace("?&", "?"),
            units: session.units(),
            customer: session.customer.as_ref().map(|customer| customer.name.clone()),
            notices: said,
            query: String::new(),
            theme_sheet: assets::link("theme.css"),
            sheet: assets::link("shop.css"),
            script: assets::link("shop.js"),
            icon: assets::link("icon.svg"),
        }
    }

    /// Words with values in them.
    pub(super) fn with(&self, words: &str, value: &str) -> String {
        fill(words, &[value])
    }
}

/// An address without the choice of a language.
fn without_language(here: &str) -> String {
    let Some((path, query)) = here.split_once('?') else { return here.to_owned() };
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("lang=")).collect();
    if kept.is_empty() { path.to_owned() + "?" } else { format!("{path}?{}", kept.join("&")) }
}

/// What is to be said at the field for codes.
pub(super) fn code_notices(session: &mut Session) -> Vec<String> {
    let (codes, kept) =
        std::mem::take(&mut session.notices).into_iter().partition(|one: &Notice| one.kind == Kind::Code);
    session.notices = kept;
    codes.into_iter().map(|one| one.text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_language_is_one_link_away() {
        assert_eq!(without_language("/shop?lang=fr"), "/shop?");
        assert_eq!(without_language("/shop?q=a&lang=fr"), "/shop?q=a");
        assert_eq!(without_language("/shop/cart"), "/shop/cart");
    }
}
