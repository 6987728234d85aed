//! `/admin/help/why`: why a coupon cannot be used. Takes a code, a customer and a basket, and shows each rule with what is
//! and what is needed, and what support does next.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use jiff::Timestamp;
use serde_json::{Value, json};
use tessera_app::codes::{CodeLookup, CodeView};
use tessera_app::coupons::CouponView;
use tessera_app::quotes::ExaminedCode;
use tessera_app::{App, ErrorCode, PageRequest, Scope};
use tessera_engine::cart::QuoteRequest;
use tessera_engine::coupon::Activation;
use tessera_engine::{Reason, from_json};

use super::coupons::{state_words, usual_currency};
use super::fields::Faults;
use super::form::Form;
use super::instants::last;
use super::money::read_amount;
use super::rules::{GROUP, Rule, condition_rules, entry_of, message_of, reason_of, standing_rules, turn_rules};
use super::shell::{Place, Shell, faulty_page, page};
use super::texts::fill;
use super::visit::Admin;
use crate::answer::Reply;
use crate::problem::Refusal;

/// The longest code that is looked for, in characters.
const LONGEST: usize = 255;
/// Conditions that ask for what is in the basket.
const ABOUT_BASKET: [&str; 6] =
    ["order_amount", "order_quantity", "order_weight", "contains", "distinct_products", "expression"];
/// Baskets to choose from.
const BASKETS: u32 = 100;

#[derive(Template)]
#[template(path = "admin/help/why.html")]
struct WhyPage {
    s: Shell,
    asked: Asked,
    faults: Faults,
    /// Saved baskets: id and name.
    baskets: Vec<(String, String)>,
    answer: Option<Why>,
}

impl WhyPage {
    /// What describes a field without a hint: its fault, if there is one.
    fn fault_id(&self, field: &str) -> String {
        self.faults.of(field).map(|_| format!("{field}-fault")).unwrap_or_default()
    }
}

/// What is asked.
#[derive(Clone, Debug, Default)]
struct Asked {
    code: String,
    /// Id or e-mail.
    customer: String,
    /// A saved basket.
    basket: String,
    /// What is in the basket, as one amount.
    amount: String,
}

/// Why.
struct Why {
    /// Whether the code works.
    works: bool,
    verdict: String,
    /// What support does next.
    next: String,
    /// The coupon: where it is, what it is called.
    coupon: Option<(String, String)>,
    rules: Vec<Rule>,
    /// Whether there was no basket to ask.
    lacks_basket: bool,
}

/// Shows the question; a coupon in the address brings its code.
pub(super) async fn show_why(State(app): State<App>, admin: Admin, uri: Uri) -> Reply {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let mut asked = Asked::default();
    if !query.text("coupon").is_empty() {
        let view = app.read_coupon(admin.caller(), query.text("coupon")).await?;
        asked.code = view.terms.code.map(|code| code.typed().to_owned()).unwrap_or_default();
    }
    let s = Shell::of(&app, &admin.visit, Place::Why);
    let baskets = baskets(&app, &admin).await?;
    page(&WhyPage { s, asked, faults: Faults::default(), baskets, answer: None })
}

/// Answers it.
pub(super) async fn answer_why(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let s = Shell::of(&app, &admin.visit, Place::Why);
    let text = |name: &str| form.text(name).to_owned();
    let asked =
        Asked { code: text("code"), customer: text("customer"), basket: text("basket"), amount: text("amount") };
    let baskets = baskets(&app, &admin).await?;
    match asked.answer(&app, &admin, &s).await? {
        Ok(why) => page(&WhyPage { s, asked, faults: Faults::default(), baskets, answer: Some(why) }),
        Err(faults) => faulty_page(&WhyPage { s, asked, faults, baskets, answer: None }),
    }
}

async fn baskets(app: &App, admin: &Admin) -> Result<Vec<(String, String)>, Refusal> {
    let found = app.list_baskets(admin.caller(), PageRequest { limit: BASKETS, cursor: None }).await?;
    Ok(found.data.into_iter().map(|basket| (basket.id, basket.body.name().to_owned())).collect())
}

impl Asked {
    async fn answer(&self, app: &App, admin: &Admin, s: &Shell) -> Result<Result<Why, Faults>, Refusal> {
        if self.code.is_empty() || self.code.chars().count() > LONGEST {
            return Ok(Err(Faults::one("code", s.t.why_fault_code)));
        }
        let code = match lookup(app, admin, &self.code).await? {
            Some(code) => code,
            None => return Ok(Ok(Why::unknown(s))),
        };
        let view = match app.read_coupon(admin.caller(), &code.coupon_id).await {
            Ok(view) => view,
            Err(problem) if problem.error == ErrorCode::NotFound => return Ok(Ok(Why::unknown(s))),
            Err(problem) => return Err(problem.into()),
        };
        let request = match self.request(app, admin, &view, s).await? {
            Ok(request) => request,
            Err(faults) => return Ok(Err(faults)),
        };
        let lacks_basket = request.cart.line_items.is_empty();
        let examined = app.examine_code(admin.caller(), request).await?;
        Ok(Ok(Why::of(
            &Seen { view: &view, code: &code, examined: &examined, lacks_basket, asked: self, now: app.now() },
            s,
        )))
    }

    /// The code on the basket, for the customer.
    async fn request(
        &self,
        app: &App,
        admin: &Admin,
        view: &CouponView,
        s: &Shell,
    ) -> Result<Result<QuoteRequest, Faults>, Refusal> {
        let currency = usual_currency(app, &view.terms).ok_or_else(|| Refusal::of(ErrorCode::Internal))?;
        let mut body = json!({ "cart": { "currency": currency, "line_items": [] }, "discounts": {} });
        if !self.basket.is_empty() {
            let basket = app.read_basket(admin.caller(), &self.basket).await?;
            let request = basket.body.request()?;
            body["cart"] = serde_json::to_value(&request.cart).map_err(|error| {
                tracing::error!(%error, "a basket could not be written");
                Refusal::of(ErrorCode::Internal)
            })?;
        } else if !self.amount.is_empty() {
            let Some(minor) = read_amount(&self.amount, currency) else {
                return Ok(Err(Faults::one("amount", s.t.fault_amount)));
            };
            body["cart"]["line_items"] = json!([{ "product_id": "goods", "quantity": 1, "unit_price": minor }]);
        }
        body["discounts"] = json!({ "codes": [self.code] });
        if let Some(customer) = self.customer() {
            body["cart"]["customer"] = customer;
        }
        body["cart"]["context"]["locale"] = s.lang.into();
        match QuoteRequest::from_json(body.to_string().as_bytes()) {
            Ok(request) => Ok(Ok(request)),
            Err(_) => Ok(Err(Faults::one("customer", s.t.fault_customer))),
        }
    }

    /// An account by its id, or somebody by their e-mail.
    fn customer(&self) -> Option<Value> {
        match self.customer.as_str() {
            "" => None,
            email if email.contains('@') => Some(json!({ "email": email })),
            id => Some(json!({ "id": id, "logged_in": true })),
        }
    }
}

async fn lookup(app: &App, admin: &Admin, code: &str) -> Result<Option<CodeView>, Refusal> {
    if !admin.may(Scope::CodesRead) {
        return Err(Refusal::of(ErrorCode::ScopeMissing));
    }
    let lookup: CodeLookup = from_json(json!({ "code": code }).to_string().as_bytes())?;
    match app.lookup_code(admin.caller(), lookup).await {
        Ok(code) => Ok(Some(code)),
        Err(problem) if problem.error == ErrorCode::NotFound => Ok(None),
        Err(problem) => Err(problem.into()),
    }
}

/// What is known when a code was found.
struct Seen<'a> {
    view: &'a CouponView,
    code: &'a CodeView,
    examined: &'a ExaminedCode,
    lacks_basket: bool,
    asked: &'a Asked,
    now: Timestamp,
}

impl Seen<'_> {
    fn entry(&self) -> Option<&Value> {
        entry_of(&self.examined.quote, &self.view.id)
    }

    fn reason(&self) -> Option<Reason> {
        self.entry().and_then(reason_of)
    }

    /// Whether the reason is more than that it does not fit, or that nothing is in a basket.
    fn says_more(&self) -> bool {
        use Reason as R;
        match self.reason() {
            None | Some(R::Invalid) => false,
            Some(
                R::MinimumNotMet
                | R::QuantityOutOfRange
                | R::WeightOutOfRange
                | R::RequiredItemsMissing
                | R::ConditionNotMet
                | R::ItemsIneligible
                | R::NoEffect,
            ) => !self.lacks_basket,
            Some(_) => true,
        }
    }

    /// Whether the code is for another account than the one that is asked about.
    fn is_anothers(&self) -> bool {
        let asked = self.asked.customer.as_str();
        !asked.is_empty() && self.code.customer_id.as_deref().is_some_and(|owner| owner != asked)
    }

    /// The rules in the order in which they are asked.
    fn rules(&self, s: &Shell) -> Vec<Rule> {
        let (t, view) = (s.t, self.view);
        let state = state_words(view.state, t);
        let mut rules = vec![
            Rule::of(Some(!matches!(self.code.state.as_str(), "void")), t.why_rule_code),
            Rule::of(Some(!matches!(view.state, "draft" | "paused" | "archived")), t.why_rule_state).because(state, ""),
        ];
        if self.code.customer_id.is_some() {
            let holds = if self.asked.customer.is_empty() { None } else { Some(!self.is_anothers()) };
            rules.push(Rule::of(holds, t.why_rule_owner));
        }
        if view.terms.activation == Activation::Claim {
            rules.push(Rule::of(Some(false), t.why_rule_claim));
        }
        let Some(standing) = &self.examined.standing else { return rules };
        rules.extend(standing_rules(standing, &self.examined.quote, s));
        if let Some(entry) = self.entry() {
            let conditions = condition_rules(entry, self.examined.quote.currency, s);
            let asks_basket = conditions.iter().any(|rule| ABOUT_BASKET.contains(&rule.kind.as_str()));
            rules.extend(conditions.into_iter().map(|rule| self.without_basket(rule, asks_basket, s)));
            if !self.lacks_basket {
                rules.extend(turn_rules(entry, s));
            }
        }
        rules
    }

    /// What nobody can say of no basket is not known.
    fn without_basket(&self, rule: Rule, asks_basket: bool, s: &Shell) -> Rule {
        let is_about_basket = ABOUT_BASKET.contains(&rule.kind.as_str()) || asks_basket && rule.kind == GROUP;
        if !self.lacks_basket || rule.outcome == "pass" || !is_about_basket {
            return rule;
        }
        Rule { outcome: "unknown", actual: Some(s.t.why_no_basket.to_owned()), ..rule }
    }
}

impl Why {
    fn unknown(s: &Shell) -> Self {
        Self {
            works: false,
            verdict: s.t.why_unknown.to_owned(),
            next: s.t.why_unknown_next.to_owned(),
            coupon: None,
            rules: Vec::new(),
            lacks_basket: false,
        }
    }

    fn of(seen: &Seen<'_>, s: &Shell) -> Self {
        let t = s.t;
        let rules = seen.rules(s);
        let fails = rules.iter().any(|rule| rule.outcome == "fail");
        let applied = seen.entry().is_some_and(|entry| entry["outcome"] == "applied");
        let works = applied || seen.lacks_basket && !fails;
        let message = seen.entry().map(|entry| message_of(entry, s));
        let verdict = match (works, applied) {
            (true, true) => t.why_works.to_owned(),
            (true, false) => t.why_nothing_against.to_owned(),
            (false, _) if seen.is_anothers() => t.why_anothers.to_owned(),
            (false, _) if seen.view.terms.activation == Activation::Claim => t.why_rule_claim.to_owned(),
            (false, _) => match message {
                Some(message) if seen.says_more() => message,
                _ => t.why_not.to_owned(),
            },
        };
        Self {
            next: if works { t.next_works.to_owned() } else { next_step(seen, s) },
            works,
            verdict,
            coupon: Some((format!("/admin/coupons/{}", seen.view.id), seen.view.terms.name.clone())),
            rules,
            lacks_basket: seen.lacks_basket,
        }
    }
}

/// What support does next.
fn next_step(seen: &Seen<'_>, s: &Shell) -> String {
    use Reason as R;
    let (t, view) = (s.t, seen.view);
    let words = match (seen.code.state.as_str(), view.state, seen.reason()) {
        ("void", ..) => t.next_void,
        (_, "archived", _) => t.next_archived,
        (_, "draft", _) => t.next_draft,
        _ if seen.is_anothers() => t.next_owner,
        _ if view.terms.activation == Activation::Claim => t.next_claim,
        (_, _, Some(R::Expired)) => {
            let end = seen.examined.standing.as_ref().and_then(|standing| standing.ends_at);
            let ended = end.filter(|end| *end <= seen.now).map(|end| last(end, &s.zone, s.locale()));
            return ended.map_or_else(|| t.next_expired_code.to_owned(), |end| fill(t.next_expired, &[&end]));
        }
        (_, _, Some(R::NotStarted)) => t.next_not_started,
        (_, _, Some(R::Paused)) => t.next_paused,
        (_, _, Some(R::UsageLimitReached)) => t.next_used_up,
        (_, _, Some(R::CustomerLimitReached)) => t.next_customer_limit,
        (_, _, Some(R::DailyLimitReached)) => t.next_daily_limit,
        (_, _, Some(R::BudgetExhausted)) => t.next_budget,
        (_, _, Some(R::BalanceExhausted)) => t.next_balance,
        (_, _, Some(R::UserNotLoggedIn)) => t.next_sign_in,
        (_, _, Some(R::CombinationDisallowed | R::TooManyCodes | R::AlreadyApplied)) => t.next_together,
        (_, _, Some(R::InformationMissing | R::VerificationRequired)) => t.next_information,
        (_, _, Some(R::UserIneligible | R::FirstOrderOnly | R::Invalid)) => t.next_not_for_them,
        _ if seen.lacks_basket => t.next_not_for_them,
        _ => t.next_basket,
    };
    words.to_owned()
}
