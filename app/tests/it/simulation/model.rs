//! What shops were told, and what follows from it: the uses of every order and hold, and what they count against. It
//! computes everything from the answers, each time anew, and asks the product's counters nothing.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

/// What a use counts against.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Resource {
    Total(String),
    Code(String, String),
    Customer(String, String),
    Day(String, String),
    Budget(String),
    BudgetOfCustomer(String, String),
    BudgetOfDay(String, String),
    Campaign(String),
    Balance(String),
    Claim(String),
}

/// The limits of a coupon.
#[derive(Clone, Debug, Default)]
pub(super) struct Limits {
    pub(super) total: Option<i64>,
    pub(super) per_code: Option<i64>,
    pub(super) per_customer: Option<i64>,
    pub(super) per_day: Option<i64>,
    pub(super) budget: Option<i64>,
    pub(super) budget_per_customer: Option<i64>,
    pub(super) budget_per_day: Option<i64>,
}

impl Limits {
    /// As a coupon's body has them, with what is not limited too, so that an edit says all of them.
    pub(super) fn body(&self) -> Value {
        let money = |most: Option<i64>| most.map(|most| json!({ "USD": most }));
        json!({
            "total": self.total, "per_code": self.per_code, "per_customer": self.per_customer, "per_day": self.per_day,
            "budget": money(self.budget), "budget_per_customer": money(self.budget_per_customer),
            "budget_per_day": money(self.budget_per_day),
        })
    }

    pub(super) fn read(body: &Value) -> Self {
        let money = |name: &str| body[name]["USD"].as_i64();
        Self {
            total: body["total"].as_i64(),
            per_code: body["per_code"].as_i64(),
            per_customer: body["per_customer"].as_i64(),
            per_day: body["per_day"].as_i64(),
            budget: money("budget"),
            budget_per_customer: money("budget_per_customer"),
            budget_per_day: money("budget_per_day"),
        }
    }
}

/// A coupon as shops know it.
#[derive(Clone, Debug)]
pub(super) struct CouponNow {
    pub(super) limits: Limits,
    pub(super) is_enabled: bool,
    pub(super) campaign: Option<String>,
}

/// A code of a coupon.
#[derive(Clone, Debug)]
pub(super) struct CodeNow {
    pub(super) id: String,
    pub(super) coupon: String,
    pub(super) is_void: bool,
    /// Voided among the requests that are under way: those may still use it, as if they had come before.
    pub(super) is_voided_now: bool,
    /// What was put on it, less what was taken off by hand.
    pub(super) credited: i64,
    pub(super) pays: bool,
}

/// A coupon in a wallet.
#[derive(Clone, Debug)]
pub(super) struct ClaimNow {
    pub(super) customer: &'static str,
    pub(super) coupon: String,
    pub(super) is_revoked: bool,
    /// Revoked among the requests that are under way: those may still use it, as if they had come before.
    pub(super) is_revoked_now: bool,
}

/// A use as shops know it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Use {
    pub(super) id: String,
    pub(super) coupon: String,
    pub(super) code_id: Option<String>,
    pub(super) claim_id: Option<String>,
    pub(super) campaign: Option<String>,
    pub(super) amount: i64,
    pub(super) pays: bool,
    pub(super) state: String,
    pub(super) day: String,
    pub(super) counts: bool,
    pub(super) counts_on_day: bool,
    pub(super) in_budget: bool,
    /// What went back to the balance that paid.
    pub(super) returned: i64,
}

/// A hold that nobody ended. It may be past its time.
#[derive(Clone, Debug)]
pub(super) struct Hold {
    pub(super) id: String,
    pub(super) expires_at: Timestamp,
    pub(super) uses: Vec<Use>,
}

/// An order that was placed.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) reservation: String,
    pub(super) state: String,
    pub(super) total: i64,
    pub(super) refunded: i64,
    pub(super) refunded_to_balances: i64,
    pub(super) refunds: usize,
    pub(super) uses: Vec<Use>,
    /// Units that did not come back, by line.
    pub(super) left: BTreeMap<String, i64>,
    pub(super) has_shipping: bool,
}

impl Order {
    /// What balances paid of it.
    pub(super) fn paid_by_balances(&self) -> i64 {
        self.uses.iter().filter(|used| used.pays && used.state != "cancelled").map(|used| used.amount).sum()
    }
}

/// What becomes of an id that a shop gave an order.
#[derive(Clone, Debug, Default)]
pub(super) struct Slot {
    /// Who orders: one customer for each id, so that identities stay.
    pub(super) identities: Vec<String>,
    pub(super) customer: Option<Value>,
    pub(super) hold: Option<Hold>,
    pub(super) order: Option<Order>,
    /// A request on it whose outcome nobody knows: nothing is said about it until that is asked again.
    pub(super) is_unsure: bool,
    /// The cart it was last held for or placed with.
    pub(super) cart: Value,
}

/// Everything shops know.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    pub(super) coupons: BTreeMap<String, CouponNow>,
    /// By what is typed.
    pub(super) codes: BTreeMap<&'static str, CodeNow>,
    /// By id.
    pub(super) claims: BTreeMap<String, ClaimNow>,
    /// Budgets by campaign.
    pub(super) campaigns: BTreeMap<String, i64>,
    pub(super) slots: BTreeMap<String, Slot>,
}

impl Slot {
    /// The uses that take something away from others at this instant.
    fn uses(&self, now: Timestamp) -> &[Use] {
        match (&self.order, &self.hold) {
            _ if self.is_unsure => &[],
            (Some(order), _) => &order.uses,
            (None, Some(hold)) if now < hold.expires_at => &hold.uses,
            _ => &[],
        }
    }

    /// Whether it is held at this instant.
    pub(super) fn is_held(&self, now: Timestamp) -> bool {
        self.order.is_none() && self.hold.as_ref().is_some_and(|hold| now < hold.expires_at)
    }

    pub(super) fn is_placed(&self) -> bool {
        self.order.as_ref().is_some_and(|order| order.state == "placed")
    }
}

impl Use {
    /// What it counts against, and how much.
    fn counts_against(&self, identities: &[String]) -> Vec<(Resource, i64)> {
        let coupon = || self.coupon.clone();
        let mut all = Vec::new();
        if self.counts {
            all.push((Resource::Total(coupon()), 1));
            all.extend(self.code_id.iter().map(|code| (Resource::Code(coupon(), code.clone()), 1)));
            all.extend(self.claim_id.iter().map(|claim| (Resource::Claim(claim.clone()), 1)));
            all.extend(identities.iter().map(|one| (Resource::Customer(coupon(), one.clone()), 1)));
        }
        if self.counts_on_day {
            all.push((Resource::Day(coupon(), self.day.clone()), 1));
        }
        if self.in_budget {
            all.push((Resource::Budget(coupon()), self.amount));
            all.push((Resource::BudgetOfDay(coupon(), self.day.clone()), self.amount));
            all.extend(identities.iter().map(|one| (Resource::BudgetOfCustomer(coupon(), one.clone()), self.amount)));
            all.extend(self.campaign.iter().map(|campaign| (Resource::Campaign(campaign.clone()), self.amount)));
        }
        if let (true, Some(code)) = (self.pays, &self.code_id) {
            all.push((Resource::Balance(code.clone()), self.amount - self.returned));
        }
        all
    }
}

impl Model {
    /// How much of everything is taken at an instant; without an order, as that order sees it.
    pub(super) fn taken(&self, now: Timestamp, without: Option<&str>) -> BTreeMap<Resource, i64> {
        let mut taken = BTreeMap::new();
        for (order_id, slot) in &self.slots {
            if without == Some(order_id.as_str()) {
                continue;
            }
            for (resource, amount) in slot.uses(now).iter().flat_map(|used| used.counts_against(&slot.identities)) {
                *taken.entry(resource).or_default() += amount;
            }
        }
        taken
    }

    /// How much there may be of it; `None` is unlimited.
    pub(super) fn most(&self, resource: &Resource) -> Option<i64> {
        let limits = |coupon: &String| self.coupons.get(coupon).map(|coupon| coupon.limits.clone()).unwrap_or_default();
        match resource {
            Resource::Total(coupon) => limits(coupon).total,
            Resource::Code(coupon, _) => limits(coupon).per_code,
            Resource::Customer(coupon, _) => limits(coupon).per_customer,
            Resource::Day(coupon, _) => limits(coupon).per_day,
            Resource::Budget(coupon) => limits(coupon).budget,
            Resource::BudgetOfCustomer(coupon, _) => limits(coupon).budget_per_customer,
            Resource::BudgetOfDay(coupon, _) => limits(coupon).budget_per_day,
            Resource::Campaign(campaign) => self.campaigns.get(campaign).copied(),
            Resource::Claim(_) => Some(1),
            Resource::Balance(code) => self.codes.values().find(|one| one.id == *code).map(|one| one.credited),
        }
    }

    /// Whether there is none left of it.
    pub(super) fn is_full(&self, taken: &BTreeMap<Resource, i64>, resource: &Resource) -> bool {
        self.most(resource).is_some_and(|most| taken.get(resource).copied().unwrap_or(0) >= most)
    }

    /// Ends what was true only of requests under way together.
    pub(super) fn settle(&mut self) {
        for code in self.codes.values_mut() {
            code.is_void |= code.is_voided_now;
        }
        for claim in self.claims.values_mut() {
            claim.is_revoked |= claim.is_revoked_now;
        }
    }

    /// A use of a placed order whose claim was revoked, which nobody may do to it.
    pub(super) fn use_of_revoked(&self) -> Option<&Use> {
        let placed = self.slots.values().filter(|slot| !slot.is_unsure).filter_map(|slot| slot.order.as_ref());
        let is_revoked = |used: &&Use| {
            let claim = used.claim_id.as_ref().and_then(|id| self.claims.get(id));
            used.counts && claim.is_some_and(|claim| claim.is_revoked)
        };
        placed.flat_map(|order| &order.uses).find(is_revoked)
    }

    /// Whether there is an outcome that nobody knows.
    pub(super) fn is_unsure(&self) -> bool {
        self.slots.values().any(|slot| slot.is_unsure)
    }
}
