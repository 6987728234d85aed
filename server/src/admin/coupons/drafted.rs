//! The coupon that the form of the editor stands for, for the parts beside it: what was typed as terms, or what is wrong
//! with it.

use tessera_app::App;
use tessera_app::coupons::CouponView;
use tessera_engine::Terms;

use super::draft::Draft;
use super::editor::{faults_of, terms_of};
use super::header::read;
use crate::admin::fields::Faults;
use crate::admin::form::Form;
use crate::admin::shell::locale_of;
use crate::admin::visit::Admin;
use crate::problem::Refusal;

/// A coupon that is looked at beside its form, or on its page.
pub(super) struct Drafted {
    /// The coupon as it is stored; `None` for a new one.
    pub(super) view: Option<CouponView>,
    /// What it is to be.
    pub(super) terms: Result<Terms, Faults>,
    /// Whether nothing is wrong but that fields are empty still.
    is_begun: bool,
}

/// What stands in the way of looking at it.
#[derive(Default)]
pub(super) struct InTheWay {
    /// Whether nothing is wrong but that fields are empty still.
    pub(super) is_begun: bool,
    /// Field and words.
    pub(super) faults: Vec<(String, String)>,
}

impl Drafted {
    /// What the form of the editor says. The form names the coupon that it edits as `basket_of`; a name is not asked for.
    pub(super) async fn of_form(app: &App, admin: &Admin, form: &Form) -> Result<Self, Refusal> {
        let (of, t) = (form.text("basket_of"), admin.visit.texts());
        let view = if of.is_empty() { None } else { Some(read(app, admin, of).await?) };
        let live = app.live();
        let kept = view.as_ref().map(|view| Draft::of_view(view, live.settings(), locale_of(&admin.visit)));
        let draft = Draft::of_form(&form.filled("name", t.basket_unnamed), kept.as_ref());
        let terms = draft.members(&live.settings().zone(), t).and_then(|members| {
            let before = view.as_ref().map(|view| &view.terms);
            terms_of(app, &members, before).map_err(|problem| faults_of(&problem, &draft, t))
        });
        let is_empty = |faults: &Faults| faults.all().iter().all(|(field, _)| form.text(field).is_empty());
        let is_begun = view.is_none() && terms.as_ref().err().is_some_and(is_empty);
        Ok(Self { view, terms, is_begun })
    }

    /// A coupon as it is stored.
    pub(super) async fn stored(app: &App, admin: &Admin, id: &str) -> Result<Self, Refusal> {
        let view = read(app, admin, id).await?;
        Ok(Self { terms: Ok(view.terms.clone()), view: Some(view), is_begun: false })
    }

    /// Its id, if it has one.
    pub(super) fn id(&self) -> Option<String> {
        self.view.as_ref().map(|view| view.id.clone())
    }

    /// What is wrong with it.
    pub(super) fn told_faults(&self) -> InTheWay {
        let all = self.terms.as_ref().err().map(Faults::all).unwrap_or_default();
        let faults = all.iter().map(|(field, words)| (field.as_ref().to_owned(), words.clone())).collect();
        InTheWay { is_begun: self.is_begun, faults }
    }

    /// The page of its form.
    pub(super) fn editor(&self) -> String {
        match &self.view {
            Some(view) => format!("/admin/coupons/{}/edit", view.id),
            None => "/admin/coupons/new".to_owned(),
        }
    }
}
